import type { ReceivedMessage } from '../../../shared/contract/calls/listeners.ts';
import { nameBrokerProperty } from '../../../shared/domain/brokerProperty.ts';
import { makeStyles, PropertyList, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  section: { padding: '8px' },
  title: {
    margin: '8px 0 4px',
    fontSize: '12px',
    lineHeight: '16px',
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
  none: { margin: 0, color: tokens.colorNeutralForeground3 },
});

/** What the broker says about a message, and what Dataverse wrote on it for filters. */
export function BrokerTab({ message }: { readonly message: ReceivedMessage }) {
  const styles = useStyles();
  return (
    <div className={styles.section}>
      <h3 className={styles.title}>Written by Dataverse, for the filters of subscriptions</h3>
      {message.application.length === 0 ? <p className={styles.none}>No application properties.</p> : null}
      <PropertyList
        columns={1}
        properties={message.application.map(({ name, key, value }) => {
          const { meaning } = nameBrokerProperty(key);
          return {
            name,
            value: <span title={meaning ? `${meaning}. ${key}` : key}>{value === '' ? 'empty' : value}</span>,
            mono: true,
            copy: key === name ? value : key,
          };
        })}
      />
      <h3 className={styles.title}>Of the broker</h3>
      <PropertyList
        columns={1}
        properties={message.broker.map(({ name, value }) => ({ name, value, mono: true, copy: value }))}
      />
    </div>
  );
}
