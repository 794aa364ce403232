import { useEffect, useState } from 'react';
import { type AssemblyUpdateChoices, planAssemblyUpdate } from '../../../shared/domain/assemblyUpdatePlan.ts';
import { hasNoErrors } from '../../../shared/domain/fieldProblem.ts';
import { useCall } from '../../app/core/useCall.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { type DialogProps, openDialog } from '../../app/dialogs/dialogs.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { useConnection } from '../../app/useConnections.ts';
import { Button, FailureMessage, FormDialog, SkeletonRows, useNotify } from '../../kit/kit.ts';
import { UnfinishedWorks } from '../assemblyWork/UnfinishedWorks.tsx';
import { useUnfinishedWorks } from '../assemblyWork/useUnfinishedWorks.ts';
import { ProductionNote } from '../forms/ProductionNote.tsx';
import { PluginFileField } from '../pluginFiles/PluginFileField.tsx';
import { Problems } from '../pluginFiles/Problems.tsx';
import { usePluginFile } from '../pluginFiles/usePluginFile.ts';
import { WatchFile } from '../pluginFiles/WatchFile.tsx';
import { UpdateChanges } from './UpdateChanges.tsx';

const nothingChosen: AssemblyUpdateChoices = { moves: {}, leaveOut: [] };

/** Shows what another file changes, and only then uploads it. */
export function UpdateAssemblyDialog({ request, onClose }: DialogProps<'updateAssembly'>) {
  const { connectionId, assemblyId, file: dropped, again = false } = request;
  const connection = useConnection(connectionId);
  const notify = useNotify();
  const update = useCall('assembly.update');
  const prepared = useCoreQuery(
    'assembly.prepareUpdate',
    { connectionId, id: assemblyId },
    // What is compared with must be what is there now.
    { staleTime: 0 },
  );
  const target = { kind: 'assembly' as const, id: assemblyId };
  const handle = usePluginFile(request.opened ?? null);
  const { opened, openFile, openRemembered } = handle;
  useEffect(() => {
    if (dropped) openFile(dropped);
    else if (again) openRemembered(connectionId, { kind: 'assembly', id: assemblyId });
  }, [dropped, again, openFile, openRemembered, connectionId, assemblyId]);

  const [choices, setChoices] = useState(nothingChosen);
  const works = useUnfinishedWorks(connectionId).filter((work) => work.assemblyId === assemblyId);
  const file = opened?.file.kind === 'assembly' ? opened.file : null;
  const facts = prepared.data?.facts;
  const plan = facts && file ? planAssemblyUpdate(facts, file, choices) : null;
  const problems = plan?.problems ?? [];
  const name = facts?.assembly.name ?? 'assembly';
  const otherRelease = problems.some(({ kind }) => kind === 'otherRelease' || kind === 'otherName');

  const save = async () => {
    if (!opened || !prepared.data || !hasNoErrors(problems)) return;
    const { etag } = prepared.data;
    const outcome = await update.run({ connectionId, id: assemblyId, fileId: opened.fileId, etag, choices });
    if (outcome.kind === 'failed') {
      void prepared.refetch();
      return;
    }
    selectNode(connectionId, target);
    notify({ tone: 'good', sentence: `Updated ${name} to version ${file?.version ?? ''}.` });
    onClose();
  };
  const { progress } = update;
  const reason =
    works.length > 0
      ? 'Continue or take back what was begun.'
      : !opened
        ? 'Choose the file first.'
        : !file
          ? 'This is a package, not an assembly.'
          : !plan
            ? 'What is registered is still being read.'
            : (problems.find(({ severity }) => severity === 'error')?.sentence ?? null);
  return (
    <FormDialog
      title={`Update ${facts ? `“${name}”` : 'assembly'}`}
      subtitle={connection?.name}
      size="large"
      tall
      dirty={Object.keys(choices.moves).length > 0}
      busy={
        update.running
          ? {
              label: progress?.sentence ?? 'Comparing with what is registered',
              ...(progress ? { share: progress.done / progress.total } : {}),
              onCancel: update.cancel,
            }
          : null
      }
      failure={update.failure}
      primary={{ label: 'Update', disabledReason: reason }}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <ProductionNote connection={connection}>
        The new code runs for everybody as soon as it is there.
      </ProductionNote>
      <UnfinishedWorks
        works={works}
        onEnded={(_work, outcome) => {
          void prepared.refetch();
          if (outcome === 'done') onClose();
        }}
      />
      {prepared.failure && !facts ? (
        <FailureMessage failure={prepared.failure} onRetry={() => void prepared.refetch()} />
      ) : null}
      {works.length > 0 ? null : (
        <>
          <PluginFileField kind="assembly" handle={handle} disabled={update.running} />
          <WatchFile connectionId={connectionId} target={target} />
          <Problems problems={problems.filter(({ field }) => field === 'file' || field === 'types')} />
          {opened && otherRelease ? (
            <div>
              <Button
                onClick={() => {
                  onClose();
                  openDialog({ kind: 'registerAssembly', connectionId, opened });
                }}
              >
                Register it as a new assembly
              </Button>
            </div>
          ) : null}
          {plan ? (
            <UpdateChanges plan={plan} choices={choices} onChange={setChoices} />
          ) : prepared.isPending ? (
            <SkeletonRows count={3} label="Reading what is registered" />
          ) : null}
        </>
      )}
    </FormDialog>
  );
}
