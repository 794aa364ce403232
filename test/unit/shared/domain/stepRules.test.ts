import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MessageFilterId,
  MessageId,
  PluginTypeId,
  ServiceEndpointId,
} from '../../../../src/shared/domain/ids.ts';
import type { StepDraft } from '../../../../src/shared/domain/step.ts';
import { allowsFilteringAttributes, allowsTable } from '../../../../src/shared/domain/stepMessage.ts';
import {
  endpointStepSetting,
  type StepCheckContext,
  type StepProblem,
  type StepProblemKind,
} from '../../../../src/shared/domain/stepProblem.ts';
import { checkStepDraft, defaultStepName } from '../../../../src/shared/domain/stepRules.ts';

const pluginId = PluginTypeId.parse('44444444-4444-4444-4444-444444444444');
const filterId = MessageFilterId.parse('33333333-3333-3333-3333-333333333333');
const good: StepDraft = {
  handler: {
    kind: 'serviceEndpoint',
    id: ServiceEndpointId.parse('11111111-1111-1111-1111-111111111111'),
  },
  ...endpointStepSetting,
  name: 'Orders: Update of account',
  description: '',
  messageId: MessageId.parse('22222222-2222-2222-2222-222222222222'),
  message: 'Update',
  messageFilterId: filterId,
  table: 'account',
  secondaryTable: null,
  configuration: '',
  filteringAttributes: ['name'],
  runAsUserId: null,
  rank: 1,
  deleteJobWhenSuccessful: false,
  enabled: true,
};
const tables = [{ messageFilterId: filterId, logicalName: 'account' }];

