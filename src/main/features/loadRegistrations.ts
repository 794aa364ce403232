import type { Registrations } from '../../shared/domain/registration.ts';
import type { RequestScope } from '../dataverse/ports.ts';
import type { Clock } from '../ports.ts';
import type { OpenOrganization } from './ports.ts';

export interface LoadOptions {
  readonly signal: AbortSignal;
  readonly progress?: (value: { done: number; total: number }) => void;
}

/**
 * Loads all that the tree shows, in at most eight requests side by side (and one more for each further 5,000 rows).
 * Never content, users, message filters or secure configuration. The first part that fails ends the others.
 */
export async function loadRegistrations(
  { dataverse, memory }: OpenOrganization,
  clock: Clock,
  options: LoadOptions,
): Promise<Registrations> {
  const started = performance.now();
  const stop = new AbortController();
  let requests = 0;
  const scope: RequestScope = {
    signal: AbortSignal.any([options.signal, stop.signal]),
    onSent: () => {
      requests += 1;
    },
  };
  // The user asked for what is there now, so the choices in forms are asked for again too.
  memory.forgetChoices();

  let done = 0;
  const total = 7;
  options.progress?.({ done, total });
  async function part<Value>(promise: Promise<Value>): Promise<Value> {
    const value = await promise;
    done += 1;
    options.progress?.({ done, total });
    return value;
  }

  try {
    // Identity may take a second request, steps and types are the largest: they begin first.
    const [organization, steps, types, images, assemblies, endpoints, packages] = await Promise.all([
      part(dataverse.organizations.describe(memory.information, scope)),
      part(dataverse.steps.list(scope)),
      part(dataverse.types.list(scope)),
      part(dataverse.images.list(scope)),
      part(dataverse.assemblies.list(scope)),
      part(dataverse.serviceEndpoints.list(scope)),
      part(dataverse.packages.list(scope)),
    ]);
    const registrations: Registrations = {
      organization,
      packages,
      assemblies,
      ...withParents({ assemblies, endpoints, types, steps, images }),
      endpoints,
      report: {
        loadedAt: new Date(clock.now()).toISOString(),
        milliseconds: Math.round(performance.now() - started),
        requests,
      },
    };
    memory.information = organization;
    memory.registrations = registrations;
    return registrations;
  } catch (error) {
    stop.abort();
    throw error;
  }
}

/**
 * Leaves out what belongs to something that is not shown: types of the platform's own assemblies, their steps,
 * and the images of those.
 */
function withParents(
  all: Pick<Registrations, 'assemblies' | 'endpoints' | 'types' | 'steps' | 'images'>,
): Pick<Registrations, 'types' | 'steps' | 'images'> {
  const assemblyIds = new Set(all.assemblies.map(({ id }) => id));
  const types = all.types.filter(({ assemblyId }) => assemblyIds.has(assemblyId));
  const handlerIds = new Set<string>();
  for (const { id } of types) handlerIds.add(id);
  for (const { id } of all.endpoints) handlerIds.add(id);
  const steps = all.steps.filter(({ handler }) => handlerIds.has(handler.id));
  const stepIds = new Set(steps.map(({ id }) => id));
  return { types, steps, images: all.images.filter(({ stepId }) => stepIds.has(stepId)) };
}
