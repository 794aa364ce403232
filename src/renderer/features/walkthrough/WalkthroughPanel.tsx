import { useEffect, useState } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import type { Commands } from '../../app/commands/useCommands.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { openDialog } from '../../app/dialogs/dialogs.ts';
import { useLastCheck } from '../../app/registrations/lastChecks.ts';
import { referenceTo } from '../../app/registrations/nodeKey.ts';
import type { RegistrationIndex } from '../../app/registrations/registrationIndex.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { OpenCircleIcon, PassedIcon } from '../../kit/icons.ts';
import {
  Button,
  makeStyles,
  mergeClasses,
  tokens,
  useAnnounce,
  useCopyText,
  useNotify,
  VisuallyHidden,
} from '../../kit/kit.ts';
import { useMessageRead } from './useMessageRead.ts';
import {
  currentStep,
  doneSteps,
  findOwnEndpoint,
  findOwnStep,
  type WalkthroughStepId,
  walkthroughStepIds,
} from './walkthroughSteps.ts';

const useStyles = makeStyles({
  panel: {
    margin: '12px 16px 0',
    padding: '8px 12px',
    borderRadius: tokens.borderRadiusLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  head: { display: 'flex', alignItems: 'center', gap: '8px', flexWrap: 'wrap' },
  title: { margin: 0, fontSize: '14px', lineHeight: '20px', fontWeight: 600 },
  progress: { fontSize: '12px', color: tokens.colorNeutralForeground2 },
  now: { flex: '1 1 200px', minWidth: 0 },
  buttons: { marginInlineStart: 'auto', display: 'flex', gap: '4px' },
  intro: { margin: '4px 0 8px', color: tokens.colorNeutralForeground2, maxWidth: '76ch' },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: {
    display: 'grid',
    gridTemplateColumns: '20px minmax(0, 1fr) auto',
    columnGap: '6px',
    alignItems: 'center',
    minHeight: '36px',
    padding: '2px 0',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  mark: { display: 'flex', color: tokens.colorNeutralForeground3 },
  done: { color: tokens.colorStatusSuccessForeground1 },
  doneText: { color: tokens.colorNeutralForeground3 },
  currentText: { fontWeight: 600 },
  hint: { fontSize: '12px', lineHeight: '16px', color: tokens.colorNeutralForeground2, fontWeight: 400 },
});

interface WalkthroughPanelProps {
  readonly connection: Connection;
  readonly index: RegistrationIndex;
  readonly node: RegistrationNode | null;
  readonly commands: Commands;
  readonly startedAt: string;
  readonly doneBefore: readonly WalkthroughStepId[];
  readonly onDone: (done: ReadonlySet<WalkthroughStepId>) => void;
  readonly folded: boolean;
  readonly onFoldedChange: (folded: boolean) => void;
  readonly onDismiss: () => void;
}

interface StepText {
  readonly title: string;
  readonly hint: string;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

/** The six steps, each done in the real interface; what is done is seen from what is there. */
export function WalkthroughPanel(props: WalkthroughPanelProps) {
  const { connection, index, commands, startedAt, doneBefore, onDone, folded, onFoldedChange, onDismiss } =
    props;
  const styles = useStyles();
  const copyText = useCopyText();
  const announce = useAnnounce();
  const notify = useNotify();
  const connectionId = connection.id;
  const strings = useCoreQuery('sandbox.connectionStrings', {});
  const [copied, setCopied] = useState(false);
  const endpoint = findOwnEndpoint(index, startedAt);
  const step = findOwnStep(index, endpoint);
  const lastCheck = useLastCheck(connectionId, endpoint?.id ?? null);
  const jobs = useCoreQuery(
    'systemJob.list',
    { connectionId, owner: step ? { kind: 'step', id: step.id } : { kind: 'organization' }, top: 1 },
    { enabled: step !== null && !doneBefore.includes('run') },
  );
  const messageRead = useMessageRead('Create', 'account');
  const done = doneSteps({
    doneBefore,
    copied,
    endpoint,
    checked: lastCheck !== null && lastCheck.outcome !== 'failed',
    step,
    triggered: step !== null && (jobs.data?.jobs.length ?? 0) > 0,
    messageRead: step !== null && messageRead,
  });
  const current = currentStep(done);

  // Kept, so that a step stays done when the page is loaded again.
  const news = [...done].filter((id) => !doneBefore.includes(id)).join();
  useEffect(() => {
    if (news === '') return;
    onDone(done);
    announce(
      current ? `Walk-through: ${walkthroughStepIds.indexOf(current)} of 6 done.` : 'Walk-through finished.',
    );
  }, [news, done, current, onDone, announce]);

  const queue = strings.data?.queues[0] ?? 'a queue';
  const copy = () => {
    if (!strings.data) return;
    const { manage } = strings.data;
    const text = /entitypath=/i.test(manage) ? manage : `${manage.replace(/;$/, '')};EntityPath=${queue}`;
    copyText(text).then(
      () => {
        setCopied(true);
        notify({ tone: 'good', sentence: `Copied the connection string of the queue ${queue}.` });
      },
      () =>
        notify({
          tone: 'warning',
          sentence: 'The clipboard refused.',
          advice:
            'Select the sandbox itself in the tab bar: its connection strings stand there to be copied.',
        }),
    );
  };
  const go = (run: () => void) => run;
  const texts: Readonly<Record<WalkthroughStepId, StepText>> = {
    copy: {
      title: 'Copy the connection string',
      hint: `As the Azure portal shows it for a queue; this one is the sandbox’s, for ${queue}.`,
      action: strings.data ? { label: 'Copy connection string', run: copy } : null,
    },
    endpoint: {
      title: 'Register a service endpoint with it',
      hint: 'Register › Register New Service Endpoint: paste, Next, give it a name, choose JSON, Save.',
      action: { label: 'Register New Service Endpoint', run: () => commands.run('registerEndpoint') },
    },
    check: {
      title: 'Check it',
      hint: 'From this computer, without sending anything, and from Dataverse with a test message.',
      action: endpoint
        ? {
            label: 'Check',
            run: () => {
              selectNode(connectionId, referenceTo(endpoint));
              openDialog({ kind: 'checkEndpoint', connectionId, endpointId: endpoint.id });
            },
          }
        : null,
    },
    step: {
      title: 'Register a step on Create of account',
      hint: 'With the endpoint selected: Register › Register New Step.',
      action: endpoint
        ? {
            label: 'Register New Step',
            run: () => {
              selectNode(connectionId, referenceTo(endpoint));
              const handler = { kind: 'serviceEndpoint', id: endpoint.id } as const;
              openDialog({ kind: 'registerStep', connectionId, handler });
            },
          }
        : null,
    },
    run: {
      title: 'Run a test',
      hint: 'Creates an account in the sandbox, which fires the step.',
      action: step
        ? {
            label: 'Test run',
            run: () => {
              selectNode(connectionId, referenceTo(step));
              openDialog({ kind: 'testRun', connectionId, stepId: step.id });
            },
          }
        : null,
    },
    message: {
      title: 'Read the message',
      hint: 'Below, in Messages: start listening, then select the message. Its system job stands beside it.',
      action: endpoint
        ? { label: 'Show the endpoint', run: go(() => selectNode(connectionId, referenceTo(endpoint))) }
        : null,
    },
  };

  const finished = current === null;
  const now = current ? texts[current] : null;
  return (
    <section className={styles.panel} aria-labelledby="walkthrough-title">
      <div className={styles.head}>
        <h2 id="walkthrough-title" className={styles.title}>
          Walk-through
        </h2>
        <span className={styles.progress}>{finished ? 'all 6 done' : `${done.size} of 6 done`}</span>
        {folded && now ? <span className={styles.now}>Next: {now.title}</span> : null}
        <div className={styles.buttons}>
          {folded && now?.action ? (
            <Button size="small" onClick={now.action.run}>
              {now.action.label}
            </Button>
          ) : null}
          <Button
            size="small"
            appearance="subtle"
            aria-expanded={!folded}
            onClick={() => onFoldedChange(!folded)}
          >
            {folded ? 'Show all' : 'Fold'}
          </Button>
          <Button size="small" appearance="subtle" onClick={onDismiss}>
            {finished ? 'Close' : 'Dismiss'}
          </Button>
        </div>
      </div>
      {folded ? null : (
        <>
          <p className={styles.intro}>
            {finished
              ? 'That was the whole loop. Connect to an organisation of your own with + beside the tabs; Help brings the walk-through back.'
              : 'This organisation lives on this computer and cannot break anything. In six steps you register an Azure endpoint, trigger it, and read the very message that was posted.'}
          </p>
          <ol className={styles.list}>
            {walkthroughStepIds.map((id, at) => {
              const { title, hint, action } = texts[id];
              const isDone = done.has(id);
              const isCurrent = id === current;
              return (
                <li key={id} className={styles.item} aria-current={isCurrent ? 'step' : undefined}>
                  <span className={mergeClasses(styles.mark, isDone && styles.done)} aria-hidden>
                    {isDone ? <PassedIcon /> : <OpenCircleIcon />}
                  </span>
                  <div className={mergeClasses(isDone && styles.doneText, isCurrent && styles.currentText)}>
                    {at + 1}. {title}
                    <VisuallyHidden>{isDone ? ', done' : ', not done yet'}</VisuallyHidden>
                    {isCurrent ? <div className={styles.hint}>{hint}</div> : null}
                  </div>
                  {isCurrent && action ? (
                    <Button size="small" appearance="primary" onClick={action.run}>
                      {action.label}
                    </Button>
                  ) : null}
                </li>
              );
            })}
          </ol>
        </>
      )}
    </section>
  );
}
