import type { MessageChoice, UserChoice } from '../../shared/contract/calls/steps.ts';
import type { Etag } from '../../shared/domain/ids.ts';
import type {
  OrganizationInformation,
  Registrations,
  ServiceEndpoint,
  Step,
  StepImage,
} from '../../shared/domain/registration.ts';
import type { MessageFilter } from '../dataverse/messages.ts';
import type { ColumnDefinition, ColumnDetails, TableDefinition } from '../dataverse/metadata.ts';
import type { Clock } from '../ports.ts';
import { createExpiringCache, type ExpiringCache } from './expiringCache.ts';

/** Rows as they were read for editing, by id and etag: what an update is compared with. */
export interface ReadRows<Row extends { readonly id: string }> {
  remember(row: Row, etag: Etag): void;
  recall(id: string, etag: Etag): Row | undefined;
}

/** What this session remembers of one organisation. All of it can be forgotten at any time. */
export interface OrganizationMemory {
  information: OrganizationInformation | undefined;
  registrations: Registrations | undefined;
  readonly endpoints: ReadRows<ServiceEndpoint>;
  readonly steps: ReadRows<Step>;
  readonly images: ReadRows<StepImage>;
  readonly messages: ExpiringCache<MessageChoice[]>;
  readonly filters: ExpiringCache<MessageFilter[]>;
  readonly tableNames: ExpiringCache<ReadonlyMap<string, string | null>>;
  readonly tables: ExpiringCache<TableDefinition>;
  readonly columns: ExpiringCache<ColumnDefinition[]>;
  readonly columnDetails: ExpiringCache<ColumnDetails>;
  readonly users: ExpiringCache<UserChoice[]>;
  /** The user wants to see what is there now: new tables and custom APIs too. */
  forgetChoices(): void;
}

const seconds = 1000;
const minutes = 60 * seconds;

export function createOrganizationMemory(clock: Pick<Clock, 'now'>): OrganizationMemory {
  const messages = createExpiringCache<MessageChoice[]>(clock, { milliseconds: 60 * seconds, entries: 200 });
  const filters = createExpiringCache<MessageFilter[]>(clock, { milliseconds: 5 * minutes, entries: 20 });
  const tableNames = createExpiringCache<ReadonlyMap<string, string | null>>(clock, {
    milliseconds: 10 * minutes,
    entries: 1,
  });
  const tables = createExpiringCache<TableDefinition>(clock, { milliseconds: 10 * minutes, entries: 50 });
  const columns = createExpiringCache<ColumnDefinition[]>(clock, { milliseconds: 5 * minutes, entries: 20 });
  const columnDetails = createExpiringCache<ColumnDetails>(clock, {
    milliseconds: 5 * minutes,
    entries: 20,
  });
  const users = createExpiringCache<UserChoice[]>(clock, { milliseconds: 60 * seconds, entries: 100 });
  const choices = [messages, filters, tableNames, tables, columns, columnDetails, users];
  return {
    information: undefined,
    registrations: undefined,
    endpoints: createReadRows(),
    steps: createReadRows(),
    images: createReadRows(),
    messages,
    filters,
    tableNames,
    tables,
    columns,
    columnDetails,
    users,
    forgetChoices() {
      for (const cache of choices) cache.clear();
    },
  };
}

const mostReadRows = 200;

function createReadRows<Row extends { readonly id: string }>(): ReadRows<Row> {
  const rows = new Map<string, Row>();
  const keyOf = (id: string, etag: Etag): string => `${id} ${etag}`;
  return {
    remember(row, etag) {
      const key = keyOf(row.id, etag);
      rows.delete(key);
      rows.set(key, row);
      const oldest = rows.keys().next();
      if (rows.size > mostReadRows && !oldest.done) rows.delete(oldest.value);
    },
    recall: (id, etag) => rows.get(keyOf(id, etag)),
  };
}
