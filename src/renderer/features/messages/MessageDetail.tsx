import { lazy, type ReactNode, Suspense } from 'react';
import { z } from 'zod';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { ReceivedMessage } from '../../../shared/contract/calls/listeners.ts';
import { type ListenerId, StepId } from '../../../shared/domain/ids.ts';
import { sizeAgainstLimit, truncationSentence } from '../../../shared/domain/messageSize.ts';
import type { SystemJob } from '../../../shared/domain/systemJob.ts';
import { usePreference } from '../../app/core/preferences.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { selectNode } from '../../app/registrations/view.ts';
import {
  FailureMessage,
  Link,
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  mergeClasses,
  NoteBox,
  SkeletonRows,
  Tab,
  TabList,
  tokens,
  useCopyText,
  useNotify,
} from '../../kit/kit.ts';
import { JobBadge } from '../jobs/JobBadge.tsx';
import { selectJob } from '../jobs/jobSelection.ts';
import { useShowLowerTab } from '../lowerPanel/useLowerPanel.ts';
import { BrokerTab } from './BrokerTab.tsx';
import { ChangesTab } from './ChangesTab.tsx';
import { ContextTab, ImagesTab, ParentTab } from './ContextSections.tsx';
import { messageCopies } from './messageCopies.ts';
import { ValueTree } from './ValueTree.tsx';

const RawText = lazy(async () => ({ default: (await import('./RawText.tsx')).RawText }));

const useStyles = makeStyles({
  pane: { display: 'flex', flexDirection: 'column', height: '100%', minHeight: 0 },
  // Where the pane is narrow the tabs scroll, by the wheel and by the arrow keys.
  bar: { flexShrink: 0, overflowX: 'auto', overflowY: 'hidden', scrollbarWidth: 'none' },
  // Nine of them: all are in sight at the width that the pane has at first.
  tab: {
    paddingInline: '4px',
    '& .fui-Tab__content': { fontSize: '12px' },
    '& .fui-Tab__content--reserved-space': { fontSize: '12px' },
  },
  link: { fontSize: '12px', lineHeight: '18px' },
  copy: { marginInlineStart: 'auto' },
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '2px 12px',
    padding: '0 8px 6px',
    fontSize: '12px',
    lineHeight: '18px',
    color: tokens.colorNeutralForeground2,
    flexShrink: 0,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  fact: { display: 'inline-flex', alignItems: 'center', gap: '6px' },
  gauge: {
    display: 'inline-block',
    width: '72px',
    height: '6px',
    borderRadius: '3px',
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground5,
    // Seen only in high contrast, where backgrounds are not.
    outline: `1px solid ${tokens.colorTransparentStroke}`,
  },
  filled: { display: 'block', height: '100%', backgroundColor: tokens.colorStatusSuccessForeground1 },
  near: { backgroundColor: tokens.colorStatusWarningForeground3 },
  over: { backgroundColor: tokens.colorStatusDangerForeground1 },
  body: { flex: 1, minHeight: 0, overflow: 'auto' },
  note: { margin: '8px' },
  scroll: { overflow: 'auto', maxHeight: '100%' },
  quiet: { padding: '12px 8px', margin: 0, color: tokens.colorNeutralForeground3 },
  pre: {
    margin: 0,
    padding: '8px',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '13px',
    lineHeight: '20px',
    whiteSpace: 'pre',
    userSelect: 'text',
  },
});

const DetailTab = z.enum([
  'changes',
  'input',
  'output',
  'images',
  'shared',
  'parent',
  'context',
  'broker',
  'raw',
]);
type DetailTab = z.infer<typeof DetailTab>;

const tabTitles: Readonly<Record<DetailTab, string>> = {
  changes: 'Changes',
  input: 'Input',
  output: 'Output',
  images: 'Images',
  shared: 'Shared',
  parent: 'Parent',
  context: 'Context',
  broker: 'Broker',
  raw: 'Raw',
};

interface MessageDetailProps {
  readonly connection: Connection;
  readonly listenerId: ListenerId;
  readonly number: number;
  readonly jobs: ReadonlyMap<string, SystemJob>;
}

