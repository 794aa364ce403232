import { useEffect, useRef, useState } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { RowChoice, TestPlan, TestRun } from '../../../shared/contract/calls/testRuns.ts';
import type { OrganizationInformation, ServiceEndpoint, Step } from '../../../shared/domain/registration.ts';
import { useCore } from '../../app/core/coreContext.ts';
import { useCall } from '../../app/core/useCall.ts';
import { referenceTo } from '../../app/registrations/nodeKey.ts';
import { selectNode } from '../../app/registrations/view.ts';
import {
  AsyncCombobox,
  Button,
  CheckList,
  ConfirmDialog,
  FieldRow,
  FormDialog,
  makeStyles,
  NoteBox,
  tokens,
} from '../../kit/kit.ts';
import { formatDate } from '../explorer/formatDate.ts';
import { focusFirstProblem } from '../forms/focusFirstProblem.ts';
import { useShowLowerTab } from '../lowerPanel/useLowerPanel.ts';
import { selectMessage } from '../messages/listenerStore.ts';
import { ListenerNote } from './ListenerNote.tsx';
import { runLines } from './runLines.ts';
import { TestColumns } from './TestColumns.tsx';
import { columnProblem, type TestTexts, testValuesOf, textOf } from './testForm.ts';
import { useTestListener } from './useTestListener.ts';

const useStyles = makeStyles({
  warnings: { margin: 0, paddingInlineStart: '18px' },
  title: { margin: 0, fontSize: '14px', lineHeight: '20px', fontWeight: tokens.fontWeightSemibold },
  text: { margin: 0, color: tokens.colorNeutralForeground2 },
});

const verbs = { create: 'Create row', update: 'Update row', delete: 'Delete row' } as const;
const deeds = { create: 'Creates', update: 'Updates', delete: 'Deletes' } as const;

interface TestRunFormProps {
  readonly connection: Connection;
  readonly organization: OrganizationInformation;
  readonly step: Step;
  readonly endpoint: ServiceEndpoint;
  readonly plan: TestPlan;
  readonly onClose: () => void;
}

