import type { Column } from './column.ts';

/**
 * What a table does when asked to create, update or delete. `refused`: Dataverse itself answers that the message
 * does not exist for the table. `later`: Dataverse can, this organisation cannot yet, and says so with 501.
 */
export type MessageSupport = 'supported' | 'refused' | 'later';

export type Ownership = 'UserOwned' | 'OrganizationOwned' | 'BusinessOwned' | 'None';

export type TableDefinition = {
  /** Logical name. */
  readonly name: string;
  /** Schema name; privileges are named after it. */
  readonly schemaName: string;
  /** Entity set (collection) name. */
  readonly set: string;
  readonly label: string;
  readonly pluralLabel: string;
  readonly objectTypeCode: number;
  readonly primaryKey: string;
  /** Primary name column, where there is one. */
  readonly primaryName?: string;
  readonly ownership: Ownership;
  /** Business rows run through the operation pipeline; registration and platform rows do not. */
  readonly business: boolean;
  readonly activity: boolean;
  readonly create: MessageSupport;
  readonly update: MessageSupport;
  readonly delete: MessageSupport;
  readonly columns: readonly Column[];
};

type TableWords = Pick<
  TableDefinition,
  'name' | 'schemaName' | 'set' | 'label' | 'pluralLabel' | 'objectTypeCode'
> &
  Partial<
    Pick<
      TableDefinition,
      'primaryKey' | 'primaryName' | 'ownership' | 'business' | 'activity' | 'create' | 'update' | 'delete'
    >
  >;

/**
 * Completes a table definition. The primary key is `<name>id` unless said otherwise, its column is added,
 * and so is `versionnumber`.
 */
export function defineTable(
  words: TableWords,
  columns: readonly (Column | readonly Column[])[],
): TableDefinition {
  const primaryKey = words.primaryKey ?? `${words.name}id`;
  return {
    ownership: 'OrganizationOwned',
    business: false,
    activity: false,
    create: 'supported',
    update: 'supported',
    delete: 'supported',
    ...words,
    primaryKey,
    columns: [
      {
        name: primaryKey,
        type: 'Uniqueidentifier',
        label: words.label,
        access: 'createOnly',
        required: 'SystemRequired',
      },
      ...columns.flat(),
      {
        name: 'versionnumber',
        type: 'BigInt',
        label: 'Version Number',
        access: 'readOnly',
        required: 'None',
      },
    ],
  };
}
