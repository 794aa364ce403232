import type {
  NodeReference,
  PluginAssembly,
  PluginPackage,
  PluginType,
  RegistrationNode,
  Registrations,
  ServiceEndpoint,
  Step,
  StepImage,
} from './registration.ts';

/** Why something cannot be unregistered. */
type UnregisterObstacle = {
  sentence: string;
  /** What could be unregistered in its place. */
  instead: NodeReference | null;
};

/** What goes with the chosen nodes, and what stands against it. */
export type UnregisterPlan = {
  packages: PluginPackage[];
  assemblies: PluginAssembly[];
  types: PluginType[];
  endpoints: ServiceEndpoint[];
  steps: Step[];
  images: StepImage[];
  /** Empty when nothing stands against it. */
  obstacles: UnregisterObstacle[];
  /** How many of the chosen are not there any more: somebody else was faster, or an earlier attempt got this far. */
  gone: number;
};

type Rows = Pick<Registrations, 'packages' | 'assemblies' | 'types' | 'endpoints' | 'steps' | 'images'>;

const nouns: Readonly<Record<NodeReference['kind'], string>> = {
  package: 'package',
  assembly: 'assembly',
  pluginType: 'plug-in type',
  serviceEndpoint: 'service endpoint',
  step: 'step',
  image: 'image',
};

/**
 * Follows the chosen nodes down: a package takes its assemblies with it, an assembly its types, a type or an endpoint
 * its steps, a step its images. Each row is listed once, however often it was chosen. Rows of managed solutions cannot
 * go, and assemblies and types of a package only with that package.
 */
export function planUnregister(registrations: Rows, nodes: readonly NodeReference[]): UnregisterPlan {
  const chosen = new Set(nodes.map(keyOf));
  const isChosen = (row: RegistrationNode): boolean => chosen.has(keyOf(row));

  const packages = registrations.packages.filter(isChosen);
  const packageIds = idsOf(packages);
  const assemblies = registrations.assemblies.filter(
    (row) => isChosen(row) || (row.packageId !== null && packageIds.has(row.packageId)),
  );
  const assemblyIds = idsOf(assemblies);
  const types = registrations.types.filter((row) => isChosen(row) || assemblyIds.has(row.assemblyId));
  const endpoints = registrations.endpoints.filter(isChosen);
  const handlerIds = idsOf([...types, ...endpoints]);
  const steps = registrations.steps.filter((row) => isChosen(row) || handlerIds.has(row.handler.id));
  const stepIds = idsOf(steps);
  const images = registrations.images.filter((row) => isChosen(row) || stepIds.has(row.stepId));

  const going = { packages, assemblies, types, endpoints, steps, images };
  const rows = rowsOf(going);
  const there = new Set(rows.map(keyOf));
  const gone = [...chosen].filter((key) => !there.has(key)).length;
  return {
    ...going,
    gone,
    obstacles: [
      ...obstaclesOfGone(rows.length, gone),
      ...obstaclesOfPackages(registrations, going, packageIds),
      ...obstaclesOfManaged(rows),
    ],
  };
}

/** The plan's rows, the biggest things first. */
export function rowsOf(plan: Rows): RegistrationNode[] {
  return [
    ...plan.packages,
    ...plan.assemblies,
    ...plan.types,
    ...plan.endpoints,
    ...plan.steps,
    ...plan.images,
  ];
}

/**
 * What is deleted, in the order in which it can be. Assemblies and types of a package are not among it: Dataverse
 * refuses to delete them by themselves and takes them with their package.
 */
export function unregisterOrder(plan: UnregisterPlan): NodeReference[] {
  const packaged = new Set<string>();
  for (const { id, packageId } of plan.assemblies) if (packageId !== null) packaged.add(id);
  const rows: RegistrationNode[] = [
    ...plan.images,
    ...plan.steps,
    ...plan.types.filter(({ assemblyId }) => !packaged.has(assemblyId)),
    ...plan.endpoints,
    ...plan.assemblies.filter(({ id }) => !packaged.has(id)),
    ...plan.packages,
  ];
  return rows.map(({ kind, id }) => ({ kind, id }) as NodeReference);
}

/** The plan's rows that do not go because something above them does: what dependencies are asked of. */
export function topsOf(plan: UnregisterPlan): NodeReference[] {
  const assemblyIds = idsOf(plan.assemblies);
  const packageIds = idsOf(plan.packages);
  const handlerIds = idsOf([...plan.types, ...plan.endpoints]);
  const stepIds = idsOf(plan.steps);
  const rows: RegistrationNode[] = [
    ...plan.packages,
    ...plan.assemblies.filter(({ packageId }) => packageId === null || !packageIds.has(packageId)),
    ...plan.types.filter(({ assemblyId }) => !assemblyIds.has(assemblyId)),
    ...plan.endpoints,
    ...plan.steps.filter(({ handler }) => !handlerIds.has(handler.id)),
    ...plan.images.filter(({ stepId }) => !stepIds.has(stepId)),
  ];
  return rows.map(({ kind, id }) => ({ kind, id }) as NodeReference);
}

function obstaclesOfGone(rows: number, gone: number): UnregisterObstacle[] {
  if (rows > 0 || gone === 0) return [];
  const sentence =
    gone === 1
      ? 'What was chosen is not there any more. Refresh, then choose again.'
      : `None of the ${gone} chosen is there any more. Refresh, then choose again.`;
  return [{ sentence, instead: null }];
}

function obstaclesOfPackages(
  registrations: Rows,
  { assemblies, types }: Pick<UnregisterPlan, 'assemblies' | 'types'>,
  packageIds: ReadonlySet<string>,
): UnregisterObstacle[] {
  const owners = new Map(registrations.packages.map((row) => [row.id as string, row]));
  const homes = new Map(registrations.assemblies.map((row) => [row.id as string, row]));
  const going = idsOf(assemblies);
  const obstacle = (
    kind: 'assembly' | 'pluginType',
    name: string,
    assembly: PluginAssembly | undefined,
  ): UnregisterObstacle[] => {
    const packageId = assembly?.packageId ?? null;
    if (packageId === null || packageIds.has(packageId)) return [];
    const owner = owners.get(packageId);
    return [
      {
        sentence: `The ${nouns[kind]} ${name} is a part of the package ${owner?.name ?? 'it came with'}, and goes only with that package.`,
        instead: owner ? { kind: 'package', id: owner.id } : null,
      },
    ];
  };
  return [
    ...assemblies.flatMap((row) => obstacle('assembly', row.name, row)),
    // With their assembly, it has been said of that.
    ...types
      .filter(({ assemblyId }) => !going.has(assemblyId))
      .flatMap((row) => obstacle('pluginType', row.typeName, homes.get(row.assemblyId))),
  ];
}

function obstaclesOfManaged(rows: readonly RegistrationNode[]): UnregisterObstacle[] {
  return rows
    .filter(({ managed }) => managed)
    .map(({ kind, name }) => ({
      sentence: `The ${nouns[kind]} ${name} belongs to a managed solution. It goes only with that solution.`,
      instead: null,
    }));
}

function keyOf({ kind, id }: Pick<NodeReference, 'kind' | 'id'>): string {
  return `${kind}:${id}`;
}

function idsOf(rows: readonly { readonly id: string }[]): ReadonlySet<string> {
  return new Set(rows.map(({ id }) => id));
}
