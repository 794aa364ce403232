import { z } from 'zod';
import type { PluginTypeId } from '../../shared/domain/ids.ts';
import { StepId, TraceLogId } from '../../shared/domain/ids.ts';
import {
  classOf,
  type TraceFilter,
  type TraceLog,
  type TraceSetting,
  type TraceTexts,
} from '../../shared/domain/traceLog.ts';
import { anyOf, filterText, textLiteral } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import { number, text } from './rowColumns.ts';
import type { WebApi } from './webApi.ts';

const set = 'plugintracelogs';
/** Texts can have megabytes, and `secureconfiguration` is a secret: neither is in a list, the latter is never asked for. */
const select =
  'plugintracelogid,typename,messagename,primaryentity,mode,operationtype,depth,pluginstepid,correlationid,requestid,' +
  'performanceconstructorduration,performanceexecutionduration,performanceexecutionstarttime,createdon';
const atOnce = 500;

const Row = z.object({
  plugintracelogid: TraceLogId,
  typename: text,
  messagename: text,
  primaryentity: text,
  mode: number,
  operationtype: number,
  depth: number,
  pluginstepid: StepId.nullish(),
  correlationid: text,
  requestid: text,
  performanceconstructorduration: number,
  performanceexecutionduration: number,
  performanceexecutionstarttime: text,
  createdon: text,
});
const IdRow = z.object({ plugintracelogid: TraceLogId });
const TextsRow = z.object({ messageblock: text, exceptiondetails: text, configuration: text });
const SettingRow = z.object({ organizationid: z.string(), plugintracelogsetting: number });

const settings: readonly TraceSetting[] = ['off', 'exceptions', 'all'];

type TraceOwnerFilter =
  | { readonly kind: 'pluginType'; readonly id: PluginTypeId; readonly typeName: string }
  | { readonly kind: 'step'; readonly id: StepId }
  | { readonly kind: 'organization' };

interface TraceQuery {
  readonly owner: TraceOwnerFilter;
  readonly filter: TraceFilter;
  /** Created then or later. */
  readonly after?: string | undefined;
  readonly top: number;
}

/** Table plugintracelog, and the organisation's setting of what goes into it. */
export interface TraceLogs {
  /** Newest first. */
  list(query: TraceQuery, scope?: RequestScope): Promise<TraceLog[]>;
  texts(id: TraceLogId, scope?: RequestScope): Promise<TraceTexts>;
  /** At most 500; how many of them were still there. */
  delete(ids: readonly TraceLogId[], scope?: RequestScope): Promise<number>;
  /** Ids of those that were created before a time, at most 500. */
  idsBefore(owner: TraceOwnerFilter, before: string, scope?: RequestScope): Promise<TraceLogId[]>;
  setting(scope?: RequestScope): Promise<TraceSetting>;
  setSetting(setting: TraceSetting, scope?: RequestScope): Promise<void>;
}

