import { DataverseFault, invalidArgument } from '../dataverseFault.ts';
import { lookupIn, numberIn, type Row, textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';
import { checkColumnList } from './stepRules.ts';
import type { TableRules } from './tableRules.ts';

/** The message properties that can be taken an image of, and the images there are before and after. */
type ImageSupport = { readonly properties: readonly string[]; readonly pre: boolean; readonly post: boolean };

const both = { pre: true, post: true };

/** What the platform's own registration tool goes by. On Create the property is `Id`, not `Target`. */
const supported: { readonly [message: string]: ImageSupport } = {
  Assign: { properties: ['Target'], ...both },
  Create: { properties: ['Id'], pre: false, post: true },
  CreateMultiple: { properties: ['Ids'], pre: false, post: true },
  Delete: { properties: ['Target'], pre: true, post: false },
  DeliverIncoming: { properties: ['EmailId'], ...both },
  DeliverPromote: { properties: ['EmailId'], ...both },
  ExecuteWorkflow: { properties: ['Target'], ...both },
  Merge: { properties: ['Target', 'SubordinateId'], ...both },
  Route: { properties: ['Target'], ...both },
  Send: { properties: ['EmailId', 'FaxId', 'TemplateId'], ...both },
  SetState: { properties: ['EntityMoniker'], ...both },
  SetStateDynamicEntity: { properties: ['EntityMoniker'], ...both },
  Update: { properties: ['Target'], ...both },
  UpdateMultiple: { properties: ['Targets'], ...both },
};

const preImage = 0;
const postImage = 1;
const postOperation = 40;
const deprecatedPostOperation = 50;

/** Images of steps. */
export const imageRules: TableRules = {
  // A missing property has a code of its own, see below.
  mayLack: () => ['messagepropertyname'],

  check(row, _before, _changes, context) {
    const { step, message, table } = stepOf(row, context.store);
    const support = Object.hasOwn(supported, message) ? supported[message] : undefined;
    if (support === undefined)
      throw new DataverseFault(
        400,
        '0x80044189',
        `Message '${message}' does not support image registration.`,
      );
    const property = textIn(row, 'messagepropertyname');
    if (property === undefined || property === '')
      throw invalidArgument("The column 'messagepropertyname' is missing.");
    if (!support.properties.includes(property))
      throw new DataverseFault(
        400,
        '0x8004416b',
        `Message property name '${property}' is not valid on message ${message}.`,
      );
    checkKind(row, step, message, support);
    checkColumnList(row, 'attributes', table, context);
  },
};

function checkKind(row: Row, step: Row, message: string, support: ImageSupport): void {
  const kind = numberIn(row, 'imagetype');
  const wantsPre = kind !== postImage;
  const wantsPost = kind !== preImage;
  if ((wantsPre && !support.pre) || (wantsPost && !support.post))
    throw new DataverseFault(400, '0x8004416d', `Message ${message} does not support this image type.`);
  const stage = numberIn(step, 'stage');
  if (wantsPost && stage !== postOperation && stage !== deprecatedPostOperation)
    throw new DataverseFault(400, '0x8004416e', 'PreEvent step registration does not support Post Image.');
}

function stepOf(
  row: Row,
  store: RowStore,
): { readonly step: Row; readonly message: string; readonly table: string | undefined } {
  const reference = lookupIn(row, 'sdkmessageprocessingstepid');
  const step =
    (reference === undefined ? undefined : store.get('sdkmessageprocessingstep', reference.id)) ?? {};
  const messageId = lookupIn(step, 'sdkmessageid')?.id ?? '';
  const filterId = lookupIn(step, 'sdkmessagefilterid')?.id ?? '';
  const table = textIn(store.get('sdkmessagefilter', filterId) ?? {}, 'primaryobjecttypecode');
  return {
    step,
    message: textIn(store.get('sdkmessage', messageId) ?? {}, 'name') ?? '',
    table: table === 'none' ? undefined : table,
  };
}
