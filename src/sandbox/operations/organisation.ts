import { randomUUID } from 'node:crypto';
import { platformColumns } from '../rules/platformColumns.ts';
import { dataverseSchema } from '../schema/dataverseSchema.ts';
import type { Schema } from '../schema/schema.ts';
import type { Row } from '../store/row.ts';
import { RowStore } from '../store/rowStore.ts';
import { WriteLock } from '../store/writeLock.ts';
import {
  emptyPipeline,
  type OperationCall,
  type OperationPipeline,
  type RowWriter,
} from './operationPipeline.ts';
import { type OrganisationDetails, sandboxDetails } from './organisationDetails.ts';
import type { Rights } from './rights.ts';
import { rightsByRoles } from './roles.ts';
import { createRowWriter } from './rowWriter.ts';
import { seedComponentDefinitions, seedRoles } from './standardRows.ts';

/** Milliseconds since 1970. */
export type Clock = () => number;

export type OrganisationOptions = {
  readonly details?: Partial<OrganisationDetails>;
  readonly clock?: Clock;
  readonly pipeline?: OperationPipeline;
  /** The usual tables unless said otherwise. */
  readonly schema?: Schema;
};

/** A Dataverse organisation without its network: rows, rules and the ways to change them. */
export type Organisation = {
  readonly details: OrganisationDetails;
  readonly schema: Schema;
  readonly store: RowStore;
  readonly clock: Clock;
  /** May be set once the rest stands: the pipeline usually needs the organisation. */
  pipeline: OperationPipeline;
  rightsOf(userId: string): Rights;
  /**
   * Runs the work in one transaction, after all transactions asked for before. A throw undoes everything.
   * Do not call it from inside the pipeline's `before` and `after`: use the operation's own writer there.
   */
  transact<T>(call: OperationCall, work: (writer: RowWriter) => Promise<T>): Promise<T>;
  /** A call by the platform's own user, for system jobs. */
  platformCall(correlationId?: string): OperationCall;
  /**
   * Puts a row straight into the store, with defaults and platform columns, and no rule or pipeline.
   * Columns of any access can be given. For filling an organisation.
   * @returns the row's id
   */
  seed(table: string, values: Row): string;
};

/** An organisation with the rows that no organisation is without: itself, a business unit, a currency, two users. */
export function createOrganisation(options: OrganisationOptions = {}): Organisation {
  const details: OrganisationDetails = { ...sandboxDetails, ...options.details };
  const clock = options.clock ?? Date.now;
  const schema = options.schema ?? dataverseSchema;
  const store = new RowStore(schema);
  const lock = new WriteLock();

  const organisation: Organisation = {
    details,
    schema,
    store,
    clock,
    pipeline: options.pipeline ?? emptyPipeline,
    rightsOf: (userId) => rightsByRoles(organisation, userId),
    transact: (call, work) =>
      lock.run(async () => {
        const transaction = store.begin();
        try {
          const result = await work(createRowWriter(organisation, call));
          const changes = transaction.commit();
          if (changes.length > 0) organisation.pipeline.committed(changes);
          return result;
        } catch (error) {
          if (store.inTransaction) transaction.rollback();
          throw error;
        }
      }),
    platformCall: (correlationId = randomUUID()) => ({
      userId: details.systemUserId,
      initiatingUserId: details.systemUserId,
      correlationId,
      requestId: randomUUID(),
      depth: 1,
    }),
    seed: (tableName, values) => {
      const table = schema.byName(tableName);
      if (table === undefined) throw new Error(`There is no table ${tableName}.`);
      const given = values[table.primaryKey];
      const id = typeof given === 'string' ? given : randomUUID();
      const userId = details.administratorId;
      const row = platformColumns(table, { ...values, [table.primaryKey]: id }, undefined, {
        details,
        now: clock(),
        userId,
        initiatingUserId: userId,
      });
      store.put(tableName, { ...row, ...values });
      return id;
    },
  };
  seedFoundation(organisation);
  seedDefinitions(organisation);
  return organisation;
}

/**
 * What the platform itself brings along; also for an organisation that was kept before it did.
 * @returns whether there were no security roles yet, so that its users have none
 */
export function seedDefinitions(organisation: Organisation): boolean {
  const isFirst = organisation.store.count('role') === 0;
  seedComponentDefinitions(organisation);
  if (isFirst) seedRoles(organisation);
  return isFirst;
}

function seedFoundation({ details, seed }: Organisation): void {
  seed('transactioncurrency', {
    transactioncurrencyid: details.currencyId,
    currencyname: 'Euro',
    currencysymbol: '€',
    isocurrencycode: 'EUR',
  });
  seed('businessunit', { businessunitid: details.businessUnitId, name: details.friendlyName });
  const businessunitid = { table: 'businessunit', id: details.businessUnitId };
  seed('systemuser', {
    systemuserid: details.administratorId,
    firstname: 'Nancy',
    lastname: 'Davolio',
    domainname: 'nancy@contoso.example',
    internalemailaddress: 'nancy@contoso.example',
    azureactivedirectoryobjectid: 'c5e7091b-6d3f-e911-a812-000d3a1b1c73',
    businessunitid,
  });
  seed('systemuser', {
    systemuserid: details.systemUserId,
    lastname: 'SYSTEM',
    fullname: 'SYSTEM',
    domainname: '',
    isdisabled: true,
    accessmode: 3,
    businessunitid,
  });
  seed('organization', {
    organizationid: details.organizationId,
    name: details.uniqueName,
    basecurrencyid: { table: 'transactioncurrency', id: details.currencyId },
    systemuserid: { table: 'systemuser', id: details.systemUserId },
  });
}
