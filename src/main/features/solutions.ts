import type { AddedComponent } from '../../shared/contract/calls/solutions.ts';
import { type Failure, FailureError, isFailure } from '../../shared/contract/failure.ts';
import type { NodeReference } from '../../shared/domain/registration.ts';
import { type ComponentNode, solutionComponentsOf } from '../../shared/domain/solutionComponents.ts';
import type { RequestScope } from '../dataverse/ports.ts';
import type { Handlers } from './handlers.ts';
import type { OpenOrganization, OpenOrganizationOf } from './ports.ts';

export function createSolutions(ports: {
  readonly open: OpenOrganizationOf;
}): Pick<Handlers, 'solution.list' | 'solution.contents' | 'solution.addComponents'> {
  return {
    'solution.list': async ({ connectionId }, { signal }) => {
      const { dataverse } = await ports.open(connectionId);
      return { solutions: await dataverse.solutions.list({ signal }) };
    },

    'solution.contents': async ({ connectionId }, { signal }) => {
      const { dataverse } = await ports.open(connectionId);
      return { solutions: await dataverse.solutions.contents({ signal }) };
    },

    'solution.addComponents': async (input, { signal, progress }) => {
      const { solution, withRequired } = input;
      const organization = await ports.open(input.connectionId);
      const { solutions } = organization.dataverse;
      const components = await componentsOf(organization, input.nodes, input.withSteps, { signal });
      if (components.length === 0) {
        throw new FailureError({
          code: 'notFound',
          sentence: 'None of the chosen is there any more, so there is nothing to put into the solution.',
          advice: 'Refresh, then choose again.',
        });
      }
      const there = await idsIn(organization, solution, { signal });
      const results: AddedComponent[] = [];
      progress({ done: 0, total: components.length });
      let stopped: Failure | null = null;
      for (const component of components) {
        const node = referenceOf(component);
        const named = { node, name: component.name };
        if (stopped) results.push({ ...named, outcome: 'notTried', failure: null });
        else if (there.has(component.id) && !withRequired) {
          results.push({ ...named, outcome: 'alreadyThere', failure: null });
        } else {
          const failure = await failureOf(() =>
            solutions.addComponent(solution, node, { withRequired }, { signal }),
          );
          const outcome = there.has(component.id) ? 'alreadyThere' : 'added';
          results.push({ ...named, outcome: failure ? 'failed' : outcome, failure });
          if (failure && standsAgainstAll(failure)) stopped = failure;
        }
        progress({ done: results.length, total: components.length });
      }
      return { results };
    },
  };
}

/** From what the organisation has now: what the page shows may be old. */
async function componentsOf(
  { dataverse }: OpenOrganization,
  nodes: readonly NodeReference[],
  withSteps: boolean,
  scope: RequestScope,
): Promise<readonly ComponentNode[]> {
  const [packages, assemblies, types, endpoints, steps, images] = await Promise.all([
    dataverse.packages.list(scope),
    dataverse.assemblies.list(scope),
    dataverse.types.list(scope),
    dataverse.serviceEndpoints.list(scope),
    dataverse.steps.list(scope),
    dataverse.images.list(scope),
  ]);
  return solutionComponentsOf({ packages, assemblies, types, endpoints, steps, images }, nodes, { withSteps })
    .components;
}

async function idsIn(
  { dataverse }: OpenOrganization,
  uniqueName: string,
  scope: RequestScope,
): Promise<ReadonlySet<string>> {
  const solution = (await dataverse.solutions.list(scope)).find((one) => one.uniqueName === uniqueName);
  if (solution) return dataverse.solutions.componentIdsOf(solution.id, scope);
  throw new FailureError({
    code: 'notFound',
    sentence: `There is no unmanaged solution ${uniqueName} in the organisation any more.`,
    advice: 'Choose another solution.',
    fields: { solution: 'This solution is not there any more.' },
  });
}

function referenceOf({ kind, id }: ComponentNode): NodeReference {
  return { kind, id } as NodeReference;
}

/** The expected failure of one of many; anything else, and the user's cancelling, ends them all. */
async function failureOf(task: () => Promise<void>): Promise<Failure | null> {
  try {
    await task();
    return null;
  } catch (error) {
    if (!isFailure(error) || error.failure.code === 'cancelled') throw error;
    return error.failure;
  }
}

function standsAgainstAll({ code }: Failure): boolean {
  return code === 'signIn' || code === 'offline' || code === 'unavailable' || code === 'throttled';
}
