import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { openDialog } from '../../app/dialogs/dialogs.ts';
import { Button, FailureMessage, makeStyles, PropertyList } from '../../kit/kit.ts';

const useStyles = makeStyles({
  title: { margin: '20px 0 4px', fontSize: '14px', lineHeight: '20px', fontWeight: 600 },
  reset: { marginTop: '12px' },
});

/** What the sandbox's Service Bus offers, to be copied. */
export function SandboxStrings({ connectionId }: { readonly connectionId: ConnectionId }) {
  const styles = useStyles();
  const { data, failure } = useCoreQuery('sandbox.connectionStrings', {});
  return (
    <section aria-labelledby="sandbox-strings">
      <h2 id="sandbox-strings" className={styles.title}>
        The sandbox’s Service Bus
      </h2>
      {failure ? <FailureMessage failure={failure} /> : null}
      {data ? (
        <PropertyList
          properties={[
            { name: 'Queues', value: data.queues.join(', '), mono: true },
            {
              name: 'Topics',
              value: data.topics
                .map(({ name, subscriptions }) => `${name} (${subscriptions.join(', ')})`)
                .join('; '),
              mono: true,
            },
            { name: 'Policy for sending', value: 'Connection string', copy: data.send },
            { name: 'Policy for listening', value: 'Connection string', copy: data.listen },
            { name: 'Policy for all', value: 'Connection string', copy: data.manage },
          ]}
        />
      ) : null}
      <Button
        className={styles.reset}
        size="small"
        onClick={() => openDialog({ kind: 'resetSandbox', connectionId })}
      >
        Reset the sandbox…
      </Button>
    </section>
  );
}
