import { useState } from 'react';
import {
  type ParsedConnectionString,
  parseConnectionString,
} from '../../../shared/domain/connectionString.ts';
import { Checkbox, makeStyles, NoteBox, tokens } from '../../kit/kit.ts';
import { ConnectionStringField } from '../credentials/ConnectionStringField.tsx';
import { UnderstoodParts } from '../credentials/UnderstoodParts.tsx';
import type { EndpointWizard } from './endpointWizard.ts';
import { ListenStringSection } from './ListenStringSection.tsx';

const useStyles = makeStyles({
  // Lines the box up with the field below.
  check: { marginInlineStart: '-8px' },
  text: { margin: 0, color: tokens.colorNeutralForeground2, maxWidth: '64ch' },
});

interface ConnectionPageProps {
  readonly wizard: EndpointWizard;
  readonly parsed: ParsedConnectionString;
  readonly onChange: (wizard: EndpointWizard) => void;
  readonly listenText: string | null;
  readonly onListenTextChange: (text: string | null) => void;
}

/** The first page: a connection string is pasted and taken apart at once. */
export function ConnectionPage({
  wizard,
  parsed,
  onChange,
  listenText,
  onListenTextChange,
}: ConnectionPageProps) {
  const styles = useStyles();
  const [visited, setVisited] = useState(false);
  const { startsWithString, text } = wizard;
  const onlySends =
    text.trim() !== '' &&
    parseConnectionString(text, undefined, 'listen').problems.some(({ kind }) => kind === 'policySends');
  return (
    <>
      <Checkbox
        className={styles.check}
        label="Let's start with the connection string from the Azure Service Bus portal"
        checked={startsWithString}
        onChange={(_, data) => onChange({ ...wizard, startsWithString: data.checked === true })}
      />
      {startsWithString ? (
        <>
          <ConnectionStringField
            label="Connection string"
            value={text}
            onChange={(value) => {
              setVisited(true);
              onChange({ ...wizard, text: value });
            }}
            parsed={parsed}
            good="Read. The key stays on this computer until you save."
            visited={visited}
            autoFocus
          />
          {text.trim() === '' ? (
            <p className={styles.text}>
              In the Azure portal: your Service Bus namespace, the queue or topic, Shared access policies, a
              policy with Send, Primary connection string.
            </p>
          ) : parsed.namespaceAddress !== undefined || parsed.policyName !== undefined ? (
            <UnderstoodParts parsed={parsed} />
          ) : null}
          {onlySends || listenText !== null ? (
            <ListenStringSection text={listenText} onChange={onListenTextChange} guessed />
          ) : null}
        </>
      ) : (
        <NoteBox tone="neutral">
          Address, name, policy and key are typed on the next page, field by field.
        </NoteBox>
      )}
    </>
  );
}
