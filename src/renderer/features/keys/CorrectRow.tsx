import { useState } from 'react';
import type { RekeyRow } from '../../../shared/contract/calls/rekey.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { Button, FieldRow, Input, makeStyles } from '../../kit/kit.ts';

const useStyles = makeStyles({
  form: { display: 'flex', gap: '12px', alignItems: 'flex-end', flexWrap: 'wrap' },
  grow: { flex: '1 1 360px' },
});

interface CorrectRowProps {
  readonly row: RekeyRow;
  readonly busy: boolean;
  readonly onCorrect: (text: string) => Promise<Failure | null>;
}

/** Another secret for one row of the plan. */
export function CorrectRow({ row, busy, onCorrect }: CorrectRowProps) {
  const styles = useStyles();
  const [text, setText] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const submit = async () => {
    const given = text;
    setText('');
    setFailure(await onCorrect(given));
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <FieldRow
        className={styles.grow}
        label={`${row.given || row.state === 'problem' ? 'Another secret' : 'A secret'} for ${row.endpointName ?? row.place}`}
        problem={failure ? { sentence: failure.sentence } : null}
      >
        <Input
          type="password"
          autoComplete="off"
          value={text}
          placeholder="A connection string, or the key alone; for a webhook its key, or name: value"
          onChange={(_event, data) => setText(data.value)}
        />
      </FieldRow>
      <Button type="submit" disabledFocusable={text.trim() === '' || busy}>
        Put it in place
      </Button>
    </form>
  );
}
