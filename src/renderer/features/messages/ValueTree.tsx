import type { ReactNode } from 'react';
import type { Entity, Pair, Value } from '../../../shared/domain/contextValue.ts';
import { formatValue } from '../../../shared/domain/formatValue.ts';
import { makeStyles, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: '4px 8px' },
  nested: { listStyle: 'none', margin: 0, padding: '0 0 4px', paddingInlineStart: '16px' },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(120px, 2fr) minmax(80px, 1fr) minmax(140px, 4fr)',
    columnGap: '12px',
    padding: '3px 0',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  name: { fontFamily: tokens.fontFamilyMonospace, fontSize: '13px', overflowWrap: 'anywhere' },
  type: { color: tokens.colorNeutralForeground3, fontSize: '12px' },
  value: { overflowWrap: 'anywhere', userSelect: 'text', whiteSpace: 'pre-wrap' },
  summary: {
    cursor: 'pointer',
    padding: '3px 0',
    '::marker': { color: tokens.colorNeutralForeground3 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  empty: { margin: 0, padding: '12px 8px', color: tokens.colorNeutralForeground3 },
});

const kinds: Readonly<Record<Value['kind'], string>> = {
  null: 'null',
  boolean: 'yes or no',
  string: 'text',
  number: 'number',
  guid: 'id',
  dateTime: 'date and time',
  entity: 'row',
  entityReference: 'reference',
  entityReferenceCollection: 'references',
  entityCollection: 'rows',
  optionSetValue: 'choice',
  optionSetValueCollection: 'choices',
  money: 'money',
  aliasedValue: 'aliased value',
  booleanManagedProperty: 'managed property',
  relationship: 'relationship',
  bytes: 'bytes',
  array: 'list',
  keyValuePairs: 'pairs',
  object: 'object',
};

interface Child {
  readonly name: string;
  readonly value: Value;
  readonly label?: string | undefined;
}

/** What unfolds below a value; empty for those that are one text. */
function childrenOf(value: Value): readonly Child[] {
  switch (value.kind) {
    case 'entity':
      return childrenOfRow(value.entity);
    case 'entityCollection':
      return value.collection.entities.map((entity, at) => ({
        name: `[${at}]`,
        value: { kind: 'entity', entity },
      }));
    case 'entityReferenceCollection':
      return value.references.map((reference, at) => ({
        name: `[${at}]`,
        value: { kind: 'entityReference', reference },
      }));
    case 'array':
      return value.items.map((item, at) => ({ name: `[${at}]`, value: item }));
    case 'keyValuePairs':
      return value.items.map((item) => ({ name: formatValue(item.key).text, value: item.value }));
    case 'object':
      return value.members;
    case 'aliasedValue':
      return childrenOf(value.value);
    default:
      return [];
  }
}

function childrenOfRow(entity: Entity): readonly Child[] {
  const labels = new Map(entity.formattedValues.map(({ key, value }) => [key, value]));
  return [
    ...entity.attributes.map(({ key, value }) => ({ name: key, value, label: labels.get(key) })),
    ...entity.keyAttributes.map(({ key, value }) => ({ name: `key ${key}`, value })),
    ...entity.relatedEntities.map(({ relationship, rows }) => ({
      name: relationship.schemaName ?? 'related rows',
      value: { kind: 'entityCollection', collection: rows } as const,
    })),
    ...(entity.unknownMembers ?? []),
  ];
}

/** Beyond this depth nothing unfolds by itself. */
const unfoldedDepth = 2;
const mostChildren = 500;

function Node({ child, depth }: { readonly child: Child; readonly depth: number }): ReactNode {
  const styles = useStyles();
  const { name, value, label } = child;
  const children = childrenOf(value);
  const { text } = formatValue(value, label);
  const type = value.kind === 'number' && value.type ? value.type : kinds[value.kind];
  const row = (
    <span
      className={styles.row}
      style={children.length > 0 ? { display: 'inline-grid', width: 'calc(100% - 20px)' } : {}}
    >
      <span className={styles.name}>{name}</span>
      <span className={styles.type}>{type}</span>
      <span className={styles.value}>{text === '' ? <span className={styles.type}>empty</span> : text}</span>
    </span>
  );
  if (children.length === 0) return <li>{row}</li>;
  return (
    <li>
      <details open={depth < unfoldedDepth}>
        <summary className={styles.summary}>{row}</summary>
        <ul className={styles.nested}>
          {children.slice(0, mostChildren).map((one, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: keys may repeat in a message, places do not
            <Node key={at} child={one} depth={depth + 1} />
          ))}
          {children.length > mostChildren ? (
            <li className={styles.type}>and {children.length - mostChildren} more: see Raw</li>
          ) : null}
        </ul>
      </details>
    </li>
  );
}

interface ValueTreeProps {
  readonly label: string;
  readonly pairs: readonly Pair<Value>[];
  /** Said when there is nothing. */
  readonly empty: string;
}

/** Named values of a message, rows and lists unfolding. */
export function ValueTree({ label, pairs, empty }: ValueTreeProps) {
  const styles = useStyles();
  if (pairs.length === 0) return <p className={styles.empty}>{empty}</p>;
  return (
    <ul className={styles.list} aria-label={label}>
      {pairs.map(({ key, value }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: keys may repeat in a message, places do not
        <Node key={`${at} ${key}`} child={{ name: key, value }} depth={0} />
      ))}
    </ul>
  );
}
