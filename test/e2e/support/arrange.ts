import { parseConnectionString } from '../../../src/shared/domain/connectionString.ts';
import {
  type ConnectionId,
  PluginTypeId,
  ServiceEndpointId,
  type StepId,
} from '../../../src/shared/domain/ids.ts';
import type { ServiceEndpointDraft } from '../../../src/shared/domain/serviceEndpoint.ts';
import { draftFromConnectionString } from '../../../src/shared/domain/serviceEndpointForm.ts';
import { endpointStepSetting } from '../../../src/shared/domain/stepProblem.ts';
import { registerTypeStep } from '../../support/typeStep.ts';
import type { RunningApp } from './startApp.ts';
import { withEntity } from './strings.ts';

/** What a test needs to be there before it begins; made by the core, as the page would have it made. */

export async function sandboxConnection({ core }: RunningApp): Promise<ConnectionId> {
  const { connections } = await core.call('connection.list', {});
  const sandbox = connections.find(({ kind }) => kind === 'sandbox');
  if (!sandbox) throw new Error('The sandbox is not among the connections.');
  return sandbox.id;
}

/** An endpoint of the sandbox's queue, or of what `connectionString` names. */
export async function arrangeEndpoint(
  app: RunningApp,
  change: Partial<ServiceEndpointDraft> = {},
  connectionString = withEntity(app.sandbox.addresses.connectionStrings.manage, 'crm-orders'),
): Promise<ServiceEndpointId> {
  const { draft, secret } = draftFromConnectionString(parseConnectionString(connectionString));
  if (!secret) throw new Error('The connection string has no key.');
  const connectionId = await sandboxConnection(app);
  const input = { connectionId, draft: { ...draft, ...change }, secret };
  return (await app.core.call('serviceEndpoint.create', input)).id;
}

/** A step of the endpoint on a message of a table. */
export async function arrangeStep(
  app: RunningApp,
  endpointId: ServiceEndpointId,
  change: { message?: string; table?: string; name?: string } = {},
): Promise<StepId> {
  const { message = 'Create', table = 'account', name = `${message} of ${table}` } = change;
  const connectionId = await sandboxConnection(app);
  const { messages } = await app.core.call('message.search', { connectionId, text: message });
  const messageId = messages.find((found) => found.name === message)?.id;
  if (!messageId) throw new Error(`There is no message ${message}.`);
  const { tables } = await app.core.call('table.search', { connectionId, messageId, text: table });
  const filter = tables.find(({ logicalName }) => logicalName === table);
  if (!filter) throw new Error(`There is no ${message} of ${table}.`);
  const draft = {
    handler: { kind: 'serviceEndpoint' as const, id: endpointId },
    ...endpointStepSetting,
    name,
    description: '',
    messageId,
    message,
    messageFilterId: filter.messageFilterId,
    table,
    filteringAttributes: null,
    runAsUserId: null,
    rank: 1,
    deleteJobWhenSuccessful: false,
    enabled: true,
  };
  return (await app.core.call('step.create', { connectionId, draft })).id;
}

/** The id of an endpoint that was registered through the page. */
export function endpointNamed({ sandbox }: RunningApp, name: string): ServiceEndpointId {
  for (const row of sandbox.organisation.store.rows('serviceendpoint')) {
    if (row.name === name) return ServiceEndpointId.parse(row.serviceendpointid);
  }
  throw new Error(`There is no endpoint called ${name}.`);
}

/** The id of a plug-in type that was registered through the page. */
export function typeNamed({ sandbox }: RunningApp, typeName: string): PluginTypeId {
  for (const row of sandbox.organisation.store.rows('plugintype')) {
    if (row.typename === typeName) return PluginTypeId.parse(row.plugintypeid);
  }
  throw new Error(`There is no type called ${typeName}.`);
}

/** A step on Create of account that a plug-in type runs. */
export async function arrangeTypeStep(app: RunningApp, typeId: PluginTypeId, name: string): Promise<StepId> {
  return registerTypeStep(app.core, await sandboxConnection(app), app.sandbox.addresses, { typeId, name });
}

/** So many steps of a plug-in type, written into the organisation itself. */
export async function arrangePluginSteps(app: RunningApp, typeName: string, count: number): Promise<void> {
  const connectionId = await sandboxConnection(app);
  const { organisation } = app.sandbox;
  const type = [...organisation.store.rows('plugintype')].find((row) => row.typename === typeName);
  const { messages } = await app.core.call('message.search', { connectionId, text: 'Update' });
  const messageId = messages.find(({ name }) => name === 'Update')?.id;
  if (!type || !messageId) throw new Error(`There is no ${typeName}, or no Update.`);
  const { tables } = await app.core.call('table.search', { connectionId, messageId, text: 'account' });
  const filter = tables.find(({ logicalName }) => logicalName === 'account');
  const handler = { table: 'plugintype', id: String(type.plugintypeid) };
  for (let number = 0; number < count; number += 1) {
    organisation.seed('sdkmessageprocessingstep', {
      name: `Arranged ${String(number).padStart(4, '0')}`,
      stage: 40,
      mode: 0,
      rank: number,
      supporteddeployment: 0,
      eventhandler: handler,
      plugintypeid: handler,
      sdkmessageid: { table: 'sdkmessage', id: messageId },
      sdkmessagefilterid: { table: 'sdkmessagefilter', id: filter?.messageFilterId ?? '' },
    });
  }
}
