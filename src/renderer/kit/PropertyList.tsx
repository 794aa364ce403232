import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { CopyButton } from './CopyButton.tsx';

const useStyles = makeStyles({
  list: { margin: 0, columnWidth: '400px', columnCount: 2, columnGap: '32px' },
  one: { columnCount: 1 },
  item: {
    display: 'grid',
    gridTemplateColumns: '160px minmax(0, 1fr)',
    columnGap: '12px',
    minHeight: '26px',
    breakInside: 'avoid',
    alignItems: 'baseline',
  },
  name: { color: tokens.colorNeutralForeground3, lineHeight: '26px' },
  value: {
    margin: 0,
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    minWidth: 0,
    lineHeight: '20px',
    padding: '3px 0',
    minHeight: '20px',
  },
  text: { overflowWrap: 'anywhere', userSelect: 'text' },
  mono: { fontFamily: tokens.fontFamilyMonospace, fontSize: '13px' },
});

export interface Property {
  readonly name: string;
  readonly value: ReactNode;
  /** Typed into machines: addresses, keys, logical names, ids. */
  readonly mono?: boolean;
  /** Text that a button beside the value copies. */
  readonly copy?: string;
}

interface PropertyListProps {
  readonly properties: readonly Property[];
  readonly columns?: 1 | 2;
}

/** Names and values in two columns, one where there is no room for two. */
export function PropertyList({ properties, columns = 2 }: PropertyListProps) {
  const styles = useStyles();
  return (
    <dl className={mergeClasses(styles.list, columns === 1 && styles.one)}>
      {properties.map((property) => (
        <div key={property.name} className={styles.item}>
          <dt className={styles.name}>{property.name}</dt>
          <dd className={styles.value}>
            <span className={mergeClasses(styles.text, property.mono && styles.mono)}>{property.value}</span>
            {property.copy ? <CopyButton text={property.copy} what={property.name.toLowerCase()} /> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