/** The values of the row, then what the run did: the operation, its system job, its message. */
export function TestRunForm({ connection, organization, step, endpoint, plan, onClose }: TestRunFormProps) {
  const styles = useStyles();
  const bridge = useCore();
  const showTab = useShowLowerTab();
  const connectionId = connection.id;
  const { operation, table, columns } = plan;
  const tableName = plan.tableDisplayName ?? table;
  const start = useCall('testRun.start');
  const follow = useCall('testRun.follow');
  const test = useTestListener(connectionId, endpoint);
  const [initial] = useState<TestTexts>(() =>
    Object.fromEntries(columns.map((column) => [column.logicalName, textOf(column)])),
  );
  const [texts, setTexts] = useState<TestTexts>(initial);
  const [row, setRow] = useState<RowChoice | null>(null);
  const [wantsListener, setWantsListener] = useState(true);
  const [asking, setAsking] = useState(false);
  const [stage, setStage] = useState<'form' | 'starting' | 'running'>('form');
  const [listenNote, setListenNote] = useState<string | null>(null);
  const [run, setRun] = useState<TestRun | null>(null);
  const [followed, setFollowed] = useState<'waiting' | 'done' | 'failed'>('waiting');
  const stopStarting = useRef<AbortController | null>(null);
  useEffect(() => () => stopStarting.current?.abort(), []);

  const message =
    run === null
      ? null
      : (test.listener?.messages.findLast(
          ({ correlationId, stepId }) =>
            correlationId?.toLowerCase() === run.correlationId.toLowerCase() &&
            (stepId === null || stepId.toLowerCase() === step.id),
        ) ?? null);
  const rowName =
    operation === 'create' ? (texts[plan.primaryNameColumn ?? ''] ?? null) || null : (row?.name ?? null);

  const execute = async () => {
    const controller = new AbortController();
    stopStarting.current = controller;
    setRun(null);
    setListenNote(null);
    setFollowed('waiting');
    const listens = test.obstacle === null && wantsListener;
    if (listens) {
      setStage('starting');
      const note = await test.begin(controller.signal);
      if (controller.signal.aborted) {
        setStage('form');
        return;
      }
      setListenNote(note);
    } else setListenNote(test.obstacle);
    setStage('running');
    const outcome = await start.run({
      connectionId,
      stepId: step.id,
      operation,
      ...(operation === 'create' || !row ? {} : { rowId: row.id }),
      values: operation === 'delete' ? {} : testValuesOf(columns, texts),
      ...(connection.kind === 'sandbox' ? {} : { confirmedOrganization: organization.friendlyName }),
    });
    if (outcome.kind === 'failed') {
      setStage('form');
      if (outcome.failure.fields) focusFirstProblem();
      return;
    }
    setRun(outcome.output);
    const end = await follow.run({ connectionId, run: outcome.output });
    setFollowed(end.kind === 'done' ? 'done' : 'failed');
  };
  const hasProblems =
    (operation !== 'create' && !row) ||
    columns.some((column) => columnProblem(column, texts[column.logicalName] ?? '') !== null);
  const submit = () => {
    if (hasProblems) {
      focusFirstProblem();
      return;
    }
    if (connection.kind !== 'sandbox') setAsking(true);
    else void execute();
  };
  const openMessage = () => {
    if (!message || !test.listener) return;
    selectNode(connectionId, referenceTo(step));
    selectMessage(test.listener.listenerId, message.number);
    showTab('messages');
    onClose();
  };
  const showJobs = () => {
    selectNode(connectionId, referenceTo(step));
    showTab('jobs');
    onClose();
  };
  const again = () => {
    follow.cancel();
    setRun(null);
    setStage('form');
  };

  const inForm = stage === 'form';
  const webhook = endpoint.designationType === 'webhook';
  const listening = listenNote === null && test.listening;
  const lines = runLines({
    operation,
    tableName,
    listensTo: test.name,
    listenNote,
    listenState: stage === 'starting' ? 'starting' : listening ? 'listening' : 'off',
    run,
    rowName,
    job: follow.progress?.job ?? null,
    followed,
    followFailure: follow.failure,
    waitedSeconds: follow.progress?.waitedSeconds ?? 0,
    deletesJob: step.deleteJobWhenSuccessful,
    synchronous: step.mode === 'synchronous',
    webhook,
    message,
  });
  const working = stage === 'starting' || (stage === 'running' && run === null);
  return (
    <>
      <FormDialog
        title="Test run"
        subtitle={step.name}
        tall
        dirty={inForm && JSON.stringify(texts) !== JSON.stringify(initial)}
        busy={
          working
            ? {
                label: stage === 'starting' ? 'Starting to listen…' : `${deeds[operation]} the row…`,
                onCancel: () => {
                  stopStarting.current?.abort();
                  start.cancel();
                },
              }
            : null
        }
        failure={inForm ? start.failure : null}
        {...(inForm
          ? { primary: { label: verbs[operation] } }
          : webhook
            ? {}
            : {
                primary: {
                  label: 'Open message',
                  disabledReason: message
                    ? null
                    : listening
                      ? 'The message has not arrived yet.'
                      : 'Nobody listened, so there is no message here.',
                },
              })}
        onSubmit={inForm ? submit : openMessage}
        actions={inForm || working ? null : <Button onClick={again}>Run again</Button>}
        secondary={
          inForm || !run ? null : (
            <Button appearance="transparent" onClick={showJobs}>
              Show system jobs
            </Button>
          )
        }
        cancelLabel={inForm ? 'Cancel' : 'Close'}
        onClose={onClose}
      >
        {inForm ? (
          <>
            <p className={styles.text}>
              {deeds[operation]} a row of {tableName} in {connection.name} with your own rights, which fires
              the step.
            </p>
            {plan.warnings.length > 0 ? (
              <NoteBox tone="warning">
                <ul className={styles.warnings}>
                  {plan.warnings.map((warning) => (
                    <li key={warning}>{warning}</li>
                  ))}
                </ul>
              </NoteBox>
            ) : null}
            {operation === 'create' ? null : (
              <FieldRow
                label={operation === 'update' ? 'Row to update' : 'Row to delete'}
                required
                problem={start.failure?.fields?.rowId ? { sentence: start.failure.fields.rowId } : null}
              >
                <AsyncCombobox
                  value={row}
                  onChange={setRow}
                  search={async (text, signal) => {
                    const { rows } = await bridge.call(
                      'row.search',
                      { connectionId, table, text },
                      { signal },
                    );
                    return { items: rows, more: rows.length >= 20 };
                  }}
                  itemKey={({ id }) => id}
                  itemText={({ name }) => name || 'Without a name'}
                  itemDetail={({ modifiedOn }) => (modifiedOn ? formatDate(modifiedOn) : null)}
                  placeholder={`Search ${tableName}`}
                />
              </FieldRow>
            )}
            {operation === 'delete' ? null : (
              <TestColumns
                columns={columns}
                texts={texts}
                onChange={setTexts}
                refused={start.failure?.fields}
              />
            )}
            {webhook ? (
              <NoteBox tone="info">
                {step.mode === 'synchronous'
                  ? 'The receiver is called inside the operation: unless it answers with success, the row stays as it was.'
                  : 'What was posted is seen at the receiver. The system job tells how the post went.'}
              </NoteBox>
            ) : (
              <ListenerNote
                connection={connection}
                endpoint={endpoint}
                test={test}
                wants={wantsListener}
                onWants={setWantsListener}
              />
            )}
          </>
        ) : (
          <>
            <h3 className={styles.title}>What happened</h3>
            <CheckList label="Test run" lines={lines} />
          </>
        )}
      </FormDialog>
      {asking ? (
        <ConfirmDialog
          title={`${verbs[operation].replace(' row', '')} a row in ${organization.friendlyName}?`}
          confirmLabel={`${verbs[operation]} in ${organization.friendlyName}`}
          onConfirm={() => {
            setAsking(false);
            void execute();
          }}
          onClose={() => setAsking(false)}
        >
          This changes real data of {organization.friendlyName}
          {connection.production ? ', a production organisation' : ''}: every plug-in, flow and step on{' '}
          {operation} of {tableName} runs, not only this one.
        </ConfirmDialog>
      ) : null}
    </>
  );
}
