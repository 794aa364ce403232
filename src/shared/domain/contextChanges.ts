import type { Entity, Pair, Value } from './contextValue.ts';
import { type ExecutionContext, findParameter, isAutomaticImage } from './executionContext.ts';
import { type FormattedText, formatValue } from './formatValue.ts';

/** One value of a column at one time, as data and ready to show. */
export interface ChangeCell extends FormattedText {
  readonly value: Value;
}

/**
 * - `new`: there is a value where there was none (all of a created row).
 * - `removed`: there is none where there was one (all of a deleted row).
 * - `changed`: another value; or a value was sent and the message does not tell the one before.
 * - `unchanged`: sent, and the same as before.
 * - `notSent`: the operation did not touch it; an image shows it.
 */
export type ChangeState = 'changed' | 'unchanged' | 'notSent' | 'new' | 'removed';

export interface ChangeRow {
  /** Logical name; for Associate and Disassociate the relationship's schema name. */
  readonly column: string;
  /** The organisation's label of the column; filled in by who knows the organisation. */
  readonly displayName?: string;
  /** From the pre-images. */
  readonly before?: ChangeCell;
  /** What the operation carried. */
  readonly sent?: ChangeCell;
  /** From the post-images. */
  readonly after?: ChangeCell;
  readonly state: ChangeState;
}

export interface ContextChanges {
  /** Sent columns first, in the order of the message, then those that only images show. */
  readonly rows: readonly ChangeRow[];
  /** Why rows or cells are missing, in a sentence. */
  readonly note?: string;
}

/** What an operation did to its row, as far as its message tells. */
export const contextChanges = (context: ExecutionContext): ContextChanges => {
  const before = mergeImages(context.preEntityImages);
  const after = mergeImages(context.postEntityImages);
  const sent = sentColumns(context);
  const effect = effectOf(context.messageName);
  const names = unique([
    ...sent.columns.map(({ key }) => key),
    ...after.columns.map(({ key }) => key),
    ...before.columns.map(({ key }) => key),
  ]);
  const rows = names.map((column): ChangeRow => {
    const row = { before: before.cellOf(column), sent: sent.cellOf(column), after: after.cellOf(column) };
    return {
      column,
      ...(row.before ? { before: row.before } : {}),
      ...(row.sent ? { sent: row.sent } : {}),
      ...(row.after ? { after: row.after } : {}),
      state: isOwnId(row, context) ? 'unchanged' : stateOf(row, effect),
    };
  });
  const note = noteOn(context, rows, before.isEmpty, effect);
  return { rows, ...(note === undefined ? {} : { note }) };
};

/** What a message does to the row as a whole. */
type Effect = 'creates' | 'deletes' | 'updates' | 'links' | 'unlinks';

const effects: Readonly<Record<string, Effect>> = {
  create: 'creates',
  delete: 'deletes',
  associate: 'links',
  disassociate: 'unlinks',
};

const effectOf = (messageName: string | undefined): Effect => {
  const key = (messageName ?? '').toLowerCase();
  return Object.hasOwn(effects, key) ? (effects[key] ?? 'updates') : 'updates';
};

interface ColumnSource {
  readonly columns: readonly Pair<Value>[];
  readonly isEmpty: boolean;
  readonly cellOf: (column: string) => ChangeCell | undefined;
}

const sourceOf = (
  columns: readonly Pair<Value>[],
  formattedValues: readonly Pair<string>[],
): ColumnSource => {
  const values = firstOfEach(columns);
  const texts = firstOfEach(formattedValues);
  return {
    columns,
    isEmpty: columns.length === 0,
    cellOf: (column) => {
      const value = values.get(column);
      return value && { value, ...formatValue(value, texts.get(column)) };
    },
  };
};

const firstOfEach = <T>(pairs: readonly Pair<T>[]): ReadonlyMap<string, T> =>
  new Map([...pairs].reverse().map(({ key, value }) => [key, value]));

/** All registered images together. The automatic one is only there to name the row in the system job. */
const mergeImages = (images: readonly Pair<Entity | null>[]): ColumnSource => {
  const rows = images.flatMap(({ key, value }) => (value && !isAutomaticImage(key) ? [value] : []));
  return sourceOf(
    rows.flatMap(({ attributes }) => attributes),
    rows.flatMap(({ formattedValues }) => formattedValues),
  );
};

const sentColumns = (context: ExecutionContext): ColumnSource => {
  const target = findParameter(context, 'Target');
  if (target?.kind === 'entity') {
    const { entity } = target;
    return sourceOf(entity.attributes, entity.formattedValues);
  }
  return sourceOf(columnsFromParameters(context), []);
};

/** Messages of their own whose parameters set columns, with the columns that they set. */
const columnsOfMessages: Readonly<Record<string, readonly (readonly [parameter: string, column: string])[]>> =
  {
    setstate: [
      ['State', 'statecode'],
      ['Status', 'statuscode'],
    ],
    setstatedynamicentity: [
      ['State', 'statecode'],
      ['Status', 'statuscode'],
    ],
    assign: [['Assignee', 'ownerid']],
  };

