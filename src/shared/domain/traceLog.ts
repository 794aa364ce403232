import { z } from 'zod';
import { PluginTypeId, StepId, TraceLogId } from './ids.ts';

/** What the organisation writes down of plug-ins that ran. */
export const TraceSetting = z.enum(['off', 'exceptions', 'all']);
export type TraceSetting = z.infer<typeof TraceSetting>;

/** As Dataverse's own pages call them. */
export const traceSettingLabels: Readonly<Record<TraceSetting, string>> = {
  off: 'Off',
  exceptions: 'Exception',
  all: 'All',
};

/** One run of a plug-in, as it stands in lists: without its texts. */
export const TraceLog = z.object({
  id: TraceLogId,
  /** Class alone. */
  typeName: z.string(),
  /** With assembly, version and key, as Dataverse writes it. */
  qualifiedName: z.string(),
  message: z.string(),
  table: z.string().nullable(),
  mode: z.enum(['synchronous', 'asynchronous']),
  operation: z.enum(['plugin', 'workflowActivity', 'unknown']),
  depth: z.number().int(),
  stepId: StepId.nullable(),
  correlationId: z.string().nullable(),
  requestId: z.string().nullable(),
  failed: z.boolean(),
  constructorMs: z.number().nullable(),
  executionMs: z.number().nullable(),
  startedOn: z.string().nullable(),
  createdOn: z.string(),
});
export type TraceLog = z.infer<typeof TraceLog>;

/** What a run has written and thrown. The secure configuration that Dataverse keeps with it is never read. */
export const TraceTexts = z.object({
  messageBlock: z.string().nullable(),
  exception: z.string().nullable(),
  configuration: z.string().nullable(),
});
export type TraceTexts = z.infer<typeof TraceTexts>;

/** What Dataverse counts of a type; refreshed about every hour. */
export const TypeStatistics = z.object({
  typeId: PluginTypeId,
  executions: z.number(),
  failures: z.number(),
  failurePercent: z.number(),
  averageMs: z.number(),
  crashes: z.number(),
  crashPercent: z.number(),
  crashContributionPercent: z.number(),
  /** Share of the worker processes that were ended for using too much, with this type in them. */
  endedForCpuPercent: z.number(),
  endedForMemoryPercent: z.number(),
  endedForHandlesPercent: z.number(),
  endedForOtherPercent: z.number(),
  modifiedOn: z.string().nullable(),
});
export type TypeStatistics = z.infer<typeof TypeStatistics>;

/** How the list is narrowed. */
export const TraceFilter = z.object({
  onlyExceptions: z.boolean(),
  mode: z.enum(['any', 'synchronous', 'asynchronous']),
  /** Name of a message; empty means any. */
  message: z.string().max(200),
  /** Found in type, message, table, texts. */
  text: z.string().max(200),
});
export type TraceFilter = z.infer<typeof TraceFilter>;

export const wholeTraceList: TraceFilter = { onlyExceptions: false, mode: 'any', message: '', text: '' };

/** `Ns.Class, Assembly, Version=…` to `Ns.Class`. */
export function classOf(qualifiedName: string): string {
  const end = qualifiedName.indexOf(', ');
  return end < 0 ? qualifiedName : qualifiedName.slice(0, end);
}
