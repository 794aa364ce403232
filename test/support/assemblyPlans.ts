import { type AssemblyPlan, type Cell, emptyBodyRva } from './buildAssembly.ts';

/** Plans of assemblies that refer to mscorlib (row 1) and Microsoft.Xrm.Sdk (row 2). */

const bytes = (...values: number[]) => Uint8Array.from(values);
const voidMethod = bytes(0x20, 0, 1);
const textField = bytes(6, 0x0e);
const object = (1 << 2) | 1;
const pluginInterface = (2 << 2) | 1;
const publicClass = 0x10_0001;
const frameworkToken = bytes(0xb7, 0x7a, 0x5c, 0x56, 0x19, 0x34, 0xe0, 0x89);

export interface PlannedType {
  readonly name: string;
  readonly namespace?: string;
  readonly flags?: number;
  /** Coded: row × 4, plus 0 for a definition, 1 for a reference, 2 for a constructed type. */
  readonly extends?: number;
  readonly interfaces?: readonly number[];
  /** Row of the type around it: the first type has row 2, behind `<Module>`. */
  readonly within?: number;
}

export const codedTypes = { object, pluginInterface, definition: (row: number) => row << 2 };

/** Each type has one constructor, and one field for each `fields`. */
export function planOfTypes(types: readonly PlannedType[], fields = 0): AssemblyPlan['tables'] {
  return {
    0: [[0, 'Planned.dll', 1, 0, 0]],
    1: [
      [(1 << 2) | 2, 'Object', 'System'],
      [(2 << 2) | 2, 'IPlugin', 'Microsoft.Xrm.Sdk'],
    ],
    2: [
      [0, '<Module>', '', 0, 1, 1],
      ...types.map((type, index): Cell[] => [
        type.flags ?? (type.within === undefined ? publicClass : 0x10_0002),
        type.name,
        type.namespace ?? '',
        type.extends ?? object,
        1 + index * fields,
        1 + index,
      ]),
    ],
    4: Array.from({ length: types.length * fields }, (_, index) => [0x6, `field${index % 997}`, textField]),
    6: types.map(() => [emptyBodyRva, 0, 0x1886, '.ctor', voidMethod, 1]),
    9: types.flatMap(({ interfaces = [] }, index) => interfaces.map((coded): Cell[] => [index + 2, coded])),
    32: [[0x8004, 1, 2, 3, 4, 0, bytes(), 'Planned', '']],
    35: [
      [4, 0, 0, 0, 0, frameworkToken, 'mscorlib', '', bytes()],
      [9, 0, 0, 0, 0, bytes(), 'Microsoft.Xrm.Sdk', '', bytes()],
    ],
    41: types.flatMap(({ within }, index) => (within === undefined ? [] : [[index + 2, within]])),
  };
}

/** Just under 16 MB: 54,900 classes, each thousandth a plug-in, with fields and parameters enough to need wide indexes. */
export function planOfBigAssembly(classes = 54_900): AssemblyPlan {
  const types = Array.from(
    { length: classes },
    (_, index): PlannedType => ({
      name: `Class${index}`,
      namespace: `Contoso.Generated.Space${index % 211}`,
      ...(index % 1000 === 0 ? { interfaces: [pluginInterface] } : {}),
      // Every second one derives from its neighbour, which makes chains that end at plug-ins now and then.
      ...(index % 1000 === 500 ? { extends: codedTypes.definition(index - 500 + 2) } : {}),
    }),
  );
  const tables = planOfTypes(types, 8);
  const parameters = Array.from({ length: classes * 8 }, (_, index): Cell[] => [0, 1, `parameter${index}`]);
  return { tables: { ...tables, 8: parameters } };
}

/** Names with what has a meaning in the names of types, letters of the world, and signs that are not seen. */
export function planOfOddNames(): AssemblyPlan {
  const interfaces = [pluginInterface];
  return {
    tables: planOfTypes([
      { name: 'a+b,c[d]&*\\', namespace: 'N+s', interfaces },
      { name: 'In,ner', within: 2, extends: codedTypes.definition(2) },
      { name: '名前', namespace: 'größe', interfaces },
      { name: '\u202e\u0001\u200b', interfaces },
      { name: '__proto__', namespace: 'constructor', interfaces },
    ]),
  };
}

/** A row or more in each of the 45 tables; the pointer tables say the plain order. */
export function planOfAllTables(tableStream: '#~' | '#-'): AssemblyPlan {
  const none = bytes();
  const pointers = tableStream === '#-';
  const tables: Record<number, readonly (readonly Cell[])[]> = {
    ...planOfTypes([
      { name: 'AllTables', namespace: 'Planned', interfaces: [pluginInterface] },
      { name: 'Nested', within: 2, extends: codedTypes.definition(2) },
    ]),
    3: [[2], [1]],
    4: [
      [0x16, 'constant', bytes(6, 8)],
      [0x6, 'laid', bytes(6, 8)],
    ],
    5: [[2], [1]],
    7: [[1]],
    8: [[0x2010, 1, 'parameter']],
    10: [[(1 << 3) | 1, '.ctor', voidMethod]],
    11: [[8, (1 << 2) | 0, bytes(42, 0, 0, 0)]],
    12: [[(2 << 5) | 3, (1 << 3) | 3, bytes(1, 0, 0, 0)]],
    13: [[(1 << 1) | 1, bytes(0x15)]],
    14: [[2, (2 << 2) | 0, bytes(0x2e, 0)]],
    15: [[8, 64, 2]],
    16: [[4, 2]],
    17: [[bytes(7, 1, 8)]],
    18: [[2, 1]],
    19: [[1]],
    20: [[0, 'Happened', object]],
    21: [[2, 1]],
    22: [[1]],
    23: [[0, 'Property', bytes(0x28, 0, 8)]],
    24: [[2, 1, (1 << 1) | 1]],
    25: [[2, 1 << 1, (1 << 1) | 1]],
    26: [['native.dll']],
    27: [[bytes(0x15, 0x12, 8, 1, 0x0e)]],
    28: [[0x100, (1 << 1) | 1, 'Native', 1]],
    29: [[emptyBodyRva, 1]],
    30: [[0x0200_0002, 0]],
    31: [[0x0200_0002]],
    33: [[7]],
    34: [[1, 2, 3]],
    36: [[7, 1]],
    37: [[1, 2, 3, 1]],
    38: [[1, 'module.netmodule', none]],
    39: [[0x20_0000, 0, 'Forwarded', 'Planned', (1 << 2) | 1]],
    40: [[0, 1, 'resource', 0]],
    42: [[0, 0, 3 << 1, 'TNested']],
    43: [[1 << 1, bytes(0x0a, 1, 0x0e)]],
    44: [[1, object]],
  };
  if (!pointers) for (const table of [3, 5, 7, 19, 22, 30, 31]) tables[table] = [];
  return { tables, tableStream };
}
