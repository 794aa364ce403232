import { useEffect, useMemo, useState } from 'react';
import { acsFactsOf, sasDraftOf } from '../../../shared/domain/acsEndpoint.ts';
import type { CheckReport } from '../../../shared/domain/check.ts';
import { parseConnectionString } from '../../../shared/domain/connectionString.ts';
import { designationTypes } from '../../../shared/domain/designationType.ts';
import { hasNoErrors } from '../../../shared/domain/fieldProblem.ts';
import { checkServiceEndpointDraft } from '../../../shared/domain/serviceEndpointRules.ts';
import { useCall } from '../../app/core/useCall.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { recordCheck } from '../../app/registrations/lastChecks.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { useConnection } from '../../app/useConnections.ts';
import {
  Button,
  FailureMessage,
  FieldRow,
  FormDialog,
  Input,
  makeStyles,
  SkeletonRows,
  tokens,
  useNotify,
} from '../../kit/kit.ts';
import { CheckResult } from '../checkEndpoint/CheckResult.tsx';
import { ConnectionStringField } from '../credentials/ConnectionStringField.tsx';
import { ConflictActions } from '../forms/ConflictActions.tsx';
import { fieldState } from '../forms/fieldState.ts';
import { focusFirstProblem } from '../forms/focusFirstProblem.ts';
import { AcsFactList } from './AcsFactList.tsx';
import { useUndoMove } from './useUndoMove.ts';

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: '8px' },
  head: { display: 'flex', alignItems: 'flex-start', gap: '12px' },
  grow: { flex: 1, minWidth: 0 },
  title: { margin: 0, fontSize: '14px', lineHeight: '20px', fontWeight: tokens.fontWeightSemibold },
  text: { margin: 0, color: tokens.colorNeutralForeground2 },
  mono: { '& input': { fontFamily: tokens.fontFamilyMonospace, fontSize: '13px' } },
});

const fieldLabels: Readonly<Record<string, string>> = {
  designationType: 'Designation type',
  authorization: 'Authorization',
  connectionMode: 'Connection mode',
  namespaceAddress: 'Namespace address',
  solutionNamespace: 'Namespace',
  path: 'Path',
};

