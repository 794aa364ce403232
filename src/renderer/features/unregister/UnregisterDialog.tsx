import { useState } from 'react';
import type { NodeReference, RegistrationNode } from '../../../shared/domain/registration.ts';
import { rowsOf } from '../../../shared/domain/unregisterPlan.ts';
import { useCall } from '../../app/core/useCall.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { type DialogProps, openDialog } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { useConnection } from '../../app/useConnections.ts';
import { saveTextFile } from '../../bridge/saveTextFile.ts';
import {
  Button,
  Checkbox,
  FailureMessage,
  FormDialog,
  makeStyles,
  NoteBox,
  SkeletonRows,
  useNotify,
} from '../../kit/kit.ts';
import { labelOf } from '../explorer/nodeLabel.ts';
import { ProductionField } from '../forms/ProductionField.tsx';
import { productionReason } from '../forms/productionReason.ts';
import { groupNodes } from '../nodeGroups/groupNodes.ts';
import { NodeGroups } from '../nodeGroups/NodeGroups.tsx';
import { leaveSelection } from './leaveSelection.ts';
import { Obstacles } from './Obstacles.tsx';

const useStyles = makeStyles({
  text: { margin: 0 },
});

/** Shows what will go, offers to save it to a file first, and unregisters. */
export function UnregisterDialog({ request, onClose }: DialogProps<'unregister'>) {
  const styles = useStyles();
  const { connectionId } = request;
  const notify = useNotify();
  const connection = useConnection(connectionId);
  const { index } = useRegistrations(connectionId);
  const [nodes, setNodes] = useState<NodeReference[]>([...request.nodes]);
  const preview = useCoreQuery('registration.previewUnregister', { connectionId, nodes }, { staleTime: 0 });
  const exporting = useCall('registration.export');
  const unregistering = useCall('registration.unregister');
  const [saveFirst, setSaveFirst] = useState(true);
  const [saved, setSaved] = useState(false);
  const [typed, setTyped] = useState('');
  const [stopped, setStopped] = useState(false);

  // Named once: afterwards they are gone from the tree.
  const [names, setNames] = useState(() => nodesOf(nodes));
  function nodesOf(references: readonly NodeReference[]) {
    return references.map((node) => index?.get(node)).flatMap((node) => (node ? [node] : []));
  }
  const first = names[0];
  const subject = names.length === 1 && first ? `“${first.name}”` : `${nodes.length} registrations`;
  const going = preview.data ? rowsOf(preview.data) : [];
  const count = going.length;
  const isHindered = Boolean(preview.data?.obstacles.length || preview.data?.dependents.length);
  const progress = unregistering.progress;

  const withPlace = (row: RegistrationNode) => {
    const step = row.kind === 'image' ? preview.data?.steps.find(({ id }) => id === row.stepId) : undefined;
    const home = step ?? (row.kind === 'image' ? index?.parentOf(row) : undefined);
    return { kind: row.kind, id: row.id, name: row.name, ...(home ? { detail: `of ${home.name}` } : {}) };
  };
  const goes = isHindered ? 'would go' : count === 1 ? 'goes' : 'go';
  const goingSentence = `${count === 1 ? 'This' : `These ${count.toLocaleString()}`} ${goes} from ${connection?.name ?? 'the organisation'}, for everybody:`;
  const choose = (node: NodeReference) => {
    setNodes([node]);
    setNames(nodesOf([node]));
    setSaved(false);
    unregistering.reset();
    exporting.reset();
  };
  const run = async (withoutContent: boolean) => {
    setStopped(false);
    if (saveFirst && !saved) {
      const file = await exporting.run({ connectionId, nodes });
      if (file.kind === 'failed') return;
      saveTextFile(file.output.fileName, file.output.text);
      setSaved(true);
    }
    const outcome = await unregistering.run({ connectionId, nodes, withoutContent });
    if (outcome.kind === 'failed') {
      // Some may be gone: what is left is looked up again.
      setStopped(outcome.failure.code === 'cancelled');
      void preview.refetch();
      return;
    }
    leaveSelection(connectionId, index, going);
    const { deleted, copyId } = outcome.output;
    notify({
      tone: 'good',
      sentence: `Unregistered ${subject}: ${deleted} ${deleted === 1 ? 'row' : 'rows'} deleted.`,
      advice: 'A copy was kept on this computer: Tools, Restore unregistered brings it back.',
      action: { label: 'Undo', run: () => openDialog({ kind: 'restore', connectionId, copyId }) },
      seconds: 20,
    });
    onClose();
  };
  const contentWouldBeLost = unregistering.failure?.fields?.content !== undefined;
  const lookingReason = preview.isPending
    ? 'It is still being looked up what will go.'
    : preview.failure
      ? 'What will go could not be looked up.'
      : isHindered
        ? 'Something stands against it: see above.'
        : null;

  return (
    <FormDialog
      title={first && names.length === 1 ? `Unregister “${labelOf(first)}”?` : `Unregister ${subject}?`}
      dirty={false}
      busy={
        unregistering.running
          ? {
              label: progress ? `Deleted ${progress.done} of ${progress.total}` : 'Reading what is kept…',
              ...(progress && progress.total > 0 ? { share: progress.done / progress.total } : {}),
              onCancel: unregistering.cancel,
            }
          : exporting.running
            ? { label: 'Reading the rows to save them…', onCancel: exporting.cancel }
            : null
      }
      failure={exporting.failure ?? unregistering.failure}
      failureActions={
        contentWouldBeLost ? (
          <Button size="small" onClick={() => void run(true)}>
            Go on without the content
          </Button>
        ) : undefined
      }
      primary={{
        label: 'Unregister',
        disabledReason: lookingReason ?? productionReason(connection, typed),
      }}
      onSubmit={() => void run(false)}
      onClose={onClose}
    >
      {preview.failure ? (
        <FailureMessage failure={preview.failure} onRetry={() => void preview.refetch()} />
      ) : preview.data === undefined ? (
        <SkeletonRows count={4} label="Looking up what will go" />
      ) : (
        <>
          {stopped ? (
            <NoteBox tone="warning" title="Stopped.">
              {progress && progress.done > 0
                ? `${progress.done} of ${progress.total} rows are gone. `
                : 'The request under way was waited for. '}
              What is still there is below; Unregister goes on with it.
            </NoteBox>
          ) : null}
          <Obstacles preview={preview.data} onInstead={choose} />
          {preview.data.gone > 0 && count > 0 ? (
            <p className={styles.text}>
              {preview.data.gone} of the chosen {preview.data.gone === 1 ? 'is' : 'are'} not there any more.
            </p>
          ) : null}
          {count > 0 ? (
            <>
              <p className={styles.text}>{goingSentence}</p>
              <NodeGroups groups={groupNodes(going.map(withPlace))} />
              {isHindered ? null : (
                <>
                  <Checkbox
                    checked={saveFirst}
                    onChange={(_, data) => setSaveFirst(data.checked === true)}
                    label="Save to a file first"
                  />
                  <p className={styles.text}>
                    The file holds no keys and no secure configurations, only that they were set. A copy stays
                    on this computer in any case, for Restore unregistered under Tools.
                  </p>
                  <ProductionField
                    connection={connection}
                    consequence="Others work with what you delete here."
                    typed={typed}
                    onType={setTyped}
                  />
                </>
              )}
            </>
          ) : null}
        </>
      )}
    </FormDialog>
  );
}
