import { DataverseFault } from '../dataverseFault.ts';
import { lookupIn, type Row, textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';
import type { AssemblyContent } from './readAssembly.ts';

/** The columns that say which assembly it is, as its bytes say it. */
export function identityColumns({ name, version, culture, publicKeyToken }: AssemblyContent): Row {
  return {
    name,
    version: version.join('.'),
    major: version[0],
    minor: version[1],
    culture,
    // Seen so for unsigned assemblies of packages, the only ones that can be registered.
    publickeytoken: publicKeyToken ?? 'null',
  };
}

/** Columns of a type that repeat its assembly's. */
export function identityForTypes({ name, ...identity }: Row): Row {
  return { assemblyname: name, ...identity };
}

/** Whether two rows are the same assembly to the platform: build and revision do not count. */
export function isSameAssembly(one: Row, other: Row): boolean {
  const key = (row: Row): string =>
    [row.name, row.culture, row.publickeytoken, ...String(row.version).split('.').slice(0, 2)]
      .join(',')
      .toLowerCase();
  return key(one) === key(other);
}

/** Refuses a second row for the same assembly. */
export function checkUniqueAssembly(row: Row, store: RowStore): void {
  for (const other of store.rows('pluginassembly'))
    if (other.pluginassemblyid !== row.pluginassemblyid && isSameAssembly(other, row))
      throw new DataverseFault(
        400,
        '0x8004417b',
        `PluginAssembly with name '${textIn(row, 'name')}' exists already: the fully qualified name must be unique ` +
          '(ignoring the version build and revision number).',
      );
}

/** The row of the assembly that a type belongs to. */
export function assemblyOf(type: Row, store: RowStore): Row | undefined {
  const reference = lookupIn(type, 'pluginassemblyid');
  return reference === undefined ? undefined : store.get('pluginassembly', reference.id);
}
