import type { ManagedAssembly } from './managedAssembly.ts';
import { decodeIndex, type RowRef } from './metadataTables.ts';
import { ReadingFault } from './readingFault.ts';
import { genericDefinition } from './typeNames.ts';
import { deepestNesting } from './typeTable.ts';

/** What an assembly's name leads to: the open assembly, or null when it is not at hand. */
export type AssemblyAtHand = (name: string) => ManagedAssembly | null;

/** What is known of the types of the first assembly, by their row. */
export interface TypeVerdicts {
  isPlugin(row: number): boolean;
  isWorkflowActivity(row: number): boolean;
  /** The assembly that would have to be at hand to say whether it is one; null when nothing is missing. */
  missingAssembly(row: number): string | null;
  /** A definition by its name, here or in an assembly at hand. */
  find(type: RowRef): FoundDefinition | null;
}

export interface FoundDefinition {
  readonly assembly: ManagedAssembly;
  readonly row: number;
}

/** What a type derives from or implements, once it is looked up. */
type Parent =
  | { readonly kind: 'definition'; readonly assembly: ManagedAssembly; readonly row: number }
  | { readonly kind: 'pluginInterface' | 'activity' | 'other' }
  | { readonly kind: 'missing'; readonly assemblyName: string };

interface Node {
  readonly assembly: ManagedAssembly;
  readonly row: number;
  /** Those that derive from it or implement it. */
  readonly children: Node[];
  plugin: boolean;
  activity: boolean;
  missing: string | null;
}

const other: Parent = { kind: 'other' };

/** None of their types is a plug-in, and those that are activities are known by name. */
const platformAssemblies =
  /^(mscorlib|netstandard|System|System\..+|Microsoft\.CSharp|Microsoft\.VisualBasic(\..+)?|WindowsBase|Presentation[A-Z]\w+|Microsoft\.(Xrm|Crm)\.Sdk(\..+)?)$/i;

const activityBases = new Set([
  'Activity',
  'Activity`1',
  'ActivityWithResult',
  'AsyncCodeActivity',
  'AsyncCodeActivity`1',
  'CodeActivity',
  'CodeActivity`1',
  'DynamicActivity',
  'DynamicActivity`1',
  'NativeActivity',
  'NativeActivity`1',
]);

const mostForwards = 16;

/**
 * Finds the plug-ins and activities by walking from each class to what it derives from and implements, into other
 * assemblies where they are at hand, and carrying the verdict back. Each type and each edge is visited once, so that
 * circles, which damaged files have, end.
 */
export function judgeTypes(main: ManagedAssembly, atHand: AssemblyAtHand): TypeVerdicts {
  const nodes = new Map<ManagedAssembly, Map<number, Node>>();
  const waiting: Node[] = [];
  const resolve = resolver(atHand);

  const nodeOf = (assembly: ManagedAssembly, row: number): Node => {
    let known = nodes.get(assembly);
    if (known === undefined) {
      known = new Map();
      nodes.set(assembly, known);
    }
    let node = known.get(row);
    if (node === undefined) {
      node = {
        assembly,
        row,
        children: [],
        plugin: false,
        activity: false,
        missing: null,
      };
      known.set(row, node);
      waiting.push(node);
    }
    return node;
  };

  // Most classes derive from Object and no more; they need no node unless another derives from them.
  for (let row = 1; row <= main.types.count; row += 1) {
    if (parentsOf(main, row, resolve).some(({ kind }) => kind !== 'other')) nodeOf(main, row);
  }
  const plugins: Node[] = [];
  const activities: Node[] = [];
  const incomplete: Node[] = [];
  /** The deciding types, where they are defined here: what derives from them is one, they themselves are not. */
  const platform: { readonly node: Node; readonly kind: Parent['kind'] }[] = [];
  const derive = (node: Node, parent: Parent) => {
    if (parent.kind === 'definition') nodeOf(parent.assembly, parent.row).children.push(node);
    else if (parent.kind === 'pluginInterface') plugins.push(node);
    else if (parent.kind === 'activity') activities.push(node);
    else if (parent.kind === 'missing' && node.missing === null) {
      node.missing = parent.assemblyName;
      incomplete.push(node);
    }
  };
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const { assembly, row } = node;
    const own = platformType(assembly.heaps.text(assembly.types.namespace(row)), () =>
      assembly.heaps.text(assembly.types.name(row)),
    );
    if (own !== null && assembly.types.enclosing(row) === 0) {
      platform.push({ node, kind: own.kind });
    }
    for (const parent of parentsOf(assembly, row, resolve)) derive(node, parent);
  }
  for (const { node, kind } of platform) {
    const seeds = kind === 'pluginInterface' ? plugins : activities;
    for (const child of node.children) seeds.push(child);
  }

  spread(plugins, (node) => {
    if (node.plugin) return false;
    node.plugin = true;
    return true;
  });
  spread(activities, (node) => {
    if (node.activity) return false;
    node.activity = true;
    return true;
  });
  for (const start of incomplete) {
    const name = start.missing;
    spread(start.children, (node) => {
      if (node.missing !== null) return false;
      node.missing = name;
      return true;
    });
  }

  const judged = nodes.get(main);
  return {
    isPlugin: (row) => judged?.get(row)?.plugin ?? false,
    isWorkflowActivity: (row) => judged?.get(row)?.activity ?? false,
    missingAssembly: (row) => judged?.get(row)?.missing ?? null,
    find(type) {
      const found = resolve(main, type);
      return found.kind === 'definition' ? found : null;
    },
  };
}

