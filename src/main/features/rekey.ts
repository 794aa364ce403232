import type { RekeyResult } from '../../shared/contract/calls/rekey.ts';
import type { HandlerInput } from '../../shared/contract/contract.ts';
import { type Failure, FailureError, isFailure } from '../../shared/contract/failure.ts';
import type { CheckReport } from '../../shared/domain/check.ts';
import { formatConnectionString } from '../../shared/domain/connectionStringParts.ts';
import type { ConnectionId } from '../../shared/domain/ids.ts';
import { keyEntriesFromLines, keyEntryFromObject } from '../../shared/domain/keyEntry.ts';
import { matchKeys } from '../../shared/domain/keyMatch.ts';
import { draftFromServiceEndpoint } from '../../shared/domain/serviceEndpoint.ts';
import type { Log, Tell } from '../ports.ts';
import type { Handler, Handlers } from './handlers.ts';
import { inTurns } from './inTurns.ts';
import type { ListenerKeys } from './listenerKeys.ts';
import type { OpenOrganization, OpenOrganizationOf } from './ports.ts';
import { readKeySource } from './readKeySource.ts';
import {
  correctRow,
  type PlannedRow,
  plannedRow,
  type RekeyPlan,
  type RekeyPlans,
  shownRow,
  viewOf,
} from './rekeyPlans.ts';

export interface RekeyPorts {
  readonly plans: RekeyPlans;
  readonly open: OpenOrganizationOf;
  readonly checkFromHere: Handler<'serviceEndpoint.checkFromHere'>;
  readonly keys: Pick<ListenerKeys, 'keep'>;
  readonly parseYaml: (text: string) => unknown;
  readonly tell: Tell;
  readonly log: Log;
}

type RekeyHandlers = Pick<Handlers, Extract<keyof Handlers, `rekey.${string}`>>;

const checksAtOnce = 4;
const savesAtOnce = 4;

/** Failures that say nothing about the row: what comes after would fail as well. */
const general: ReadonlySet<Failure['code']> = new Set<Failure['code']>([
  'signIn',
  'throttled',
  'offline',
  'unavailable',
  'cancelled',
]);

