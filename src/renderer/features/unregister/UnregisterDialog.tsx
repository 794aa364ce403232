import { useState } from 'react';
import { useCall } from '../../app/core/useCall.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { nodeKey } from '../../app/registrations/nodeKey.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { selectNode, selectNothing, viewOf } from '../../app/registrations/view.ts';
import { useConnection } from '../../app/useConnections.ts';
import { saveTextFile } from '../../bridge/saveTextFile.ts';
import {
  Checkbox,
  FailureMessage,
  FormDialog,
  makeStyles,
  NoteBox,
  SkeletonRows,
  tokens,
  useNotify,
} from '../../kit/kit.ts';
import { labelOf } from '../explorer/registrationTree.ts';
import { type GoingGroup, goingGroups } from './goingGroups.ts';

const useStyles = makeStyles({
  text: { margin: 0 },
  groups: { display: 'flex', flexDirection: 'column', gap: '10px' },
  title: { margin: '0 0 2px', fontSize: '14px', lineHeight: '20px', fontWeight: 600 },
  list: {
    margin: 0,
    padding: '4px 0 4px 20px',
    maxHeight: '168px',
    overflow: 'auto',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    '& li': { padding: '1px 8px 1px 0', overflowWrap: 'anywhere' },
  },
  rest: { color: tokens.colorNeutralForeground3 },
});

/** Shows what will go, offers to save it to a file first, and unregisters. */
export function UnregisterDialog({ request, onClose }: DialogProps<'unregister'>) {
  const styles = useStyles();
  const { connectionId } = request;
  const nodes = [...request.nodes];
  const notify = useNotify();
  const connection = useConnection(connectionId);
  const { index } = useRegistrations(connectionId);
  const preview = useCoreQuery('registration.previewUnregister', { connectionId, nodes }, { staleTime: 0 });
  const exporting = useCall('registration.export');
  const unregistering = useCall('registration.unregister');
  const [saveFirst, setSaveFirst] = useState(true);
  const [saved, setSaved] = useState(false);

  // Named once: afterwards they are gone from the tree.
  const [names] = useState(() =>
    nodes.map((node) => index?.get(node)).flatMap((node) => (node ? [node] : [])),
  );
  const first = names[0];
  const subject = names.length === 1 && first ? `“${first.name}”` : `${nodes.length} registrations`;
  const groups = preview.data ? goingGroups(preview.data) : [];
  const obstacles = preview.data?.obstacles ?? [];
  const count = groups.reduce((sum, group) => sum + group.names.length, 0);

  const run = async () => {
    if (saveFirst && !saved) {
      const file = await exporting.run({ connectionId, nodes });
      if (file.kind === 'failed') return;
      saveTextFile(file.output.fileName, file.output.text);
      setSaved(true);
    }
    const outcome = await unregistering.run({ connectionId, nodes });
    if (outcome.kind === 'failed') return;
    leaveSelection();
    const { deleted, keptCopy } = outcome.output;
    notify({
      tone: 'good',
      sentence: `Unregistered ${subject}: ${deleted} ${deleted === 1 ? 'row' : 'rows'} deleted.`,
      advice: `A copy was kept: ${keptCopy}`,
    });
    onClose();
  };
  /** What is selected may be what went: its parent takes its place. */
  const leaveSelection = () => {
    const { selected } = viewOf(connectionId);
    if (!selected || !nodes.some((node) => nodeKey(node) === nodeKey(selected))) return;
    const node = index?.get(selected);
    const parent = node && index?.parentOf(node);
    if (parent?.kind === 'serviceEndpoint') selectNode(connectionId, { kind: parent.kind, id: parent.id });
    else if (parent?.kind === 'step') selectNode(connectionId, { kind: parent.kind, id: parent.id });
    else if (parent?.kind === 'pluginType') selectNode(connectionId, { kind: parent.kind, id: parent.id });
    else selectNothing(connectionId);
  };

  const progress = unregistering.progress;
  return (
    <FormDialog
      title={first && names.length === 1 ? `Unregister “${labelOf(first)}”?` : `Unregister ${subject}?`}
      dirty={false}
      busy={
        unregistering.running
          ? {
              label: progress ? `Deleted ${progress.done} of ${progress.total}` : 'Unregistering…',
              share: progress && progress.total > 0 ? progress.done / progress.total : undefined,
              onCancel: unregistering.cancel,
            }
          : exporting.running
            ? { label: 'Reading the rows to save them…', onCancel: exporting.cancel }
            : null
      }
      failure={exporting.failure ?? unregistering.failure}
      primary={{
        label: 'Unregister',
        disabledReason: preview.isPending
          ? 'It is still being looked up what will go.'
          : preview.failure
            ? 'What will go could not be looked up.'
            : obstacles.length > 0
              ? 'Something stands against it: see above.'
              : null,
      }}
      onSubmit={() => void run()}
      onClose={onClose}
    >
      {connection?.production ? (
        <NoteBox tone="bad" title={`${connection.name} is a production organisation.`}>
          Others work with what you delete here.
        </NoteBox>
      ) : null}
      {preview.failure ? (
        <FailureMessage failure={preview.failure} onRetry={() => void preview.refetch()} />
      ) : preview.isPending ? (
        <SkeletonRows count={4} label="Looking up what will go" />
      ) : (
        <>
          {obstacles.map((obstacle) => (
            <NoteBox key={obstacle} tone="warning">
              {obstacle}
            </NoteBox>
          ))}
          {count > 0 ? (
            <>
              <p className={styles.text}>
                {count === 1 ? 'This goes from ' : `These ${count} go from `}
                {connection?.name ?? 'the organisation'}, for everybody:
              </p>
              <div className={styles.groups}>
                {groups.map((group) => (
                  <Group key={group.title} group={group} />
                ))}
              </div>
              <Checkbox
                checked={saveFirst}
                onChange={(_, data) => setSaveFirst(data.checked === true)}
                label="Save to a file first"
              />
              <p className={styles.text}>
                Keys and secure configurations cannot be read and are not in the file. A copy of the rows is
                kept on this computer in any case.
              </p>
            </>
          ) : null}
        </>
      )}
    </FormDialog>
  );
}

const shownOfGroup = 100;

function Group({ group }: { readonly group: GoingGroup }) {
  const styles = useStyles();
  const rest = group.names.length - shownOfGroup;
  return (
    <section>
      <h3 className={styles.title}>{group.title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be reachable by keys for that */}
      <ul className={styles.list} tabIndex={0} aria-label={group.title}>
        {group.names.slice(0, shownOfGroup).map(({ key, name }) => (
          <li key={key}>{name}</li>
        ))}
        {rest > 0 ? <li className={styles.rest}>and {rest.toLocaleString()} more</li> : null}
      </ul>
    </section>
  );
}
