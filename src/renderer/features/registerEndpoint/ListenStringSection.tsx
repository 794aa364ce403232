import { useMemo } from 'react';
import { parseConnectionString } from '../../../shared/domain/connectionString.ts';
import { Link, NoteBox } from '../../kit/kit.ts';
import { ConnectionStringField } from '../credentials/ConnectionStringField.tsx';

interface ListenStringSectionProps {
  /** Null until the user wants to give one. */
  readonly text: string | null;
  readonly onChange: (text: string | null) => void;
  /** Only the name of the policy says that it cannot listen; Azure was not asked. */
  readonly guessed?: boolean;
}

/** Says that the endpoint's policy cannot read messages, and takes a second connection string that can. */
export function ListenStringSection({ text, onChange, guessed }: ListenStringSectionProps) {
  const parsed = useMemo(() => parseConnectionString(text ?? '', undefined, 'listen'), [text]);
  return (
    <>
      <NoteBox
        tone="warning"
        title={guessed ? 'By its name this policy cannot Listen.' : 'This policy cannot Listen.'}
      >
        Dataverse only needs Send. To read messages here you can add a second connection string with Listen
        later.{' '}
        {text === null ? (
          <Link inline as="button" type="button" onClick={() => onChange('')}>
            Add one now
          </Link>
        ) : (
          <Link inline as="button" type="button" onClick={() => onChange(null)}>
            Not now
          </Link>
        )}
      </NoteBox>
      {text === null ? null : (
        <ConnectionStringField
          label="Connection string with Listen"
          value={text}
          onChange={onChange}
          parsed={parsed}
          good="Read. It is tried and kept on this computer when you save; Dataverse never gets it."
          visited={false}
          autoFocus
        />
      )}
    </>
  );
}