/** Gives many endpoints their secrets at once: planned, checked from here, and each saved by itself. */
export function createRekey(ports: RekeyPorts): RekeyHandlers {
  const { plans } = ports;

  async function keep(connectionId: ConnectionId, row: PlannedRow): Promise<void> {
    const connectionString = connectionStringFor(row);
    if (!row.endpoint || connectionString === undefined) return;
    try {
      await ports.keys.keep(connectionId, row.endpoint.id, 'sending', { connectionString, ...row.rights });
    } catch (error) {
      ports.log.error('The key of an endpoint that was given it could not be kept.', error);
    }
  }

  async function save(
    organization: OpenOrganization,
    row: PlannedRow,
    signal: AbortSignal,
  ): Promise<RekeyResult> {
    const { endpoint, wanted, secret, etag } = row;
    if (!endpoint || !wanted || row.state !== 'ready') {
      return { id: row.id, outcome: 'notTried', sentence: row.sentence };
    }
    if (etag === undefined) return gone(row);
    try {
      await organization.dataverse.endpointSecrets.write({ stored: endpoint, wanted, secret }, etag, {
        signal,
      });
    } catch (error) {
      if (!isFailure(error)) throw error;
      return await refused(organization, row, error);
    }
    await keep(organization.connection.id, row);
    row.state = 'saved';
    row.sentence = 'Saved.';
    row.secret = undefined;
    return { id: row.id, outcome: 'saved', sentence: null };
  }

  return {
    'rekey.plan': async ({ connectionId, text, fileName }, { signal }) => {
      const entries = readKeySource({ text, fileName }, ports.parseYaml);
      const { dataverse } = await ports.open(connectionId);
      const [endpoints, etags] = await Promise.all([
        dataverse.serviceEndpoints.list({ signal }),
        dataverse.endpointSecrets.etags({ signal }),
      ]);
      const matches = matchKeys(entries, endpoints);
      const plan = plans.add(
        connectionId,
        matches.map((match) => plannedRow(match, ({ id }) => etags.get(id))),
      );
      return viewOf(plan, endpoints);
    },

    'rekey.correct': async ({ planId, rowId, text }) => {
      const plan = plans.get(planId);
      const row = plan.rows.find(({ id }) => id === rowId);
      if (!row?.endpoint || !row.wanted) {
        throw new FailureError({
          code: 'invalid',
          sentence: 'This entry leads to no endpoint, so there is nothing to correct here.',
          advice: 'Correct it where it comes from, and read it again.',
        });
      }
      const { endpoint, wanted } = row;
      const [line] = keyEntriesFromLines(text);
      const entry = /endpoint\s*=/i.test(text)
        ? { ...(line ?? keyEntryFromObject('', {})), place: 'Corrected', id: endpoint.id.toLowerCase() }
        : keyEntryFromObject('Corrected', {
            id: endpoint.id,
            ...secretMember(endpoint.authorizationType, text.trim()),
          });
      const [match] = matchKeys([entry], [wanted]);
      if (match) correctRow(row, match, entry);
      return shownRow(row);
    },

    'rekey.check': async ({ planId, rowIds }, { signal, progress }) => {
      const plan = plans.get(planId);
      const rows = rowsOf(plan, rowIds).filter(({ state }) => state === 'ready');
      let done = 0;
      const tell = (changed: PlannedRow[]) =>
        progress({ done, total: rows.length, rows: changed.map(shownRow) });
      await inTurns(rows, checksAtOnce, async (row) => {
        signal.throwIfAborted();
        row.check = { outcome: 'running', sentence: 'Is being checked' };
        tell([row]);
        try {
          await check(ports, plan, row, signal);
        } catch (error) {
          row.check = null;
          if (!isFailure(error) || error.failure.code === 'cancelled') throw error;
          row.check = { outcome: 'failed', sentence: error.failure.sentence };
        }
        done += 1;
        tell([row]);
      });
      return { rows: rows.map(shownRow) };
    },

    'rekey.apply': async ({ planId, rowIds }, { signal, progress }) => {
      const plan = plans.get(planId);
      const organization = await ports.open(plan.connectionId);
      const rows = rowsOf(plan, rowIds);
      const results: RekeyResult[] = [];
      let ended: string | undefined;
      progress({ done: 0, total: rows.length, rows: [] });
      await inTurns(rows, savesAtOnce, async (row) => {
        const stopped = ended ?? (signal.aborted ? 'It was stopped before its turn.' : undefined);
        if (stopped !== undefined) {
          results.push({ id: row.id, outcome: 'notTried', sentence: stopped });
          return;
        }
        const result = await save(organization, row, signal);
        if (result.outcome === 'notTried' && row.state === 'ready') ended = result.sentence ?? '';
        results.push(result);
        progress({ done: results.length, total: rows.length, rows: [shownRow(row)] });
      });
      if (results.some(({ outcome }) => outcome === 'saved' || outcome === 'unclear')) {
        ports.tell('registrations.changed', { connectionId: plan.connectionId });
      }
      if (plan.rows.every(({ state }) => state === 'saved')) await plan.onSaved();
      return { results, rows: rows.map(shownRow) };
    },

    'rekey.rows': async ({ planId }) => ({ rows: plans.get(planId).rows.map(shownRow) }),

    'rekey.forget': async ({ planId }) => {
      plans.forget(planId);
      return {};
    },
  };
}

function rowsOf(plan: RekeyPlan, ids: readonly string[]): PlannedRow[] {
  const wanted = new Set(ids);
  return plan.rows.filter(({ id }) => wanted.has(id));
}

async function check(
  ports: RekeyPorts,
  plan: RekeyPlan,
  row: PlannedRow,
  signal: AbortSignal,
): Promise<void> {
  const target = checkTargetOf(row);
  if (!target) {
    row.check = { outcome: 'skipped', sentence: whyUntried(row) };
    return;
  }
  const report = await ports.checkFromHere(
    { connectionId: plan.connectionId, target },
    { signal, progress: () => undefined },
  );
  row.check = { outcome: report.outcome, sentence: report.sentence };
  row.rights = { canSend: stateOf(report, 'send'), canListen: stateOf(report, 'listen') };
}

