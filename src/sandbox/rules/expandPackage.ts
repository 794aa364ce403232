import { DataverseFault } from '../dataverseFault.ts';
import type { RowWriter } from '../operations/operationPipeline.ts';
import { checkUniqueAssembly, identityColumns, identityForTypes } from '../plugins/assemblyIdentity.ts';
import type { LoadedAssembly, PluginPackageContent } from '../plugins/readPluginPackage.ts';
import { type Row, textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';

const asPlatform = { asPlatform: true } as const;

/**
 * Makes the rows of a package's assemblies and types what its content says: one row for each assembly with plug-ins and
 * for each plug-in class. Workflow activities do not count in packages.
 * @throws {DataverseFault} when a class is gone that steps or custom APIs still use
 */
export async function expandPackage(
  pluginPackage: Row,
  { assemblies }: PluginPackageContent,
  store: RowStore,
  writer: RowWriter,
): Promise<void> {
  const packageId = textIn(pluginPackage, 'pluginpackageid') ?? '';
  const wanted = new Map(
    assemblies
      .map((assembly) => ({ assembly, plugins: pluginNames(assembly) }))
      .filter(({ plugins }) => plugins.size > 0)
      .map((each) => [each.assembly.content.name.toLowerCase(), each]),
  );

  for (const row of store.referring('pluginassembly', 'packageid', packageId)) {
    const id = textIn(row, 'pluginassemblyid') ?? '';
    const name = textIn(row, 'name')?.toLowerCase() ?? '';
    const found = wanted.get(name);
    wanted.delete(name);
    if (found === undefined) {
      await keepTypes(id, new Set());
      await writer.remove('pluginassembly', id, asPlatform);
      continue;
    }
    const columns = identityColumns(found.assembly.content);
    checkUniqueAssembly({ ...columns, pluginassemblyid: id }, store);
    await writer.update('pluginassembly', id, columns, asPlatform);
    await writeTypes(id, found.assembly, found.plugins);
  }

  for (const { assembly, plugins } of wanted.values()) {
    const columns = {
      ...identityColumns(assembly.content),
      isolationmode: 2,
      sourcetype: 0,
      packageid: { table: 'pluginpackage', id: packageId },
    };
    checkUniqueAssembly(columns, store);
    const row = await writer.create('pluginassembly', columns, asPlatform);
    await writeTypes(textIn(row, 'pluginassemblyid') ?? '', assembly, plugins);
  }

  async function writeTypes(
    assemblyId: string,
    { content }: LoadedAssembly,
    plugins: ReadonlySet<string>,
  ): Promise<void> {
    const columns = identityForTypes(identityColumns(content));
    const kept = await keepTypes(assemblyId, plugins);
    for (const typename of plugins) {
      const id = kept.get(typename);
      if (id !== undefined) await writer.update('plugintype', id, columns, asPlatform);
      else
        await writer.create(
          'plugintype',
          {
            ...columns,
            typename,
            name: typename,
            friendlyname: typename,
            isworkflowactivity: false,
            pluginassemblyid: { table: 'pluginassembly', id: assemblyId },
          },
          asPlatform,
        );
    }
  }

  /** Removes the types that are not among the plug-ins any more; gives the ids of the others by name. */
  async function keepTypes(assemblyId: string, plugins: ReadonlySet<string>): Promise<Map<string, string>> {
    const kept = new Map<string, string>();
    for (const type of store.referring('plugintype', 'pluginassemblyid', assemblyId)) {
      const typename = textIn(type, 'typename') ?? '';
      const id = textIn(type, 'plugintypeid') ?? '';
      if (plugins.has(typename)) kept.set(typename, id);
      else {
        refuseWithSteps(typename, store.referring('sdkmessageprocessingstep', 'eventhandler', id).length);
        await writer.remove('plugintype', id, asPlatform);
      }
    }
    return kept;
  }
}

function pluginNames({ classes }: LoadedAssembly): ReadonlySet<string> {
  return new Set([...classes].filter(([, kind]) => kind === 'plugin').map(([name]) => name));
}

function refuseWithSteps(typename: string, steps: number): void {
  if (steps === 0) return;
  throw new DataverseFault(
    400,
    '0x80040265',
    `Unable to delete '${typename}' plugintype due to ${steps} step(s) registered on it. Please delete step ` +
      'registrations and try the operation again.',
  );
}
