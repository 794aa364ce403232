import { FailureError } from '../../shared/contract/failure.ts';
import type { TraceLogId } from '../../shared/domain/ids.ts';
import type { RequestScope } from '../dataverse/ports.ts';
import type { TraceLogs } from '../dataverse/traceLogs.ts';
import type { Tell } from '../ports.ts';
import type { Handlers } from './handlers.ts';
import type { OpenOrganizationOf } from './ports.ts';

/** Ids in one filter: keeps the address below 6,000 characters. */
const findAtOnce = 80;

type TraceHandlers = Pick<Handlers, Extract<keyof Handlers, `traceLog.${string}`> | 'pluginType.statistics'>;

/** What plug-ins that ran have left behind, and what the organisation writes down of them. */
export function createTraceLogs(ports: {
  readonly open: OpenOrganizationOf;
  readonly tell: Tell;
}): TraceHandlers {
  return {
    'traceLog.list': async ({ connectionId, owner, filter, after, top }, { signal }) => {
      if (after !== undefined && Number.isNaN(Date.parse(after))) throw noTime();
      const { dataverse } = await ports.open(connectionId);
      const traces = await dataverse.traceLogs.list({ owner, filter, after, top: top + 1 }, { signal });
      return { traces: traces.slice(0, top), more: traces.length > top };
    },

    'traceLog.read': async ({ connectionId, id }, { signal }) => {
      const { dataverse } = await ports.open(connectionId);
      return dataverse.traceLogs.texts(id, { signal });
    },

    'traceLog.delete': async ({ connectionId, ids }, { signal }) => {
      const { dataverse } = await ports.open(connectionId);
      const deleted = await deleteAll(dataverse.traceLogs, ids, { signal });
      ports.tell('traceLogs.changed', { connectionId });
      return { deleted };
    },

    'traceLog.deleteOlder': async ({ connectionId, owner, before }, { signal, progress }) => {
      if (Number.isNaN(Date.parse(before))) throw noTime();
      const { dataverse } = await ports.open(connectionId);
      let deleted = 0;
      try {
        for (;;) {
          const ids = await dataverse.traceLogs.idsBefore(owner, before, { signal });
          if (ids.length === 0) return { deleted };
          const gone = await deleteAll(dataverse.traceLogs, ids, { signal });
          deleted += gone;
          progress({ done: deleted, total: deleted + Math.max(0, ids.length - gone) });
          // Whoever else deletes them has been faster, and will go on.
          if (gone === 0) return { deleted };
        }
      } finally {
        ports.tell('traceLogs.changed', { connectionId });
      }
    },

    'traceLog.setting': async ({ connectionId }, { signal }) => {
      const { dataverse } = await ports.open(connectionId);
      return { setting: await dataverse.traceLogs.setting({ signal }) };
    },

    'traceLog.setSetting': async ({ connectionId, setting }, { signal }) => {
      const { dataverse } = await ports.open(connectionId);
      await dataverse.traceLogs.setSetting(setting, { signal });
      ports.tell('traceLogs.changed', { connectionId });
      return {};
    },

    'pluginType.statistics': async ({ connectionId, id }, { signal }) => {
      const { dataverse } = await ports.open(connectionId);
      return { statistics: await dataverse.typeStatistics.ofType(id, { signal }) };
    },
  };
}

async function deleteAll(table: TraceLogs, ids: readonly TraceLogId[], scope: RequestScope): Promise<number> {
  const unique = [...new Set(ids)];
  let deleted = 0;
  for (let at = 0; at < unique.length; at += findAtOnce) {
    deleted += await table.delete(unique.slice(at, at + findAtOnce), scope);
  }
  return deleted;
}

function noTime(): FailureError {
  return new FailureError({ code: 'invalid', sentence: 'This is no time that the list could begin at.' });
}
