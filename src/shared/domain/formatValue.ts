import type { DateTime, EntityReference, Value } from './contextValue.ts';

/** A value ready to show. `label` is the organisation's own wording, where the message carried one. */
export interface FormattedText {
  readonly text: string;
  readonly label?: string;
}

/** Long texts are cut for a cell of a table; the raw view has them whole. */
const longestText = 2_000;

/**
 * A value as one line for a table: "Pending (4)", "€1,312.50", "A. Datum Corporation", "2023-10-17 07:00:00 UTC".
 *
 * @param formatted what FormattedValues of the same row says about the column, if it says anything
 */
export const formatValue = (value: Value, formatted?: string): FormattedText => {
  if (formatted === undefined || formatted === '') return { text: cut(spell(value)) };
  switch (value.kind) {
    case 'optionSetValue':
    case 'optionSetValueCollection':
    case 'boolean':
      return { text: cut(`${formatted} (${spell(value)})`), label: formatted };
    case 'dateTime':
      // The formatted text of a date is the caller's local time in ISO form: the moment itself reads better.
      return { text: spell(value), label: formatted };
    case 'aliasedValue':
      return formatValue(value.value, formatted);
    case 'null':
    case 'string':
      return { text: cut(spell(value)), label: formatted };
    default:
      return { text: cut(formatted), label: formatted };
  }
};

const cut = (text: string): string => (text.length > longestText ? `${text.slice(0, longestText)}…` : text);

const spell = (value: Value): string => {
  switch (value.kind) {
    case 'null':
      return '';
    case 'boolean':
      return value.value ? 'true' : 'false';
    case 'string':
    case 'number':
    case 'guid':
    case 'money':
      return value.text;
    case 'dateTime':
      return formatDateTime(value);
    case 'optionSetValue':
      return String(value.value);
    case 'optionSetValueCollection':
      return value.values.join(', ');
    case 'entityReference':
      return formatReference(value.reference);
    case 'entityReferenceCollection':
      return list(value.references, formatReference);
    case 'entity':
      return `${value.entity.logicalName ?? 'row'}, ${count(value.entity.attributes.length, 'column')}`;
    case 'entityCollection':
      return `${count(value.collection.entities.length, 'row')}${
        value.collection.entityName ? ` of ${value.collection.entityName}` : ''
      }`;
    case 'aliasedValue':
      return spell(value.value);
    case 'booleanManagedProperty':
      return `${value.value}${value.canBeChanged === false ? ' (can’t be changed)' : ''}`;
    case 'relationship':
      return value.schemaName ?? 'relationship';
    case 'bytes':
      return count(value.size, 'byte');
    case 'array':
      return list(value.items, spell);
    case 'keyValuePairs':
      return list(value.items, (item) => `${spell(item.key)}: ${spell(item.value)}`);
    case 'object':
      return `${value.typeName ?? 'object'}, ${count(value.members.length, 'member')}`;
  }
};

const count = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? '' : 's'}`;

/** The first few, then how many more. */
const list = <T>(items: readonly T[], spellItem: (item: T) => string): string => {
  if (items.length === 0) return 'none';
  const shown = items.slice(0, 10).map(spellItem).join(', ');
  return items.length > 10 ? `${shown} and ${items.length - 10} more` : shown;
};

const formatReference = (reference: EntityReference): string =>
  reference.name || [reference.logicalName, reference.id].filter(Boolean).join(' ') || 'row';

/** `2023-10-17 07:00:00 UTC`; without "UTC" where the message does not say which zone is meant. */
export const formatDateTime = (dateTime: DateTime): string => {
  if (dateTime.instant !== undefined) return `${spaced(dateTime.instant.replace(/Z$/, ''))} UTC`;
  return dateTime.wallClock === undefined ? dateTime.raw : spaced(dateTime.wallClock);
};

const spaced = (iso: string): string => iso.replace('T', ' ').replace(/\.0+$/, '');
