import type { TraceLog, TraceTexts } from '../../../shared/domain/traceLog.ts';

export function durationText(milliseconds: number | null): string {
  return milliseconds === null ? '—' : `${milliseconds.toLocaleString()} ms`;
}

/** A trace as text, for a ticket. The configuration stays out: what is in it, nobody knows. */
export function traceReport(trace: TraceLog, texts: TraceTexts | null): string {
  const lines: [string, string | number | null][] = [
    ['Type', trace.qualifiedName],
    ['Message', trace.message],
    ['Table', trace.table],
    ['Mode', trace.mode],
    ['Depth', trace.depth],
    ['Created', trace.createdOn],
    ['Execution', durationText(trace.executionMs)],
    ['Constructor', durationText(trace.constructorMs)],
    ['Step id', trace.stepId],
    ['Correlation id', trace.correlationId],
    ['Request id', trace.requestId],
  ];
  return [
    ...lines.flatMap(([name, value]) => (value === null || value === '' ? [] : [`${name}: ${value}`])),
    ...(texts?.exception ? ['', 'Exception', texts.exception] : []),
    ...(texts?.messageBlock ? ['', 'Trace', texts.messageBlock] : []),
  ].join('\n');
}
