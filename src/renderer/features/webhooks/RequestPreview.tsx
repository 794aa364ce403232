import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { WebhookForm } from '../../../shared/domain/webhookForm.ts';
import { shownWebhookRequest, sizeExceededHeader } from '../../../shared/domain/webhookRequest.ts';
import { makeStyles, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  details: {
    '& summary': { cursor: 'pointer', width: 'fit-content', fontWeight: tokens.fontWeightSemibold },
    '& summary:focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  text: {
    margin: '6px 0 0',
    padding: '8px 10px',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '12px',
    lineHeight: '18px',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    userSelect: 'text',
  },
  note: { margin: '6px 0 0', color: tokens.colorNeutralForeground2 },
});

interface RequestPreviewProps {
  readonly connection: Connection;
  readonly form: WebhookForm;
  /** Values that Dataverse holds will be sent too. */
  readonly stored: boolean;
}

/** The request that Dataverse sends, for a row of a table that was created. */
export function RequestPreview({ connection, form, stored }: RequestPreviewProps) {
  const styles = useStyles();
  const request = shownWebhookRequest(form.draft, form.secret, {
    organization: URL.parse(connection.webApi)?.host ?? '',
    table: 'account',
    message: 'Create',
    correlationId: '‹id of the operation›',
    requestId: '‹id of the request›',
  });
  const lines = request
    ? [`POST ${request.url}`, ...request.headers.map(({ name, value }) => `${name}: ${value}`)]
    : [];
  return (
    <details className={styles.details}>
      <summary>What Dataverse sends</summary>
      {request ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is read and copied by keys
        <pre className={styles.text} tabIndex={0}>
          {lines.join('\n')}
        </pre>
      ) : (
        <p className={styles.note}>Type the address first.</p>
      )}
      <p className={styles.note}>
        {stored && form.secret === undefined ? 'The stored values are sent along. ' : ''}
        The body is the execution context as JSON. Over 256 KB it comes without parent, input parameters and
        images, and with the header {sizeExceededHeader}. Dataverse waits 60 seconds; only 2xx counts as
        success, and only 502, 503 and 504 are tried once more.
      </p>
    </details>
  );
}
