import { randomUUID } from 'node:crypto';
import { DataverseFault, notSupportedHere, objectDoesNotExist } from '../dataverseFault.ts';
import {
  acceptColumns,
  checkReferences,
  checkRequired,
  checkRequiredKept,
  checkValues,
  settleState,
} from '../rules/columnRules.ts';
import { checkManagedDelete, checkManagedUpdate } from '../rules/managedRules.ts';
import { type PlatformContext, platformColumns } from '../rules/platformColumns.ts';
import { rulesOf } from '../rules/rulesOfTables.ts';
import { membershipByHeader, solutionComponentsOf } from '../rules/solutionRules.ts';
import type { RuleContext } from '../rules/tableRules.ts';
import type { Table } from '../schema/schema.ts';
import type { MessageSupport } from '../schema/table.ts';
import { numberIn, type Row, textIn } from '../store/row.ts';
import type { OperationCall, RowOperation, RowWriter, WriteOptions } from './operationPipeline.ts';
import type { Organisation } from './organisation.ts';
import { releaseReferrers } from './releaseReferrers.ts';
import type { PrivilegeVerb } from './rights.ts';
import { hasRole } from './roles.ts';

/** What the writers of one transaction share. */
type SharedTransaction = { readonly id: string; operations: number };

/** A writer for one call. All its writes belong to the transaction that is open in the organisation's store. */
export function createRowWriter(
  organisation: Organisation,
  call: OperationCall,
  transaction: SharedTransaction = { id: randomUUID(), operations: 0 },
): RowWriter {
  const { store, schema, details } = organisation;

  function tableOf(name: string): Table {
    const table = schema.byName(name);
    if (table === undefined)
      throw new DataverseFault(400, '0x80041102', `The entity with a name = '${name}' was not found.`);
    return table;
  }

  function ruleContext(table: Table, { asPlatform = false, goesAlong = false } = {}): RuleContext {
    return { table, store, call, now: organisation.clock(), asPlatform, goesAlong };
  }

  function platformContext(): PlatformContext {
    return {
      details,
      now: organisation.clock(),
      userId: call.userId,
      initiatingUserId: call.initiatingUserId,
    };
  }

  function existing(table: Table, id: string, options: WriteOptions): Row {
    const row = store.get(table.name, id);
    if (row === undefined) throw objectDoesNotExist(table.name, id);
    const { ifMatch } = options;
    if (typeof ifMatch === 'number' && numberIn(row, 'versionnumber') !== ifMatch)
      throw new DataverseFault(
        412,
        '0x80060882',
        "The version of the existing record doesn't match the RowVersion property provided.",
      );
    return row;
  }

  function startOperation(
    message: RowOperation['message'],
    table: Table,
    id: string,
    target: Row,
    preRow: Row | undefined,
  ): RowOperation {
    transaction.operations += 1;
    return {
      message,
      table: table.name,
      id,
      target,
      preRow,
      postRow: undefined,
      call,
      createdOn: organisation.clock(),
      operationsInTransaction: transaction.operations,
      sharedVariables: new Map(),
      writer,
    };
  }

  async function runPipeline(
    table: Table,
    options: WriteOptions,
    operation: RowOperation,
    write: () => Row | undefined | Promise<Row | undefined>,
  ): Promise<Row | undefined> {
    if (options.asPlatform === true || !table.business) return write();
    await organisation.pipeline.before(operation);
    const postRow = await write();
    await organisation.pipeline.after({ ...operation, postRow });
    return store.get(operation.table, operation.id);
  }

  const writer: RowWriter = {
    transactionId: transaction.id,

    withCall: (other) => createRowWriter(organisation, other, transaction),

    get: (table, id) => store.get(table, id),

    async create(name, values, options = {}) {
      const table = tableOf(name);
      const asPlatform = options.asPlatform === true;
      if (!asPlatform) {
        requireSupport(table, table.create, 'Create');
        requirePrivilege(organisation, call, table, 'Create');
      }
      const id = textIn(values, table.primaryKey) ?? randomUUID();
      if (store.get(name, id) !== undefined) throw duplicateKey();
      const sent = {
        ...(asPlatform ? values : acceptColumns(table, values, undefined)),
        [table.primaryKey]: id,
      };
      checkValues(table, sent);
      const changes = settleState(table, undefined, sent);
      const rules = rulesOf(name);
      const operation = startOperation('Create', table, id, changes, undefined);
      const stored = await runPipeline(table, options, operation, () => {
        const completed = {
          ...platformColumns(table, changes, undefined, platformContext()),
          ...sentAsPlatform(),
        };
        const context = ruleContext(table, { asPlatform });
        const row = { ...completed, ...rules.derive?.(completed, undefined, changes, context) };
        if (!asPlatform) {
          checkRequired(table, row, rules.mayLack?.(row) ?? []);
          checkReferences(table, row, store);
          rules.check?.(row, undefined, changes, context);
        }
        return store.put(name, row);
      });
      if (!asPlatform && stored !== undefined)
        await rules.follow?.(stored, undefined, changes, ruleContext(table), writer);
      if (!asPlatform) await joinSolution(table, id);
      return stored ?? {};

      function sentAsPlatform(): Row {
        return asPlatform ? values : {};
      }
    },

    async update(name, id, changed, options = {}) {
      const table = tableOf(name);
      const asPlatform = options.asPlatform === true;
      if (!asPlatform) requireSupport(table, table.update, 'Update');
      const before = existing(table, id, options);
      if (!asPlatform) requirePrivilege(organisation, call, table, 'Write');
      const sent = asPlatform ? changed : acceptColumns(table, changed, before);
      checkValues(table, sent);
      const changes = settleState(table, before, sent);
      const rules = rulesOf(name);
      const operation = startOperation('Update', table, id, changes, before);
      const stored = await runPipeline(table, options, operation, () => {
        // Read again: a step that ran before may have written to the same row.
        const current = store.get(name, id) ?? before;
        const merged = { ...current, ...changes };
        const completed = {
          ...platformColumns(table, merged, current, platformContext()),
          ...(asPlatform ? changed : {}),
        };
        const context = ruleContext(table, { asPlatform });
        const row = { ...completed, ...rules.derive?.(completed, current, changes, context) };
        if (!asPlatform) {
          checkManagedUpdate(table, current, changes);
          checkReferences(table, changes, store);
          checkRequiredKept(table, changes, rules.mayLack?.(row) ?? []);
          rules.check?.(row, current, changes, context);
        }
        return store.put(name, row);
      });
      if (!asPlatform && stored !== undefined)
        await rules.follow?.(stored, before, changes, ruleContext(table), writer);
      if (!asPlatform) await joinSolution(table, id);
      return stored ?? {};
    },

    async remove(name, id, options = {}) {
      const table = tableOf(name);
      const asPlatform = options.asPlatform === true;
      if (!asPlatform) requireSupport(table, table.delete, 'Delete');
      const before = existing(table, id, options);
      if (!asPlatform) {
        requirePrivilege(organisation, call, table, 'Delete');
        checkManagedDelete(table, before);
        rulesOf(name).checkDelete?.(before, ruleContext(table));
      }
      const operation = startOperation('Delete', table, id, {}, before);
      await runPipeline(table, options, operation, () => takeAway(table, before, id));
    },
  };

  /** The header `MSCRM.SolutionUniqueName` names a solution that what is written joins. */
  async function joinSolution(table: Table, id: string): Promise<void> {
    if (call.solutionUniqueName === undefined) return;
    const membership = membershipByHeader(store, { table, id }, call.solutionUniqueName);
    if (membership !== undefined) await writer.create('solutioncomponent', membership, { asPlatform: true });
  }

  /** A row goes because the row it belongs to goes: the rules of its own table still hold, no privilege is asked. */
  async function removeAlong(table: Table, id: string): Promise<void> {
    const row = store.get(table.name, id);
    if (row === undefined) return;
    checkManagedDelete(table, row);
    rulesOf(table.name).checkDelete?.(row, ruleContext(table, { goesAlong: true }));
    const operation = startOperation('Delete', table, id, {}, row);
    await runPipeline(table, {}, operation, () => takeAway(table, row, id));
  }

  async function takeAway(table: Table, row: Row, id: string): Promise<undefined> {
    await releaseReferrers(store, table, id, removeAlong);
    for (const component of solutionComponentsOf(store, table.name, id))
      store.remove('solutioncomponent', component);
    store.remove(table.name, id);
    await rulesOf(table.name).followDelete?.(row, ruleContext(table), writer);
  }

  return writer;
}

