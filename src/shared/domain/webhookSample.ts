import type { PostedAbout } from './webhookRequest.ts';

const contracts = 'http://schemas.microsoft.com/xrm/2011/Contracts';
const nobody = '00000000-0000-0000-0000-000000000000';

export interface SampleContext extends PostedAbout {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly userId: string;
  readonly rowId: string;
  readonly operationId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * A RemoteExecutionContext as Dataverse posts it to webhooks: the members of the contract in their order, a few columns
 * of a row as its target. It is marked as a test in its shared variables and in the row's name.
 */
export function sampleContextJson(sample: SampleContext): string {
  const createdOn = `/Date(${sample.now})/`;
  const context = {
    BusinessUnitId: nobody,
    CorrelationId: sample.correlationId,
    Depth: 1,
    InitiatingUserAzureActiveDirectoryObjectId: nobody,
    InitiatingUserId: sample.userId,
    InputParameters: [
      {
        key: 'Target',
        value: {
          __type: `Entity:${contracts}`,
          Attributes: [
            { key: 'name', value: 'Test call of Registrar' },
            { key: 'statecode', value: { __type: `OptionSetValue:${contracts}`, Value: 0 } },
            { key: 'createdon', value: createdOn },
            { key: `${sample.table}id`, value: sample.rowId },
          ],
          EntityState: null,
          FormattedValues: [{ key: 'statecode', value: 'Active' }],
          Id: sample.rowId,
          KeyAttributes: [],
          LogicalName: sample.table,
          RelatedEntities: [],
          RowVersion: null,
        },
      },
    ],
    IsExecutingOffline: false,
    IsInTransaction: false,
    IsOfflinePlayback: false,
    IsolationMode: 1,
    MessageName: sample.message,
    Mode: 1,
    OperationCreatedOn: createdOn,
    OperationId: sample.operationId,
    OrganizationId: sample.organizationId,
    OrganizationName: sample.organizationName,
    OutputParameters: [{ key: 'id', value: sample.rowId }],
    OwningExtension: {
      Id: nobody,
      KeyAttributes: [],
      LogicalName: 'sdkmessageprocessingstep',
      Name: null,
      RowVersion: null,
    },
    ParentContext: null,
    PostEntityImages: [],
    PreEntityImages: [],
    PrimaryEntityId: sample.rowId,
    PrimaryEntityName: sample.table,
    RequestId: sample.requestId,
    SecondaryEntityName: 'none',
    SharedVariables: [{ key: 'RegistrarTestCall', value: true }],
    Stage: 40,
    UserAzureActiveDirectoryObjectId: nobody,
    UserId: sample.userId,
  };
  return JSON.stringify(context).replaceAll('"/Date(', '"\\/Date(').replaceAll(')/"', ')\\/"');
}
