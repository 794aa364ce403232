import type {
  NodeReference,
  PluginAssembly,
  PluginPackage,
  Registrations,
  ServiceEndpoint,
  Step,
} from './registration.ts';

/** What can be put into a solution by itself. */
export type ComponentNode = PluginPackage | PluginAssembly | ServiceEndpoint | Step;

export interface SolutionComponents {
  readonly components: readonly ComponentNode[];
  /** Where something else goes in than what was chosen: a sentence each. */
  readonly notes: readonly string[];
  /** Steps that could come along. */
  readonly stepsOfThese: readonly Step[];
}

type Rows = Pick<Registrations, 'packages' | 'assemblies' | 'types' | 'endpoints' | 'steps' | 'images'>;

/**
 * Which components stand for the chosen nodes in a solution. Types travel with their assembly, images with their
 * step, and an assembly of a package with the package: Dataverse takes none of those by itself. Steps come along
 * only when they are asked for.
 */
export function solutionComponentsOf(
  registrations: Rows,
  nodes: readonly NodeReference[],
  options: { readonly withSteps: boolean },
): SolutionComponents {
  const chosen = new Map<string, ComponentNode>();
  const notes = new Set<string>();
  const packages = byId(registrations.packages);
  const assemblies = byId(registrations.assemblies);
  const types = byId(registrations.types);
  const endpoints = byId(registrations.endpoints);
  const steps = byId(registrations.steps);
  const images = byId(registrations.images);
  const add = (node: ComponentNode | undefined): void => {
    if (node) chosen.set(node.id, node);
  };
  const addAssembly = (assembly: PluginAssembly | undefined): void => {
    const owner = assembly?.packageId ? packages.get(assembly.packageId) : undefined;
    if (owner) notes.add(`An assembly of a package goes in with its package: ${owner.name}.`);
    add(owner ?? assembly);
  };

  for (const { kind, id } of nodes) {
    switch (kind) {
      case 'package':
        add(packages.get(id));
        break;
      case 'assembly':
        addAssembly(assemblies.get(id));
        break;
      case 'pluginType': {
        const assembly = assemblies.get(types.get(id)?.assemblyId ?? '');
        if (assembly) notes.add(`Plug-in types go in with their assembly: ${assembly.name}.`);
        addAssembly(assembly);
        break;
      }
      case 'serviceEndpoint':
        add(endpoints.get(id));
        break;
      case 'step':
        add(steps.get(id));
        break;
      case 'image': {
        const step = steps.get(images.get(id)?.stepId ?? '');
        if (step) notes.add(`Images go in with their step: ${step.name}.`);
        add(step);
        break;
      }
    }
  }
  const stepsOfThese = stepsUnder(registrations, chosen).filter(({ id }) => !chosen.has(id));
  return {
    components: options.withSteps ? [...chosen.values(), ...stepsOfThese] : [...chosen.values()],
    notes: [...notes],
    stepsOfThese,
  };
}

/** The steps that run what is chosen: of packages and assemblies through their types, of endpoints directly. */
function stepsUnder(registrations: Rows, chosen: ReadonlyMap<string, unknown>): Step[] {
  const assemblies = new Set<string>();
  for (const { id, packageId } of registrations.assemblies) {
    if (chosen.has(id) || (packageId !== null && chosen.has(packageId))) assemblies.add(id);
  }
  const handlers = new Set<string>();
  for (const { id, assemblyId } of registrations.types) if (assemblies.has(assemblyId)) handlers.add(id);
  for (const { id } of registrations.endpoints) if (chosen.has(id)) handlers.add(id);
  return registrations.steps.filter(({ handler }) => handlers.has(handler.id));
}

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}
