import { useMemo, useState } from 'react';
import type { CheckReport } from '../../../shared/domain/check.ts';
import { parseConnectionString } from '../../../shared/domain/connectionString.ts';
import { designationTypes } from '../../../shared/domain/designationType.ts';
import { hasNoErrors } from '../../../shared/domain/fieldProblem.ts';
import { useCall } from '../../app/core/useCall.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { recordCheck } from '../../app/registrations/lastChecks.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { useConnection } from '../../app/useConnections.ts';
import { Button, FormDialog, Link, makeStyles, tokens } from '../../kit/kit.ts';
import { ConnectionStringField } from '../credentials/ConnectionStringField.tsx';
import { CheckResult } from './CheckResult.tsx';

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: '8px' },
  head: { display: 'flex', alignItems: 'flex-start', gap: '12px' },
  heading: { flex: 1, minWidth: 0 },
  title: { margin: 0, fontSize: '14px', lineHeight: '20px', fontWeight: tokens.fontWeightSemibold },
  text: { margin: 0, color: tokens.colorNeutralForeground2 },
});

/** Checks an endpoint that is registered: from this computer, and from Dataverse. */
export function CheckEndpointDialog({ request, onClose }: DialogProps<'checkEndpoint'>) {
  const { connectionId, endpointId } = request;
  const styles = useStyles();
  const connection = useConnection(connectionId);
  const { index } = useRegistrations(connectionId);
  const node = index?.get({ kind: 'serviceEndpoint', id: endpointId });
  const endpoint = node?.kind === 'serviceEndpoint' ? node : null;
  const noun = endpoint ? designationTypes[endpoint.designationType].pathNoun : 'entity';
  const known = useCoreQuery('listener.key', { connectionId, endpointId }, { staleTime: 0 });
  const here = useCall('serviceEndpoint.checkFromHere');
  const dataverse = useCall('serviceEndpoint.checkFromDataverse');
  const [hereReport, setHereReport] = useState<CheckReport | null>(null);
  const [dataverseReport, setDataverseReport] = useState<CheckReport | null>(null);
  const [text, setText] = useState<string | null>(null);
  const parsed = useMemo(() => parseConnectionString(text ?? ''), [text]);
  const keyKept = known.data?.key !== null && known.data?.key !== undefined;
  const asksForString = known.data !== undefined && (!keyKept || text !== null);

  const checkHere = async () => {
    setHereReport(null);
    const given = text !== null && text.trim() !== '' ? { connectionString: text } : {};
    const target = { kind: 'endpoint' as const, id: endpointId, ...given };
    const outcome = await here.run({ connectionId, target });
    if (outcome.kind === 'failed') return;
    setHereReport(outcome.output);
    recordCheck(connectionId, endpointId, outcome.output);
  };
  const checkDataverse = async () => {
    setDataverseReport(null);
    const outcome = await dataverse.run({ connectionId, id: endpointId });
    if (outcome.kind === 'failed') return;
    setDataverseReport(outcome.output);
    recordCheck(connectionId, endpointId, outcome.output);
  };
  const hereReason = !known.data
    ? 'Looking for a key.'
    : asksForString && (text ?? '').trim() === '' && !keyKept
      ? 'Paste the connection string of the endpoint first.'
      : (text ?? '').trim() !== '' && !hasNoErrors(parsed.problems)
        ? 'Put right first what is marked as wrong.'
        : null;
  return (
    <FormDialog
      title={endpoint ? `Check ${endpoint.name}` : 'Check'}
      subtitle={endpoint ? `${endpoint.namespaceAddress ?? ''}${endpoint.path ?? ''}` : undefined}
      dirty={false}
      cancelLabel="Close"
      onClose={onClose}
    >
      <section className={styles.section} aria-label="From this computer">
        <div className={styles.head}>
          <div className={styles.heading}>
            <h3 className={styles.title}>From this computer</h3>
            <p className={styles.text}>
              Opens the {noun} with the key and sends nothing.{' '}
              {keyKept && text === null ? (
                <>
                  With the key kept here
                  {known.data?.key?.policyName ? `, policy ${known.data.key.policyName}` : ''}.{' '}
                  <Link inline as="button" type="button" onClick={() => setText('')}>
                    Use another one
                  </Link>
                </>
              ) : null}
            </p>
          </div>
          {here.running ? (
            <Button onClick={here.cancel}>Stop</Button>
          ) : (
            <Button
              onClick={() => void checkHere()}
              disabledFocusable={hereReason !== null}
              title={hereReason ?? undefined}
              autoFocus
            >
              Check from here
            </Button>
          )}
        </div>
        {asksForString ? (
          <ConnectionStringField
            label="Connection string of the endpoint"
            value={text ?? ''}
            onChange={setText}
            parsed={parsed}
            good="Read. It is used for this check alone."
            visited={false}
          />
        ) : null}
        <CheckResult
          label="Checks from this computer"
          report={hereReport}
          lines={here.progress?.lines ?? []}
          failure={here.failure}
        />
      </section>
      <section className={styles.section} aria-label="From Dataverse">
        <div className={styles.head}>
          <div className={styles.heading}>
            <h3 className={styles.title}>From Dataverse</h3>
            <p className={styles.text}>
              {connection?.name ?? 'The organisation'} posts a real test message to the {noun} with its own
              key, in a system job. This is the way that steps take.
            </p>
          </div>
          {dataverse.running ? (
            <Button onClick={dataverse.cancel}>Stop</Button>
          ) : (
            <Button onClick={() => void checkDataverse()}>Check from Dataverse</Button>
          )}
        </div>
        <CheckResult
          label="Checks from Dataverse"
          report={dataverseReport}
          lines={dataverse.progress?.lines ?? []}
          failure={dataverse.failure}
        />
      </section>
    </FormDialog>
  );
}
