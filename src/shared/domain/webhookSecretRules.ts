import type { FieldProblem } from './fieldProblem.ts';
import { type WebhookDraft, type WebhookSecret, webhookAuthValue, webhookLengths } from './webhook.ts';
import type { WebhookField, WebhookProblemKind } from './webhookRules.ts';

type Problem = FieldProblem<WebhookField, WebhookProblemKind>;
type Pairs = Exclude<WebhookSecret, { kind: 'webhookKey' }>;

/** What HTTP calls a token: the characters of a header's name. */
const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** What a header's value may hold everywhere: visible ASCII, spaces and tabs. */
const headerValue = /^[\t\x20-\x7e]*$/;
/** Headers that belong to the post itself. */
const takenHeaders = new Set([
  'connection',
  'content-length',
  'content-type',
  'expect',
  'host',
  'transfer-encoding',
  'x-request-id',
  'x-ms-correlation-request-id',
]);

/**
 * What is wrong with what a webhook is authorized by. `isSet`: Dataverse holds values of this very kind, which stay
 * when nothing is typed.
 */
export function examineWebhookSecret(
  draft: WebhookDraft,
  secret: WebhookSecret | undefined,
  isSet: boolean,
): Problem[] {
  const typed = secret?.kind === draft.authorization ? secret : undefined;
  if (draft.authorization === 'webhookKey') {
    return examineKey(typed?.kind === 'webhookKey' ? typed.key : '', isSet);
  }
  return examinePairs(
    typed && typed.kind !== 'webhookKey' ? typed : { kind: draft.authorization, pairs: [] },
    isSet,
  );
}

function examineKey(key: string, isSet: boolean): Problem[] {
  const field = 'key';
  if (key === '') {
    if (isSet) return [];
    return [
      {
        kind: 'keyMissing',
        field,
        severity: 'error',
        sentence: 'Type the key. Dataverse sends it as the query parameter “code”.',
      },
    ];
  }
  const problems: Problem[] = [];
  const pasted = /[?&]code=([^&#\s]+)/i.exec(key)?.[1];
  if (pasted !== undefined) {
    problems.push({
      kind: 'keyIsAddress',
      field,
      severity: 'error',
      sentence: 'This is a whole address with a key in it. Dataverse wants the key alone.',
      correction: { label: 'Use the key alone', value: decoded(pasted) },
    });
  } else if (key !== key.trim() || /\s/.test(key)) {
    problems.push({
      kind: 'keyWhitespace',
      field,
      severity: 'warning',
      sentence: 'The key has a space or a line break in it, which keys have not.',
      correction: { label: 'Remove it', value: key.replaceAll(/\s/g, '') },
    });
  }
  if (key.length > webhookLengths.authValue) problems.push(tooLong(field, key.length));
  return problems;
}

function examinePairs({ kind, pairs }: Pairs, isSet: boolean): Problem[] {
  const filled = pairs.filter(({ name, value }) => name !== '' || value !== '');
  const isHeader = kind === 'httpHeader';
  const noun = isHeader ? 'header' : 'query parameter';
  if (filled.length === 0) {
    if (isSet) return [];
    return [
      {
        kind: 'pairsMissing',
        field: 'pairs',
        severity: 'error',
        sentence: `Give at least one ${noun}: Dataverse registers no webhook without.`,
      },
    ];
  }
  const problems: Problem[] = [];
  const seen = new Map<string, number>();
  for (const [row, { name, value }] of pairs.entries()) {
    if (name === '' && value === '') continue;
    const nameField = `pair.${row}.name` as const;
    const valueField = `pair.${row}.value` as const;
    const nameProblem = isHeader ? headerNameProblem(name) : queryNameProblem(name);
    if (nameProblem) problems.push({ field: nameField, ...nameProblem });
    const key = isHeader ? name.toLowerCase() : name;
    const before = seen.get(key);
    if (name !== '' && before !== undefined) {
      problems.push({
        kind: 'pairTwice',
        field: nameField,
        severity: isHeader ? 'error' : 'warning',
        sentence: `Row ${before + 1} has the same name${isHeader ? ': only one of them would arrive' : ''}.`,
      });
    }
    seen.set(key, before ?? row);
    const valueProblem = pairValueProblem(name, value, isHeader);
    if (valueProblem) problems.push({ field: valueField, ...valueProblem });
  }
  const length = webhookAuthValue({ kind, pairs: filled }).length;
  if (length > webhookLengths.authValue) problems.push(tooLong('pairs', length));
  return problems;
}

type Finding = Pick<Problem, 'kind' | 'severity' | 'sentence' | 'correction'>;

function headerNameProblem(name: string): Finding | null {
  if (name === '') {
    return { kind: 'pairNameMissing', severity: 'error', sentence: 'Give the header a name.' };
  }
  if (!headerName.test(name)) {
    const corrected = name.trim().replace(/:$/, '').trim();
    return {
      kind: 'pairNameInvalid',
      severity: 'error',
      sentence: 'A header’s name has no spaces and no colon: letters, digits, hyphens and dots.',
      ...(headerName.test(corrected) ? { correction: { label: `Use ${corrected}`, value: corrected } } : {}),
    };
  }
  const lower = name.toLowerCase();
  if (takenHeaders.has(lower) || lower.startsWith('x-ms-dynamics-')) {
    return {
      kind: 'headerTaken',
      severity: 'warning',
      sentence: 'Dataverse sets this header itself. A value of yours may be refused or overwritten.',
    };
  }
  return null;
}

function queryNameProblem(name: string): Finding | null {
  if (name === '') {
    return { kind: 'pairNameMissing', severity: 'error', sentence: 'Give the query parameter a name.' };
  }
  return unwritable(name);
}

function pairValueProblem(name: string, value: string, isHeader: boolean): Finding | null {
  if (value === '') {
    return {
      kind: 'pairValueMissing',
      severity: 'error',
      sentence: `Give ${name === '' ? 'it' : name} a value, or empty the row.`,
    };
  }
  const problem = unwritable(value);
  if (problem) return problem;
  if (!isHeader) return null;
  if (/[\r\n]/.test(value)) {
    return {
      kind: 'pairValueInvalid',
      severity: 'error',
      sentence: 'A header ends at a line break, so its value cannot hold one.',
      correction: { label: 'Remove it', value: value.replaceAll(/[\r\n]+/g, '').trim() },
    };
  }
  if (!headerValue.test(value)) {
    return {
      kind: 'pairValueInvalid',
      severity: 'error',
      sentence: 'Headers carry plain ASCII alone. Encode other letters, in base64 or percent-encoded.',
    };
  }
  return null;
}

/** XML 1.0 has no way to write some characters. */
function unwritable(text: string): Finding | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (!/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text) && text.isWellFormed()) return null;
  return {
    kind: 'pairUnwritable',
    severity: 'error',
    sentence: 'It holds a character that Dataverse cannot store.',
  };
}

function tooLong(field: 'key' | 'pairs', length: number): Problem {
  return {
    kind: 'authValueTooLong',
    field,
    severity: 'error',
    sentence:
      field === 'key'
        ? `The key has ${length} characters and Dataverse keeps at most ${webhookLengths.authValue}.`
        : `As Dataverse stores them, names and values take ${length} characters; there is room for ${webhookLengths.authValue}.`,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