function parentsOf(assembly: ManagedAssembly, row: number, resolve: Resolve): readonly Parent[] {
  const { types } = assembly;
  const interfaces = types.interfaces(row);
  const base = decodeIndex('typeDefOrRef', types.baseType(row));
  const parents = base === null ? [] : [resolve(assembly, base)];
  for (const coded of interfaces) {
    const type = decodeIndex('typeDefOrRef', coded);
    if (type !== null) parents.push(resolve(assembly, type));
  }
  return parents;
}

type Resolve = (assembly: ManagedAssembly, type: RowRef) => Parent;

/** `mark` tells whether the mark is new; only then it goes on to the children. */
function spread(from: readonly Node[], mark: (node: Node) => boolean): void {
  const waiting = [...from];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (mark(node)) for (const child of node.children) waiting.push(child);
  }
}

/** The types that decide: known by name wherever they are defined, as stand-ins and merged assemblies have them too. */
function platformType(namespace: string, name: () => string): Parent | null {
  if (namespace === 'Microsoft.Xrm.Sdk' && name() === 'IPlugin') return { kind: 'pluginInterface' };
  if (namespace === 'System.Activities' && activityBases.has(name())) return { kind: 'activity' };
  return null;
}

function resolver(atHand: AssemblyAtHand): Resolve {
  const known = new Map<ManagedAssembly, Parent[]>();

  const forwards = new Map<ManagedAssembly, Map<string, string>>();
  const forwardsOf = (assembly: ManagedAssembly): Map<string, string> => {
    const before = forwards.get(assembly);
    if (before !== undefined) return before;
    const read = readForwards(assembly);
    forwards.set(assembly, read);
    return read;
  };

  const resolveType = (assembly: ManagedAssembly, type: RowRef): Parent => {
    if (type.table === 'typeDef') {
      return type.row <= assembly.types.count ? { kind: 'definition', assembly, row: type.row } : other;
    }
    if (type.table === 'typeRef') return resolveReference(assembly, type.row, 0);
    if (type.table !== 'typeSpec') return other;
    const definition = definitionOf(assembly, type.row);
    return definition === null || definition.table === 'typeSpec' ? other : resolveType(assembly, definition);
  };

  const resolveReference = (assembly: ManagedAssembly, row: number, depth: number): Parent => {
    let ofAssembly = known.get(assembly);
    if (ofAssembly === undefined) {
      ofAssembly = [];
      known.set(assembly, ofAssembly);
    }
    const before = ofAssembly[row];
    if (before !== undefined) return before;
    const found = lookUpReference(assembly, row, depth);
    ofAssembly[row] = found;
    return found;
  };

  const lookUpReference = (assembly: ManagedAssembly, row: number, depth: number): Parent => {
    const { tables, heaps } = assembly;
    if (row > tables.rows('typeRef') || depth > deepestNesting) return other;
    const name = heaps.text(tables.column('typeRef', 'name')(row));
    const namespace = heaps.text(tables.column('typeRef', 'namespace')(row));
    const scope = decodeIndex('resolutionScope', tables.column('typeRef', 'scope')(row));
    if (scope?.table === 'typeRef') {
      const around = resolveReference(assembly, scope.row, depth + 1);
      if (around.kind !== 'definition') return around.kind === 'missing' ? around : other;
      const inner = around.assembly.types.find('', name, around.row);
      return inner === 0 ? other : { kind: 'definition', assembly: around.assembly, row: inner };
    }
    const platform = platformType(namespace, () => name);
    if (platform !== null) return platform;
    if (scope?.table === 'assemblyRef') {
      return lookUpIn(assembly.references[scope.row - 1]?.name ?? '', namespace, name, 0);
    }
    if (scope?.table === 'moduleRef') {
      return { kind: 'missing', assemblyName: heaps.text(tables.column('moduleRef', 'name')(scope.row)) };
    }
    const here = assembly.types.find(namespace, name, 0);
    return here === 0 ? other : { kind: 'definition', assembly, row: here };
  };

  const lookUpIn = (assemblyName: string, namespace: string, name: string, forwards: number): Parent => {
    if (platformAssemblies.test(assemblyName) || forwards > mostForwards) return other;
    const there = atHand(assemblyName);
    if (there === null) return { kind: 'missing', assemblyName };
    const row = there.types.find(namespace, name, 0);
    if (row !== 0) return { kind: 'definition', assembly: there, row };
    const next = forwardsOf(there).get(forwardKey(namespace, name));
    return next === undefined ? other : lookUpIn(next, namespace, name, forwards + 1);
  };

  return resolveType;
}

function definitionOf(assembly: ManagedAssembly, typeSpec: number): RowRef | null {
  try {
    return genericDefinition(assembly, typeSpec);
  } catch (error) {
    if (error instanceof ReadingFault) return null;
    throw error;
  }
}

/** The assemblies that types moved to (ECMA-335 II.22.14), by namespace and name. */
function readForwards({ tables, heaps, references }: ManagedAssembly): Map<string, string> {
  const name = tables.column('exportedType', 'name');
  const namespace = tables.column('exportedType', 'namespace');
  const implementation = tables.column('exportedType', 'implementation');
  const forwards = new Map<string, string>();
  for (let row = 1; row <= tables.rows('exportedType'); row += 1) {
    const target = decodeIndex('implementation', implementation(row));
    const moved = target?.table === 'assemblyRef' ? references[target.row - 1]?.name : undefined;
    if (moved === undefined) continue;
    const key = forwardKey(heaps.text(namespace(row)), heaps.text(name(row)));
    heaps.spend(key.length);
    forwards.set(key, moved);
  }
  return forwards;
}

function forwardKey(namespace: string, name: string): string {
  return `${namespace}\0${name}`;
}
