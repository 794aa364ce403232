import type { UnregisterPreview } from '../../shared/contract/calls/registrations.ts';
import { FailureError, isFailure } from '../../shared/contract/failure.ts';
import type { ConnectionId, ServiceEndpointId } from '../../shared/domain/ids.ts';
import type { KeptCopyId, KeptCopySummary } from '../../shared/domain/keptCopy.ts';
import type { NodeReference } from '../../shared/domain/registration.ts';
import {
  planUnregister,
  rowsOf,
  topsOf,
  type UnregisterPlan,
  unregisterOrder,
} from '../../shared/domain/unregisterPlan.ts';
import type { RequestScope } from '../dataverse/ports.ts';
import type { Clock, Tell } from '../ports.ts';
import type { Handlers } from './handlers.ts';
import type { InBackground, OpenOrganization, OpenOrganizationOf } from './ports.ts';
import { saveRegistrations } from './saveRegistrations.ts';

export interface UnregisterPorts {
  readonly open: OpenOrganizationOf;
  readonly copies: {
    keep(
      fileName: string,
      text: string,
      summary: KeptCopySummary,
    ): Promise<{ readonly id: KeptCopyId; readonly path: string }>;
    remove(id: KeptCopyId): Promise<void>;
  };
  readonly tell: Tell;
  readonly clock: Clock;
  readonly inBackground: InBackground;
  /** Told when an endpoint is gone: what is kept for it goes too. */
  readonly endpointGone: (connectionId: ConnectionId, id: ServiceEndpointId) => Promise<void>;
}

/** What goes in one change set: all of them, or none. Dataverse gives a request two minutes. */
const mostTogether = 100;
const mostTypesAsked = 200;
const mostLeavesAsked = 40;
/** What travels to the page as one text. */
const mostExported = 40_000_000;

export function createUnregister(
  ports: UnregisterPorts,
): Pick<Handlers, 'registration.previewUnregister' | 'registration.export' | 'registration.unregister'> {
  return {
    'registration.previewUnregister': async ({ connectionId, nodes }, { signal }) => {
      const organization = await ports.open(connectionId);
      const plan = await planNow(organization, nodes, { signal });
      return { ...plan, ...(await dependentsOf(organization, plan, { signal })) };
    },

    'registration.export': async ({ connectionId, nodes }, { signal }) => {
      const organization = await ports.open(connectionId);
      const plan = await planNow(organization, nodes, { signal });
      if (rowsOf(plan).length === 0) {
        throw new FailureError({
          code: 'notFound',
          sentence: 'There is nothing to save: none of the chosen is there any more.',
          advice: 'Refresh, then choose again.',
        });
      }
      const { fileName, text } = await saveRegistrations(organization, plan, ports.clock, { signal });
      if (text.length > mostExported) {
        throw new FailureError({
          code: 'tooLarge',
          sentence: 'What would be saved is too large to be handed to you as one file.',
          advice: 'Unregister without saving to a file: a copy is kept on this computer in any case.',
        });
      }
      return { fileName, text };
    },

    'registration.unregister': async ({ connectionId, nodes, withoutContent }, { signal, progress }) => {
      const organization = await ports.open(connectionId);
      const { registrationRows } = organization.dataverse;
      const plan = await planNow(organization, nodes, { signal });
      refuseObstacles(plan);
      const order = unregisterOrder(plan);
      progress({ done: 0, total: order.length });
      const saved = await saveRegistrations(organization, plan, ports.clock, { signal });
      if (!withoutContent) refuseLostContent(saved.withoutContent);
      const kept = await ports.copies.keep(saved.fileName, saved.text, saved.summary);
      const secured = plan.steps.filter((step) => step.hasSecureConfiguration).map(({ id }) => id);
      const secureConfigurations = await registrationRows.secureConfigurationsOf(secured, { signal });
      const deleted = await deleteInGroups();
      for (const { id } of plan.endpoints) {
        ports.inBackground('What was kept for an unregistered endpoint could not be removed.', () =>
          ports.endpointGone(connectionId, id),
        );
      }
      if (secureConfigurations.length > 0) {
        // They belong to nobody now. One that another step shares cannot go, and the steps are gone all the same.
        ports.inBackground('A secure configuration of an unregistered step could not be deleted.', () =>
          registrationRows.deleteSecureConfigurations(secureConfigurations),
        );
      }
      return { deleted, keptCopy: kept.path, copyId: kept.id };

      async function deleteInGroups(): Promise<number> {
        let done = 0;
        try {
          while (done < order.length) {
            signal.throwIfAborted();
            const group = order.slice(done, done + mostTogether);
            // Without the signal: a request that is under way is waited for, or nobody knew what it did.
            await registrationRows.deleteTogether(group);
            done += group.length;
            progress({ done, total: order.length });
          }
          return done;
        } catch (error) {
          if (done === 0 && surelyNothingHappened(error)) await ports.copies.remove(kept.id);
          throw done === 0 ? error : halfDone(error, done, order.length);
        } finally {
          // Also when the answer was lost: the page then sees what is there.
          ports.tell('registrations.changed', { connectionId });
        }
      }
    },
  };
}

