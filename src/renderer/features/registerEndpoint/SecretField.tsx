import { type ReactNode, useState } from 'react';
import type { EndpointSecret } from '../../../shared/domain/serviceEndpoint.ts';
import { Button, type FieldProblem, FieldRow, Input, makeStyles, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  mono: { '& input': { fontFamily: tokens.fontFamilyMonospace, fontSize: '13px' } },
  button: { minWidth: 'auto', paddingInline: '4px', color: tokens.colorBrandForegroundLink },
});

interface SecretFieldProps {
  readonly kind: EndpointSecret['kind'];
  readonly secret: EndpointSecret | undefined;
  readonly onChange: (secret: EndpointSecret | undefined) => void;
  /** Dataverse has one, which nobody can read back. */
  readonly stored: boolean;
  readonly fromString: boolean;
  readonly onLeave: () => void;
  readonly problem: FieldProblem | null;
  readonly hint?: ReactNode;
}

/** A key or a token: written once, never read back. What is there is dots, and is replaced as a whole. */
export function SecretField(props: SecretFieldProps) {
  const { kind, secret, onChange, stored, fromString, onLeave, problem, hint } = props;
  const styles = useStyles();
  const [replacing, setReplacing] = useState(false);
  const [shown, setShown] = useState(false);
  const label = kind === 'sasKey' ? 'SAS key' : 'SAS token';
  const typed = secret?.kind === 'sasKey' ? secret.key : (secret?.token ?? '');
  const untouched = !replacing && (typed === '' ? stored : fromString);

  if (untouched) {
    return (
      <FieldRow
        label={label}
        problem={problem}
        hint={
          hint ?? (stored && typed === '' ? 'Set in Dataverse. It stays unless you replace it.' : undefined)
        }
      >
        <Input
          className={styles.mono}
          value="••••••••••••"
          readOnly
          contentAfter={
            <Button
              className={styles.button}
              appearance="transparent"
              size="small"
              onClick={() => setReplacing(true)}
            >
              Replace
            </Button>
          }
        />
      </FieldRow>
    );
  }
  const type = (text: string) => {
    if (text === '') onChange(undefined);
    else onChange(kind === 'sasKey' ? { kind, key: text } : { kind, token: text });
  };
  return (
    <FieldRow label={label} problem={problem} hint={hint}>
      <Input
        className={styles.mono}
        type={shown ? 'text' : 'password'}
        value={typed}
        autoFocus={replacing}
        autoComplete="new-password"
        spellCheck={false}
        onChange={(_, data) => type(data.value)}
        onBlur={onLeave}
        placeholder={kind === 'sasToken' ? 'SharedAccessSignature sr=…&sig=…&se=…&skn=…' : undefined}
        contentAfter={
          replacing && stored ? (
            <Button
              className={styles.button}
              appearance="transparent"
              size="small"
              onClick={() => {
                setReplacing(false);
                onChange(undefined);
              }}
            >
              Keep stored
            </Button>
          ) : (
            <Button
              className={styles.button}
              appearance="transparent"
              size="small"
              aria-pressed={shown}
              onClick={() => setShown(!shown)}
            >
              {shown ? 'Hide' : 'Show'}
            </Button>
          )
        }
      />
    </FieldRow>
  );
}
