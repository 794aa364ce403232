import { useMemo, useState } from 'react';
import { z } from 'zod';
import { parseConnectionString } from '../../../shared/domain/connectionString.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { usePreference } from '../../app/core/preferences.ts';
import { useCall } from '../../app/core/useCall.ts';
import {
  Button,
  CopyButton,
  FailureMessage,
  FieldRow,
  Input,
  NoteBox,
  PropertyList,
  Select,
} from '../../kit/kit.ts';
import { ConnectionStringField } from '../credentials/ConnectionStringField.tsx';
import { useToolStyles } from './useToolStyles.ts';

const lives = [
  [3600, '1 hour'],
  [86_400, '1 day'],
  [7 * 86_400, '7 days'],
  [30 * 86_400, '30 days'],
  [365 * 86_400, '1 year'],
] as const;
const Life = z.number().int();

interface Made {
  readonly token: string;
  readonly resource: string;
  readonly policyName: string;
  readonly expiresAt: string;
  readonly remarks: readonly string[];
}

/** A token for an entity, from a policy's connection string, for as long as is wanted. */
export function MakeToken({ connectionId }: { readonly connectionId: ConnectionId }) {
  const styles = useToolStyles();
  const [text, setText] = useState('');
  const [path, setPath] = useState('');
  const [life, setLife] = usePreference('sasTools.lifeSeconds', Life, 86_400);
  const [made, setMade] = useState<Made | null>(null);
  const make = useCall('sas.make');
  const parsed = useMemo(() => parseConnectionString(text), [text]);
  const run = async () => {
    const outcome = await make.run({ connectionId, connectionString: text, path, lifeSeconds: life });
    if (outcome.kind === 'failed') return;
    setMade(outcome.output);
    setText('');
  };
  return (
    <form
      className={styles.column}
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <p className={styles.text}>
        A token lets somebody use an entity until it ends, without the key. Paste the connection string of the
        policy that signs it: the token allows what the policy allows.
      </p>
      <ConnectionStringField
        label="Connection string of the policy"
        value={text}
        onChange={setText}
        parsed={parsed}
        good="A token can be made from this."
        visited={false}
      />
      <div className={styles.row}>
        <FieldRow
          label="Entity"
          optional
          className={styles.grow}
          hint="Empty: what the string names, or the whole namespace."
        >
          <Input
            value={path}
            placeholder={parsed.entityPath ?? 'queue, topic or event hub'}
            spellCheck={false}
            onChange={(_event, data) => setPath(data.value)}
          />
        </FieldRow>
        <FieldRow label="Valid for" hint="Counted from now.">
          <Select value={String(life)} onChange={(_event, data) => setLife(Number(data.value))}>
            {lives.map(([seconds, label]) => (
              <option key={seconds} value={seconds}>
                {label}
              </option>
            ))}
          </Select>
        </FieldRow>
      </div>
      <div>
        <Button type="submit" appearance="primary" disabledFocusable={text.trim() === '' || make.running}>
          Make the token
        </Button>
      </div>
      {make.failure ? <FailureMessage failure={make.failure} /> : null}
      <div role="status" className={styles.column}>
        {made ? (
          <>
            <PropertyList
              properties={[
                { name: 'Resource', value: made.resource, mono: true, copy: made.resource },
                { name: 'Policy', value: made.policyName, mono: true },
                { name: 'Valid until', value: new Date(made.expiresAt).toLocaleString() },
              ]}
            />
            <pre className={styles.token}>{made.token}</pre>
            <div className={styles.row}>
              <CopyButton label="Copy token" what="SAS token" text={made.token} />
              <Button size="small" onClick={() => setMade(null)}>
                Forget it
              </Button>
            </div>
            {made.remarks.map((remark) => (
              <NoteBox key={remark} tone="warning">
                {remark}
              </NoteBox>
            ))}
          </>
        ) : null}
      </div>
    </form>
  );
}
