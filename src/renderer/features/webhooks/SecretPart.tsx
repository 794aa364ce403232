import { useState } from 'react';
import { typedSecret, webhookAuthValue, webhookLengths } from '../../../shared/domain/webhook.ts';
import {
  applyWebhookCorrection,
  pairsOf,
  type WebhookForm,
  withPairs,
} from '../../../shared/domain/webhookForm.ts';
import type { WebhookField, WebhookProblem } from '../../../shared/domain/webhookRules.ts';
import { Button, FieldRow, Input, makeStyles, tokens } from '../../kit/kit.ts';
import { fieldState } from '../forms/fieldState.ts';
import { PairsGrid } from './PairsGrid.tsx';

const useStyles = makeStyles({
  mono: { '& input': { fontFamily: tokens.fontFamilyMonospace, fontSize: '13px' } },
  button: { minWidth: 'auto', paddingInline: '4px', color: tokens.colorBrandForegroundLink },
});

const titles = { httpHeader: 'Headers', httpQueryString: 'Query parameters', webhookKey: 'Key' } as const;

interface SecretPartProps {
  readonly form: WebhookForm;
  readonly onChange: (form: WebhookForm) => void;
  /** Dataverse holds values of the chosen kind. */
  readonly stored: boolean;
  readonly problems: readonly WebhookProblem[];
  readonly refused?: Readonly<Record<string, string>> | undefined;
  readonly showAll?: boolean;
  /** Typed for a call alone: nothing is saved. */
  readonly forCall?: boolean;
}

/** Values are written once and never read back. What is there is dots, and is replaced as a whole. */
export function SecretPart(props: SecretPartProps) {
  const { form, onChange, stored, problems, refused, showAll = false, forCall = false } = props;
  const [replacing, setReplacing] = useState(false);
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set());
  const { draft } = form;
  const typed = typedSecret(form.secret);
  if (stored && !replacing && typed === undefined) {
    return (
      <StoredValues
        label={titles[draft.authorization]}
        hint={storedHint(draft.authorization === 'webhookKey', forCall)}
        action={forCall ? 'Type for this call' : 'Replace'}
        onReplace={() => setReplacing(true)}
      />
    );
  }
  const keepStored = stored
    ? () => {
        setReplacing(false);
        onChange({ draft });
      }
    : undefined;
  const visit = (field: string) =>
    setVisited((before) => (before.has(field) ? before : new Set([...before, field])));
  const problemOf = (field: string) =>
    fieldState({
      field: field as WebhookField,
      problems,
      refused,
      visited: showAll || visited.has(field),
      apply: (found) => onChange(applyWebhookCorrection(form, found)),
    }).problem;
  if (draft.authorization === 'webhookKey') {
    return (
      <KeyField
        form={form}
        onChange={onChange}
        problem={problemOf('key')}
        onLeave={() => visit('key')}
        onKeepStored={keepStored}
        autoFocus={replacing}
      />
    );
  }
  const length = typed ? webhookAuthValue(typed).length : 0;
  return (
    <PairsGrid
      noun={draft.authorization === 'httpHeader' ? 'Header' : 'Query parameter'}
      title={titles[draft.authorization]}
      pairs={pairsOf(form)}
      onChange={(pairs) => onChange(withPairs(form, pairs))}
      onLeave={visit}
      problemOf={problemOf}
      room={`${length.toLocaleString()} of ${webhookLengths.authValue.toLocaleString()} characters`}
      onKeepStored={keepStored}
      autoFocus={replacing}
    />
  );
}

function storedHint(isKey: boolean, forCall: boolean): string {
  if (forCall)
    return 'Set in Dataverse, which does not tell them. Type them to send them with this call; nothing is saved.';
  return isKey
    ? 'Set in Dataverse. It stays unless you replace it.'
    : 'Set in Dataverse, which does not tell their names or values. They stay unless you replace all of them.';
}

interface StoredValuesProps {
  readonly label: string;
  readonly hint: string;
  readonly action: string;
  readonly onReplace: () => void;
}

function StoredValues({ label, hint, action, onReplace }: StoredValuesProps) {
  const styles = useStyles();
  return (
    <FieldRow label={label} hint={hint}>
      <Input
        className={styles.mono}
        value="••••••••••••"
        readOnly
        contentAfter={
          <Button className={styles.button} appearance="transparent" size="small" onClick={onReplace}>
            {action}
          </Button>
        }
      />
    </FieldRow>
  );
}

interface KeyFieldProps {
  readonly form: WebhookForm;
  readonly onChange: (form: WebhookForm) => void;
  readonly problem: ReturnType<typeof fieldState>['problem'];
  readonly onLeave: () => void;
  readonly onKeepStored: (() => void) | undefined;
  readonly autoFocus: boolean;
}

function KeyField({ form, onChange, problem, onLeave, onKeepStored, autoFocus }: KeyFieldProps) {
  const styles = useStyles();
  const [shown, setShown] = useState(false);
  const { draft, secret } = form;
  const type = (key: string) =>
    onChange(key === '' ? { draft } : { draft, secret: { kind: 'webhookKey', key } });
  return (
    <FieldRow label="Key" problem={problem}>
      <Input
        className={styles.mono}
        type={shown ? 'text' : 'password'}
        value={secret?.kind === 'webhookKey' ? secret.key : ''}
        autoComplete="new-password"
        spellCheck={false}
        autoFocus={autoFocus}
        onChange={(_, data) => type(data.value)}
        onBlur={onLeave}
        contentAfter={
          <Button
            className={styles.button}
            appearance="transparent"
            size="small"
            {...(onKeepStored ? {} : { 'aria-pressed': shown })}
            onClick={onKeepStored ?? (() => setShown(!shown))}
          >
            {onKeepStored ? 'Keep stored' : shown ? 'Hide' : 'Show'}
          </Button>
        }
      />
    </FieldRow>
  );
}
