import { BlobReader } from './blobReader.ts';
import type { EnumSizes } from './customAttributes.ts';
import type { ManagedAssembly } from './managedAssembly.ts';
import type { RowRef } from './metadataTables.ts';
import { ReadingFault } from './readingFault.ts';
import type { AssemblyAtHand, FoundDefinition } from './typeGraph.ts';

const staticField = 0x10;

/** Finds the size of an enumeration in the assembly itself or in one at hand. */
export function enumSizesOf(
  main: ManagedAssembly,
  find: (type: RowRef) => FoundDefinition | null,
  atHand: AssemblyAtHand,
): EnumSizes {
  return {
    ofToken(type) {
      const found = find(type);
      return found === null ? null : elementOf(found);
    },
    /** `Namespace.Outer+Inner, Assembly, Version=…`; without an assembly it is the attribute's own. */
    ofName(name) {
      const [typeName = '', assemblyName = ''] = name.split(',').map((part) => part.trim());
      const assembly =
        assemblyName === '' || assemblyName === main.identity.name ? main : atHand(assemblyName);
      if (assembly === null) return null;
      const [outer = '', ...nested] = typeName.split('+');
      const dot = outer.lastIndexOf('.');
      let row = assembly.types.find(outer.slice(0, Math.max(0, dot)), outer.slice(dot + 1), 0);
      for (const inner of nested) row = row === 0 ? 0 : assembly.types.find('', inner, row);
      return row === 0 ? null : elementOf({ assembly, row });
    },
  };
}

/** The element type of its one field that is no constant. */
function elementOf({ assembly, row }: FoundDefinition): number | null {
  const { types, tables, heaps } = assembly;
  const flags = tables.column('field', 'flags');
  for (const field of types.fields(row)) {
    if ((flags(field) & staticField) !== 0) continue;
    try {
      const reader = new BlobReader(heaps.blob(tables.column('field', 'signature')(field)));
      reader.u8();
      return reader.u8();
    } catch (error) {
      if (error instanceof ReadingFault) return null;
      throw error;
    }
  }
  return null;
}
