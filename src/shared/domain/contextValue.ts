/**
 * The values that an execution context carries, as plain data: they cross from the core to the page, so there is
 * no `undefined` that matters, no bigint and no Date here.
 */

/** One item of an ordered collection. Keys may repeat, and their order is the order of the message. */
export interface Pair<T> {
  readonly key: string;
  readonly value: T;
}

/** A member of an object whose class this program does not know, or a member that a known class gained later. */
export interface Member {
  readonly name: string;
  readonly value: Value;
}

/** A row (in the SDK: Entity), whole or in part. */
export interface Entity {
  readonly logicalName?: string;
  readonly id?: string;
  readonly attributes: readonly Pair<Value>[];
  /** What the columns look like to the calling user, in that user's language. */
  readonly formattedValues: readonly Pair<string>[];
  readonly keyAttributes: readonly Pair<Value>[];
  readonly relatedEntities: readonly RelatedEntities[];
  /** Unchanged, Created or Changed; a name this program does not know is kept as it came. */
  readonly entityState?: string;
  readonly rowVersion?: string;
  readonly unknownMembers?: readonly Member[];
}

/** The rows that hang on a row over one relationship. */
export interface RelatedEntities {
  readonly relationship: Relationship;
  readonly rows: EntityCollection;
}

export interface EntityReference {
  readonly logicalName?: string;
  readonly id?: string;
  readonly name?: string;
  readonly keyAttributes: readonly Pair<Value>[];
  readonly rowVersion?: string;
  readonly unknownMembers?: readonly Member[];
}

export interface EntityCollection {
  readonly entityName?: string;
  readonly entities: readonly Entity[];
  readonly moreRecords?: boolean;
  readonly pagingCookie?: string;
  readonly minActiveRowVersion?: string;
  readonly totalRecordCount?: number;
  readonly totalRecordCountLimitExceeded?: boolean;
  readonly unknownMembers?: readonly Member[];
}

export interface Relationship {
  readonly schemaName?: string;
  /** Referencing or Referenced; only relationships of a table with itself need it. */
  readonly primaryEntityRole?: string;
}

/** A date and time, with what the message says and what can be known from it. */
export interface DateTime {
  /** Exactly as written: `/Date(1697526000000-0700)/` or `2023-10-17T07:00:00Z`. */
  readonly raw: string;
  /** The date and time as a clock on the wall shows it, without a zone: `2023-10-17T00:00:00`. */
  readonly wallClock?: string;
  /** The moment in UTC, ISO 8601 with `Z`; missing where the message does not say which zone is meant. */
  readonly instant?: string;
  /** The offset that was written, in minutes east of UTC. */
  readonly offsetMinutes?: number;
  /** Why `instant` is not what `raw` says, in a sentence. */
  readonly note?: string;
}

/**
 * A number. `text` is the number as written, because a decimal can have 29 digits and a long can be over 2^53;
 * `value` is there only when a JavaScript number holds it exactly enough to calculate with.
 */
export interface NumberValue {
  readonly kind: 'number';
  readonly text: string;
  readonly value?: number;
  /** int, long, decimal, double …: XML says it, JSON does not. */
  readonly type?: string;
}

export type Value =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'string'; readonly text: string }
  | NumberValue
  /** `inferred`: JSON does not tell a Guid from a text; this one looks like a Guid. */
  | { readonly kind: 'guid'; readonly text: string; readonly inferred?: boolean }
  | ({ readonly kind: 'dateTime' } & DateTime)
  | { readonly kind: 'entity'; readonly entity: Entity }
  | { readonly kind: 'entityReference'; readonly reference: EntityReference }
  | { readonly kind: 'entityReferenceCollection'; readonly references: readonly EntityReference[] }
  | { readonly kind: 'entityCollection'; readonly collection: EntityCollection }
  /** A choice: the number of the chosen option. */
  | { readonly kind: 'optionSetValue'; readonly value: number }
  | { readonly kind: 'optionSetValueCollection'; readonly values: readonly number[] }
  | { readonly kind: 'money'; readonly text: string }
  | {
      readonly kind: 'aliasedValue';
      readonly entityLogicalName?: string;
      readonly attributeLogicalName?: string;
      readonly value: Value;
      readonly needFormatting?: boolean;
      readonly returnType?: number;
    }
  | {
      readonly kind: 'booleanManagedProperty';
      readonly value: boolean;
      readonly canBeChanged?: boolean;
      readonly managedPropertyLogicalName?: string;
    }
  | ({ readonly kind: 'relationship' } & Relationship)
  /** `size` in bytes. JSON writes bytes as plain numbers: there they are an array. */
  | { readonly kind: 'bytes'; readonly base64: string; readonly size: number }
  | { readonly kind: 'array'; readonly items: readonly Value[] }
  | {
      readonly kind: 'keyValuePairs';
      readonly items: readonly { readonly key: Value; readonly value: Value }[];
    }
  /** Anything else: QueryExpression, ColumnSet, a request, a class that does not exist yet. */
  | { readonly kind: 'object'; readonly typeName?: string; readonly members: readonly Member[] };

export type ValueKind = Value['kind'];

/** The first item with that key, by exact name: later ones of the same key are shadowed, as in the SDK. */
export const findPair = <T>(pairs: readonly Pair<T>[], key: string): T | undefined =>
  pairs.find((pair) => pair.key === key)?.value;
