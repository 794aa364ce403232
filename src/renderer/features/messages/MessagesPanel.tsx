import { z } from 'zod';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { ServiceEndpoint } from '../../../shared/domain/registration.ts';
import { useCore } from '../../app/core/coreContext.ts';
import { usePreference } from '../../app/core/preferences.ts';
import { openDialog } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { selectNode } from '../../app/registrations/view.ts';
import {
  Button,
  EmptyState,
  FailureMessage,
  Link,
  makeStyles,
  SplitPane,
  StatusBadge,
  type Tone,
  tokens,
} from '../../kit/kit.ts';
import type { LowerPanelProps } from '../lowerPanel/lowerPanelTabs.ts';
import { listenerModeOf, reasonAgainstListening, sourceName } from './listenerChoice.ts';
import { startListening } from './listenerControl.ts';
import { isRunning, type KnownListener, selectMessage, useListeners } from './listenerStore.ts';
import { MessageDetail } from './MessageDetail.tsx';
import { MessageList } from './MessageList.tsx';
import { useListener } from './useListener.ts';
import { useListenerAction } from './useListenerAction.ts';
import { useListenerChoice } from './useListenerChoice.ts';
import { useListenerKey } from './useListenerKey.ts';
import { useMessageJobs } from './useMessageJobs.ts';
import { usePanelEndpoint } from './usePanelEndpoint.ts';

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', height: '100%', minHeight: 0 },
  state: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '2px 8px',
    padding: '4px 8px',
    minHeight: '20px',
    fontSize: '12px',
    lineHeight: '18px',
    color: tokens.colorNeutralForeground2,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    flexShrink: 0,
  },
  rest: { flex: 1, minHeight: 0, position: 'relative' },
  count: { marginInlineStart: 'auto' },
  link: { fontSize: '12px', lineHeight: '18px' },
  failure: { margin: '8px' },
  scroll: { height: '100%', overflow: 'auto' },
});

/** What was posted to the endpoint at hand, as it arrives. */
export function MessagesPanel({ connection, node }: LowerPanelProps) {
  const endpoint = usePanelEndpoint(connection.id, node);
  if (!endpoint) return <NoEndpoint connection={connection} />;
  const reason = reasonAgainstListening(endpoint);
  if (reason !== null) return <EmptyState title="Messages cannot be read here">{reason}</EmptyState>;
  return <EndpointMessages key={endpoint.id} connection={connection} endpoint={endpoint} />;
}

function NoEndpoint({ connection }: { readonly connection: Connection }) {
  const { index } = useRegistrations(connection.id);
  const byEndpoint = useListeners((listeners) => listeners.byEndpoint);
  const running = Object.values(byEndpoint).filter(
    (one) => one.connectionId === connection.id && isRunning(one),
  );
  return (
    <EmptyState
      title="Messages of a service endpoint"
      action={running.map(({ endpointId }) => (
        <Button
          key={endpointId}
          onClick={() => selectNode(connection.id, { kind: 'serviceEndpoint', id: endpointId })}
        >
          Show {index?.get({ kind: 'serviceEndpoint', id: endpointId })?.name ?? 'the endpoint'}
        </Button>
      ))}
    >
      {running.length > 0
        ? 'A listener is running on another endpoint. Select it to see what arrives.'
        : 'Select a service endpoint or one of its steps: what Dataverse posts to it is shown here, decoded, beside the system job that sent it.'}
    </EmptyState>
  );
}

interface EndpointMessagesProps {
  readonly connection: Connection;
  readonly endpoint: ServiceEndpoint;
}

function EndpointMessages({ connection, endpoint }: EndpointMessagesProps) {
  const styles = useStyles();
  const listener = useListener(connection.id, endpoint.id);
  const { failure } = useListenerAction(endpoint.id);
  return (
    <div className={styles.panel}>
      {failure ? <FailureMessage className={styles.failure} failure={failure} /> : null}
      {listener && (listener.state.kind !== 'stopped' || listener.messages.length > 0) ? (
        <StateLine connection={connection} listener={listener} />
      ) : null}
      <div className={styles.rest}>
        {listener && (listener.messages.length > 0 || isRunning(listener)) ? (
          <Messages connection={connection} endpoint={endpoint} listener={listener} />
        ) : (
          <NotListening connection={connection} endpoint={endpoint} listener={listener} />
        )}
      </div>
    </div>
  );
}

const tones: Readonly<Record<KnownListener['state']['kind'], Tone>> = {
  connecting: 'info',
  listening: 'good',
  reconnecting: 'warning',
  paused: 'neutral',
  failed: 'bad',
  stopped: 'neutral',
};
const words: Readonly<Record<KnownListener['state']['kind'], string>> = {
  connecting: 'connecting',
  listening: 'live',
  reconnecting: 'reconnecting',
  paused: 'paused',
  failed: 'failed',
  stopped: 'stopped',
};