/** Null where the check did not get so far. */
function stateOf({ lines }: CheckReport, id: 'send' | 'listen'): boolean | null {
  const line = lines.find((one) => one.id === id);
  if (line?.state === 'passed') return true;
  return line === undefined || line.state === 'skipped' ? null : false;
}

function whyUntried({ secret }: PlannedRow): string {
  return secret === undefined
    ? 'It keeps the secret that it has, which nobody can read to try it.'
    : 'Whether a webhook accepts it shows only when something is posted to it.';
}

/** Undefined for what cannot be tried from here. The address counts that the endpoint shall have. */
function checkTargetOf(row: PlannedRow): HandlerInput<'serviceEndpoint.checkFromHere'>['target'] | undefined {
  const { endpoint, wanted, secret } = row;
  const connectionString = connectionStringFor(row);
  if (!endpoint || !wanted || connectionString === undefined) return undefined;
  if (secret?.kind !== 'sasKey' && secret?.kind !== 'sasToken') return undefined;
  const keyName = secret.kind === 'sasKey' ? (secret.keyName ?? wanted.sasKeyName) : wanted.sasKeyName;
  const draft = draftFromServiceEndpoint({ ...wanted, authorizationType: secret.kind, sasKeyName: keyName });
  // Of a type that no form edits: by what is stored.
  if (!draft) return { kind: 'endpoint', id: endpoint.id, connectionString };
  return { kind: 'draft', draft, secret };
}

/** The row's key as a connection string of its endpoint's entity; undefined for webhooks. */
function connectionStringFor({ wanted, secret }: PlannedRow): string | undefined {
  if (!wanted?.namespaceAddress || (secret?.kind !== 'sasKey' && secret?.kind !== 'sasToken'))
    return undefined;
  return formatConnectionString({
    namespaceAddress: wanted.namespaceAddress,
    entityPath: wanted.path ?? undefined,
    policyName: secret.kind === 'sasKey' ? (secret.keyName ?? wanted.sasKeyName ?? undefined) : undefined,
    key: secret.kind === 'sasKey' ? secret.key : undefined,
    token: secret.kind === 'sasToken' ? secret.token : undefined,
    emulator: false,
  });
}

/** A secret that was typed alone is of the kind that the endpoint takes. */
function secretMember(authorization: string, text: string): Record<string, unknown> {
  switch (authorization) {
    case 'webhookKey':
      return { webhookKey: text };
    case 'sasToken':
      return { token: text };
    case 'httpHeader':
      return { headers: pairIn(text) };
    case 'httpQueryString':
      return { queryString: pairIn(text) };
    default:
      return { key: text };
  }
}

/** `x-api-key: value`, or `name=value`. */
function pairIn(text: string): Record<string, string> | undefined {
  const pair = /^([^:=\s]+)\s*[:=]\s*(\S.*)$/.exec(text);
  return pair?.[1] !== undefined && pair[2] !== undefined ? { [pair[1]]: pair[2] } : undefined;
}

function gone(row: PlannedRow): RekeyResult {
  return { id: row.id, outcome: 'gone', sentence: 'It is not there any more.' };
}

async function refused(
  { dataverse }: OpenOrganization,
  row: PlannedRow,
  error: FailureError,
): Promise<RekeyResult> {
  const { failure } = error;
  if ('maybeExecuted' in error && error.maybeExecuted === true) {
    const sentence = 'It was sent, and no good answer came. Save it again: that does no harm.';
    return { id: row.id, outcome: 'unclear', sentence };
  }
  if (general.has(failure.code)) return { id: row.id, outcome: 'notTried', sentence: failure.sentence };
  if (failure.code === 'notFound') return gone(row);
  if (failure.code !== 'conflict') return { id: row.id, outcome: 'refused', sentence: failure.sentence };
  // Whoever saves once more has been told, and saves against what is there now.
  if (row.endpoint) {
    const now = await dataverse.serviceEndpoints.read(row.endpoint.id).catch(() => undefined);
    row.etag = now?.etag ?? row.etag;
  }
  return {
    id: row.id,
    outcome: 'conflict',
    sentence:
      'Somebody else changed it since. It was left as it is; save again to give it this secret all the same.',
  };
}