/** Takes an endpoint out of ACS: a connection string is pasted, tried from here, and put in place of what stood there. */
export function MoveToSasDialog({ request, onClose }: DialogProps<'moveToSas'>) {
  const { connectionId, endpointId } = request;
  const styles = useStyles();
  const notify = useNotify();
  const connection = useConnection(connectionId);
  const { index } = useRegistrations(connectionId);
  const read = useCoreQuery('serviceEndpoint.read', { connectionId, id: endpointId }, { staleTime: 0 });
  const move = useCall('acs.moveToSas');
  const check = useCall('serviceEndpoint.checkFromHere');
  const undo = useUndoMove(connectionId, endpointId);
  const [text, setText] = useState('');
  const [typedPath, setTypedPath] = useState<string | null>(null);
  const [report, setReport] = useState<CheckReport | null>(null);
  const [showAll, setShowAll] = useState(false);
  const endpoint = read.data?.endpoint;
  const parsed = useMemo(() => parseConnectionString(text), [text]);
  const path = typedPath ?? parsed.entityPath ?? endpoint?.path ?? '';
  const { draft, secret } = useMemo(
    () => (endpoint ? sasDraftOf(endpoint, parsed, path) : { draft: null, secret: undefined }),
    [endpoint, parsed, path],
  );
  const problems = useMemo(
    () =>
      draft
        ? checkServiceEndpointDraft(draft, {
            secretTyped: secret,
            secretIsSet: false,
            existingNames:
              index?.registrations.endpoints.filter(({ id }) => id !== endpointId).map(({ name }) => name) ??
              [],
            now: new Date(),
            connectionString: parsed,
            sandbox: connection?.kind === 'sandbox',
          })
        : [],
    [draft, secret, parsed, index, endpointId, connection?.kind],
  );
  // What was found out holds for what was tried alone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: text and path are what was tried
  useEffect(() => setReport(null), [text, path]);

  const reasonOfString = !endpoint
    ? 'The endpoint is not loaded yet.'
    : text.trim() === ''
      ? 'Paste a connection string first.'
      : !hasNoErrors(parsed.problems)
        ? 'Put right first what is marked as wrong.'
        : secret === undefined
          ? 'The connection string has no key. Copy the one of a policy, with SharedAccessKeyName and SharedAccessKey.'
          : null;
  const firstError = problems.find(({ severity }) => severity === 'error');

  const tryIt = async () => {
    if (!draft || !secret) return;
    setReport(null);
    const outcome = await check.run({ connectionId, target: { kind: 'draft', draft, secret } });
    if (outcome.kind === 'done') setReport(outcome.output);
  };
  const save = async (overwrite: boolean) => {
    if (!draft || !secret || !read.data) return;
    if (firstError) {
      setShowAll(true);
      focusFirstProblem();
      return;
    }
    const { etag } = read.data;
    const outcome = await move.run({ connectionId, id: endpointId, draft, secret, etag, overwrite });
    if (outcome.kind === 'failed') return;
    if (report) recordCheck(connectionId, endpointId, report);
    notify({
      tone: 'good',
      sentence: `“${draft.name}” posts with a SAS key now.`,
      advice: 'Its steps and its id are the same. It can be undone until something is sent.',
      action: { label: 'Undo', run: () => void undo.run() },
      seconds: 30,
    });
    onClose();
  };
  const conflict = move.failure?.code === 'conflict';
  const pathState = fieldState({
    field: 'path',
    problems,
    refused: conflict ? undefined : move.failure?.fields,
    visited: showAll || typedPath !== null,
    apply: (problem) => setTypedPath(problem.correction?.value ?? path),
  });
  const noun = endpoint ? designationTypes[draft?.designationType ?? endpoint.designationType].pathNoun : '';
  return (
    <FormDialog
      title={`Move ${endpoint?.name ?? 'the endpoint'} to SAS`}
      size="large"
      dirty={text !== '' || typedPath !== null}
      busy={move.running ? { label: 'Moving the endpoint to SAS…', onCancel: move.cancel } : null}
      failure={move.failure}
      failureActions={
        conflict ? (
          <ConflictActions
            changes={move.failure?.fields ?? {}}
            labels={fieldLabels}
            onOverwrite={() => void save(true)}
            onReload={() => {
              move.reset();
              void read.refetch();
            }}
          />
        ) : undefined
      }
      primary={{
        label: 'Move to SAS',
        disabledReason: reasonOfString,
      }}
      onSubmit={() => void save(conflict)}
      onClose={onClose}
    >
      {endpoint && draft ? (
        <>
          <section className={styles.section} aria-label="What it uses now">
            <h3 className={styles.title}>What it uses now</h3>
            <AcsFactList endpoint={endpoint} facts={acsFactsOf(endpoint, connection?.webApi ?? '')} />
          </section>
          <section className={styles.section} aria-label="What it uses then">
            <h3 className={styles.title}>What it uses then</h3>
            <p className={styles.text}>
              A policy of the namespace or of the {noun} with the right Send. In the Azure portal: Shared
              access policies, the policy, primary connection string.{' '}
              {endpoint.designationType === 'legacyQueue'
                ? 'Message buffers are gone with ACS: the endpoint becomes one of the type Queue. '
                : null}
              Name, message format, user information, steps and id stay.
            </p>
            <ConnectionStringField
              label="Connection string"
              value={text}
              onChange={(value) => {
                if (!conflict) move.reset();
                setText(value);
              }}
              parsed={parsed}
              good="Read. The key stays on this computer until you move the endpoint."
              refused={conflict ? undefined : move.failure?.fields?.connectionString}
              visited={showAll}
              autoFocus
            />
            <FieldRow
              label={designationTypes[draft.designationType].pathLabel}
              problem={pathState.problem}
              hint={pathState.note?.sentence}
            >
              <Input
                className={styles.mono}
                value={path}
                spellCheck={false}
                onChange={(_, data) => setTypedPath(data.value)}
              />
            </FieldRow>
            {firstError && firstError.field !== 'path' && reasonOfString === null ? (
              <p className={styles.text} role="alert">
                {firstError.sentence}
              </p>
            ) : null}
          </section>
          <section className={styles.section} aria-label="Checks from this computer">
            <div className={styles.head}>
              <div className={styles.grow}>
                <h3 className={styles.title}>Check from this computer</h3>
                <p className={styles.text}>Opens the {noun} with the key and sends nothing.</p>
              </div>
              {check.running ? (
                <Button onClick={check.cancel}>Stop</Button>
              ) : (
                <Button
                  onClick={() => void tryIt()}
                  disabledFocusable={reasonOfString !== null}
                  title={reasonOfString ?? undefined}
                >
                  Check from here
                </Button>
              )}
            </div>
            <CheckResult
              label="Checks from this computer"
              report={report}
              lines={check.progress?.lines ?? []}
              failure={check.failure}
            />
          </section>
        </>
      ) : read.failure ? (
        <FailureMessage failure={read.failure} onRetry={() => void read.refetch()} />
      ) : (
        <SkeletonRows count={8} label="Reading the service endpoint" />
      )}
    </FormDialog>
  );
}