function duplicateKey(): DataverseFault {
  return new DataverseFault(412, '0x80040237', 'Cannot insert duplicate key.');
}

function requireSupport(table: Table, support: MessageSupport, message: string): void {
  if (support === 'later') throw notSupportedHere(`the message ${message} on ${table.name} yet`);
  if (support === 'refused')
    throw new DataverseFault(
      405,
      '0x80040800',
      `The '${message}' method does not support entities of type '${table.name}'.`,
    );
}

/** Refuses with 403 when the caller lacks the privilege on the table. */
export function requirePrivilege(
  organisation: Organisation,
  call: OperationCall,
  table: Table,
  verb: PrivilegeVerb,
): void {
  const privilege = `prv${verb}${table.schemaName}`;
  if (organisation.rightsOf(call.userId)(privilege)) return;
  if (!hasRole(organisation.store, call.userId))
    throw new DataverseFault(
      403,
      '0x80042f09',
      `The user with id ${call.userId} has not been assigned any roles. They need a role with the ${privilege} privilege.`,
    );
  throw new DataverseFault(
    403,
    '0x80040220',
    `Principal user (Id=${call.userId}, type=8) is missing ${privilege} privilege on OTC=${table.objectTypeCode} ` +
      `for entity '${table.name}'.`,
  );
}
