import { choice, dateTime, decimal, lookup, memo, stateAndStatus, text, whole } from '../../schema/column.ts';
import { auditColumns, ownershipColumns } from '../../schema/commonColumns.ts';
import { associations, tableDefinitions } from '../../schema/dataverseSchema.ts';
import { createSchema, type Schema } from '../../schema/schema.ts';
import { defineTable, type TableDefinition } from '../../schema/table.ts';
import { areas, things } from './largeWords.ts';

/** First object type code of tables that an organisation made itself. */
const firstCustomCode = 10_500;

/** The usual tables and 900 more, as organisations with many apps have them. */
export function createLargeSchema(): Schema {
  return createSchema([...tableDefinitions, ...customTables()], associations);
}

export function customTableNames(): string[] {
  return customTables().map(({ name }) => name);
}

let made: readonly TableDefinition[] | undefined;

function customTables(): readonly TableDefinition[] {
  made ??= areas.flatMap((area, at) =>
    things.map((thing, index) => customTable(area, thing, at * things.length + index)),
  );
  return made;
}

const prefixes = ['contoso', 'fab', 'nwt'];

function customTable(area: string, thing: string, index: number): TableDefinition {
  const prefix = prefixes[index % prefixes.length] ?? 'contoso';
  const name = `${prefix}_${area}${thing}`.toLowerCase();
  return defineTable(
    {
      name,
      schemaName: `${prefix}_${area}${thing}`,
      set: `${name}s`,
      label: `${area} ${thing}`,
      pluralLabel: `${area} ${thing}s`,
      objectTypeCode: firstCustomCode + index,
      primaryName: `${prefix}_name`,
      ownership: 'UserOwned',
      business: true,
    },
    [
      text(`${prefix}_name`, 'Name', 100, { required: 'ApplicationRequired' }),
      text(`${prefix}_code`, 'Code', 20),
      memo(`${prefix}_remarks`, 'Remarks', 2000),
      decimal(`${prefix}_value`, 'Value'),
      whole(`${prefix}_sequence`, 'Sequence'),
      dateTime(`${prefix}_dueon`, 'Due On'),
      choice(`${prefix}_priority`, 'Priority', [
        [1, 'Low'],
        [2, 'Normal'],
        [3, 'High'],
      ]),
      lookup(`${prefix}_accountid`, 'Account', 'account'),
      ...stateAndStatus([
        [0, 'Active', [[1, 'Active']]],
        [1, 'Inactive', [[2, 'Inactive']]],
      ]),
      ...ownershipColumns(),
      ...auditColumns(),
    ],
  );
}
