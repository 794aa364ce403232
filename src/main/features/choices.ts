import type {
  ColumnChoice,
  MessageChoice,
  TableChoice,
  UserChoice,
} from '../../shared/contract/calls/steps.ts';
import type { MessageId } from '../../shared/domain/ids.ts';
import { allowsSteps } from '../../shared/domain/stepMessage.ts';
import type { MessageFilter } from '../dataverse/messages.ts';
import type { RequestScope } from '../dataverse/ports.ts';
import type { Handlers } from './handlers.ts';
import type { OpenOrganization, OpenOrganizationOf } from './ports.ts';

const mostChoices = 50;
const mostColumns = 100;

/** Where a message allows steps; remembered for some minutes. */
export function filtersOf(
  { dataverse, memory }: OpenOrganization,
  messageId: MessageId,
  scope: RequestScope,
): Promise<MessageFilter[]> {
  return memory.filters.get(messageId, () => dataverse.messages.filters(messageId, scope));
}

/** What the forms of a step offer while the user types. */
export function createChoices(ports: {
  open: OpenOrganizationOf;
}): Pick<Handlers, 'message.search' | 'table.search' | 'column.search' | 'user.search'> {
  async function searchMessages(
    { dataverse, memory }: OpenOrganization,
    text: string,
    scope: RequestScope,
  ): Promise<MessageChoice[]> {
    // Some stay out of the list, so a few more are asked for.
    const top = mostChoices + 10;
    return memory.messages.get(text.toLowerCase(), async () => {
      const [beginning, containing] = await Promise.all([
        text === '' ? [] : dataverse.messages.beginningWith(text, top, scope),
        dataverse.messages.search(text, top, scope),
      ]);
      const known = new Set(beginning.map(({ id }) => id));
      return [...beginning, ...containing.filter(({ id }) => !known.has(id))].filter(({ name }) =>
        allowsSteps(name),
      );
    });
  }

  return {
    'message.search': async ({ connectionId, text }, { signal }) => {
      const found = await searchMessages(await ports.open(connectionId), text.trim(), { signal });
      return { messages: found.slice(0, mostChoices), more: found.length > mostChoices };
    },

    'table.search': async ({ connectionId, messageId, text, primary }, { signal }) => {
      const organization = await ports.open(connectionId);
      const { dataverse, memory } = organization;
      const [filters, names] = await Promise.all([
        filtersOf(organization, messageId, { signal }),
        memory.tableNames.get('', () => dataverse.metadata.tableNames({ signal })),
      ]);
      const tables: TableChoice[] = filters.flatMap(({ id, table, secondaryTable, availability }) =>
        table === null || (primary !== null && table !== primary)
          ? []
          : [
              {
                messageFilterId: id,
                logicalName: table,
                displayName: names.get(table) ?? null,
                secondaryTable,
                availability,
              },
            ],
      );
      const found = ranked(primary === null ? eachOnce(tables) : tables, text);
      return {
        tables: found.slice(0, mostChoices),
        anyTable: filters.length > 0,
        more: found.length > mostChoices,
      };
    },

    'column.search': async ({ connectionId, table, text }, { signal }) => {
      const { dataverse, memory } = await ports.open(connectionId);
      const columns = await memory.columns.get(table, () => dataverse.metadata.columns(table, { signal }));
      const choices: ColumnChoice[] = columns
        .filter(({ readable }) => readable)
        .map(({ logicalName, displayName, type, validForCreate, validForUpdate }) => ({
          logicalName,
          displayName,
          type,
          validForCreate,
          validForUpdate,
        }));
      const found = ranked(choices, text);
      return { columns: found.slice(0, mostColumns), more: found.length > mostColumns };
    },

    'user.search': async ({ connectionId, text }, { signal }) => {
      const { dataverse, memory } = await ports.open(connectionId);
      const key = text.trim();
      const found: UserChoice[] = await memory.users.get(key.toLowerCase(), () =>
        dataverse.users.search(key, mostChoices + 1, { signal }),
      );
      return { users: found.slice(0, mostChoices), more: found.length > mostChoices };
    },
  };
}

/** One choice for each table: the one without a secondary table where there is such. */
function eachOnce(tables: readonly TableChoice[]): TableChoice[] {
  const byName = new Map<string, TableChoice>();
  for (const table of tables) {
    if (!byName.has(table.logicalName) || table.secondaryTable === null) byName.set(table.logicalName, table);
  }
  return [...byName.values()];
}

/** What contains the text in its logical or display name: the same name first, then beginnings, then the others by name. */
export function ranked<Choice extends { logicalName: string; displayName: string | null }>(
  choices: readonly Choice[],
  text: string,
): Choice[] {
  const sought = text.trim().toLowerCase();
  const weighted: { choice: Choice; weight: number; name: string }[] = [];
  for (const choice of choices) {
    const logical = choice.logicalName.toLowerCase();
    const display = choice.displayName?.toLowerCase() ?? '';
    const weight = weightOf(logical, display, sought);
    if (weight !== undefined) weighted.push({ choice, weight, name: display === '' ? logical : display });
  }
  weighted.sort((one, other) => one.weight - other.weight || one.name.localeCompare(other.name));
  return weighted.map(({ choice }) => choice);
}

function weightOf(logical: string, display: string, sought: string): number | undefined {
  if (sought === '') return 2;
  if (logical === sought || display === sought) return 0;
  if (logical.startsWith(sought) || display.startsWith(sought)) return 1;
  return logical.includes(sought) || display.includes(sought) ? 2 : undefined;
}
