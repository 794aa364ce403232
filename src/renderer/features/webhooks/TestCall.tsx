import { useState } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { WebhookTestReport } from '../../../shared/contract/calls/webhooks.ts';
import { typedSecret } from '../../../shared/domain/webhook.ts';
import type { WebhookForm } from '../../../shared/domain/webhookForm.ts';
import { useCall } from '../../app/core/useCall.ts';
import { Button, FailureMessage, makeStyles, ProgressLine, tokens } from '../../kit/kit.ts';
import { TestReport } from './TestReport.tsx';

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: '8px' },
  head: { display: 'flex', alignItems: 'flex-start', gap: '12px' },
  heading: { flex: 1, minWidth: 0 },
  title: { margin: 0, fontSize: '14px', lineHeight: '20px', fontWeight: tokens.fontWeightSemibold },
  text: { margin: 0, color: tokens.colorNeutralForeground2 },
});

interface TestCallProps {
  readonly connection: Connection;
  readonly form: WebhookForm;
  /** Values that Dataverse holds are not known here, so the call goes without them. */
  readonly stored: boolean;
  /** Why it cannot be tried yet; null when it can. */
  readonly reason: string | null;
}

/** Posts a sample to the webhook from this computer, and shows what was sent and what came back. */
export function TestCall({ connection, form, stored, reason }: TestCallProps) {
  const styles = useStyles();
  const test = useCall('webhook.test');
  const [report, setReport] = useState<WebhookTestReport | null>(null);
  const secret = typedSecret(form.secret);
  const run = async () => {
    setReport(null);
    const { url, authorization } = form.draft;
    const outcome = await test.run({
      connectionId: connection.id,
      url,
      authorization,
      ...(secret ? { secret } : {}),
    });
    if (outcome.kind === 'done') setReport(outcome.output);
  };
  const where =
    connection.kind === 'sandbox'
      ? 'The sandbox posts from this computer too.'
      : 'Dataverse itself posts from Azure: an address that only this computer or network reaches works here and not from there.';
  return (
    <section className={styles.section} aria-label="Test call">
      <div className={styles.head}>
        <div className={styles.heading}>
          <h3 className={styles.title}>Test call from this computer</h3>
          <p className={styles.text}>
            Posts a sample, the creation of an account, as Dataverse would. {where}
            {stored && !secret
              ? ' The stored values cannot be read back, so the call goes without them: type them again to send them.'
              : ''}
          </p>
        </div>
        {test.running ? (
          <Button onClick={test.cancel}>Stop</Button>
        ) : (
          <Button onClick={() => void run()} disabledFocusable={reason !== null} title={reason ?? undefined}>
            Test call
          </Button>
        )}
      </div>
      {test.running ? <ProgressLine label="Waiting for the receiver’s answer, 60 seconds at most…" /> : null}
      {test.failure ? <FailureMessage failure={test.failure} /> : null}
      {report ? <TestReport report={report} /> : null}
    </section>
  );
}