interface StateLineProps {
  readonly connection: Connection;
  readonly listener: KnownListener;
}

function StateLine({ connection, listener }: StateLineProps) {
  const styles = useStyles();
  const { endpointId, state, messages, dropped } = listener;
  const count = messages.length;
  return (
    <div className={styles.state}>
      <StatusBadge tone={tones[state.kind]} live={state.kind === 'listening'}>
        {words[state.kind]}
      </StatusBadge>
      <span role="status">{state.sentence}</span>
      {state.advice ? <span>{state.advice}</span> : null}
      <span className={styles.count}>
        {count.toLocaleString()} {count === 1 ? 'message' : 'messages'}
        {dropped > 0 ? `, ${dropped.toLocaleString()} older let go` : ''}
      </span>
      <Link
        className={styles.link}
        as="button"
        type="button"
        onClick={() => openDialog({ kind: 'listenerKey', connectionId: connection.id, endpointId })}
      >
        Change the key
      </Link>
    </div>
  );
}

const Width = z.number().int().min(160).max(4000);

interface MessagesProps extends EndpointMessagesProps {
  readonly listener: KnownListener;
}

function Messages({ connection, endpoint, listener }: MessagesProps) {
  const [width, setWidth] = usePreference('messages.detailWidth', Width, 460);
  const { listenerId, messages, selected } = listener;
  const jobs = useMessageJobs(connection.id, endpoint.id, messages);
  if (messages.length === 0) {
    return (
      <EmptyState title="Listening, nothing has arrived yet">
        Do something that a step waits for, or select a step and run a test. Messages come in on top of this
        list.
      </EmptyState>
    );
  }
  const list = (
    <MessageList
      messages={messages}
      jobs={jobs}
      selected={selected}
      onSelect={(number) => selectMessage(listenerId, number)}
    />
  );
  return (
    <SplitPane
      direction="row"
      sized="second"
      size={width}
      onSizeChange={setWidth}
      minimum={240}
      minimumRest={260}
      label="Width of the message"
      first={list}
      second={
        selected === null ? (
          <EmptyState title="No message is open">Select one to see what changed.</EmptyState>
        ) : (
          <MessageDetail connection={connection} listenerId={listenerId} number={selected} jobs={jobs} />
        )
      }
    />
  );
}

interface NotListeningProps extends EndpointMessagesProps {
  readonly listener: KnownListener | null;
}

/** Teaches how to begin: a key first, then Start. */
function NotListening({ connection, endpoint, listener }: NotListeningProps) {
  const bridge = useCore();
  const connectionId = connection.id;
  const endpointId = endpoint.id;
  const key = useListenerKey(connectionId, endpointId);
  const { source, mode } = useListenerChoice(endpoint);
  const { busy, run } = useListenerAction(endpointId);
  if (key === undefined) return null;
  const giveKey = () => openDialog({ kind: 'listenerKey', connectionId, endpointId });
  if (key === null || key.canListen === false) {
    return (
      <EmptyState
        title={key ? 'The key that is kept cannot listen' : 'Reading along takes a key with Listen'}
        action={
          <Button appearance="primary" onClick={giveKey}>
            Give a connection string
          </Button>
        }
      >
        {key
          ? `The policy ${key.policyName ?? 'of this endpoint'} may send and not listen. `
          : 'Dataverse gives no key back. '}
        Paste a connection string of a policy with Listen: it is tried, kept on this computer, and never sent
        to Dataverse.
      </EmptyState>
    );
  }
  const failed = listener?.state.kind === 'failed';
  const start = () => {
    if (source.kind === 'missing') return;
    run(() =>
      startListening(bridge, { connectionId, endpointId, source: source.source, ...listenerModeOf(mode) }),
    );
  };
  // Taking messages out is asked for in the bar above, where it is also confirmed.
  const canStartHere = source.kind === 'source' && mode !== 'receive';
  return (
    <EmptyState
      title={failed ? 'Listening has failed' : 'See what Dataverse posts'}
      action={
        <>
          {canStartHere ? (
            <Button appearance="primary" onClick={start} disabledFocusable={busy}>
              {failed ? 'Try again' : 'Start listening'}
            </Button>
          ) : null}
          {failed ? <Button onClick={giveKey}>Give another connection string</Button> : null}
        </>
      }
    >
      {source.kind === 'missing' ? (
        source.sentence
      ) : mode === 'receive' ? (
        <>
          Start in the bar above takes the messages out of {sourceName(source.source)}. Peek would only look
          at them.
        </>
      ) : (
        <>
          Peeking at {sourceName(source.source)} leaves every message where it is: other programs get them as
          before.
          {key.policyName ? ` Read with policy ${key.policyName}. ` : ' '}
          <Link inline as="button" type="button" onClick={giveKey}>
            Change the key
          </Link>
        </>
      )}
    </EmptyState>
  );
}
