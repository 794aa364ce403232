import { useState } from 'react';
import type { UnfinishedWork } from '../../../shared/contract/calls/assemblies.ts';
import { useCall } from '../../app/core/useCall.ts';
import {
  Button,
  ConfirmDialog,
  FailureMessage,
  makeStyles,
  NoteBox,
  ProgressLine,
  useNotify,
} from '../../kit/kit.ts';

const useStyles = makeStyles({
  box: { display: 'flex', flexDirection: 'column', gap: '8px' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
});

interface UnfinishedWorksProps {
  readonly works: readonly UnfinishedWork[];
  readonly onEnded?: (work: UnfinishedWork, outcome: 'done' | 'takenBack' | 'forgotten') => void;
}

/** What stopped half-way, and the ways on: it is never left silently. */
export function UnfinishedWorks({ works, onEnded }: UnfinishedWorksProps) {
  return works.map((work) => (
    <OneWork key={work.id} work={work} onEnded={(outcome) => onEnded?.(work, outcome)} />
  ));
}

interface OneWorkProps {
  readonly work: UnfinishedWork;
  readonly onEnded: (outcome: 'done' | 'takenBack' | 'forgotten') => void;
}

function OneWork({ work, onEnded }: OneWorkProps) {
  const styles = useStyles();
  const notify = useNotify();
  const going = useCall('assemblyWork.continue');
  const undoing = useCall('assemblyWork.undo');
  const forgetting = useCall('assemblyWork.forget');
  const [asking, setAsking] = useState(false);
  const input = { connectionId: work.connectionId, workId: work.id };
  const subject = `the ${work.kind === 'register' ? 'registration' : 'update'} of ${work.assemblyName}`;

  const goOn = async () => {
    const outcome = await going.run(input);
    if (outcome.kind === 'failed') return;
    notify({ tone: 'good', sentence: `${upperFirst(subject)} is complete.` });
    onEnded(work.undoing ? 'takenBack' : 'done');
  };
  const takeBack = async () => {
    const outcome = await undoing.run(input);
    if (outcome.kind === 'failed') return;
    notify({ tone: 'good', sentence: `${upperFirst(subject)} was taken back.` });
    onEnded('takenBack');
  };
  const forget = async () => {
    setAsking(false);
    const outcome = await forgetting.run(input);
    if (outcome.kind === 'done') onEnded('forgotten');
  };
  const busy = going.running ? going : undoing.running ? undoing : null;
  const failure = going.failure ?? undoing.failure ?? forgetting.failure;
  return (
    <NoteBox
      tone="warning"
      title={`${upperFirst(subject)} stopped half-way, ${work.undoing ? `with ${work.done}` : `after ${work.done} of ${work.total} steps`}${work.undoing ? ' steps left to take back' : ''}.`}
    >
      <div className={styles.box}>
        <span>
          {work.stoppedBy ?? 'The program ended while it was under way.'} {nextOf(work)}
        </span>
        {busy ? (
          <ProgressLine
            label={busy.progress?.sentence ?? 'Beginning'}
            {...(busy.progress ? { share: busy.progress.done / busy.progress.total } : {})}
            onCancel={busy.cancel}
          />
        ) : (
          <div className={styles.actions}>
            <Button size="small" appearance="primary" onClick={() => void goOn()}>
              {work.undoing ? 'Take back the rest' : 'Continue'}
            </Button>
            {work.undoing ? null : (
              <Button size="small" disabledFocusable={!work.canUndo} onClick={() => void takeBack()}>
                Undo
              </Button>
            )}
            <Button size="small" appearance="subtle" onClick={() => setAsking(true)}>
              Leave it as it is…
            </Button>
          </div>
        )}
        {failure && !busy ? <FailureMessage failure={failure} /> : null}
      </div>
      {asking ? (
        <ConfirmDialog
          title={`Leave ${subject} as it is?`}
          confirmLabel="Leave it"
          onConfirm={() => void forget()}
          onClose={() => setAsking(false)}
        >
          What was done stays, what was not done stays undone, steps that were disabled for the moment stay
          disabled. It cannot be continued or undone afterwards.
        </ConfirmDialog>
      ) : null}
    </NoteBox>
  );
}

function nextOf(work: UnfinishedWork): string {
  if (work.undoing || work.next === '') return '';
  return `Next: ${work.next.slice(0, 1).toLowerCase()}${work.next.slice(1)}.`;
}

function upperFirst(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
