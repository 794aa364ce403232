import type { NodeReference, Registrations, ServiceEndpoint, Step, StepImage } from './registration.ts';

/** What goes with the chosen nodes, and what stands against it. */
export type UnregisterPlan = {
  images: StepImage[];
  steps: Step[];
  endpoints: ServiceEndpoint[];
  /** A sentence each; empty when nothing stands against it. */
  obstacles: string[];
};

const nouns: Readonly<Record<NodeReference['kind'], string>> = {
  package: 'package',
  assembly: 'assembly',
  pluginType: 'plug-in type',
  serviceEndpoint: 'service endpoint',
  step: 'step',
  image: 'image',
};

/**
 * Follows the chosen nodes down: an endpoint takes its steps with it, a step its images. Each row is listed once,
 * however often it was chosen. Rows of managed solutions cannot go, and neither can what is not there.
 */
export function planUnregister(
  registrations: Pick<Registrations, 'endpoints' | 'steps' | 'images'>,
  nodes: readonly NodeReference[],
): UnregisterPlan {
  const chosen = new Map<NodeReference['kind'], Set<string>>();
  for (const { kind, id } of nodes) chosen.set(kind, (chosen.get(kind) ?? new Set()).add(id));
  const isChosen = (kind: NodeReference['kind'], id: string): boolean => chosen.get(kind)?.has(id) ?? false;

  const endpoints = registrations.endpoints.filter(({ id }) => isChosen('serviceEndpoint', id));
  const endpointIds = new Set<string>(endpoints.map(({ id }) => id));
  const steps = registrations.steps.filter(
    ({ id, handler }) => isChosen('step', id) || endpointIds.has(handler.id),
  );
  const stepIds = new Set<string>(steps.map(({ id }) => id));
  const images = registrations.images.filter(
    ({ id, stepId }) => isChosen('image', id) || stepIds.has(stepId),
  );

  const obstacles: string[] = [];
  for (const kind of ['package', 'assembly', 'pluginType'] as const) {
    if ((chosen.get(kind)?.size ?? 0) > 0) {
      obstacles.push(
        `${kind === 'assembly' ? 'An' : 'A'} ${nouns[kind]} cannot be unregistered by this version; it can unregister service endpoints, steps and images.`,
      );
    }
  }
  const there: Readonly<Partial<Record<NodeReference['kind'], ReadonlySet<string>>>> = {
    serviceEndpoint: endpointIds,
    step: stepIds,
    image: new Set<string>(images.map(({ id }) => id)),
  };
  for (const { kind, id } of nodes) {
    const known = there[kind];
    if (known && !known.has(id)) {
      obstacles.push(`A chosen ${nouns[kind]} is not there any more. Refresh, then choose again.`);
    }
  }
  for (const row of [...images, ...steps, ...endpoints]) {
    if (!row.managed) continue;
    obstacles.push(
      `The ${nouns[row.kind]} ${row.name} belongs to a managed solution. It goes only with that solution.`,
    );
  }
  return { images, steps, endpoints, obstacles: [...new Set(obstacles)] };
}

/** The plan's rows in the order in which they can be deleted. */
export function unregisterOrder(plan: UnregisterPlan): NodeReference[] {
  return [
    ...plan.images.map(({ kind, id }) => ({ kind, id })),
    ...plan.steps.map(({ kind, id }) => ({ kind, id })),
    ...plan.endpoints.map(({ kind, id }) => ({ kind, id })),
  ];
}