const columnsFromParameters = (context: ExecutionContext): Pair<Value>[] => {
  const message = (context.messageName ?? '').toLowerCase();
  if (message === 'associate' || message === 'disassociate') return relatedRows(context);
  if (message === 'merge') {
    const content = findParameter(context, 'UpdateContent');
    return content?.kind === 'entity' ? [...content.entity.attributes] : [];
  }
  const columns = Object.hasOwn(columnsOfMessages, message) ? (columnsOfMessages[message] ?? []) : [];
  return columns.flatMap(([parameter, key]) => {
    const value = findParameter(context, parameter);
    return value ? [{ key, value }] : [];
  });
};

/** A link is no column: it is shown under the name of its relationship. */
const relatedRows = (context: ExecutionContext): Pair<Value>[] => {
  const relationship = findParameter(context, 'Relationship');
  const rows = findParameter(context, 'RelatedEntities');
  if (!rows) return [];
  const name = relationship?.kind === 'relationship' ? relationship.schemaName : undefined;
  return [{ key: name ?? 'RelatedEntities', value: rows }];
};

type Cells = Pick<ChangeRow, 'before' | 'sent' | 'after'>;

/** An update carries the row's own id among the columns, which is no change. */
const isOwnId = ({ sent }: Cells, context: ExecutionContext): boolean =>
  effectOf(context.messageName) === 'updates' &&
  sent?.value.kind === 'guid' &&
  sent.value.text.toLowerCase() === context.primaryEntityId?.toLowerCase();

const stateOf = (row: Cells, effect: Effect): ChangeState => {
  if (effect === 'creates') return isNothing(row.after ?? row.sent) ? 'unchanged' : 'new';
  if (effect === 'links') return 'new';
  if (effect === 'deletes' || effect === 'unlinks') return 'removed';
  const { before, sent, after } = row;
  // What was sent may have been changed again by a plug-in: the post-image has the last word.
  const result = after ?? sent;
  if (!before || !result) return sent ? 'changed' : 'notSent';
  if (!equalValues(before.value, result.value)) {
    if (isNothing(before)) return 'new';
    return isNothing(result) ? 'removed' : 'changed';
  }
  return sent ? 'unchanged' : 'notSent';
};

const isNothing = (cell: ChangeCell | undefined): boolean => cell?.value.kind === 'null';

const noteOn = (
  context: ExecutionContext,
  rows: readonly ChangeRow[],
  lacksBefore: boolean,
  effect: Effect,
): string | undefined => {
  if (context.absentMembers.includes('InputParameters')) {
    return 'The message does not carry what was sent: it was over the size limit, or cut off.';
  }
  const targets = findParameter(context, 'Targets');
  if (targets?.kind === 'entityCollection') {
    return `The message carries ${targets.collection.entities.length} rows at once: see Input.`;
  }
  if (lacksBefore && effect === 'updates' && rows.length > 0) {
    return 'To see the values from before, register a pre-image on the step.';
  }
  if (lacksBefore && effect === 'deletes') {
    return 'To see what was deleted, register a pre-image on the step.';
  }
  return undefined;
};

/** Whether two values mean the same, however they are written: a lookup's name does not matter, nor 1.50 against 1.5. */
export const equalValues = (one: Value, other: Value): boolean => meaningOf(one) === meaningOf(other);

const meaningOf = (value: Value): string => {
  switch (value.kind) {
    case 'number':
    case 'money':
      return `${value.kind} ${plainDecimal(value.text)}`;
    case 'dateTime':
      return `dateTime ${value.instant ?? value.wallClock ?? value.raw}`;
    case 'string':
      return `text ${value.text}`;
    case 'guid':
      return `text ${value.text.toLowerCase()}`;
    case 'entityReference':
      return `row ${value.reference.logicalName} ${value.reference.id?.toLowerCase()}`;
    case 'optionSetValueCollection':
      return `choices ${[...value.values].sort((one, other) => one - other).join(' ')}`;
    case 'aliasedValue':
      return meaningOf(value.value);
    default:
      return JSON.stringify(value);
  }
};

/** Without leading zeros and zeros behind the point; exponents are left as they are. */
const plainDecimal = (text: string): string => {
  const match = /^(-?)0*(\d+)(?:\.(\d*))?$/.exec(text);
  if (!match) return text;
  const [, sign = '', whole = '', fraction = ''] = match;
  let digits = fraction.length;
  while (digits > 0 && fraction[digits - 1] === '0') digits -= 1;
  const amount = digits === 0 ? whole : `${whole}.${fraction.slice(0, digits)}`;
  return amount === '0' ? '0' : `${sign}${amount}`;
};

const unique = (names: readonly string[]): string[] => [...new Set(names)];
