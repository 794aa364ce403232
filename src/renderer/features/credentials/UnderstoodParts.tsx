import type { ParsedConnectionString } from '../../../shared/domain/connectionString.ts';
import { examineSasKey } from '../../../shared/domain/sasKey.ts';
import { describeSasToken, parseSasToken } from '../../../shared/domain/sasToken.ts';
import { makeStyles, mergeClasses, NoteBox, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'minmax(90px, 125px) minmax(0, 1fr)',
    rowGap: '6px',
    margin: 0,
    '& dt': { color: tokens.colorNeutralForeground2 },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
  mono: { fontFamily: tokens.fontFamilyMonospace, fontSize: '13px' },
  none: { color: tokens.colorNeutralForeground3 },
});

function describeKey(key: string): string {
  const count = `${key.length} ${key.length === 1 ? 'character' : 'characters'}`;
  return examineSasKey(key) ? `${count}, see above` : `${count}, well formed`;
}

interface UnderstoodPartsProps {
  readonly parsed: ParsedConnectionString;
  /** Said when the string is for a whole namespace. */
  readonly withoutEntity?: string;
}

/** A connection string taken apart, the secret only described. */
export function UnderstoodParts({ parsed, withoutEntity }: UnderstoodPartsProps) {
  const styles = useStyles();
  const token = parsed.token === undefined ? undefined : parseSasToken(parsed.token);
  const part = (name: string, value: string | undefined, otherwise: string, mono = true) => (
    <>
      <dt>{name}</dt>
      <dd className={mergeClasses(value === undefined ? styles.none : mono && styles.mono)}>
        {value ?? otherwise}
      </dd>
    </>
  );
  return (
    <NoteBox tone="neutral">
      <dl className={styles.list} aria-label="What was understood">
        {part('Namespace', parsed.namespaceAddress, 'not found')}
        {part(
          'Entity path',
          parsed.entityPath,
          withoutEntity ?? 'the whole namespace: you name the entity in the next step',
        )}
        {part('Policy', parsed.policyName, token ? 'none: a token needs none' : 'not found')}
        {parsed.token !== undefined && parsed.key === undefined
          ? part(
              'Token',
              token?.kind === 'token' ? describeSasToken(token.token, new Date()) : undefined,
              'not readable',
              false,
            )
          : part('Key', parsed.key === undefined ? undefined : describeKey(parsed.key), 'not found', false)}
      </dl>
    </NoteBox>
  );
}
