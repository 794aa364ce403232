import { z } from 'zod';
import { textLiteral } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import { number, text } from './rowColumns.ts';
import type { WebApi } from './webApi.ts';

const Label = z.object({ UserLocalizedLabel: z.object({ Label: text }).nullish() }).nullish();

const TableRow = z.object({
  LogicalName: z.string(),
  DisplayName: Label,
  EntitySetName: text,
  PrimaryIdAttribute: text,
  PrimaryNameAttribute: text,
});
const TableNameRow = z.object({ LogicalName: z.string(), DisplayName: Label });
const ColumnRow = z.object({
  LogicalName: z.string(),
  DisplayName: Label,
  AttributeType: text,
  AttributeOf: text,
  IsValidForRead: z.boolean().nullish(),
  IsValidForCreate: z.boolean().nullish(),
  IsValidForUpdate: z.boolean().nullish(),
  RequiredLevel: z.object({ Value: text }).nullish(),
});
const LengthRow = z.object({ LogicalName: z.string(), MaxLength: number });
const DateRow = z.object({ LogicalName: z.string(), Format: text });
const OptionSet = z
  .object({ Options: z.array(z.object({ Value: z.number().int(), Label })).nullish() })
  .nullish();
const ChoiceRow = z.object({ LogicalName: z.string(), OptionSet, GlobalOptionSet: OptionSet });

export interface TableDefinition {
  readonly logicalName: string;
  readonly displayName: string | null;
  /** Name of its rows in addresses. */
  readonly set: string;
  readonly primaryId: string;
  readonly primaryName: string | null;
}

export interface ColumnDefinition {
  readonly logicalName: string;
  readonly displayName: string | null;
  /** The platform's attribute type: String, Picklist, Lookup … */
  readonly type: string;
  readonly readable: boolean;
  readonly validForCreate: boolean;
  readonly validForUpdate: boolean;
  readonly required: boolean;
}

/** What only some types of columns have, by logical name. */
export interface ColumnDetails {
  readonly lengths: ReadonlyMap<string, number>;
  readonly options: ReadonlyMap<string, readonly { value: number; label: string }[]>;
  /** Dates without a time of day. */
  readonly dateOnly: ReadonlySet<string>;
}

/** The organisation's tables and columns. */
export interface Metadata {
  /** Display names of all tables by logical name; null where a table has none. */
  tableNames(scope?: RequestScope): Promise<ReadonlyMap<string, string | null>>;
  table(logicalName: string, scope?: RequestScope): Promise<TableDefinition>;
  /** Columns of their own right: neither parts of others nor unreadable. */
  columns(logicalName: string, scope?: RequestScope): Promise<ColumnDefinition[]>;
  details(logicalName: string, scope?: RequestScope): Promise<ColumnDetails>;
}

const castPrefix = 'Microsoft.Dynamics.CRM.';

export function createMetadata(api: WebApi): Metadata {
  function attributes<Schema extends z.ZodType>(
    table: string,
    cast: string | undefined,
    query: string,
    row: Schema,
    scope?: RequestScope,
  ): Promise<z.output<Schema>[]> {
    const suffix = cast === undefined ? '' : `/${castPrefix}${cast}`;
    return api.readRows(
      {
        operation: cast === undefined ? 'column.list' : 'column.details',
        path: `EntityDefinitions(LogicalName=${textLiteral(table)})/Attributes${suffix}?${query}`,
      },
      row,
      scope,
    );
  }

  return {
    async tableNames(scope) {
      const rows = await api.readRows(
        { operation: 'table.listNames', path: 'EntityDefinitions?$select=LogicalName,DisplayName' },
        TableNameRow,
        scope,
      );
      return new Map(rows.map((row) => [row.LogicalName, labelOf(row.DisplayName)]));
    },

    async table(logicalName, scope) {
      const row = await api.read(
        {
          operation: 'table.read',
          path:
            `EntityDefinitions(LogicalName=${textLiteral(logicalName)})` +
            '?$select=LogicalName,DisplayName,EntitySetName,PrimaryIdAttribute,PrimaryNameAttribute',
        },
        TableRow,
        scope,
      );
      return {
        logicalName: row.LogicalName,
        displayName: labelOf(row.DisplayName),
        set: row.EntitySetName ?? '',
        primaryId: row.PrimaryIdAttribute ?? `${row.LogicalName}id`,
        primaryName: row.PrimaryNameAttribute || null,
      };
    },

    async columns(logicalName, scope) {
      const rows = await attributes(
        logicalName,
        undefined,
        '$select=LogicalName,DisplayName,AttributeType,AttributeOf,IsValidForRead,IsValidForCreate,' +
          'IsValidForUpdate,RequiredLevel',
        ColumnRow,
        scope,
      );
      return rows
        .filter((row) => !row.AttributeOf)
        .map((row) => {
          const level = row.RequiredLevel?.Value;
          return {
            logicalName: row.LogicalName,
            displayName: labelOf(row.DisplayName),
            type: row.AttributeType ?? 'Unknown',
            readable: row.IsValidForRead ?? true,
            validForCreate: row.IsValidForCreate ?? false,
            validForUpdate: row.IsValidForUpdate ?? false,
            required: level === 'ApplicationRequired' || level === 'SystemRequired',
          };
        });
    },

    async details(logicalName, scope) {
      const lengthQuery = '$select=LogicalName,MaxLength';
      const optionQuery = '$select=LogicalName&$expand=OptionSet($select=Options),GlobalOptionSet';
      const [strings, memos, dates, choices] = await Promise.all([
        attributes(logicalName, 'StringAttributeMetadata', lengthQuery, LengthRow, scope),
        attributes(logicalName, 'MemoAttributeMetadata', lengthQuery, LengthRow, scope),
        attributes(logicalName, 'DateTimeAttributeMetadata', '$select=LogicalName,Format', DateRow, scope),
        attributes(logicalName, 'PicklistAttributeMetadata', optionQuery, ChoiceRow, scope),
      ]);
      const lengths = new Map<string, number>();
      for (const row of [...strings, ...memos]) {
        if (typeof row.MaxLength === 'number') lengths.set(row.LogicalName, row.MaxLength);
      }
      const options = new Map<string, { value: number; label: string }[]>();
      for (const row of choices) {
        const list = (row.OptionSet ?? row.GlobalOptionSet)?.Options ?? [];
        options.set(
          row.LogicalName,
          list.map((option) => ({
            value: option.Value,
            label: labelOf(option.Label) ?? String(option.Value),
          })),
        );
      }
      const dateOnly = new Set(
        dates.filter((row) => row.Format === 'DateOnly').map((row) => row.LogicalName),
      );
      return { lengths, options, dateOnly };
    },
  };
}

function labelOf(label: z.output<typeof Label>): string | null {
  return label?.UserLocalizedLabel?.Label || null;
}