export function createTraceLogs(api: WebApi): TraceLogs {
  async function readSetting(scope?: RequestScope): Promise<z.output<typeof SettingRow>> {
    const [row] = await api.readRows(
      { operation: 'traceLog.setting', path: 'organizations?$select=organizationid,plugintracelogsetting' },
      SettingRow,
      scope,
    );
    return row ?? { organizationid: '', plugintracelogsetting: 0 };
  }

  return {
    async list({ owner, filter, after, top }, scope) {
      const narrow = [...conditionsOf(owner), ...conditionsOfFilter(filter)];
      if (after !== undefined) narrow.push(`createdon ge ${timeLiteral(after)}`);
      const query = (conditions: readonly string[]) =>
        api.readRows(
          {
            operation: 'traceLog.list',
            path: `${set}?$select=${select}${where(conditions)}&$orderby=createdon%20desc&$top=${top}`,
          },
          Row,
          scope,
        );
      // Which of them have thrown is asked apart: the texts of the exceptions would have to come along otherwise.
      const [rows, failed] = await Promise.all([
        query(narrow),
        api.readRows(
          {
            operation: 'traceLog.listFailed',
            path: `${set}?$select=plugintracelogid${where([...narrow, hasThrown])}&$orderby=createdon%20desc&$top=${top}`,
          },
          IdRow,
          scope,
        ),
      ]);
      const thrown = new Set(failed.map(({ plugintracelogid }) => plugintracelogid));
      return rows.map((row) => fromRow(row, thrown.has(row.plugintracelogid)));
    },

    async texts(id, scope) {
      const row = await api.read(
        {
          operation: 'traceLog.read',
          path: `${set}(${id})?$select=messageblock,exceptiondetails,configuration`,
        },
        TextsRow,
        scope,
      );
      return {
        messageBlock: row.messageblock || null,
        exception: row.exceptiondetails || null,
        configuration: row.configuration || null,
      };
    },

    async delete(ids, scope) {
      // Those that Dataverse has removed meanwhile would undo the whole change set.
      const there = await api.readRows(
        {
          operation: 'traceLog.find',
          path: `${set}?$select=plugintracelogid${where([anyOf('plugintracelogid', ids)])}`,
        },
        IdRow,
        scope,
      );
      await api.changeSet(
        {
          operation: 'traceLog.delete',
          operations: there.map(({ plugintracelogid }) => ({
            method: 'DELETE',
            path: `${set}(${plugintracelogid})`,
          })),
          repeatable: true,
        },
        scope,
      );
      return there.length;
    },

    async idsBefore(owner, before, scope) {
      const rows = await api.readRows(
        {
          operation: 'traceLog.listOld',
          path: `${set}?$select=plugintracelogid${where([...conditionsOf(owner), `createdon lt ${timeLiteral(before)}`])}&$top=${atOnce}`,
        },
        IdRow,
        scope,
      );
      return rows.map(({ plugintracelogid }) => plugintracelogid);
    },

    async setting(scope) {
      return settings[(await readSetting(scope)).plugintracelogsetting ?? 0] ?? 'off';
    },

    async setSetting(setting, scope) {
      const { organizationid } = await readSetting(scope);
      await api.update(
        {
          operation: 'traceLog.setSetting',
          path: `organizations(${organizationid})`,
          body: { plugintracelogsetting: settings.indexOf(setting) },
          etag: '*',
          repeatable: true,
        },
        scope,
      );
    },
  };
}

const hasThrown = '(exceptiondetails ne null and exceptiondetails ne %27%27)';

function conditionsOf(owner: TraceOwnerFilter): string[] {
  switch (owner.kind) {
    case 'organization':
      return [];
    case 'step':
      return [`pluginstepid eq ${owner.id}`];
    case 'pluginType':
      return [
        `(startswith(typename,${textLiteral(`${owner.typeName}, `)}) or typename eq ${textLiteral(owner.typeName)})`,
      ];
  }
}

function conditionsOfFilter({ onlyExceptions, mode, message, text: sought }: TraceFilter): string[] {
  const conditions: string[] = [];
  if (onlyExceptions) conditions.push(hasThrown);
  if (mode !== 'any') conditions.push(`mode eq ${mode === 'asynchronous' ? 1 : 0}`);
  if (message.trim() !== '') conditions.push(`messagename eq ${textLiteral(message.trim())}`);
  if (sought.trim() !== '') {
    const literal = textLiteral(sought.trim());
    const places = ['typename', 'messagename', 'primaryentity', 'messageblock', 'exceptiondetails'];
    conditions.push(`(${places.map((place) => `contains(${place},${literal})`).join(' or ')})`);
  }
  return conditions;
}

function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `&$filter=${filterText(conditions.join(' and '))}`;
}

/** A time as filters take it; anything else that might stand there is none. */
function timeLiteral(iso: string): string {
  return new Date(iso).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

const operations = ['unknown', 'plugin', 'workflowActivity'] as const;

function fromRow(row: z.output<typeof Row>, failed: boolean): TraceLog {
  const qualifiedName = row.typename ?? '';
  return {
    id: row.plugintracelogid,
    typeName: classOf(qualifiedName),
    qualifiedName,
    message: row.messagename ?? '',
    table: row.primaryentity && row.primaryentity !== 'none' ? row.primaryentity : null,
    mode: row.mode === 1 ? 'asynchronous' : 'synchronous',
    operation: operations[row.operationtype ?? 0] ?? 'unknown',
    depth: row.depth ?? 0,
    stepId: row.pluginstepid ?? null,
    correlationId: row.correlationid?.toLowerCase() ?? null,
    requestId: row.requestid?.toLowerCase() ?? null,
    failed,
    constructorMs: row.performanceconstructorduration ?? null,
    executionMs: row.performanceexecutionduration ?? null,
    startedOn: row.performanceexecutionstarttime ?? null,
    createdOn: row.createdon ?? '',
  };
}