/** One message, whole: what changed first, everything else one click away. */
export function MessageDetail({ connection, listenerId, number, jobs }: MessageDetailProps) {
  const styles = useStyles();
  const query = useCoreQuery(
    'listener.message',
    { listenerId, number },
    { staleTime: Number.POSITIVE_INFINITY },
  );
  const [tab, setTab] = usePreference('messages.detailTab', DetailTab, 'changes');
  const message = query.data;
  return (
    <section className={styles.pane} aria-label="Message">
      <div className={styles.bar}>
        <TabList
          size="small"
          selectedValue={tab}
          onTabSelect={(_, data) => setTab(DetailTab.parse(data.value))}
        >
          {DetailTab.options.map((id) => (
            <Tab
              key={id}
              value={id}
              className={styles.tab}
              id={`message-tab-${id}`}
              aria-controls="message-panel"
            >
              {tabTitles[id]}
            </Tab>
          ))}
        </TabList>
      </div>
      {message ? <Facts connection={connection} message={message} jobs={jobs} /> : null}
      <div
        className={styles.body}
        id="message-panel"
        role="tabpanel"
        aria-labelledby={`message-tab-${tab}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be reachable by keys for that
        tabIndex={0}
      >
        {query.failure ? (
          <FailureMessage className={styles.note} failure={query.failure} />
        ) : message ? (
          <Body connection={connection} message={message} tab={tab} />
        ) : (
          <SkeletonRows count={5} label="Opening the message" />
        )}
      </div>
    </section>
  );
}

interface BodyProps {
  readonly connection: Connection;
  readonly message: ReceivedMessage;
  readonly tab: DetailTab;
}

function Body({ connection, message, tab }: BodyProps): ReactNode {
  const styles = useStyles();
  const { body, summary } = message;
  const { context } = body;
  const problem = body.problem?.sentence ?? summary.problem;
  const notes = (
    <>
      {problem ? (
        <NoteBox tone="bad" className={styles.note} title="Not read to its end.">
          {problem}
          {body.problem?.offset === undefined ? '' : ` (at byte ${body.problem.offset.toLocaleString()})`}
        </NoteBox>
      ) : null}
      {summary.truncated ? (
        <NoteBox tone="warning" className={styles.note} title="Truncated.">
          {truncationSentence('serviceBus')}
        </NoteBox>
      ) : null}
    </>
  );
  if (tab === 'broker') return <BrokerTab message={message} />;
  if (tab === 'raw') return <Raw message={message} notes={problem ? notes : null} />;
  if (!context) {
    return (
      <>
        {notes}
        <p className={styles.quiet}>
          This body is no message of Dataverse that could be read. Raw shows it as it came.
        </p>
      </>
    );
  }
  return (
    <>
      {notes}
      {contextTab(tab, connection, context)}
    </>
  );
}

function contextTab(
  tab: Exclude<DetailTab, 'broker' | 'raw'>,
  connection: Connection,
  context: NonNullable<ReceivedMessage['body']['context']>,
): ReactNode {
  const left = (member: string, otherwise: string) =>
    context.absentMembers.includes(member)
      ? 'The message does not carry them: it was over the size limit, or cut off.'
      : otherwise;
  switch (tab) {
    case 'changes':
      return <ChangesTab connectionId={connection.id} context={context} />;
    case 'input':
      return (
        <ValueTree
          label="Input parameters"
          pairs={context.inputParameters}
          empty={left('InputParameters', 'No input parameters.')}
        />
      );
    case 'output':
      return (
        <ValueTree label="Output parameters" pairs={context.outputParameters} empty="No output parameters." />
      );
    case 'images':
      return <ImagesTab context={context} />;
    case 'shared':
      return (
        <ValueTree
          label="Shared variables"
          pairs={context.sharedVariables}
          empty="No shared variables: no plug-in left any for this message."
        />
      );
    case 'parent':
      return <ParentTab context={context} />;
    case 'context':
      return <ContextTab context={context} />;
  }
}

function Raw({ message, notes }: { readonly message: ReceivedMessage; readonly notes: ReactNode }) {
  const styles = useStyles();
  const { rawText, format } = message.body;
  if (rawText === undefined || rawText === '') return <p className={styles.quiet}>The body is empty.</p>;
  const coloured = format === 'json' || format === 'textXml';
  return (
    <>
      {notes}
      {coloured ? (
        <Suspense
          fallback={
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be reachable by keys for that
            <pre className={styles.pre} tabIndex={0}>
              {rawText.slice(0, 20_000)}
            </pre>
          }
        >
          <RawText text={rawText} format={format} />
        </Suspense>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be reachable by keys for that
        <section className={styles.scroll} tabIndex={0} aria-label="Raw body">
          <pre className={styles.pre}>{rawText}</pre>
        </section>
      )}
    </>
  );
}

interface FactsProps {
  readonly connection: Connection;
  readonly message: ReceivedMessage;
  readonly jobs: ReadonlyMap<string, SystemJob>;
}

/** Size against the limit, and the ways to the step and the system job. */
function Facts({ connection, message, jobs }: FactsProps) {
  const styles = useStyles();
  const showTab = useShowLowerTab();
  const { index } = useRegistrations(connection.id);
  const { summary } = message;
  const size = sizeAgainstLimit(summary.size, 'serviceBus');
  const job = jobs.get(summary.operationId?.toLowerCase() ?? '');
  const stepId = StepId.safeParse(summary.stepId).data;
  const step = stepId && index?.get({ kind: 'step', id: stepId });
  return (
    <div className={styles.facts}>
      <span className={styles.fact}>
        {summary.message ?? 'Message'} of {summary.rowName ?? summary.table ?? 'unknown'}
      </span>
      <span className={styles.fact}>
        <span className={styles.gauge} aria-hidden>
          <span
            className={mergeClasses(
              styles.filled,
              size.state === 'near' && styles.near,
              size.state === 'over' && styles.over,
            )}
            style={{ width: `${Math.max(2, Math.min(100, size.share * 100))}%` }}
          />
        </span>
        {size.sentence}
      </span>
      {step ? (
        <Link
          className={styles.link}
          as="button"
          type="button"
          onClick={() => stepId && selectNode(connection.id, { kind: 'step', id: stepId })}
        >
          Show the step
        </Link>
      ) : null}
      {job ? (
        <span className={styles.fact}>
          <Link
            className={styles.link}
            as="button"
            type="button"
            onClick={() => {
              selectJob(connection.id, job.id);
              showTab('jobs');
            }}
          >
            System job
          </Link>
          <JobBadge status={job.status} />
        </span>
      ) : null}
      <CopyMenu message={message} />
    </div>
  );
}

function CopyMenu({ message }: { readonly message: ReceivedMessage }) {
  const styles = useStyles();
  const copy = useCopyText();
  const notify = useNotify();
  const take = (label: string, text: string) => {
    copy(text).then(
      () => notify({ tone: 'good', sentence: `Copied: ${label}.`, seconds: 3 }),
      () =>
        notify({
          tone: 'warning',
          sentence: 'The clipboard refused.',
          advice: 'Select the text under Raw and copy it by hand.',
        }),
    );
  };
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton className={styles.copy} size="small" appearance="subtle">
          Copy
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {messageCopies(message).map(({ label, text }) => (
            <MenuItem key={label} disabled={text === null} onClick={() => text !== null && take(label, text)}>
              {label}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
