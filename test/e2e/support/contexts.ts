import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SeedMessage } from '../../../src/sandbox/serviceBus/serviceBusBroker.ts';

const fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/messages/minimal.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;

const claims = 'http://schemas.microsoft.com/xrm/2011/Claims';

/** What Dataverse posts when an account of this name was created, in JSON. */
export function accountMessage(name: string): SeedMessage {
  const rowId = randomUUID();
  const correlationId = randomUUID();
  const target = {
    __type: 'Entity:http://schemas.microsoft.com/xrm/2011/Contracts',
    Attributes: [{ key: 'name', value: name }],
    EntityState: null,
    FormattedValues: [],
    Id: rowId,
    KeyAttributes: [],
    LogicalName: 'account',
    RelatedEntities: [],
    RowVersion: null,
  };
  const context = {
    ...fixture,
    CorrelationId: correlationId,
    OperationId: randomUUID(),
    InputParameters: [{ key: 'Target', value: target }],
    PrimaryEntityId: rowId,
  };
  return {
    body: JSON.stringify(context),
    contentType: 'application/json',
    correlationId: `{${correlationId}}`,
    applicationProperties: {
      [`${claims}/EntityLogicalName`]: 'account',
      [`${claims}/RequestName`]: 'Create',
    },
  };
}
