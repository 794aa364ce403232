import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { ServiceEndpoint } from '../../../shared/domain/registration.ts';
import { openDialog } from '../../app/dialogs/dialogs.ts';
import { Checkbox, Link, makeStyles, NoteBox } from '../../kit/kit.ts';
import { reasonAgainstListening } from '../messages/listenerChoice.ts';
import { SubscriptionInput } from '../messages/SubscriptionInput.tsx';
import { useListenerChoice } from '../messages/useListenerChoice.ts';
import type { TestListener } from './useTestListener.ts';

const useStyles = makeStyles({
  check: { marginInlineStart: '-8px' },
  subscription: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
});

interface ListenerNoteProps {
  readonly connection: Connection;
  readonly endpoint: ServiceEndpoint;
  readonly test: TestListener;
  readonly wants: boolean;
  readonly onWants: (wants: boolean) => void;
}

/** Whether the message will be seen, and what it takes. */
export function ListenerNote({ connection, endpoint, test, wants, onWants }: ListenerNoteProps) {
  const styles = useStyles();
  const { choice, setChoice } = useListenerChoice(endpoint);
  if (test.listening)
    return <NoteBox tone="good">Listening on {test.name}: the message will show up.</NoteBox>;
  const subscription =
    endpoint.designationType === 'topic' ? (
      <div className={styles.subscription}>
        <span>The message is looked for in the subscription</span>
        <SubscriptionInput
          connection={connection}
          endpoint={endpoint}
          value={choice.subscription}
          onChange={(value) => setChoice({ ...choice, subscription: value })}
        />
      </div>
    ) : null;
  if (test.obstacle === null) {
    return (
      <>
        {subscription}
        <Checkbox
          className={styles.check}
          checked={wants}
          onChange={(_, data) => onWants(data.checked === true)}
          label={`Peek at ${test.name ?? 'the queue'} meanwhile, so that the message shows up`}
        />
      </>
    );
  }
  return (
    <>
      {test.needsKey || reasonAgainstListening(endpoint) !== null ? null : subscription}
      <NoteBox tone="info">
        {test.obstacle}{' '}
        {test.needsKey ? (
          <Link
            inline
            as="button"
            type="button"
            onClick={() =>
              openDialog({ kind: 'listenerKey', connectionId: connection.id, endpointId: endpoint.id })
            }
          >
            Give a connection string
          </Link>
        ) : (
          'The system job tells how the post went.'
        )}
      </NoteBox>
    </>
  );
}
