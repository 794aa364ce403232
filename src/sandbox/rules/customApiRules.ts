import { randomUUID } from 'node:crypto';
import { DataverseFault, invalidArgument } from '../dataverseFault.ts';
import type { RowWriter } from '../operations/operationPipeline.ts';
import { lookupIn, numberIn, type Row, textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';
import type { RuleContext, TableRules } from './tableRules.ts';

const boundToNothing = 0;
const noSteps = 0;

/** Custom APIs. Which columns are fixed after create the columns say themselves. */
export const customApiRules: TableRules = {
  check(row, before, changes, { store }) {
    if (before === undefined) {
      checkUniqueName(row, store);
      checkBinding(row, store);
      if (row.isfunction === true && row.workflowsdkstepenabled === true)
        throw invalidArgument('A custom API that is a function cannot be enabled for workflows.');
    }
    if (before === undefined || 'plugintypeid' in changes) checkPluginType(row, store);
  },

  /** The platform makes a message of the API's name, and keeps it as private as the API. */
  async follow(row, before, changes, _context, writer) {
    if (before === undefined) await createMessage(row, writer);
    else if ('isprivate' in changes) {
      const message = lookupIn(row, 'sdkmessageid');
      if (message !== undefined)
        await writer.update(
          'sdkmessage',
          message.id,
          { isprivate: row.isprivate ?? false },
          { asPlatform: true },
        );
    }
  },

  async followDelete(row, _context, writer) {
    const message = lookupIn(row, 'sdkmessageid');
    if (message !== undefined && writer.get('sdkmessage', message.id) !== undefined)
      await writer.remove('sdkmessage', message.id, { asPlatform: true });
  },
};

async function createMessage(api: Row, writer: RowWriter): Promise<void> {
  const uniquename = textIn(api, 'uniquename') ?? '';
  const sdkmessageid = randomUUID();
  const message = { table: 'sdkmessage', id: sdkmessageid };
  await writer.create(
    'sdkmessage',
    { sdkmessageid, name: uniquename, isprivate: api.isprivate ?? false, customizationlevel: 1 },
    { asPlatform: true },
  );
  await writer.create(
    'sdkmessagefilter',
    {
      sdkmessagefilterid: randomUUID(),
      name: uniquename,
      sdkmessageid: message,
      primaryobjecttypecode: textIn(api, 'boundentitylogicalname') ?? 'none',
      iscustomprocessingstepallowed: numberIn(api, 'allowedcustomprocessingsteptype') !== noSteps,
      customizationlevel: 1,
    },
    { asPlatform: true },
  );
  await writer.update(
    'customapi',
    textIn(api, 'customapiid') ?? '',
    { sdkmessageid: message },
    { asPlatform: true },
  );
}

function checkUniqueName(row: Row, store: RowStore): void {
  const name = textIn(row, 'uniquename') ?? '';
  if (!/^\w+$/.test(name) || !hasPublisherPrefix(name, store))
    throw invalidArgument(
      `The unique name '${name}' of a custom API must be made of letters, digits and underscores, and begin with a ` +
        'publisher’s customization prefix and an underscore.',
    );
  const taken = (table: string, column: string): boolean =>
    [...store.rows(table)].some(
      (other) =>
        other.customapiid !== row.customapiid && textIn(other, column)?.toLowerCase() === name.toLowerCase(),
    );
  if (taken('customapi', 'uniquename') || taken('sdkmessage', 'name'))
    throw duplicate(`A message with the name '${name}' exists already.`);
}

function hasPublisherPrefix(name: string, store: RowStore): boolean {
  for (const publisher of store.rows('publisher')) {
    const prefix = textIn(publisher, 'customizationprefix')?.toLowerCase() ?? '';
    if (prefix !== '' && name.toLowerCase().startsWith(`${prefix}_`)) return true;
  }
  return false;
}

function checkBinding(row: Row, store: RowStore): void {
  const table = textIn(row, 'boundentitylogicalname') ?? '';
  if (numberIn(row, 'bindingtype') === boundToNothing) {
    if (table !== '')
      throw invalidArgument(
        'A global custom API is bound to no table: leave its bound entity logical name out.',
      );
    return;
  }
  if (table === '')
    throw invalidArgument('A custom API that is bound to a table needs its bound entity logical name.');
  checkTable(table, store);
}

function checkTable(name: string, store: RowStore): void {
  if (store.schema.byName(name) === undefined)
    throw new DataverseFault(400, '0x80041102', `The entity with a name = '${name}' was not found.`);
}

function checkPluginType(row: Row, store: RowStore): void {
  const type = lookupIn(row, 'plugintypeid');
  if (type !== undefined && store.get('plugintype', type.id)?.isworkflowactivity === true)
    throw invalidArgument('A workflow activity cannot be the plug-in type of a custom API.');
}

const entityType = 3;
const entityCollectionType = 4;
const entityReferenceType = 5;
const stringArrayType = 11;
const typesOfTables = [entityType, entityCollectionType, entityReferenceType];

/** Request parameters and response properties. Nothing that says what they are changes after create. */
export const customApiPartRules: TableRules = {
  check(row, before, _changes, context) {
    if (before !== undefined) return;
    checkPartName(row, context);
    checkType(row, context.store);
  },
};

function checkPartName(row: Row, { table, store }: RuleContext): void {
  const name = textIn(row, 'uniquename') ?? '';
  if (!/^[A-Za-z_]\w*$/.test(name))
    throw invalidArgument(`The unique name '${name}' must be made of letters, digits and underscores.`);
  const api = lookupIn(row, 'customapiid')?.id ?? '';
  for (const other of store.referring(table.name, 'customapiid', api))
    if (
      other[table.primaryKey] !== row[table.primaryKey] &&
      textIn(other, 'uniquename')?.toLowerCase() === name.toLowerCase()
    )
      throw duplicate(`The custom API has a ${table.label.replace('Custom API ', '')} '${name}' already.`);
}

function checkType(row: Row, store: RowStore): void {
  const type = numberIn(row, 'type') ?? -1;
  const table = textIn(row, 'logicalentityname') ?? '';
  if (table !== '') {
    if (!typesOfTables.includes(type))
      throw invalidArgument(
        'Only the types Entity, EntityCollection and EntityReference go with a logical entity name.',
      );
    checkTable(table, store);
  }
  const api = store.get('customapi', lookupIn(row, 'customapiid')?.id ?? '');
  if (api?.workflowsdkstepenabled !== true) return;
  if (type === entityType || type === entityCollectionType || type === stringArrayType)
    throw invalidArgument(
      'A custom API that is enabled for workflows cannot have the types Entity, EntityCollection and StringArray.',
    );
  if (type === entityReferenceType && table === '')
    throw invalidArgument(
      'An EntityReference of a custom API that is enabled for workflows needs its logical entity name.',
    );
}

function duplicate(sentence: string): DataverseFault {
  return new DataverseFault(412, '0x80040237', `Cannot insert duplicate key. ${sentence}`);
}
