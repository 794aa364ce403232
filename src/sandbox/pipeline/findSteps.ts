import type { RowOperation } from '../operations/operationPipeline.ts';
import { lookupIn, numberIn, type Row, textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';

/** An enabled step that an operation sets off, with what handles it. */
export type RunningStep = {
  readonly id: string;
  readonly row: Row;
  /** 10 pre-validation, 20 pre-operation, 40 post-operation. */
  readonly stage: number;
  readonly asynchronous: boolean;
} & (
  | { readonly kind: 'endpoint'; readonly endpoint: Row }
  | { readonly kind: 'pluginType'; readonly type: Row }
);

export type EndpointStep = Extract<RunningStep, { kind: 'endpoint' }>;
export type PluginStep = Extract<RunningStep, { kind: 'pluginType' }>;

/** Outlook's own client, which the sandbox is not. */
const outlookOnly = 1;
/** The deprecated post-operation stage runs with the present one. */
const oldPostOperation = 50;

/** The enabled steps that the operation sets off, in the order in which they run: stage, then rank, then name. */
export function findSteps(store: RowStore, operation: RowOperation): RunningStep[] {
  const found: RunningStep[] = [];
  for (const row of stepsOnMessage(store, operation.message)) {
    if (numberIn(row, 'statecode') === 1 || numberIn(row, 'supporteddeployment') === outlookOnly) continue;
    if (!isForTable(store, row, operation.table) || !isForColumns(row, operation)) continue;
    const id = textIn(row, 'sdkmessageprocessingstepid');
    const handler = handlerOf(store, row);
    if (handler === undefined || id === undefined) continue;
    const stage = numberIn(row, 'stage') ?? 0;
    found.push({
      id,
      row,
      stage: stage === oldPostOperation ? 40 : stage,
      asynchronous: numberIn(row, 'mode') === 1,
      ...handler,
    });
  }
  return found.sort(
    (left, right) =>
      left.stage - right.stage ||
      (numberIn(left.row, 'rank') ?? 0) - (numberIn(right.row, 'rank') ?? 0) ||
      (textIn(left.row, 'name') ?? '').localeCompare(textIn(right.row, 'name') ?? ''),
  );
}

function* stepsOnMessage(store: RowStore, name: string): Iterable<Row> {
  for (const message of store.rows('sdkmessage'))
    if (message.name === name)
      yield* store.referring(
        'sdkmessageprocessingstep',
        'sdkmessageid',
        textIn(message, 'sdkmessageid') ?? '',
      );
}

type Handler = Pick<EndpointStep, 'kind' | 'endpoint'> | Pick<PluginStep, 'kind' | 'type'>;

function handlerOf(store: RowStore, step: Row): Handler | undefined {
  const handler = lookupIn(step, 'eventhandler');
  const row = handler === undefined ? undefined : store.get(handler.table, handler.id);
  if (row === undefined) return undefined;
  return handler?.table === 'serviceendpoint'
    ? { kind: 'endpoint', endpoint: row }
    : { kind: 'pluginType', type: row };
}

/** A step without a filter row is for any table. */
function isForTable(store: RowStore, step: Row, table: string): boolean {
  const filter = lookupIn(step, 'sdkmessagefilterid');
  if (filter === undefined) return true;
  const row = store.get('sdkmessagefilter', filter.id);
  if (row === undefined) return false;
  const primary = textIn(row, 'primaryobjecttypecode');
  return primary === undefined || primary === 'none' || primary === table;
}

/**
 * Filtering attributes count on Update only, and compare with the columns sent: a column that was sent with the value
 * it had already sets the step off, as in Dataverse.
 */
function isForColumns(step: Row, { message, target }: RowOperation): boolean {
  if (message !== 'Update') return true;
  const wanted = columnList(textIn(step, 'filteringattributes'));
  return wanted === undefined || wanted.some((column) => target[column] !== undefined);
}

/** Names of a comma-separated list, or undefined when the list is empty: all columns. */
export function columnList(list: string | undefined): string[] | undefined {
  const names = (list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length === 0 ? undefined : names;
}
