import { useMemo, useState } from 'react';
import type { CheckReport } from '../../../shared/domain/check.ts';
import { parseConnectionString } from '../../../shared/domain/connectionString.ts';
import { useCall } from '../../app/core/useCall.ts';
import { Button, FieldRow, Input, Select } from '../../kit/kit.ts';
import { CheckResult } from '../checkEndpoint/CheckResult.tsx';
import { ConnectionStringField } from '../credentials/ConnectionStringField.tsx';
import { useToolStyles } from './useToolStyles.ts';

type Entity = 'queue' | 'topic' | 'eventHub';

/** What a policy or token may: tried from this computer, without a message. */
export function TryRights() {
  const styles = useToolStyles();
  const [text, setText] = useState('');
  const [path, setPath] = useState('');
  const [entity, setEntity] = useState<Entity>('queue');
  const [report, setReport] = useState<CheckReport | null>(null);
  const attempt = useCall('sas.tryRights');
  const parsed = useMemo(() => parseConnectionString(text), [text]);
  const run = async () => {
    setReport(null);
    const outcome = await attempt.run({ connectionString: text, path, entity });
    if (outcome.kind === 'failed') return;
    setReport(outcome.output);
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
        Tries what a policy or a token may do with an entity: send, listen, manage. No message is sent, none
        is taken, nothing is changed.
      </p>
      <ConnectionStringField
        label="Connection string"
        value={text}
        onChange={setText}
        parsed={parsed}
        good="This can be tried."
        visited={false}
      />
      <div className={styles.row}>
        <FieldRow label="Entity" className={styles.grow} optional={parsed.entityPath !== undefined}>
          <Input
            value={path}
            placeholder={parsed.entityPath ?? 'queue, topic or event hub'}
            spellCheck={false}
            onChange={(_event, data) => setPath(data.value)}
          />
        </FieldRow>
        <FieldRow label="It is a">
          <Select value={entity} onChange={(_event, data) => setEntity(data.value as Entity)}>
            <option value="queue">Queue</option>
            <option value="topic">Topic</option>
            <option value="eventHub">Event hub</option>
          </Select>
        </FieldRow>
      </div>
      <div className={styles.row}>
        <Button type="submit" appearance="primary" disabledFocusable={text.trim() === '' || attempt.running}>
          Try the rights
        </Button>
        {attempt.running ? <Button onClick={attempt.cancel}>Cancel</Button> : null}
      </div>
      <CheckResult
        label="Rights"
        report={report}
        lines={attempt.progress?.lines ?? []}
        failure={attempt.failure}
      />
    </form>
  );
}
