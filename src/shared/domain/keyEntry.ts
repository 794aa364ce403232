import { z } from 'zod';
import { parseConnectionString } from './connectionString.ts';
import { examineSasKey } from './sasKey.ts';
import type { EndpointSecret } from './serviceEndpoint.ts';
import type { WebhookPair, WebhookSecret } from './webhook.ts';

/** A secret as a list of keys gives it. Without `keyName` the endpoint keeps the policy that it has. */
export type GivenSecret =
  | { readonly kind: 'sasKey'; readonly key: string; readonly keyName: string | undefined }
  | Extract<EndpointSecret, { kind: 'sasToken' }>
  | WebhookSecret;

/** One line of a pasted text, or one entry of a file. Holds a secret: it stays in the core. */
export interface KeyEntry {
  /** Where it stands: "Line 3", "Entry 2". */
  readonly place: string;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly namespaceAddress: string | undefined;
  readonly entityPath: string | undefined;
  readonly secret: GivenSecret | undefined;
  /** Why it is of no use; never holds a secret. */
  readonly problem: string | undefined;
}

const text = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : (value ?? undefined)),
  z
    .string()
    .transform((value) => value.trim() || undefined)
    .optional(),
);
const pairs = z.record(z.string(), z.coerce.string()).optional();

/** What an entry of a file may say; `docs/settingsFile.md` and the user guide list it. */
const FileEntry = z.object({
  id: text,
  name: text,
  connectionString: text,
  keyName: text,
  key: text,
  token: text,
  webhookKey: text,
  headers: pairs,
  queryString: pairs,
});
type FileEntry = z.output<typeof FileEntry>;

/** Names that an entry may use, for the reader of tables. */
export const keyEntryMembers = Object.keys(FileEntry.shape);

/** Pasted connection strings, one a line; empty lines and those that begin with # say nothing. */
export function keyEntriesFromLines(source: string): KeyEntry[] {
  return source.split(/\r\n|\r|\n/).flatMap((line, index) => {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) return [];
    return [entryFrom(`Line ${index + 1}`, { connectionString: trimmed })];
  });
}

/** What a JSON or YAML file holds: a list of entries, `{endpoints: […]}`, or names with their connection strings. */
export function keyEntriesFromValue(value: unknown): KeyEntry[] | undefined {
  const list = listIn(value);
  return list?.map((one, index) => keyEntryFromObject(`Entry ${index + 1}`, one));
}

export function keyEntryFromObject(place: string, value: unknown): KeyEntry {
  const parsed = FileEntry.safeParse(value);
  if (parsed.success) return entryFrom(place, parsed.data);
  const member = parsed.error.issues[0]?.path.join('.') ?? '';
  return useless(place, member === '' ? 'This is no entry.' : `“${member}” is not a text.`);
}

function listIn(value: unknown): unknown[] | undefined {
  if (Array.isArray(value))
    return value.map((one) => (typeof one === 'string' ? { connectionString: one } : one));
  if (typeof value !== 'object' || value === null) return undefined;
  if ('endpoints' in value) return listIn(value.endpoints);
  return Object.entries(value).map(([name, one]: [string, unknown]) =>
    typeof one === 'string' ? { name, connectionString: one } : { name, ...(one as object) },
  );
}

function useless(place: string, problem: string, entry: Partial<KeyEntry> = {}): KeyEntry {
  return {
    place,
    id: undefined,
    name: undefined,
    namespaceAddress: undefined,
    entityPath: undefined,
    ...entry,
    secret: undefined,
    problem,
  };
}

function entryFrom(place: string, entry: Partial<FileEntry>): KeyEntry {
  const who = { id: entry.id?.toLowerCase(), name: entry.name };
  const given = [
    entry.connectionString,
    entry.key,
    entry.token,
    entry.webhookKey,
    entry.headers,
    entry.queryString,
  ];
  const count = given.filter((one) => one !== undefined).length;
  if (count === 0) return useless(place, 'It gives no secret.', who);
  if (count > 1) return useless(place, 'It gives more than one secret.', who);
  if (entry.connectionString !== undefined) return fromConnectionString(place, entry.connectionString, who);
  if (who.id === undefined && who.name === undefined) {
    return useless(place, 'It says neither by name nor by id which endpoint is meant.');
  }
  const rest = { place, ...who, namespaceAddress: undefined, entityPath: undefined, problem: undefined };
  if (entry.key !== undefined) {
    const oddity = examineSasKey(entry.key);
    if (oddity?.severity === 'error') return useless(place, oddity.sentence, who);
    return { ...rest, secret: { kind: 'sasKey', key: entry.key, keyName: entry.keyName } };
  }
  if (entry.token !== undefined) return { ...rest, secret: { kind: 'sasToken', token: entry.token } };
  if (entry.webhookKey !== undefined)
    return { ...rest, secret: { kind: 'webhookKey', key: entry.webhookKey } };
  return entry.headers
    ? { ...rest, secret: { kind: 'httpHeader', pairs: pairsOf(entry.headers) } }
    : { ...rest, secret: { kind: 'httpQueryString', pairs: pairsOf(entry.queryString ?? {}) } };
}

function pairsOf(record: Readonly<Record<string, string>>): WebhookPair[] {
  return Object.entries(record).map(([name, value]) => ({ name, value }));
}

function fromConnectionString(place: string, source: string, who: Pick<KeyEntry, 'id' | 'name'>): KeyEntry {
  const parsed = parseConnectionString(source);
  const { namespaceAddress, entityPath, policyName, key, token } = parsed;
  const wrong = parsed.problems.find(({ severity }) => severity === 'error');
  if (wrong) return useless(place, wrong.sentence, { ...who, namespaceAddress, entityPath });
  const rest = { place, ...who, namespaceAddress, entityPath, problem: undefined };
  if (key !== undefined && policyName !== undefined) {
    return { ...rest, secret: { kind: 'sasKey', key, keyName: policyName } };
  }
  if (token !== undefined) return { ...rest, secret: { kind: 'sasToken', token } };
  return useless(place, 'This connection string has no key.', { ...who, namespaceAddress, entityPath });
}
