import { useMemo, useState } from 'react';
import { parseConnectionString } from '../../../shared/domain/connectionString.ts';
import {
  isSasTokenExpired,
  looksLikeSasToken,
  parseSasToken,
  utcText,
} from '../../../shared/domain/sasToken.ts';
import { useCall } from '../../app/core/useCall.ts';
import { Button, FailureMessage, FieldRow, Input, NoteBox, PropertyList, Textarea } from '../../kit/kit.ts';
import { ConnectionStringField } from '../credentials/ConnectionStringField.tsx';
import { UnderstoodParts } from '../credentials/UnderstoodParts.tsx';
import { useToolStyles } from './useToolStyles.ts';

/** Any connection string or token, taken apart while it is typed. */
export function ReadSecret() {
  const styles = useToolStyles();
  const [text, setText] = useState('');
  const asToken = looksLikeSasToken(text);
  const parsed = useMemo(() => parseConnectionString(text), [text]);
  const token = asToken ? text : parsed.token;
  return (
    <div className={styles.column}>
      <p className={styles.text}>
        Paste a connection string or a SAS token of Service Bus, Event Hubs or Relay. It is taken apart on
        this page and goes nowhere.
      </p>
      {asToken ? (
        <FieldRow label="Connection string or token">
          <Textarea
            value={text}
            spellCheck={false}
            autoFocus
            onChange={(_event, data) => setText(data.value)}
          />
        </FieldRow>
      ) : (
        <ConnectionStringField
          label="Connection string or token"
          value={text}
          onChange={setText}
          parsed={parsed}
          good="Well formed."
          visited={false}
        />
      )}
      {!asToken && text.trim() !== '' && parsed.namespaceAddress !== undefined ? (
        <UnderstoodParts parsed={parsed} withoutEntity="the whole namespace" />
      ) : null}
      {token !== undefined && token !== '' ? <ReadToken key={token} text={token} /> : null}
    </div>
  );
}

function ReadToken({ text }: { readonly text: string }) {
  const styles = useToolStyles();
  const [key, setKey] = useState('');
  const [verdict, setVerdict] = useState<{ verdict: string; sentence: string } | null>(null);
  const check = useCall('sas.checkSignature');
  const reading = parseSasToken(text);
  if (reading.kind === 'malformed') return <NoteBox tone="bad">{reading.sentence}</NoteBox>;
  const { token } = reading;
  const expired = isSasTokenExpired(token, new Date());
  const run = async () => {
    const outcome = await check.run({ token: text, key });
    // Used once; whoever wants to try another one pastes that.
    setKey('');
    setVerdict(outcome.kind === 'done' ? outcome.output : null);
  };
  return (
    <>
      <PropertyList
        properties={[
          { name: 'Resource', value: token.resource, mono: true, copy: token.resource },
          { name: 'Policy', value: token.policyName, mono: true, copy: token.policyName },
          { name: expired ? 'Expired' : 'Valid until', value: token.expiresAt.toLocaleString() },
          { name: 'In UTC', value: utcText(token.expiresAt) },
        ]}
      />
      {expired ? (
        <NoteBox tone="warning">Azure refuses it since then. Make a new one from the policy’s key.</NoteBox>
      ) : null}
      <form
        className={styles.row}
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <FieldRow label="Key to check the signature with" className={styles.grow} optional>
          <Input
            type="password"
            autoComplete="off"
            value={key}
            onChange={(_event, data) => setKey(data.value)}
            placeholder="A key, or the connection string that it stands in"
          />
        </FieldRow>
        <Button type="submit" disabledFocusable={key.trim() === '' || check.running}>
          Check the signature
        </Button>
      </form>
      <div role="status">
        {verdict ? (
          <NoteBox
            tone={verdict.verdict === 'signed' ? 'good' : verdict.verdict === 'mistake' ? 'warning' : 'bad'}
          >
            {verdict.sentence}
          </NoteBox>
        ) : null}
      </div>
      {check.failure ? <FailureMessage failure={check.failure} /> : null}
    </>
  );
}
