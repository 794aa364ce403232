import { useEffect, useState } from 'react';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import { type TraceFilter, wholeTraceList } from '../../../shared/domain/traceLog.ts';
import { Button, Checkbox, Input, makeStyles, Select, tokens } from '../../kit/kit.ts';
import { ownerWords, traceOwnerOf } from './traceOwner.ts';
import { changeTraceView, useTraceView } from './traceStore.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 8px',
    padding: '4px 8px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  owner: { color: tokens.colorNeutralForeground2, fontSize: '12px' },
  text: { flex: '1 1 160px', maxWidth: '280px' },
  message: { width: '130px' },
});

/** A key a moment later: each letter would be a request otherwise. */
const typingMs = 350;

interface TraceFilterBarProps {
  readonly connectionId: ConnectionId;
  readonly node: RegistrationNode | null;
}

/** Of what the traces are, and which of them are shown. The organisation looks for them. */
export function TraceFilterBar({ connectionId, node }: TraceFilterBarProps) {
  const styles = useStyles();
  const { filter } = useTraceView(connectionId);
  const [text, setText] = useState(filter.text);
  const [message, setMessage] = useState(filter.message);
  const set = (change: Partial<TraceFilter>) =>
    changeTraceView(connectionId, { filter: { ...filter, ...change } });
  useEffect(() => {
    if (text === filter.text && message === filter.message) return;
    const timer = window.setTimeout(
      () => changeTraceView(connectionId, { filter: { ...filter, text, message } }),
      typingMs,
    );
    return () => window.clearTimeout(timer);
  }, [connectionId, filter, text, message]);
  const isNarrow = JSON.stringify(filter) !== JSON.stringify(wholeTraceList);
  return (
    <search className={styles.bar} aria-label="Filter the traces">
      <span className={styles.owner}>{ownerWords(traceOwnerOf(node))}</span>
      <Input
        className={styles.text}
        size="small"
        aria-label="Text in traces"
        placeholder="Type, table, trace or exception"
        value={text}
        onChange={(_, data) => setText(data.value)}
      />
      <Input
        className={styles.message}
        size="small"
        aria-label="Message of traces"
        placeholder="Message"
        value={message}
        onChange={(_, data) => setMessage(data.value)}
      />
      <Select
        size="small"
        aria-label="Mode of traces"
        value={filter.mode}
        onChange={(_, data) => set({ mode: data.value as TraceFilter['mode'] })}
      >
        <option value="any">Any mode</option>
        <option value="synchronous">Synchronous</option>
        <option value="asynchronous">Asynchronous</option>
      </Select>
      <Checkbox
        label="Only exceptions"
        checked={filter.onlyExceptions}
        onChange={(_, data) => set({ onlyExceptions: data.checked === true })}
      />
      {isNarrow ? (
        <Button
          size="small"
          appearance="subtle"
          onClick={() => {
            setText('');
            setMessage('');
            changeTraceView(connectionId, { filter: wholeTraceList });
          }}
        >
          Show all
        </Button>
      ) : null}
    </search>
  );
}
