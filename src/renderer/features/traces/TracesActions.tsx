import { useState } from 'react';
import type { Failure } from '../../../shared/contract/failure.ts';
import { TraceLogId } from '../../../shared/domain/ids.ts';
import { reasonOfReadOnly } from '../../app/commands/reasons.ts';
import { useCall } from '../../app/core/useCall.ts';
import {
  CommandButton,
  ConfirmDialog,
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  noRows,
  ReasonedMenuItem,
  useNotify,
} from '../../kit/kit.ts';
import type { LowerPanelProps } from '../lowerPanel/lowerPanelTabs.ts';
import { TraceSettingMenu } from './TraceSettingMenu.tsx';
import { ownerWords, traceOwnerOf } from './traceOwner.ts';
import { changeTraceView, useTraceView } from './traceStore.ts';
import { useTraces } from './useTraces.ts';

const hour = 60 * 60 * 1000;
const ages = [
  { label: 'Delete those older than an hour', milliseconds: hour, words: 'older than an hour' },
  { label: 'Delete those older than 12 hours', milliseconds: 12 * hour, words: 'older than 12 hours' },
  // The organisation's clock may be ahead of this computer's.
  { label: 'Delete all of them', milliseconds: -24 * hour, words: 'all of them' },
] as const;

type Asking = { readonly kind: 'selected' } | { readonly kind: 'older'; readonly age: (typeof ages)[number] };

/** Follow, refresh, delete, and what the organisation writes down. */
export function TracesActions({ connection, node }: LowerPanelProps) {
  const connectionId = connection.id;
  const notify = useNotify();
  const query = useTraces(connectionId, node);
  const { following, selection } = useTraceView(connectionId);
  const remove = useCall('traceLog.delete');
  const removeOlder = useCall('traceLog.deleteOlder');
  const [asking, setAsking] = useState<Asking | null>(null);
  const there = new Set<string>(query.data?.traces.map(({ id }) => id) ?? []);
  const selected = [...selection.keys].filter((key) => there.has(key));
  const owner = traceOwnerOf(node);
  const busy = remove.running || removeOlder.running;
  const reason = connection.readOnly ? reasonOfReadOnly : busy ? 'One moment.' : null;

  const say = (deleted: number) =>
    notify({ tone: 'good', sentence: `Deleted ${deleted} ${deleted === 1 ? 'trace' : 'traces'}.` });
  const sayFailure = ({ sentence, advice, code }: Failure) => {
    if (code !== 'cancelled') notify({ tone: 'bad', sentence, advice, seconds: 0 });
  };
  const run = async (what: Asking) => {
    setAsking(null);
    const outcome =
      what.kind === 'selected'
        ? await remove.run({ connectionId, ids: selected.slice(0, 500).map((id) => TraceLogId.parse(id)) })
        : await removeOlder.run({
            connectionId,
            owner,
            before: new Date(Date.now() - what.age.milliseconds).toISOString(),
          });
    if (outcome.kind === 'failed') sayFailure(outcome.failure);
    else {
      if (what.kind === 'selected') changeTraceView(connectionId, { selection: noRows });
      say(outcome.output.deleted);
    }
  };
  return (
    <>
      <CommandButton
        size="small"
        label={following ? 'Stop following' : 'Follow'}
        description={
          following ? 'No new traces come in by themselves any more' : 'New traces come in by themselves'
        }
        onClick={() => changeTraceView(connectionId, { following: !following })}
      />
      <CommandButton
        size="small"
        label="Refresh"
        description="Asks the organisation again"
        disabledReason={query.isFetching ? 'It is being read.' : null}
        onClick={() => void query.refetch()}
      />
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <MenuButton appearance="subtle" size="small">
            {removeOlder.running ? `Deleting… ${removeOlder.progress?.done ?? 0}` : 'Delete'}
          </MenuButton>
        </MenuTrigger>
        <MenuPopover style={{ maxWidth: 'none' }}>
          <MenuList>
            <ReasonedMenuItem
              label={
                selected.length > 1 ? `Delete the ${selected.length} selected` : 'Delete the selected one'
              }
              disabledReason={reason ?? (selected.length === 0 ? 'Select a trace first.' : null)}
              onClick={() => setAsking({ kind: 'selected' })}
            />
            {ages.map((age) => (
              <ReasonedMenuItem
                key={age.label}
                label={age.label}
                disabledReason={reason}
                onClick={() => setAsking({ kind: 'older', age })}
              />
            ))}
            {removeOlder.running ? <MenuItem onClick={removeOlder.cancel}>Stop deleting</MenuItem> : null}
          </MenuList>
        </MenuPopover>
      </Menu>
      <TraceSettingMenu connection={connection} />
      {asking ? (
        <ConfirmDialog
          title={
            asking.kind === 'older'
              ? 'Delete traces?'
              : selected.length === 1
                ? 'Delete this trace?'
                : `Delete ${selected.length} traces?`
          }
          confirmLabel="Delete"
          onConfirm={() => void run(asking)}
          onClose={() => setAsking(null)}
        >
          {asking.kind === 'older'
            ? `${ownerWords(owner)} in ${connection.name}: ${asking.age.words}, whatever the filter shows. `
            : `From ${connection.name}. `}
          They cannot be brought back; Dataverse itself removes them after about a day.
        </ConfirmDialog>
      ) : null}
    </>
  );
}
