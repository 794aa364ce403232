import {
  typedSecret,
  WebhookAuthorization,
  type WebhookDraft,
  type WebhookPair,
  type WebhookSecret,
} from './webhook.ts';
import type { WebhookField, WebhookProblem } from './webhookRules.ts';

/** What the form holds: the draft, and the values while they are being typed. */
export interface WebhookForm {
  readonly draft: WebhookDraft;
  readonly secret?: WebhookSecret | undefined;
}

export const freshWebhookForm: WebhookForm = {
  draft: { name: '', description: '', url: '', authorization: 'httpHeader' },
};

/** The user chooses another kind of authorization: pairs stay pairs, a key is no pair. */
export function changeAuthorization(form: WebhookForm, authorization: WebhookAuthorization): WebhookForm {
  const { secret } = form;
  const draft = { ...form.draft, authorization };
  if (!secret || secret.kind === authorization) return { ...form, draft };
  if (authorization === 'webhookKey' || secret.kind === 'webhookKey') return { draft };
  return { draft, secret: { kind: authorization, pairs: secret.pairs } };
}

/** The rows of the grid: what was typed. */
export function pairsOf({ draft, secret }: WebhookForm): readonly WebhookPair[] {
  return secret?.kind === draft.authorization && secret.kind !== 'webhookKey' ? secret.pairs : [];
}

export function withPairs(form: WebhookForm, pairs: readonly WebhookPair[]): WebhookForm {
  const { authorization } = form.draft;
  if (authorization === 'webhookKey') return form;
  return { ...form, secret: pairs.length === 0 ? undefined : { kind: authorization, pairs: [...pairs] } };
}

/** Whether two forms would save the same. */
export function isSameWebhookForm(one: WebhookForm, other: WebhookForm): boolean {
  const saved = ({ draft, secret }: WebhookForm) => JSON.stringify([draft, typedSecret(secret) ?? null]);
  return saved(one) === saved(other);
}

/** Puts a problem's correction into the form; the form as it was when the problem has none. */
export function applyWebhookCorrection(form: WebhookForm, problem: WebhookProblem): WebhookForm {
  const { correction } = problem;
  if (!correction) return form;
  let changed = setField(form, problem.field, correction.value);
  for (const [field, value] of Object.entries(correction.alsoSet ?? {})) {
    if (value !== undefined) changed = setField(changed, field as WebhookField, value);
  }
  return changed;
}

function setField(form: WebhookForm, field: WebhookField, value: string): WebhookForm {
  switch (field) {
    case 'authorization': {
      const authorization = WebhookAuthorization.safeParse(value);
      return authorization.success ? changeAuthorization(form, authorization.data) : form;
    }
    case 'key':
      return { ...form, secret: { kind: 'webhookKey', key: value } };
    case 'name':
    case 'description':
    case 'url':
      return { ...form, draft: { ...form.draft, [field]: value } };
    case 'pairs':
      return form;
    default: {
      const [, row, part] = field.split('.');
      const pairs = pairsOf(form).map((pair, at) =>
        at === Number(row) ? { ...pair, [part === 'name' ? 'name' : 'value']: value } : pair,
      );
      return withPairs(form, pairs);
    }
  }
}
