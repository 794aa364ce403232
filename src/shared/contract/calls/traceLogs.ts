import { z } from 'zod';
import { ConnectionId, PluginTypeId, StepId, TraceLogId } from '../../domain/ids.ts';
import { TraceFilter, TraceLog, TraceSetting, TraceTexts, TypeStatistics } from '../../domain/traceLog.ts';
import { call, nothing } from '../call.ts';

const which = z.object({ connectionId: ConnectionId });

export const TraceOwner = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pluginType'), id: PluginTypeId, typeName: z.string().min(1).max(1024) }),
  z.object({ kind: z.literal('step'), id: StepId }),
  z.object({ kind: z.literal('organization') }),
]);
export type TraceOwner = z.infer<typeof TraceOwner>;

export const traceLogCalls = {
  /**
   * Newest first. With `after`, the creation time of the newest that is known, only those of that second and later:
   * what follows along asks so, and knows some of them already.
   */
  'traceLog.list': call(
    which.extend({
      owner: TraceOwner,
      filter: TraceFilter,
      after: z.string().max(40).optional(),
      top: z.number().int().min(1).max(500).default(200),
    }),
    z.object({ traces: z.array(TraceLog), more: z.boolean() }),
  ),
  'traceLog.read': call(which.extend({ id: TraceLogId }), TraceTexts),
  /** How many could be deleted: some may be gone already. */
  'traceLog.delete': call(
    which.extend({ ids: z.array(TraceLogId).min(1).max(500) }),
    z.object({ deleted: z.number().int() }),
  ),
  /** All of the owner's that were created before a time. */
  'traceLog.deleteOlder': call(
    which.extend({ owner: TraceOwner, before: z.string().max(40) }),
    z.object({ deleted: z.number().int() }),
    z.object({ done: z.number().int(), total: z.number().int() }),
  ),
  'traceLog.setting': call(which, z.object({ setting: TraceSetting })),
  /** For everybody in the organisation. */
  'traceLog.setSetting': call(which.extend({ setting: TraceSetting }), nothing),
  /** Null where Dataverse has counted nothing of the type yet. */
  'pluginType.statistics': call(
    which.extend({ id: PluginTypeId }),
    z.object({ statistics: TypeStatistics.nullable() }),
  ),
};
