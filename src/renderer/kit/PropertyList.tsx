import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { CopyButton } from './CopyButton.tsx';
import { EditableText, type TextEdit } from './EditableText.tsx';

const useStyles = makeStyles({
  place: { containerType: 'inline-size' },
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(320px, auto) minmax(280px, auto)',
    columnGap: '32px',
    alignItems: 'start',
    justifyContent: 'start',
    '@container (max-width: 660px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  one: { gridTemplateColumns: 'minmax(0, 1fr)' },
  list: {
    margin: 0,
    display: 'grid',
    gridTemplateColumns: 'minmax(104px, max-content) minmax(0, 1fr)',
    columnGap: '16px',
  },
  item: {
    display: 'grid',
    gridTemplateColumns: 'subgrid',
    gridColumn: '1 / -1',
    alignItems: 'baseline',
    minHeight: '26px',
  },
  name: { color: tokens.colorNeutralForeground3, lineHeight: '26px' },
  value: {
    margin: 0,
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    minWidth: 0,
    minHeight: '20px',
    padding: '3px 0',
    lineHeight: '20px',
  },
  text: { overflowWrap: 'anywhere', userSelect: 'text' },
  mono: { fontFamily: tokens.fontFamilyMonospace, fontSize: '12px' },
});

export interface Property {
  readonly name: string;
  readonly value: ReactNode;
  /** Typed into machines: addresses, keys, logical names, ids. */
  readonly mono?: boolean;
  /** Text that a button beside the value copies. */
  readonly copy?: string;
  /** Said when the pointer rests on it: the whole of what is shown short. */
  readonly title?: string;
  /** Where it can be changed on the spot: then its text is shown in place of the value. */
  readonly edit?: TextEdit;
}

interface PropertyListProps {
  readonly properties: readonly Property[];
  readonly columns?: 1 | 2;
}

/** Names and values in two columns, one where there is no room for two. */
export function PropertyList({ properties, columns = 2 }: PropertyListProps) {
  const styles = useStyles();
  const half = columns === 1 ? properties.length : Math.ceil(properties.length / 2);
  const parts = [properties.slice(0, half), properties.slice(half)].filter((part) => part.length > 0);
  return (
    <div className={styles.place}>
      <div className={mergeClasses(styles.columns, parts.length === 1 && styles.one)}>
        {parts.map((part) => (
          <dl key={part[0]?.name} className={styles.list}>
            {part.map((property) => (
              <div key={property.name} className={styles.item}>
                <dt className={styles.name}>{property.name}</dt>
                <dd className={styles.value}>
                  {property.edit ? (
                    <EditableText name={property.name} edit={property.edit} none="—" />
                  ) : (
                    <span
                      className={mergeClasses(styles.text, property.mono && styles.mono)}
                      title={property.title}
                    >
                      {property.value}
                    </span>
                  )}
                  {property.copy ? (
                    <CopyButton text={property.copy} what={property.name.toLowerCase()} />
                  ) : null}
                </dd>
              </div>
            ))}
          </dl>
        ))}
      </div>
    </div>
  );
}
