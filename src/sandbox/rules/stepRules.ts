import { DataverseFault, invalidArgument } from '../dataverseFault.ts';
import { lookupIn, numberIn, type Row, textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';
import type { RuleContext, TableRules } from './tableRules.ts';

const postOperation = 40;
const deprecatedPostOperation = 50;
const registrableStages = new Set([10, 20, postOperation, deprecatedPostOperation]);
const asynchronous = 1;
const onClient = 1;
const everywhere = 2;
const noSteps = 0;
const asynchronousStepsOnly = 1;

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
    if (before !== undefined) checkOwnStage(before);
    if (concerns('stage', 'mode')) checkStageAndMode(row);
    if (concerns('sdkmessageid', 'sdkmessagefilterid')) checkFilter(row, context.store);
    if (concerns('sdkmessageid', 'mode')) checkCustomApi(row, context.store);
    if (concerns('sdkmessageid', 'sdkmessagefilterid', 'supporteddeployment'))
      checkAvailability(row, context.store);
    if (concerns('filteringattributes', 'sdkmessagefilterid'))
      checkColumnList(row, 'filteringattributes', primaryTableOf(row, context.store), context);
    if (concerns('sdkmessageprocessingstepsecureconfigid', 'supporteddeployment')) checkSecureConfig(row);
    if (concerns('eventhandler', 'plugintypeid')) checkHandler(row, context.store);
    if (concerns('eventhandler', 'plugintypeid', 'configuration', 'sdkmessageprocessingstepsecureconfigid'))
      checkConfiguration(row);
  },
};

/** A step in one of the platform's stages is the platform's own, whatever is to be changed in it. */
function checkOwnStage(row: Row): void {
  if (!registrableStages.has(numberIn(row, 'stage') ?? 0))
    throw new DataverseFault(
      400,
      '0x80044184',
      'Invalid plug-in registration stage. Steps can only be modified in stages BeforeMainOperationOutsideTransaction, ' +
        'BeforeMainOperationInsideTransaction, AfterMainOperationInsideTransaction and AfterMainOperationOutsideTransaction.',
    );
}

function checkStageAndMode(row: Row): void {
  checkOwnStage(row);
  const stage = numberIn(row, 'stage') ?? 0;
  // That this is refused is documented; the code that comes with it is not.
  if (numberIn(row, 'mode') === asynchronous && stage !== postOperation && stage !== deprecatedPostOperation)
    throw new DataverseFault(
      400,
      '0x80044170',
      'Invalid plug-in registration configuration: asynchronous steps run in the post-operation stage only.',
    );
}

function checkFilter(row: Row, store: RowStore): void {
  const message = lookupIn(row, 'sdkmessageid')?.id ?? '';
  const filter = filterOf(row, store);
  const isOpen = (each: Row): boolean => each.iscustomprocessingstepallowed === true;
  // A step on any table needs a message that is open on one at least; a message without filters is open.
  const filters =
    filter === undefined ? store.referring('sdkmessagefilter', 'sdkmessageid', message) : [filter];
  const isOfMessage = filter === undefined || lookupIn(filter, 'sdkmessageid')?.id === message;
  if (!isOfMessage || (filters.length > 0 && !filters.some(isOpen))) throw closedToSteps();
}

function filterOf(row: Row, store: RowStore): Row | undefined {
  const reference = lookupIn(row, 'sdkmessagefilterid');
  return reference === undefined ? undefined : store.get('sdkmessagefilter', reference.id);
}

function closedToSteps(): DataverseFault {
  return new DataverseFault(
    400,
    '0x80044187',
    'Custom SdkMessageProcessingStep is not allowed on the specified message and entity.',
  );
}

/** The maker of a custom API decides who may extend it. */
function checkCustomApi(row: Row, store: RowStore): void {
  const message = lookupIn(row, 'sdkmessageid')?.id ?? '';
  const [api] = store.referring('customapi', 'sdkmessageid', message);
  if (api === undefined) return;
  const allowed = numberIn(api, 'allowedcustomprocessingsteptype');
  if (allowed === noSteps) throw closedToSteps();
  if (allowed === asynchronousStepsOnly && numberIn(row, 'mode') !== asynchronous)
    throw new DataverseFault(
      400,
      '0x80044170',
      `Invalid plug-in registration configuration: the custom API '${textIn(api, 'uniquename')}' allows asynchronous ` +
        'steps only.',
    );
}

/** Where the message is there: 0 on the server, 1 on the client, 2 on both. The same numbers say where the step is. */
function checkAvailability(row: Row, store: RowStore): void {
  const message = store.get('sdkmessage', lookupIn(row, 'sdkmessageid')?.id ?? '') ?? {};
  const available = numberIn(filterOf(row, store) ?? {}, 'availability') ?? numberIn(message, 'availability');
  const wanted = numberIn(row, 'supporteddeployment') ?? 0;
  if (available === undefined || available === everywhere || available === wanted) return;
  const [code, place] = available === onClient ? ['0x80044180', 'server'] : ['0x80044181', 'client'];
  throw new DataverseFault(
    400,
    code ?? '',
    `The message '${textIn(message, 'name')}' is not supported on ${place}.`,
  );
}

/** The table that a step's filter names; undefined for steps on any table. */
function primaryTableOf(row: Row, store: RowStore): string | undefined {
  const filter = filterOf(row, store);
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

/** Nobody would hand it on: endpoints and webhooks get the context and nothing else. The code is a guess. */
function checkConfiguration(row: Row): void {
  if (lookupIn(row, 'eventhandler')?.table !== 'serviceendpoint') return;
  const configuration = textIn(row, 'configuration') ?? '';
  if (configuration !== '' || lookupIn(row, 'sdkmessageprocessingstepsecureconfigid') !== undefined)
    throw new DataverseFault(
      400,
      '0x80044170',
      'Invalid plug-in registration configuration: steps of service endpoints have no configuration.',
    );
}