describe('the rules of a step', () => {
  it('have nothing against a good one', () => {
    expect(checkStepDraft(good, { tables, anyTable: true, columns: ['name'] })).toEqual([]);
  });

  it.each<[StepProblemKind, 'error' | 'warning' | 'info', Partial<StepDraft>]>([
    ['nameMissing', 'error', { name: '  ' }],
    ['nameTooLong', 'error', { name: 'x'.repeat(257) }],
    ['descriptionTooLong', 'error', { description: 'x'.repeat(257) }],
    ['messageMissing', 'error', { message: ' ' }],
    ['messageNotForSteps', 'error', { message: 'Execute' }],
    ['tableNotAllowed', 'error', { message: 'Associate' }],
    ['tableNotAllowed', 'error', { message: 'disassociate', filteringAttributes: null }],
    ['tableNotOfMessage', 'error', { table: 'contact' }],
    ['tableNotOfMessage', 'error', { messageFilterId: null }],
    ['tableNotOfMessage', 'error', { table: null }],
    ['anyTable', 'warning', { table: null, messageFilterId: null, filteringAttributes: null }],
    ['attributesNotUsed', 'error', { message: 'Delete' }],
    ['attributesNotUsed', 'warning', { message: 'Create' }],
    ['attributesWithoutTable', 'error', { table: null, messageFilterId: null }],
    ['attributesEmpty', 'error', { filteringAttributes: [] }],
    ['attributesUnknown', 'error', { filteringAttributes: ['name', 'nonsense'] }],
    ['attributesTooLong', 'error', { filteringAttributes: ['x'.repeat(100_001)] }],
    ['everyUpdate', 'warning', { filteringAttributes: null }],
    ['rankOutOfRange', 'error', { rank: 2 ** 31 }],
    ['rankOutOfRange', 'error', { rank: 1.5 }],
    ['rankOutOfRange', 'error', { rank: Number.NaN }],
    ['jobVanishes', 'info', { deleteJobWhenSuccessful: true }],
  ])('know %s as %s', (kind, severity, change) => {
    const problems = checkStepDraft({ ...good, ...change }, { tables, anyTable: true, columns: ['name'] });
    const found = problems.find((problem) => problem.kind === kind);
    expect(found).toMatchObject({ severity });
    expect(found?.sentence).toMatch(/\.$/);
  });

  const plugin: StepDraft = { ...good, handler: { kind: 'pluginType', id: pluginId }, mode: 'synchronous' };

  it.each<[StepProblemKind, StepProblem['field'], Partial<StepDraft>, StepCheckContext]>([
    ['handlerMissing', 'handler', { handler: { kind: 'pluginType', id: '' as never } }, {}],
    ['handlerIsActivity', 'handler', {}, { handlerKind: 'workflowActivity' }],
    ['stageOfPlatform', 'stage', { stage: 'mainOperation' }, {}],
    ['stageOfEndpoint', 'stage', { stage: 'preOperation' }, { handlerKind: 'serviceEndpoint' }],
    ['asynchronousBeforeOperation', 'mode', { mode: 'asynchronous', stage: 'preOperation' }, {}],
    ['asynchronousBeforeOperation', 'mode', { mode: 'asynchronous', stage: 'preValidation' }, {}],
    ['modeOfEndpoint', 'mode', {}, { handlerKind: 'serviceEndpoint' }],
    ['deploymentOfEndpoint', 'deployment', { deployment: 'both' }, { handlerKind: 'serviceEndpoint' }],
    [
      'deploymentNotOfTable',
      'deployment',
      { deployment: 'both' },
      { tables: [{ messageFilterId: filterId, logicalName: 'account', availability: 'server' }] },
    ],
    ['jobOfSynchronous', 'deleteJobWhenSuccessful', { deleteJobWhenSuccessful: true }, {}],
    ['configurationOfEndpoint', 'configuration', { configuration: 'x' }, { handlerKind: 'webhook' }],
    ['configurationOfEndpoint', 'configuration', { configuration: 'x' }, { handlerKind: 'serviceEndpoint' }],
    ['secureConfigurationOfEndpoint', 'secureConfiguration', {}, { handlerKind: 'webhook', secure: true }],
    [
      'secureConfigurationOffline',
      'secureConfiguration',
      { deployment: 'both' },
      { handlerKind: 'plugin', secure: true },
    ],
    [
      'imagesAgainst',
      'message',
      { stage: 'preOperation' },
      { images: [{ name: 'After', imageType: 'postImage' }] },
    ],
  ])('refuse %s beside the field', (kind, field, change, context) => {
    const problems = checkStepDraft({ ...plugin, ...change }, context);
    expect(problems.find((problem) => problem.kind === kind)).toMatchObject({ field, severity: 'error' });
  });

  it('let webhooks and plug-ins be synchronous in any stage, and warn of slow reads', () => {
    for (const handlerKind of ['plugin', 'webhook'] as const) {
      for (const stage of ['preValidation', 'preOperation', 'postOperation'] as const) {
        expect(checkStepDraft({ ...plugin, stage }, { handlerKind })).toEqual([]);
      }
    }
    const read = { ...plugin, message: 'Retrieve', filteringAttributes: null };
    expect(checkStepDraft(read)).toMatchObject([{ kind: 'synchronousRead', severity: 'warning' }]);
  });

  it('take the row of a message that names no table for what it is', () => {
    const associate = { ...plugin, message: 'Associate', table: null, filteringAttributes: null };
    expect(checkStepDraft(associate, { tablelessFilters: [filterId] })).toEqual([]);
    expect(checkStepDraft(associate, { tablelessFilters: [] })[0]?.kind).toBe('tableNotAllowed');
  });

  it('demand a table where the message allows none but tables', () => {
    const draft = { ...good, table: null, messageFilterId: null, filteringAttributes: null };
    expect(checkStepDraft(draft, { tables, anyTable: false })[0]?.kind).toBe('tableMissing');
  });

  it('take out unknown columns and keep the others', () => {
    const draft = { ...good, filteringAttributes: ['name', 'gone', 'lost'] };
    expect(checkStepDraft(draft, { columns: ['name'] })[0]?.correction?.value).toBe('name');
  });

  it('put errors first and never throw', () => {
    fc.assert(
      fc.property(
        fc.record({
          name: fc.string(),
          message: fc.constantFrom('Create', 'Update', 'Delete', 'Associate', '', 'x'),
          table: fc.option(fc.string()),
          rank: fc.double(),
          filteringAttributes: fc.option(fc.array(fc.string())),
        }),
        (change) => {
          const weights = checkStepDraft({ ...good, ...change }).map(({ severity }) =>
            ['error', 'warning', 'info'].indexOf(severity),
          );
          expect(weights).toEqual([...weights].sort());
        },
      ),
    );
  });

  it('say which messages have a table and columns', () => {
    expect(allowsTable('Associate')).toBe(false);
    expect(allowsTable('Create')).toBe(true);
    expect(allowsFilteringAttributes('UPDATE')).toBe(true);
    expect(allowsFilteringAttributes('Delete')).toBe(false);
  });

  it('name a step as Microsoft’s tool does, within the column’s room', () => {
    expect(defaultStepName('Orders', 'Create', 'account')).toBe('Orders: Create of account');
    expect(defaultStepName('Orders', 'Create', null)).toBe('Orders: Create of any Entity');
    const long = defaultStepName('x'.repeat(300), 'Create', 'account');
    expect(long).toHaveLength(256);
    expect(long).toMatch(/: Create of account$/);
  });
});
