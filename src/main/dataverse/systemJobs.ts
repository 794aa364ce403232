import { z } from 'zod';
import { StepId, SystemJobId } from '../../shared/domain/ids.ts';
import type { SystemJob, SystemJobStatus } from '../../shared/domain/systemJob.ts';
import { type LastOutcomes, type OutcomeOwner, readLastOutcomes } from './jobOutcomes.ts';
import { anyOf, groupsOf } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import { number, text } from './rowColumns.ts';
import type { WebApi } from './webApi.ts';

const set = 'asyncoperations';
const select =
  'asyncoperationid,name,operationtype,statuscode,message,friendlymessage,errorcode,messagename,primaryentitytype,' +
  'correlationid,requestid,retrycount,createdon,startedon,completedon,postponeuntil,_owningextensionid_value,' +
  '_regardingobjectid_value';
const newestFirst = '&$orderby=createdon%20desc';
/** Ids in one filter: keeps the address below 6,000 characters. */
const idsAtOnce = 80;

const Row = z.object({
  asyncoperationid: SystemJobId,
  name: text,
  operationtype: number,
  statuscode: number,
  message: text,
  friendlymessage: text,
  errorcode: number,
  messagename: text,
  primaryentitytype: text,
  correlationid: text,
  requestid: text,
  retrycount: number,
  createdon: text,
  startedon: text,
  completedon: text,
  postponeuntil: text,
  _owningextensionid_value: StepId.nullish(),
  _regardingobjectid_value: text,
});

const statuses = new Map<number, SystemJobStatus>([
  [0, 'waitingForResources'],
  [10, 'waiting'],
  [20, 'inProgress'],
  [21, 'pausing'],
  [22, 'canceling'],
  [30, 'succeeded'],
  [31, 'failed'],
  [32, 'canceled'],
]);

function fromRow(row: z.output<typeof Row>): SystemJob {
  return {
    id: row.asyncoperationid,
    name: row.name ?? '',
    stepId: row._owningextensionid_value ?? null,
    status: statuses.get(row.statuscode ?? 0) ?? 'inProgress',
    operationType: row.operationtype ?? 0,
    message: row.message ?? null,
    friendlyMessage: row.friendlymessage ?? null,
    errorCode: row.errorcode ?? null,
    messageName: row.messagename ?? null,
    table: row.primaryentitytype && row.primaryentitytype !== 'none' ? row.primaryentitytype : null,
    rowId: row._regardingobjectid_value ?? null,
    correlationId: row.correlationid?.toLowerCase() ?? null,
    requestId: row.requestid?.toLowerCase() ?? null,
    retryCount: row.retrycount ?? 0,
    createdOn: row.createdon ?? '',
    startedOn: row.startedon ?? null,
    completedOn: row.completedon ?? null,
    postponedUntil: row.postponeuntil ?? null,
  };
}

/** Table asyncoperation. All lists are the newest first. */
export interface SystemJobs {
  ofOrganization(top: number, scope?: RequestScope): Promise<SystemJob[]>;
  /** Jobs that ran for any of the steps. */
  ofSteps(ids: readonly StepId[], top: number, scope?: RequestScope): Promise<SystemJob[]>;
  /** Jobs about one row, created at `since` (ISO time) or later. */
  regarding(
    rowId: string,
    since: string | undefined,
    top: number,
    scope?: RequestScope,
  ): Promise<SystemJob[]>;
  /** Jobs of a step that one operation has started. */
  ofCorrelation(stepId: StepId, correlationId: string, scope?: RequestScope): Promise<SystemJob[]>;
  /** One that succeeded for any of the steps at `since` (ISO time) or later; undefined when there is none. */
  succeededSince(
    stepIds: readonly StepId[],
    since: string,
    scope?: RequestScope,
  ): Promise<SystemJob | undefined>;
  /** Those that are still there, in no particular order. */
  ofIds(ids: readonly SystemJobId[], scope?: RequestScope): Promise<SystemJob[]>;
  /** The newest success and failure of each, by the owner's row; an owner without any is left out. */
  lastOutcomes(
    owners: readonly OutcomeOwner[],
    scope?: RequestScope,
  ): Promise<ReadonlyMap<string, LastOutcomes>>;
  /** Waiting jobs run now. */
  resume(ids: readonly SystemJobId[], scope?: RequestScope): Promise<void>;
  cancel(ids: readonly SystemJobId[], scope?: RequestScope): Promise<void>;
}

export function createSystemJobs(api: WebApi): SystemJobs {
  async function query(filter: string, top: number, scope?: RequestScope): Promise<SystemJob[]> {
    const rows = await api.readRows(
      {
        operation: 'systemJob.list',
        path: `${set}?$select=${select}&$filter=${filter.replaceAll(' ', '%20')}${newestFirst}&$top=${top}`,
      },
      Row,
      scope,
    );
    return rows.map(fromRow);
  }

  async function setState(
    operation: string,
    ids: readonly SystemJobId[],
    body: { statecode: number; statuscode: number },
    scope?: RequestScope,
  ): Promise<void> {
    await api.changeSet(
      {
        operation,
        operations: ids.map((id) => ({ method: 'PATCH', path: `${set}(${id})`, etag: '*', body })),
        // A repeat would start a job again that has ended in between.
        repeatable: false,
      },
      scope,
    );
  }

  return {
    ofOrganization: (top, scope) => query('operationtype eq 1', top, scope),

    async ofSteps(ids, top, scope) {
      if (ids.length === 0) return [];
      const lists = await Promise.all(
        groupsOf(ids, idsAtOnce).map((group) => query(anyOf('_owningextensionid_value', group), top, scope)),
      );
      return lists
        .flat()
        .sort((one, other) => other.createdOn.localeCompare(one.createdOn))
        .slice(0, top);
    },

    regarding: (rowId, since, top, scope) =>
      query(
        `_regardingobjectid_value eq ${rowId}${since === undefined ? '' : ` and createdon ge ${since}`}`,
        top,
        scope,
      ),

    ofCorrelation: (stepId, correlationId, scope) =>
      query(`_owningextensionid_value eq ${stepId} and correlationid eq ${correlationId}`, 10, scope),

    async succeededSince(stepIds, since, scope) {
      for (const group of groupsOf(stepIds, idsAtOnce)) {
        const filter = `(${anyOf('_owningextensionid_value', group)}) and statuscode eq 30 and completedon ge ${since}`;
        const [job] = await query(filter, 1, scope);
        if (job) return job;
      }
      return undefined;
    },

    async ofIds(ids, scope) {
      const lists = await Promise.all(
        groupsOf(ids, idsAtOnce).map((group) => query(anyOf('asyncoperationid', group), group.length, scope)),
      );
      return lists.flat();
    },

    lastOutcomes: (owners, scope) => readLastOutcomes(api, owners, scope),

    resume: (ids, scope) => setState('systemJob.retry', ids, { statecode: 0, statuscode: 0 }, scope),
    cancel: (ids, scope) => setState('systemJob.cancel', ids, { statecode: 3, statuscode: 32 }, scope),
  };
}
