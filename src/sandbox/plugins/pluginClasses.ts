import type { AssemblyContent, BaseType } from './readAssembly.ts';

/** What the platform can do with a class. */
type ClassKind = 'plugin' | 'activity' | 'both' | 'neither';

/** Kinds of an assembly's creatable classes by full name. */
export type ClassesOfAssembly = ReadonlyMap<string, ClassKind>;

const pluginBit = 1;
const activityBit = 2;
const kinds: readonly ClassKind[] = ['neither', 'plugin', 'activity', 'both'];

const pluginInterface = 'Microsoft.Xrm.Sdk.IPlugin';
/** The open base classes of workflow activities in System.Activities. */
const activityClass = /^System\.Activities\.(?:Code|AsyncCode|Native)?Activity(?:`1)?$/;

type Place = { readonly assembly: AssemblyContent; readonly row: number };

/**
 * Finds which classes are plug-ins and workflow activities, also through base classes and interfaces in the other
 * assemblies given. What derives from an assembly that is not given is neither: the server could not load it.
 * @returns the classes of each assembly, in the same order
 */
export function pluginClassesOf(assemblies: readonly AssemblyContent[]): readonly ClassesOfAssembly[] {
  const byName = new Map(assemblies.map((assembly) => [assembly.name.toLowerCase(), assembly]));
  const typesByName = new Map<AssemblyContent, ReadonlyMap<string, number>>();
  const found = new Map(assemblies.map((assembly) => [assembly, new Uint8Array(assembly.types.length)]));
  const derived = new Map<AssemblyContent, Map<number, Place[]>>(
    assemblies.map((assembly) => [assembly, new Map<number, Place[]>()]),
  );
  // From the roots to what derives from them: linear, and a type that derives from itself does no harm.
  const pending: { readonly place: Place; readonly bits: number }[] = [];

  function rowsByName(assembly: AssemblyContent): ReadonlyMap<string, number> {
    let rows = typesByName.get(assembly);
    if (rows === undefined) {
      rows = new Map(
        assembly.types.flatMap((type, row) => (type === undefined ? [] : [[type.typeName, row]])),
      );
      typesByName.set(assembly, rows);
    }
    return rows;
  }

  function placeOf(assembly: AssemblyContent, base: BaseType): Place | undefined {
    if ('row' in base) return { assembly, row: base.row };
    const other = base.assembly === undefined ? undefined : byName.get(base.assembly.toLowerCase());
    const row = other === undefined ? undefined : rowsByName(other).get(base.name);
    return other === undefined || row === undefined ? undefined : { assembly: other, row };
  }

  for (const assembly of assemblies)
    for (const [row, type] of assembly.types.entries())
      for (const base of type?.bases ?? []) {
        const bits = rootBits(base);
        if (bits !== 0) pending.push({ place: { assembly, row }, bits });
        const place = bits === 0 ? placeOf(assembly, base) : undefined;
        const children = place === undefined ? undefined : derived.get(place.assembly);
        if (place === undefined || children === undefined) continue;
        const siblings = children.get(place.row);
        if (siblings === undefined) children.set(place.row, [{ assembly, row }]);
        else siblings.push({ assembly, row });
      }

  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { place, bits } = next;
    const known = found.get(place.assembly);
    const before = known?.[place.row];
    if (known === undefined || before === undefined || (before | bits) === before) continue;
    known[place.row] = before | bits;
    for (const child of derived.get(place.assembly)?.get(place.row) ?? [])
      pending.push({ place: child, bits });
  }

  return assemblies.map((assembly) => {
    const classes = new Map<string, ClassKind>();
    for (const [row, type] of assembly.types.entries())
      if (type?.isCreatable === true)
        classes.set(type.typeName, kinds[found.get(assembly)?.[row] ?? 0] ?? 'neither');
    return classes;
  });
}

function rootBits(base: BaseType): number {
  if (!('name' in base)) return 0;
  if (base.name === pluginInterface) return pluginBit;
  return activityClass.test(base.name) ? activityBit : 0;
}
