import type { MessageFilterId, MessageId } from '../../../../src/shared/domain/ids.ts';
import type { PluginType } from '../../../../src/shared/domain/registration.ts';
import type { StepDraft } from '../../../../src/shared/domain/step.ts';
import type { TestCore } from './openTestCore.ts';

/** The ids by which a step names its message and table. */
export async function chooseMessageAndTable(
  { core, sandbox: connectionId }: TestCore,
  message: string,
  table: string,
): Promise<{ messageId: MessageId; messageFilterId: MessageFilterId }> {
  const { messages } = await core.call('message.search', { connectionId, text: message });
  const messageId = messages.find(({ name }) => name === message)?.id;
  if (!messageId) throw new Error(`There is no ${message}.`);
  const { tables } = await core.call('table.search', { connectionId, messageId, text: table });
  const messageFilterId = tables.find(({ logicalName }) => logicalName === table)?.messageFilterId;
  if (!messageFilterId) throw new Error(`There is no ${message} of ${table}.`);
  return { messageId, messageFilterId };
}

/** A plug-in type of the seeded organisation. */
export async function seededType(
  { core, sandbox: connectionId }: TestCore,
  name = 'CreditCheck',
): Promise<PluginType> {
  const { registrations } = await core.call('registrations.load', { connectionId });
  const type = registrations.types.find(({ typeName }) => typeName.endsWith(`.${name}`));
  if (!type) throw new Error(`The seed has a type ${name}.`);
  return type;
}

/** A synchronous step of the type on Update of account, unless something else is said. */
export async function pluginStepDraft(
  test: TestCore,
  type: PluginType,
  change: Partial<StepDraft> & { message?: string; table?: string } = {},
): Promise<StepDraft> {
  const { message = 'Update', table = 'account' } = change;
  const chosen = await chooseMessageAndTable(test, message, table);
  return {
    handler: { kind: 'pluginType', id: type.id },
    name: `${type.typeName}: ${message} of ${table}`,
    description: '',
    ...chosen,
    message,
    table,
    secondaryTable: null,
    filteringAttributes: message === 'Update' ? ['name'] : null,
    stage: 'postOperation',
    mode: 'synchronous',
    deployment: 'server',
    runAsUserId: null,
    rank: 1,
    deleteJobWhenSuccessful: false,
    enabled: true,
    configuration: '',
    ...change,
  };
}
