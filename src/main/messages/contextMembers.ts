import type { ExecutionContext } from '../../shared/domain/executionContext.ts';

export type ContextMemberType =
  | 'text'
  | 'integer'
  | 'flag'
  | 'dateTime'
  | 'reference'
  | 'values'
  | 'images'
  | 'context';

export interface ContextMember {
  readonly property: keyof ExecutionContext;
  readonly type: ContextMemberType;
}

/** The members of RemoteExecutionContext by their names on the wire, in the order in which they are written. */
export const contextMembers: ReadonlyMap<string, ContextMember> = new Map<string, ContextMember>([
  ['BusinessUnitId', { property: 'businessUnitId', type: 'text' }],
  ['CorrelationId', { property: 'correlationId', type: 'text' }],
  ['Depth', { property: 'depth', type: 'integer' }],
  ['InitiatingUserAgent', { property: 'initiatingUserAgent', type: 'text' }],
  [
    'InitiatingUserAzureActiveDirectoryObjectId',
    { property: 'initiatingUserAzureActiveDirectoryObjectId', type: 'text' },
  ],
  ['InitiatingUserId', { property: 'initiatingUserId', type: 'text' }],
  ['InputParameters', { property: 'inputParameters', type: 'values' }],
  ['IsExecutingOffline', { property: 'isExecutingOffline', type: 'flag' }],
  ['IsInTransaction', { property: 'isInTransaction', type: 'flag' }],
  ['IsOfflinePlayback', { property: 'isOfflinePlayback', type: 'flag' }],
  ['IsolationMode', { property: 'isolationMode', type: 'integer' }],
  ['MessageName', { property: 'messageName', type: 'text' }],
  ['Mode', { property: 'mode', type: 'integer' }],
  ['OperationCreatedOn', { property: 'operationCreatedOn', type: 'dateTime' }],
  ['OperationId', { property: 'operationId', type: 'text' }],
  ['OrganizationId', { property: 'organizationId', type: 'text' }],
  ['OrganizationName', { property: 'organizationName', type: 'text' }],
  ['OutputParameters', { property: 'outputParameters', type: 'values' }],
  ['OwningExtension', { property: 'owningExtension', type: 'reference' }],
  ['ParentContext', { property: 'parentContext', type: 'context' }],
  ['PostEntityImages', { property: 'postEntityImages', type: 'images' }],
  ['PreEntityImages', { property: 'preEntityImages', type: 'images' }],
  ['PrimaryEntityId', { property: 'primaryEntityId', type: 'text' }],
  ['PrimaryEntityName', { property: 'primaryEntityName', type: 'text' }],
  ['RequestId', { property: 'requestId', type: 'text' }],
  ['SecondaryEntityName', { property: 'secondaryEntityName', type: 'text' }],
  ['SharedVariables', { property: 'sharedVariables', type: 'values' }],
  ['Stage', { property: 'stage', type: 'integer' }],
  ['UserAzureActiveDirectoryObjectId', { property: 'userAzureActiveDirectoryObjectId', type: 'text' }],
  ['UserId', { property: 'userId', type: 'text' }],
]);

/** Older servers do not send these: their absence says nothing. */
export const optionalContextMembers: ReadonlySet<string> = new Set([
  'InitiatingUserAgent',
  'InitiatingUserAzureActiveDirectoryObjectId',
  'UserAzureActiveDirectoryObjectId',
]);