/** From what the organisation has now: what the page shows may be old. */
async function planNow(
  { dataverse }: OpenOrganization,
  nodes: readonly NodeReference[],
  scope: RequestScope,
): Promise<UnregisterPlan> {
  const plugins = nodes.some(
    ({ kind }) => kind === 'package' || kind === 'assembly' || kind === 'pluginType',
  );
  const [packages, assemblies, types, endpoints, steps, images] = await Promise.all([
    plugins ? dataverse.packages.list(scope) : [],
    plugins ? dataverse.assemblies.list(scope) : [],
    plugins ? dataverse.types.list(scope) : [],
    dataverse.serviceEndpoints.list(scope),
    dataverse.steps.list(scope),
    dataverse.images.list(scope),
  ]);
  return planUnregister({ packages, assemblies, types, endpoints, steps, images }, nodes);
}

/** What the server says stands against it. Where it cannot say, deleting will. */
async function dependentsOf(
  { dataverse }: OpenOrganization,
  plan: UnregisterPlan,
  scope: RequestScope,
): Promise<Pick<UnregisterPreview, 'dependents' | 'dependenciesUnread'>> {
  const rows = rowsOf(plan);
  if (rows.length === 0) return { dependents: [], dependenciesUnread: null };
  const names = new Map<string, string>(rows.map((row) => [row.id, row.name]));
  const asked = askedOf(plan);
  try {
    const found = await dataverse.dependencies.forDelete(asked, new Set(names.keys()), scope);
    const dependents = found.map(({ id, kind, name, requiredId }) => ({
      id,
      kind,
      name,
      requiredName: names.get(requiredId) ?? rows[0]?.name ?? '',
    }));
    const different = new Map(dependents.map((one) => [`${one.id} ${one.requiredName}`, one]));
    return { dependents: [...different.values()], dependenciesUnread: null };
  } catch (error) {
    if (!isFailure(error) || error.failure.code === 'cancelled') throw error;
    return { dependents: [], dependenciesUnread: error.failure.sentence };
  }
}

/**
 * What needs a type may be told of the type alone, not of its assembly. Many types, and many steps, which nothing but
 * their images hangs on, are not asked for one by one: the server takes its time for each.
 */
function askedOf(plan: UnregisterPlan): NodeReference[] {
  const tops = topsOf(plan);
  const isLeaf = ({ kind }: NodeReference): boolean => kind === 'step' || kind === 'image';
  const leaves = tops.filter(isLeaf);
  const types = plan.types.length > mostTypesAsked ? [] : plan.types.map(({ kind, id }) => ({ kind, id }));
  const asked = [
    ...tops.filter((node) => !isLeaf(node)),
    ...types,
    ...(leaves.length > mostLeavesAsked ? [] : leaves),
  ];
  return [...new Map(asked.map((node) => [node.id as string, node])).values()];
}

function refuseObstacles(plan: UnregisterPlan): void {
  const [first] = plan.obstacles;
  if (first === undefined) return;
  throw new FailureError({
    code: 'inUse',
    sentence: first.sentence,
    advice:
      plan.obstacles.length > 1
        ? `Nothing was unregistered. ${plan.obstacles.length - 1} more stand against it.`
        : 'Nothing was unregistered.',
  });
}

/** What is not in the copy cannot come back from it: the user has to want that. */
function refuseLostContent(names: readonly string[]): void {
  if (names.length === 0) return;
  throw new FailureError({
    code: 'unsupported',
    sentence: `Dataverse does not give out the content of ${names.join(', ')}: the copy would not bring it back. Nothing was unregistered.`,
    advice: 'Go on without it only if you have its file.',
    fields: { content: 'It would be lost.' },
  });
}

/** A refusal in so many words; an answer that was lost is not one. */
function surelyNothingHappened(error: unknown): boolean {
  if (!isFailure(error)) return true;
  const { code } = error.failure;
  return code !== 'cancelled' && code !== 'offline' && code !== 'unavailable' && code !== 'throttled';
}

function halfDone(error: unknown, done: number, total: number): unknown {
  const left = `${done.toLocaleString('en')} of ${total.toLocaleString('en')} rows are gone, ${(total - done).toLocaleString('en')} are still there.`;
  const goOn = 'Unregister again to go on with what is left, or restore the copy that was kept.';
  if (!isFailure(error)) {
    return new FailureError(
      { code: 'cancelled', sentence: `Stopped. ${left}`, advice: goOn },
      { cause: error },
    );
  }
  return new FailureError(
    {
      ...error.failure,
      sentence: `${left} ${error.failure.sentence}`,
      advice: [error.failure.advice, goOn].filter(Boolean).join(' '),
    },
    { cause: error },
  );
}
