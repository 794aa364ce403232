import type { RowOperation } from '../operations/operationPipeline.ts';
import type { OrganisationDetails } from '../operations/organisationDetails.ts';
import type { Table } from '../schema/schema.ts';
import { lookupIn, numberIn, type Row, textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';
import {
  emptyGuid,
  type RemoteContext,
  type WireDate,
  type WireEntity,
  type WirePair,
  type WireValue,
} from './contextValue.ts';
import { columnList, type EndpointStep } from './findSteps.ts';
import { wireEntity } from './wireEntity.ts';

export type ContextSurroundings = {
  readonly store: RowStore;
  readonly table: Table;
  readonly details: OrganisationDetails;
  /**
   * Minutes from UTC of the machine that runs asynchronous steps. Dataverse writes OperationCreatedOn of such a step
   * from a UTC value that it takes for local: the wall clock is the UTC time, and the instant is wrong by the offset.
   */
  readonly serverOffsetMinutes: number;
};

/** What happened to the row; the means to write are not needed to tell of it. */
export type OperationFacts = Omit<RowOperation, 'writer'>;

/** The platform's own step for the main operation, as synchronous parents name it. */
const mainOperationStep = 'ObjectModel Implementation';
const mainOperationStage = 30;

/**
 * What the platform posts for one step. `operationId` is the system job of an asynchronous step, and equals the
 * request id otherwise. After the main operation the context has it as parent.
 */
export function buildContext(
  operation: OperationFacts,
  step: EndpointStep,
  operationId: string,
  surroundings: ContextSurroundings,
): RemoteContext {
  const { call } = operation;
  const { store, table, details } = surroundings;
  const runAs = lookupIn(step.row, 'impersonatinguserid')?.id ?? call.userId;
  const after = step.stage >= 40;
  const common = {
    businessUnitId: details.businessUnitId,
    correlationId: call.correlationId,
    depth: call.depth,
    initiatingUserAgent: call.userAgent ?? '',
    initiatingUserAzureActiveDirectoryObjectId: directoryObjectOf(store, call.initiatingUserId),
    initiatingUserId: call.initiatingUserId,
    isInTransaction: !step.asynchronous,
    isolationMode: 1,
    messageName: operation.message,
    mode: step.asynchronous ? 1 : 0,
    operationCreatedOn: createdOn(operation.createdOn, step.asynchronous, surroundings.serverOffsetMinutes),
    operationId,
    organizationId: details.organizationId,
    organizationName: details.uniqueName,
    primaryEntityId: operation.id,
    primaryEntityName: operation.table,
    requestId: call.requestId,
    secondaryEntityName: 'none',
    userAzureActiveDirectoryObjectId: directoryObjectOf(store, runAs),
    userId: runAs,
  };
  const parent: RemoteContext = {
    ...common,
    inputParameters: [
      ['Target', sentTarget(operation, table)],
      ...(operation.message === 'Delete'
        ? []
        : ([['SuppressDuplicateDetection', { kind: 'boolean', value: false }]] satisfies WirePair[])),
    ],
    outputParameters: [],
    owningExtension: {
      kind: 'reference',
      logicalName: 'sdkmessageprocessingstep',
      id: step.asynchronous ? step.id : mainOperationId(operation.message),
      name: step.asynchronous ? null : mainOperationStep,
    },
    parentContext: null,
    postEntityImages: [],
    preEntityImages: [],
    sharedVariables: [
      ...sharedVariables(operation),
      [
        'ChangedEntityTypes',
        { kind: 'pairs', value: [[operation.table, operation.message === 'Create' ? 'Create' : 'Update']] },
      ],
    ],
    stage: mainOperationStage,
  };
  return {
    ...common,
    inputParameters: [['Target', after ? storedTarget(operation, table) : sentTarget(operation, table)]],
    outputParameters:
      after && operation.message === 'Create' ? [['id', { kind: 'guid', value: operation.id }]] : [],
    owningExtension: {
      kind: 'reference',
      logicalName: 'sdkmessageprocessingstep',
      id: step.id,
      name: step.asynchronous ? null : (textIn(step.row, 'name') ?? null),
    },
    parentContext: after ? parent : null,
    ...imagesOf(operation, step, store, table),
    sharedVariables: sharedVariables(operation),
    stage: step.stage,
  };
}

function createdOn(ms: number, asynchronous: boolean, offsetMinutes: number): WireDate {
  if (!asynchronous) return { kind: 'dateTime', ms, clock: 'utc' };
  return { kind: 'dateTime', ms: ms - offsetMinutes * 60_000, clock: 'local', offsetMinutes };
}

export function directoryObjectOf(store: RowStore, userId: string): string {
  const user = store.get('systemuser', userId);
  return (user === undefined ? undefined : textIn(user, 'azureactivedirectoryobjectid')) ?? emptyGuid;
}

/** Ids of the platform's own main operation steps: the messages' well-known ids, one digit apart. */
function mainOperationId(message: RowOperation['message']): string {
  return {
    Create: '9bcabb1b-ea3e-db11-86a7-000a3a5473e8',
    Update: '1dcabb1b-ea3e-db11-86a7-000a3a5473e8',
    Delete: '6acabb1b-ea3e-db11-86a7-000a3a5473e8',
  }[message];
}

/** What the caller sent: the columns and the key. A delete has a reference only. */
function sentTarget(operation: OperationFacts, table: Table): WireValue {
  if (operation.message === 'Delete')
    return { kind: 'reference', logicalName: operation.table, id: operation.id, name: null };
  const sent: Row = { ...operation.target, [table.primaryKey]: operation.id };
  return wireEntity(table, operation.id, sent, {
    columns: Object.keys(sent),
    keepNulls: true,
    formatted: false,
  });
}

/** After the main operation the target also holds what the platform set. */
function storedTarget(operation: OperationFacts, table: Table): WireValue {
  const { postRow, preRow, target } = operation;
  if (operation.message === 'Delete' || postRow === undefined) return sentTarget(operation, table);
  const sent = Object.keys(target);
  const set =
    operation.message === 'Create'
      ? Object.keys(postRow)
      : table.columns.map(({ name }) => name).filter((name) => hasChanged(preRow?.[name], postRow[name]));
  const columns = [...sent, ...set, table.primaryKey, 'modifiedon', 'modifiedby', 'modifiedonbehalfby'];
  return wireEntity(table, operation.id, postRow, {
    columns: columns.filter((name) => name !== 'versionnumber'),
    keepNulls: true,
    formatted: true,
  });
}

function hasChanged(before: Row[string], now: Row[string]): boolean {
  return JSON.stringify(before ?? null) !== JSON.stringify(now ?? null);
}

type Images = Pick<RemoteContext, 'preEntityImages' | 'postEntityImages'>;

/** Image types. */
const preImage = 0;
const postImage = 1;
const both = 2;

/**
 * The images registered on the step. An asynchronous step also gets one that nobody registered, with the row's
 * primary name: the platform uses it to name the system job.
 */
function imagesOf(operation: OperationFacts, step: EndpointStep, store: RowStore, table: Table): Images {
  const pre: WirePair<WireEntity>[] = [];
  const post: WirePair<WireEntity>[] = [];
  for (const image of store.referring(
    'sdkmessageprocessingstepimage',
    'sdkmessageprocessingstepid',
    step.id,
  )) {
    const type = numberIn(image, 'imagetype') ?? preImage;
    const alias = textIn(image, 'entityalias') ?? '';
    const columns = columnList(textIn(image, 'attributes'));
    if ((type === preImage || type === both) && operation.preRow !== undefined)
      pre.push([alias, imageOf(operation.preRow, operation.id, table, store, columns)]);
    if ((type === postImage || type === both) && operation.postRow !== undefined)
      post.push([alias, imageOf(operation.postRow, operation.id, table, store, columns)]);
  }
  if (step.asynchronous && table.primaryName !== undefined) {
    const row = operation.postRow ?? operation.preRow;
    const name: WirePair<WireEntity>[] =
      row === undefined
        ? []
        : [
            [
              'AsynchronousStepPrimaryName',
              wireEntity(table, operation.id, row, {
                columns: [table.primaryName, table.primaryKey],
                keepNulls: false,
                formatted: false,
              }),
            ],
          ];
    (operation.postRow === undefined ? pre : post).push(...name);
  }
  return { preEntityImages: pre, postEntityImages: post };
}

function imageOf(
  row: Row,
  id: string,
  table: Table,
  store: RowStore,
  columns: readonly string[] | undefined,
): WireEntity {
  const wanted = columns ?? table.columns.map(({ name }) => name);
  const entity = wireEntity(table, id, row, {
    columns: [...wanted, table.primaryKey],
    keepNulls: false,
    formatted: true,
    namesFrom: store,
  });
  return { ...entity, rowVersion: String(numberIn(row, 'versionnumber') ?? '') || null };
}

/** `operation.sharedVariables` holds what the request brought along, such as `x-ms-app-name` and `AcceptLang`. */
function sharedVariables(operation: OperationFacts): WirePair[] {
  const pairs: WirePair[] = [['IsAutoTransact', { kind: 'boolean', value: true }]];
  for (const [name, value] of operation.sharedVariables) {
    if (typeof value === 'string') pairs.push([name, { kind: 'string', value }]);
    else if (typeof value === 'boolean') pairs.push([name, { kind: 'boolean', value }]);
    else if (typeof value === 'number') pairs.push([name, { kind: 'int', value }]);
  }
  if (operation.message === 'Create') pairs.push(['DefaultsAddedFlag', { kind: 'boolean', value: true }]);
  if (operation.operationsInTransaction > 1)
    pairs.push(
      ['IsODataTransaction', { kind: 'boolean', value: true }],
      ['ODataChangesetRequestCount', { kind: 'int', value: operation.operationsInTransaction }],
    );
  return pairs;
}
