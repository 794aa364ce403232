import { DataverseFault, invalidArgument } from '../dataverseFault.ts';
import { lookupIn, numberIn, type Row, textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';
import type { RuleContext, TableRules } from './tableRules.ts';

const postOperation = 40;
const deprecatedPostOperation = 50;
const registrableStages = new Set([10, 20, postOperation, deprecatedPostOperation]);
const asynchronous = 1;

/** Steps. */
export const stepRules: TableRules = {
  /** `eventhandler` and the older `plugintypeid` say the same where the handler is a plug-in type. */
  derive(row, before, changes) {
    const typeSent = lookupIn(changes, 'plugintypeid');
    const handlerSent = lookupIn(changes, 'eventhandler');
    const handler =
      handlerSent ?? typeSent ?? lookupIn(row, 'eventhandler') ?? lookupIn(before ?? {}, 'eventhandler');
    if (handler === undefined) return {};
    return {
      eventhandler: handler,
      eventhandlertypecode: handler.table,
      plugintypeid: handler.table === 'plugintype' ? handler : null,
    };
  },

  check(row, before, changes, context) {
    const concerns = (...columns: string[]): boolean =>
      before === undefined || columns.some((column) => column in changes);
    if (concerns('stage', 'mode')) checkStageAndMode(row);
    if (concerns('sdkmessageid', 'sdkmessagefilterid')) checkFilter(row, context.store);
    if (concerns('filteringattributes', 'sdkmessagefilterid'))
      checkColumnList(row, 'filteringattributes', primaryTableOf(row, context.store), context);
    if (concerns('sdkmessageprocessingstepsecureconfigid', 'supporteddeployment')) checkSecureConfig(row);
    if (concerns('eventhandler', 'plugintypeid')) checkHandler(row, context.store);
  },
};

function checkStageAndMode(row: Row): void {
  const stage = numberIn(row, 'stage') ?? 0;
  if (!registrableStages.has(stage))
    throw new DataverseFault(
      400,
      '0x80044184',
      'Invalid plug-in registration stage. Steps can only be modified in stages BeforeMainOperationOutsideTransaction, ' +
        'BeforeMainOperationInsideTransaction, AfterMainOperationInsideTransaction and AfterMainOperationOutsideTransaction.',
    );
  // That this is refused is documented; the code that comes with it is not.
  if (numberIn(row, 'mode') === asynchronous && stage !== postOperation && stage !== deprecatedPostOperation)
    throw new DataverseFault(
      400,
      '0x80044170',
      'Invalid plug-in registration configuration: asynchronous steps run in the post-operation stage only.',
    );
}

function checkFilter(row: Row, store: RowStore): void {
  const reference = lookupIn(row, 'sdkmessagefilterid');
  const filter = reference === undefined ? undefined : store.get('sdkmessagefilter', reference.id);
  if (filter === undefined) return;
  const sameMessage = lookupIn(filter, 'sdkmessageid')?.id === lookupIn(row, 'sdkmessageid')?.id;
  if (!sameMessage || filter.iscustomprocessingstepallowed !== true)
    throw new DataverseFault(
      400,
      '0x80044187',
      'Custom SdkMessageProcessingStep is not allowed on the specified message and entity.',
    );
}

/** The table that a step's filter names; undefined for steps on any table. */
function primaryTableOf(row: Row, store: RowStore): string | undefined {
  const reference = lookupIn(row, 'sdkmessagefilterid');
  const filter = reference === undefined ? undefined : store.get('sdkmessagefilter', reference.id);
  const name = filter === undefined ? undefined : textIn(filter, 'primaryobjecttypecode');
  return name === 'none' ? undefined : name;
}

/** Refuses a comma-separated list of columns that names one the table does not have. */
export function checkColumnList(
  row: Row,
  column: string,
  tableName: string | undefined,
  context: RuleContext,
): void {
  const list = textIn(row, column);
  if (list === undefined || list === '') return;
  if (tableName === undefined)
    throw invalidArgument(`'${column}' must be empty when the step is for any entity.`);
  const table = context.store.schema.byName(tableName);
  if (table === undefined) return;
  for (const name of list.split(',').map((piece) => piece.trim()))
    if (!table.column.has(name))
      throw new DataverseFault(
        400,
        '0x80041103',
        `'${tableName}' entity doesn't contain attribute with Name = '${name}'.`,
      );
}

function checkSecureConfig(row: Row): void {
  if (lookupIn(row, 'sdkmessageprocessingstepsecureconfigid') === undefined) return;
  if (numberIn(row, 'supporteddeployment') !== 0)
    throw new DataverseFault(
      400,
      '0x80044185',
      'Only SdkMessageProcessingStep with Server Only supported deployment can have secure configuration.',
    );
}

function checkHandler(row: Row, store: RowStore): void {
  const handler = lookupIn(row, 'eventhandler');
  if (handler?.table !== 'plugintype') return;
  if (store.get('plugintype', handler.id)?.isworkflowactivity === true)
    throw invalidArgument('A workflow activity cannot be the event handler of a step.');
}
