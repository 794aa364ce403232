import { createHash } from 'node:crypto';
import type { RowOperation } from '../operations/operationPipeline.ts';
import { timestamp } from '../rules/platformColumns.ts';
import { numberIn, type Row, textIn } from '../store/row.ts';
import type { PluginStep } from './findSteps.ts';

/** One run of a plug-in that the sandbox only pretends. */
export type PluginRun = {
  readonly step: PluginStep;
  readonly operation: RowOperation;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly constructorMs: number;
  readonly executionMs: number;
  /** What the plug-in throws; undefined when all is well. */
  readonly exception: string | undefined;
};

/** Durations look like those of a plug-in: mostly short, and the same for the same request and step. */
export function pretendRun(operation: RowOperation, step: PluginStep, now: number): PluginRun {
  const hash = createHash('sha256').update(`${operation.call.requestId}/${step.id}`).digest();
  return {
    step,
    operation,
    startedAt: now,
    constructorMs: hash.readUInt8(0) % 4,
    executionMs: 4 + (hash.readUInt8(1) % 60) + (hash.readUInt8(2) > 230 ? hash.readUInt8(3) * 4 : 0),
    exception: thrownBy(step),
  };
}

/** An unsecure configuration `throw: what is wrong` stands for a plug-in that throws. */
function thrownBy({ row }: PluginStep): string | undefined {
  return /^\s*throw:\s*(.+?)\s*$/is.exec(textIn(row, 'configuration') ?? '')?.[1];
}

/** The row that Dataverse keeps of the run. */
export function traceRow({ step, operation, ...run }: PluginRun): Row {
  const { call, message, table } = operation;
  const started = timestamp(run.startedAt);
  return {
    typename: qualifiedName(step.type),
    messagename: message,
    primaryentity: table,
    mode: step.asynchronous ? 1 : 0,
    operationtype: 1,
    depth: call.depth,
    correlationid: call.correlationId,
    requestid: call.requestId,
    pluginstepid: step.id,
    persistencekey: '00000000-0000-0000-0000-000000000000',
    messageblock: messageBlock({ step, operation, ...run }),
    exceptiondetails: run.exception === undefined ? null : exceptionDetails(step, run.exception),
    configuration: textIn(step.row, 'configuration') ?? null,
    performanceconstructorduration: run.constructorMs,
    performanceexecutionduration: run.executionMs,
    performanceconstructorstarttime: started,
    performanceexecutionstarttime: started,
    issystemcreated: false,
  };
}

function className(type: Row): string {
  return textIn(type, 'typename') ?? '';
}

/** `Namespace.Class, Assembly, Version=…`, as live rows have it. */
function qualifiedName(type: Row): string {
  const part = (column: string): string => textIn(type, column) ?? 'null';
  return (
    `${className(type)}, ${part('assemblyname')}, Version=${part('version')}, ` +
    `Culture=${textIn(type, 'culture') ?? 'neutral'}, PublicKeyToken=${part('publickeytoken')}`
  );
}

function messageBlock({ step, operation, executionMs, exception }: PluginRun): string {
  const { call, message, table, id, target } = operation;
  const name = className(step.type).split('.').at(-1) ?? '';
  const columns = Object.keys(target).filter((column) => target[column] !== undefined);
  const images = numberIn(step.row, 'stage') === 40 ? 'after' : 'before';
  return [
    `Entered ${name}.Execute(), Correlation Id: ${call.correlationId}, Initiating User: ${call.initiatingUserId}`,
    `${message} of ${table}(${id}), stage ${step.stage}, depth ${call.depth}, ${images} the main operation`,
    ...(columns.length === 0
      ? []
      : [`Target holds ${columns.length} columns: ${columns.slice(0, 20).join(', ')}`]),
    ...(exception === undefined ? [`Done in ${executionMs} ms.`] : [`Exception: ${exception}`]),
    `Exiting ${name}.Execute(), Correlation Id: ${call.correlationId}`,
  ].join('\r\n');
}

function exceptionDetails({ type }: PluginStep, exception: string): string {
  return (
    `Microsoft.Xrm.Sdk.InvalidPluginExecutionException: ${exception}\r\n` +
    `   at ${className(type)}.Execute(IServiceProvider serviceProvider)`
  );
}
