import { useEffect, useState } from 'react';
import type { RestoredRow, SavedFileId } from '../../../shared/contract/calls/restore.ts';
import { useCall } from '../../app/core/useCall.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { useConnection } from '../../app/useConnections.ts';
import { Button, FailureMessage, FormDialog, SkeletonRows, useNotify } from '../../kit/kit.ts';
import { productionReason } from '../forms/productionReason.ts';
import { RestoreChoice } from './RestoreChoice.tsx';
import { RestorePlan } from './RestorePlan.tsx';
import { RestoreResults } from './RestoreResults.tsx';
import { resultSentence } from './resultSentence.ts';
import { useSavedFile } from './useSavedFile.ts';

/** Brings back what was unregistered: from a copy of this computer or from a file, after it was shown what comes. */
export function RestoreDialog({ request, onClose }: DialogProps<'restore'>) {
  const { connectionId } = request;
  const notify = useNotify();
  const connection = useConnection(connectionId);
  const file = useSavedFile();
  const restoring = useCall('restore.run');
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  const [typed, setTyped] = useState('');
  const [results, setResults] = useState<readonly RestoredRow[] | null>(null);
  const { openCopy } = file;
  useEffect(() => {
    if (request.copyId) void openCopy(request.copyId);
  }, [request.copyId, openCopy]);
  const preview = useRestorePreview(connectionId, file.fileId);
  const coming = preview.data?.rows.filter(({ state }) => state === 'create').length ?? 0;
  const progress = restoring.progress;

  const run = async () => {
    const { fileId } = file;
    if (!fileId) return;
    const given = Object.entries(secrets).filter(([, secret]) => secret !== '');
    const outcome = await restoring.run({
      connectionId,
      fileId,
      secrets: given.map(([id, secret]) => ({ id, secret })),
    });
    void preview.refetch();
    if (outcome.kind === 'failed') return;
    const now = outcome.output.results;
    const restored = now.filter((row) => row.outcome === 'restored');
    const first = restored[0] ?? now.find((row) => row.outcome === 'exists');
    if (first) selectNode(connectionId, first.node);
    const isClean = now.every(
      ({ outcome, note }) => outcome !== 'failed' && outcome !== 'notTried' && note === null,
    );
    if (!isClean) {
      setResults(now);
      return;
    }
    setSecrets({});
    notify({ tone: 'good', sentence: resultSentence(now) });
    onClose();
  };
  const another = () => {
    file.forget();
    setResults(null);
    setSecrets({});
    restoring.reset();
  };
  const isChosen = file.fileId !== null || file.opening;
  return (
    <FormDialog
      title="Restore what was unregistered"
      subtitle={connection ? `To ${connection.name}` : null}
      tall={!isChosen}
      dirty={Object.values(secrets).some((secret) => secret !== '')}
      busy={
        restoring.running
          ? {
              label: progress ? `Restored ${progress.done} of ${progress.total}` : 'Restoring…',
              ...(progress && progress.total > 0 ? { share: progress.done / progress.total } : {}),
              onCancel: restoring.cancel,
            }
          : null
      }
      failure={restoring.failure}
      {...(file.fileId
        ? {
            primary: {
              label: results ? 'Try the rest again' : 'Restore',
              disabledReason: preview.isPending
                ? 'It is still being looked up what is there.'
                : coming === 0
                  ? 'There is nothing to restore: see above.'
                  : productionReason(connection, typed),
            },
          }
        : {})}
      secondary={
        isChosen ? (
          <Button disabledFocusable={restoring.running} onClick={another}>
            Choose another
          </Button>
        ) : null
      }
      cancelLabel={results ? 'Close' : 'Cancel'}
      onSubmit={() => void run()}
      onClose={onClose}
    >
      {file.failure ? <FailureMessage failure={file.failure} /> : null}
      {!isChosen ? (
        <RestoreChoice connectionId={connectionId} onCopy={file.openCopy} onFile={file.openFile} />
      ) : results ? (
        <RestoreResults results={results} />
      ) : preview.failure ? (
        <FailureMessage failure={preview.failure} onRetry={() => void preview.refetch()} />
      ) : preview.data ? (
        <RestorePlan
          preview={preview.data}
          connection={connection}
          secrets={secrets}
          onSecret={(id, secret) => setSecrets((before) => ({ ...before, [id]: secret }))}
          typed={typed}
          onType={setTyped}
        />
      ) : (
        <SkeletonRows count={5} label="Looking up what comes back" />
      )}
    </FormDialog>
  );
}

const noFile = '00000000-0000-4000-8000-000000000000' as SavedFileId;

function useRestorePreview(
  connectionId: DialogProps<'restore'>['request']['connectionId'],
  fileId: SavedFileId | null,
) {
  return useCoreQuery(
    'restore.preview',
    { connectionId, fileId: fileId ?? noFile },
    { staleTime: 0, enabled: fileId !== null },
  );
}
