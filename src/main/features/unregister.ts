import { FailureError } from '../../shared/contract/failure.ts';
import type { ConnectionId, ServiceEndpointId } from '../../shared/domain/ids.ts';
import type { NodeReference } from '../../shared/domain/registration.ts';
import { planUnregister, type UnregisterPlan, unregisterOrder } from '../../shared/domain/unregisterPlan.ts';
import type { RequestScope } from '../dataverse/ports.ts';
import type { Clock, Tell } from '../ports.ts';
import type { Handlers } from './handlers.ts';
import type { InBackground, OpenOrganization, OpenOrganizationOf } from './ports.ts';

export interface UnregisterPorts {
  readonly open: OpenOrganizationOf;
  readonly copies: { keep(fileName: string, text: string): Promise<string> };
  readonly tell: Tell;
  readonly clock: Clock;
  readonly inBackground: InBackground;
  /** Told when an endpoint is gone: what is kept for it goes too. */
  readonly endpointGone: (connectionId: ConnectionId, id: ServiceEndpointId) => Promise<void>;
}

/** What one change set may hold. */
const mostRows = 1000;

export function createUnregister(
  ports: UnregisterPorts,
): Pick<Handlers, 'registration.previewUnregister' | 'registration.export' | 'registration.unregister'> {
  /** From what the organisation has now: what the page shows may be old. */
  async function planNow(
    { dataverse }: OpenOrganization,
    nodes: readonly NodeReference[],
    scope: RequestScope,
  ): Promise<UnregisterPlan> {
    const [endpoints, steps, images] = await Promise.all([
      dataverse.serviceEndpoints.list(scope),
      dataverse.steps.list(scope),
      dataverse.images.list(scope),
    ]);
    return planUnregister({ endpoints, steps, images }, nodes);
  }

  async function copyOf(
    { connection, dataverse, memory }: OpenOrganization,
    plan: UnregisterPlan,
    scope: RequestScope,
  ): Promise<{ fileName: string; text: string }> {
    const { registrationRows } = dataverse;
    const ids = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);
    const [images, steps, serviceEndpoints] = await Promise.all([
      registrationRows.readWhole('image', ids(plan.images), scope),
      registrationRows.readWhole('step', ids(plan.steps), scope),
      registrationRows.readWhole('serviceEndpoint', ids(plan.endpoints), scope),
    ]);
    const savedAt = new Date(ports.clock.now()).toISOString();
    const organization = memory.information ?? null;
    const content = {
      format: 'registrar-registrations',
      version: 1,
      savedAt,
      organization: organization && {
        id: organization.organizationId,
        uniqueName: organization.uniqueName,
        friendlyName: organization.friendlyName,
      },
      webApi: connection.webApi,
      note: 'Keys, tokens and secure configurations are not in this file: Dataverse does not give them out.',
      serviceEndpoints,
      steps,
      images,
    };
    const name = organization?.uniqueName || connection.name;
    return {
      fileName: `registrations-${fileText(name)}-${savedAt.slice(0, 19).replaceAll(/[:T]/g, '-')}.json`,
      text: `${JSON.stringify(content, null, 2)}\n`,
    };
  }

  return {
    'registration.previewUnregister': async ({ connectionId, nodes }, { signal }) => {
      const plan = await planNow(await ports.open(connectionId), nodes, { signal });
      return { ...plan, types: [] };
    },

    'registration.export': async ({ connectionId, nodes }, { signal }) => {
      const organization = await ports.open(connectionId);
      const plan = await planNow(organization, nodes, { signal });
      if (unregisterOrder(plan).length === 0) {
        throw new FailureError({
          code: 'notFound',
          sentence:
            'There is nothing to save: none of the chosen is a service endpoint, a step or an image that exists.',
          advice: 'Refresh, then choose again.',
        });
      }
      return copyOf(organization, plan, { signal });
    },

    'registration.unregister': async ({ connectionId, nodes }, { signal, progress }) => {
      const organization = await ports.open(connectionId);
      const plan = await planNow(organization, nodes, { signal });
      const order = unregisterOrder(plan);
      refuseObstacles(plan, order.length);
      progress({ done: 0, total: order.length });
      const { fileName, text } = await copyOf(organization, plan, { signal });
      const keptCopy = await ports.copies.keep(fileName, text);
      const { registrationRows } = organization.dataverse;
      const secured = plan.steps.filter((step) => step.hasSecureConfiguration).map(({ id }) => id);
      const secureConfigurations = await registrationRows.secureConfigurationsOf(secured, { signal });
      try {
        await registrationRows.deleteTogether(order, { signal });
      } finally {
        // Also when the answer was lost: the page then sees what is there.
        ports.tell('registrations.changed', { connectionId });
      }
      progress({ done: order.length, total: order.length });
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
      return { deleted: order.length, keptCopy };
    },
  };
}

function refuseObstacles(plan: UnregisterPlan, rows: number): void {
  const [first] = plan.obstacles;
  if (first !== undefined) {
    throw new FailureError({
      code: 'inUse',
      sentence: first,
      advice:
        plan.obstacles.length > 1
          ? `Nothing was unregistered. ${plan.obstacles.length - 1} more stand against it.`
          : 'Nothing was unregistered.',
    });
  }
  if (rows > mostRows) {
    throw new FailureError({
      code: 'tooLarge',
      sentence: `These are ${rows} rows, and Dataverse deletes at most ${mostRows} together. Nothing was unregistered.`,
      advice: 'Choose fewer at a time.',
    });
  }
}

function fileText(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, 60) || 'organization';
}
