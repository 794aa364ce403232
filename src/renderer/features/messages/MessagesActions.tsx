import { useState } from 'react';
import { z } from 'zod';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { ServiceEndpoint } from '../../../shared/domain/registration.ts';
import { reasonOfReadOnly } from '../../app/commands/reasons.ts';
import { useCore } from '../../app/core/coreContext.ts';
import { usePreference } from '../../app/core/preferences.ts';
import { CommandButton, ConfirmDialog, makeStyles, Select, useNotify } from '../../kit/kit.ts';
import type { LowerPanelProps } from '../lowerPanel/lowerPanelTabs.ts';
import {
  listenerModeOf,
  ReadingMode,
  readingModeLabels,
  reasonAgainstListening,
  sourceName,
} from './listenerChoice.ts';
import { clearMessages, startListening, stopListening } from './listenerControl.ts';
import { isRunning } from './listenerStore.ts';
import { SubscriptionInput } from './SubscriptionInput.tsx';
import { useListener } from './useListener.ts';
import { useListenerAction } from './useListenerAction.ts';
import { useListenerChoice } from './useListenerChoice.ts';
import { useListenerKey } from './useListenerKey.ts';
import { usePanelEndpoint } from './usePanelEndpoint.ts';

const useStyles = makeStyles({
  // The words go on in the list; the bar stays one line high where it can.
  mode: { maxWidth: '190px' },
  bar: { display: 'contents' },
});

/** What the panel's bar offers for the endpoint at hand. */
export function MessagesActions({ connection, node }: LowerPanelProps) {
  const endpoint = usePanelEndpoint(connection.id, node);
  if (!endpoint || reasonAgainstListening(endpoint) !== null) return null;
  return <ListenerBar key={endpoint.id} connection={connection} endpoint={endpoint} />;
}

const Flag = z.boolean();

function ListenerBar({ connection, endpoint }: { connection: Connection; endpoint: ServiceEndpoint }) {
  const styles = useStyles();
  const bridge = useCore();
  const notify = useNotify();
  const connectionId = connection.id;
  const endpointId = endpoint.id;
  const listener = useListener(connectionId, endpointId);
  const key = useListenerKey(connectionId, endpointId);
  const { choice, setChoice, mode, setMode, source } = useListenerChoice(endpoint);
  const [receiveKnown, setReceiveKnown] = usePreference('messages.receiveKnown', Flag, false);
  const [asking, setAsking] = useState(false);
  const { busy, run } = useListenerAction(endpointId);
  const running = listener !== null && isRunning(listener);
  const paused = listener?.state.kind === 'paused';

  const start = () => {
    if (source.kind === 'missing') return;
    const input = { connectionId, endpointId, source: source.source, ...listenerModeOf(mode) };
    run(() => startListening(bridge, input));
  };
  const askOrStart = () => {
    if (mode === 'receive' && (connection.production || !receiveKnown)) setAsking(true);
    else start();
  };
  const pauseOrResume = () => {
    if (!listener) return;
    const { listenerId } = listener;
    run(() =>
      paused ? bridge.call('listener.resume', { listenerId }) : bridge.call('listener.pause', { listenerId }),
    );
  };
  const stop = () => {
    if (!listener) return;
    const count = listener.messages.length;
    run(async () => {
      await stopListening(bridge, listener);
      if (count > 0) {
        notify({
          tone: 'info',
          sentence: `Stopped. The list of ${count.toLocaleString()} messages is let go.`,
        });
      }
    });
  };
  const noKey = key === null || key?.canListen === false;
  const startReason =
    source.kind === 'missing'
      ? source.sentence
      : noKey
        ? 'Give a connection string with the Listen right first.'
        : key === undefined
          ? 'Looking for a key.'
          : mode === 'receive' && connection.readOnly
            ? `${reasonOfReadOnly} Peeking takes nothing out.`
            : null;
  return (
    <div className={styles.bar}>
      {running ? null : (
        <>
          {endpoint.designationType === 'topic' ? (
            <SubscriptionInput
              connection={connection}
              endpoint={endpoint}
              value={choice.subscription}
              onChange={(subscription) => setChoice({ ...choice, subscription })}
            />
          ) : null}
          <Select
            size="small"
            aria-label="What to read"
            value={choice.deadLetter ? 'dead' : 'live'}
            onChange={(_, data) => setChoice({ ...choice, deadLetter: data.value === 'dead' })}
          >
            <option value="live">Messages</option>
            <option value="dead">Dead letters</option>
          </Select>
          <Select
            className={styles.mode}
            size="small"
            aria-label="How to read"
            value={mode}
            onChange={(_, data) => setMode(ReadingMode.parse(data.value))}
          >
            {ReadingMode.options.map((option) => (
              <option key={option} value={option}>
                {readingModeLabels[option]}
              </option>
            ))}
          </Select>
        </>
      )}
      <CommandButton
        // One button for all three, so that it keeps the focus while its word changes.
        size="small"
        appearance={running ? 'subtle' : 'outline'}
        label={running ? (paused ? 'Resume' : 'Pause') : 'Start'}
        description={
          running
            ? paused
              ? 'Goes on reading'
              : 'Stays connected and reads nothing'
            : `Reads ${source.kind === 'source' ? sourceName(source.source) : 'messages'}`
        }
        disabledReason={busy ? 'One moment.' : running ? null : startReason}
        onClick={running ? pauseOrResume : askOrStart}
      />
      {running ? (
        <>
          <CommandButton
            size="small"
            label="Stop"
            description="Ends listening and lets the list go"
            disabledReason={busy ? 'One moment.' : null}
            onClick={stop}
          />
          <CommandButton
            size="small"
            label="Clear"
            description="Empties this list; the queue stays as it is"
            disabledReason={listener.messages.length > 0 ? null : 'The list is empty.'}
            onClick={() => run(() => clearMessages(bridge, listener.listenerId))}
          />
        </>
      ) : null}
      {asking && source.kind === 'source' ? (
        <ConfirmDialog
          title={`Take messages out of ${sourceName(source.source)}?`}
          confirmLabel="Take them out"
          onConfirm={() => {
            setAsking(false);
            setReceiveKnown(true);
            start();
          }}
          onClose={() => setAsking(false)}
        >
          Receiving removes every message that it shows: no other program gets it any more.{' '}
          {connection.production ? `${connection.name} is a production organisation. ` : ''}
          Peek shows the same messages and leaves them where they are.
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
