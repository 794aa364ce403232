import type { Core } from '../../src/main/core.ts';
import { type ConnectionId, type PluginTypeId, StepId } from '../../src/shared/domain/ids.ts';

/** Registers a step on Create of account that a plug-in type runs; returns its id. */
export async function registerTypeStep(
  core: Core,
  connectionId: ConnectionId,
  { webApi, accessToken }: { readonly webApi: string; readonly accessToken: string },
  { typeId, name }: { readonly typeId: PluginTypeId; readonly name: string },
): Promise<StepId> {
  const { messages } = await core.call('message.search', { connectionId, text: 'Create' });
  const message = messages.find((found) => found.name === 'Create');
  if (!message) throw new Error('There is no message Create.');
  const { tables } = await core.call('table.search', {
    connectionId,
    messageId: message.id,
    text: 'account',
  });
  const table = tables.find(({ logicalName }) => logicalName === 'account');
  const response = await fetch(`${webApi}sdkmessageprocessingsteps`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name,
      stage: 40,
      mode: 0,
      rank: 1,
      'eventhandler_plugintype@odata.bind': `/plugintypes(${typeId})`,
      'sdkmessageid@odata.bind': `/sdkmessages(${message.id})`,
      'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${table?.messageFilterId})`,
    }),
  });
  const id = /\(([0-9a-f-]{36})\)/.exec(response.headers.get('odata-entityid') ?? '')?.[1];
  if (id === undefined) throw new Error(`No step: ${await response.text()}`);
  return StepId.parse(id);
}
