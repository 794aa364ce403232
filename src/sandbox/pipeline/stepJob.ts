import { randomUUID } from 'node:crypto';
import type { EndpointCheck, RowOperation } from '../operations/operationPipeline.ts';
import type { OrganisationDetails } from '../operations/organisationDetails.ts';
import { type Row, textIn } from '../store/row.ts';
import { emptyGuid, type RemoteContext } from './contextValue.ts';
import type { EndpointStep } from './findSteps.ts';

/** `operationtype` of an asynchronous step. */
const systemEvent = 1;

/** The system job that an asynchronous step leaves behind, waiting to be run. */
export function stepJobRow(operation: RowOperation, step: EndpointStep, jobId: string): Row {
  const { call } = operation;
  return {
    asyncoperationid: jobId,
    name: textIn(step.row, 'name') ?? operation.message,
    operationtype: systemEvent,
    statecode: 0,
    statuscode: 0,
    messagename: operation.message,
    primaryentitytype: operation.table,
    correlationid: call.correlationId,
    requestid: call.requestId,
    depth: call.depth,
    retrycount: 0,
    owningextensionid: { table: 'sdkmessageprocessingstep', id: step.id },
    regardingobjectid: { table: operation.table, id: operation.id },
    ownerid: { table: 'systemuser', id: call.userId },
    workload: 'EventExecution',
    callerorigin: 'Microsoft.Crm.Sdk.CrmServiceClient',
    retainjobhistory: step.row.asyncautodelete !== true,
  };
}

/**
 * What TriggerServiceEndpointCheck posts: a context of its own message about the endpoint. Its exact shape in
 * Dataverse was not confirmed.
 */
export function checkContext(
  { endpoint, jobId, call }: EndpointCheck,
  details: OrganisationDetails,
  directoryObjectOf: (userId: string) => string,
  now: number,
): RemoteContext {
  const endpointId = textIn(endpoint, 'serviceendpointid') ?? emptyGuid;
  return {
    businessUnitId: details.businessUnitId,
    correlationId: call.correlationId,
    depth: call.depth,
    initiatingUserAgent: call.userAgent ?? '',
    initiatingUserAzureActiveDirectoryObjectId: directoryObjectOf(call.initiatingUserId),
    initiatingUserId: call.initiatingUserId,
    inputParameters: [
      ['Target', { kind: 'reference', logicalName: 'serviceendpoint', id: endpointId, name: null }],
      [
        'TestMessage',
        { kind: 'string', value: `Check of the service endpoint ${textIn(endpoint, 'name') ?? ''}` },
      ],
    ],
    isInTransaction: false,
    isolationMode: 1,
    messageName: 'TriggerServiceEndpointCheck',
    mode: 1,
    operationCreatedOn: { kind: 'dateTime', ms: now, clock: 'utc' },
    operationId: jobId,
    organizationId: details.organizationId,
    organizationName: details.uniqueName,
    outputParameters: [],
    owningExtension: {
      kind: 'reference',
      logicalName: 'sdkmessageprocessingstep',
      id: emptyGuid,
      name: null,
    },
    parentContext: null,
    postEntityImages: [],
    preEntityImages: [],
    primaryEntityId: endpointId,
    primaryEntityName: 'serviceendpoint',
    requestId: call.requestId,
    secondaryEntityName: 'none',
    sharedVariables: [],
    stage: 40,
    userAzureActiveDirectoryObjectId: directoryObjectOf(call.userId),
    userId: call.userId,
  };
}

export function newJobId(): string {
  return randomUUID();
}
