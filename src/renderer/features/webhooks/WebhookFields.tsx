import { useState } from 'react';
import {
  WebhookAuthorization,
  webhookAuthorizationLabels,
  webhookLengths,
} from '../../../shared/domain/webhook.ts';
import {
  applyWebhookCorrection,
  changeAuthorization,
  type WebhookForm,
} from '../../../shared/domain/webhookForm.ts';
import type { WebhookField, WebhookProblem } from '../../../shared/domain/webhookRules.ts';
import { FieldRow, Input, makeStyles, Select, Textarea, tokens } from '../../kit/kit.ts';
import { FieldNote } from '../forms/FieldNote.tsx';
import { fieldState } from '../forms/fieldState.ts';
import { SecretPart } from './SecretPart.tsx';

const useStyles = makeStyles({
  grid: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', rowGap: '14px' },
  mono: { '& input': { fontFamily: tokens.fontFamilyMonospace, fontSize: '13px' } },
});

const hints: Readonly<Record<WebhookAuthorization, string>> = {
  httpHeader: 'Each pair is sent as a header of the request.',
  webhookKey: 'The key is sent as “code” in the query, as Azure Functions expect it.',
  httpQueryString: 'Each pair is sent in the query of the address, where logs of the receiver may show it.',
};

interface WebhookFieldsProps {
  readonly form: WebhookForm;
  readonly onChange: (form: WebhookForm) => void;
  readonly problems: readonly WebhookProblem[];
  /** Said by the organisation or by a conflict, by field. */
  readonly refused?: Readonly<Record<string, string>> | undefined;
  /** Dataverse holds values of the chosen kind, which stay unless others are typed. */
  readonly secretStored: boolean;
  /** Also empty fields say what they want. */
  readonly showAll: boolean;
}

/** The settings of a webhook, each with what is wrong beside it. */
export function WebhookFields({
  form,
  onChange,
  problems,
  refused,
  secretStored,
  showAll,
}: WebhookFieldsProps) {
  const styles = useStyles();
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set());
  const { draft } = form;
  const set = (change: Partial<typeof draft>) => onChange({ ...form, draft: { ...draft, ...change } });
  const visit = (field: string) =>
    setVisited((before) => (before.has(field) ? before : new Set([...before, field])));
  const stateOf = (field: WebhookField) =>
    fieldState({
      field,
      problems,
      refused,
      visited: showAll || visited.has(field),
      apply: (found) => onChange(applyWebhookCorrection(form, found)),
    });
  const row = (field: WebhookField, hint?: string) => {
    const { problem, note } = stateOf(field);
    return { problem, hint: note ? <FieldNote note={note} /> : hint };
  };
  return (
    <div className={styles.grid}>
      <FieldRow label="Name" {...row('name')}>
        <Input
          value={draft.name}
          onChange={(_, data) => set({ name: data.value })}
          onBlur={() => visit('name')}
          autoFocus
        />
      </FieldRow>
      <FieldRow label="Endpoint URL" {...row('url')}>
        <Input
          className={styles.mono}
          value={draft.url}
          onChange={(_, data) => set({ url: data.value })}
          onBlur={() => visit('url')}
          placeholder="https://contoso.azurewebsites.net/api/accounts"
          spellCheck={false}
          inputMode="url"
        />
      </FieldRow>
      <FieldRow label="Authentication" {...row('authorization', hints[draft.authorization])}>
        <Select
          value={draft.authorization}
          onChange={(_, data) => onChange(changeAuthorization(form, WebhookAuthorization.parse(data.value)))}
        >
          {WebhookAuthorization.options.map((kind) => (
            <option key={kind} value={kind}>
              {webhookAuthorizationLabels[kind]}
            </option>
          ))}
        </Select>
      </FieldRow>
      <SecretPart
        key={draft.authorization}
        form={form}
        onChange={onChange}
        stored={secretStored}
        problems={problems}
        refused={refused}
        showAll={showAll}
      />
      <FieldRow label="Description" optional {...row('description')}>
        <Textarea
          value={draft.description}
          rows={2}
          resize="vertical"
          maxLength={webhookLengths.description * 2}
          onChange={(_, data) => set({ description: data.value })}
        />
      </FieldRow>
    </div>
  );
}
