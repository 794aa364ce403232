import { useCallback, useEffect, useMemo, useState } from 'react';
import type { StepChangeResult } from '../../../shared/contract/calls/stepChanges.ts';
import type { Etag } from '../../../shared/domain/ids.ts';
import type { Step } from '../../../shared/domain/registration.ts';
import { useCall } from '../../app/core/useCall.ts';
import { type DialogProps, openDialog } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { useConnection } from '../../app/useConnections.ts';
import { FailureMessage, FormDialog, makeStyles, NoteBox, SkeletonRows, useNotify } from '../../kit/kit.ts';
import { ChangeFields } from './ChangeFields.tsx';
import { type ChangeForm, changeOf, countWords, previewOf } from './changeForm.ts';
import { PreviewTable } from './PreviewTable.tsx';
import { ResultTable } from './ResultTable.tsx';

const useStyles = makeStyles({
  count: { margin: 0 },
  table: { flex: '1 1 200px', minHeight: '160px' },
});

interface ReadSteps {
  readonly steps: readonly Step[];
  readonly etags: ReadonlyMap<string, Etag>;
}

/** Changes many steps at once, after a look at what becomes of each. It can be undone. */
export function ChangeStepsDialog({ request, onClose }: DialogProps<'changeSteps'>) {
  const { connectionId, stepIds } = request;
  const styles = useStyles();
  const notify = useNotify();
  const connection = useConnection(connectionId);
  const { index } = useRegistrations(connectionId);
  const read = useCall('stepChange.read');
  const apply = useCall('stepChange.apply');
  const [known, setKnown] = useState<ReadSteps | null>(null);
  const [form, setForm] = useState<ChangeForm>(() => ({
    kind: request.change,
    enabled: request.enabled ?? false,
    rankText: '1',
    user: null,
    stage: 'postOperation',
    mode: 'asynchronous',
  }));
  const [results, setResults] = useState<readonly StepChangeResult[] | null>(null);

  const { run: runRead } = read;
  const load = useCallback(async () => {
    const outcome = await runRead({ connectionId, ids: [...stepIds] });
    if (outcome.kind === 'failed') return;
    const { steps } = outcome.output;
    setKnown({
      steps: steps.map(({ step }) => step),
      etags: new Map(steps.map(({ step, etag }) => [step.id, etag])),
    });
  }, [runRead, connectionId, stepIds]);
  useEffect(() => void load(), [load]);

  const change = useMemo(() => changeOf(form), [form]);
  const preview = useMemo(
    () => (known && change ? previewOf(known.steps, change, index) : null),
    [known, change, index],
  );
  const changing = preview?.filter(({ verdict }) => verdict.kind === 'change') ?? [];
  const noun = changing.length === 1 ? '1 step' : `${changing.length.toLocaleString('en')} steps`;
  const verb = form.kind === 'state' ? (form.enabled ? 'Enable' : 'Disable') : 'Change';

  const save = async () => {
    if (!known || !change) return;
    const rows = changing.flatMap(({ step }) => {
      const etag = known.etags.get(step.id);
      return etag === undefined ? [] : [{ id: step.id, etag }];
    });
    const outcome = await apply.run({ connectionId, change, rows });
    if (outcome.kind === 'failed') {
      if (outcome.failure.code === 'cancelled') {
        notify({
          tone: 'warning',
          sentence: 'Stopped. Steps that were changed before that stay changed.',
          advice: 'Under Activity they can be undone.',
          seconds: 0,
        });
        onClose();
      }
      return;
    }
    const { results: all, kept } = outcome.output;
    if (kept) {
      notify({
        tone: 'good',
        sentence: `${kept.sentence}.`,
        action: {
          label: 'Undo',
          run: () =>
            openDialog({ kind: 'undoSteps', connectionId, changeId: kept.id, sentence: kept.sentence }),
        },
        seconds: 20,
      });
    }
    if (all.every(({ outcome: one }) => one === 'changed')) onClose();
    else setResults(all);
  };

  const { progress } = apply;
  return (
    <FormDialog
      title={results ? 'What became of the steps' : 'Change steps'}
      subtitle={connection ? `In ${connection.name}` : ''}
      size="large"
      tall
      dirty={false}
      busy={
        apply.running
          ? {
              label: progress
                ? `${progress.done.toLocaleString('en')} of ${progress.total.toLocaleString('en')} steps`
                : 'Looking at the steps…',
              ...(progress ? { share: progress.done / Math.max(1, progress.total) } : {}),
              onCancel: apply.cancel,
            }
          : null
      }
      failure={apply.failure}
      {...(results
        ? { cancelLabel: 'Close' }
        : {
            primary: {
              label: changing.length === 0 ? `${verb} steps` : `${verb} ${noun}`,
              disabledReason: !known
                ? 'The steps are not read yet.'
                : changing.length === 0
                  ? 'There is nothing that would change.'
                  : null,
            },
          })}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      {results ? (
        <ResultTable results={results} steps={known?.steps ?? []} />
      ) : (
        <>
          {connection?.production ? (
            <NoteBox tone="warning" title="Production.">
              Others work in {connection.name}. What changes here changes for them at once.
            </NoteBox>
          ) : null}
          <ChangeFields connectionId={connectionId} form={form} onChange={setForm} />
          {read.failure ? (
            <FailureMessage failure={read.failure} onRetry={() => void load()} />
          ) : !known ? (
            <SkeletonRows count={8} label="Reading the steps" />
          ) : preview ? (
            <>
              <p className={styles.count} role="status">
                {countWords(preview)}
              </p>
              <div className={styles.table}>
                <PreviewTable rows={preview} />
              </div>
            </>
          ) : null}
        </>
      )}
    </FormDialog>
  );
}
