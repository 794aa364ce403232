import { randomUUID } from 'node:crypto';
import type { RekeyCheck, RekeyRow } from '../../shared/contract/calls/rekey.ts';
import { FailureError } from '../../shared/contract/failure.ts';
import { secretStateOf } from '../../shared/domain/endpointSecret.ts';
import type { ConnectionId, Etag } from '../../shared/domain/ids.ts';
import type { GivenSecret, KeyEntry } from '../../shared/domain/keyEntry.ts';
import type { KeyMatch } from '../../shared/domain/keyMatch.ts';
import type { ServiceEndpoint } from '../../shared/domain/registration.ts';
import type { Clock } from '../ports.ts';

/** One endpoint and what it would get. Holds a secret until it is saved. */
export interface PlannedRow {
  readonly id: string;
  place: string;
  readonly endpoint: ServiceEndpoint | null;
  /** The same with the address, path, URL and policy that it shall have. */
  readonly wanted: ServiceEndpoint | null;
  /** With which it is saved; the newest after a conflict. */
  etag: Etag | undefined;
  secret: GivenSecret | undefined;
  state: RekeyRow['state'];
  sentence: string;
  check: RekeyCheck | null;
  /** What the check found out about the key. */
  rights: { canSend: boolean | null; canListen: boolean | null };
}

export interface RekeyPlan {
  readonly id: string;
  readonly connectionId: ConnectionId;
  readonly rows: readonly PlannedRow[];
  /** Told when every row of it is saved. */
  readonly onSaved: () => Promise<void>;
}

/** Plans hold secrets in memory: a few at a time, and none for longer than it takes to look and save. */
export interface RekeyPlans {
  add(connectionId: ConnectionId, rows: readonly PlannedRow[], onSaved?: () => Promise<void>): RekeyPlan;
  /** Throws a FailureError, code `notFound`, when it is gone. Each use lets it live on. */
  get(planId: string): RekeyPlan;
  forget(planId: string): void;
  close(): void;
}

const mostPlans = 4;
const lifeMs = 20 * 60_000;

export function createRekeyPlans(clock: Clock): RekeyPlans {
  const kept = new Map<string, { plan: RekeyPlan; end: AbortController }>();

  function forget(planId: string): void {
    const one = kept.get(planId);
    if (!one) return;
    kept.delete(planId);
    one.end.abort();
    for (const row of one.plan.rows) row.secret = undefined;
  }
  function letLive(plan: RekeyPlan): void {
    kept.get(plan.id)?.end.abort();
    const end = new AbortController();
    kept.delete(plan.id);
    kept.set(plan.id, { plan, end });
    clock.wait(lifeMs, end.signal).then(
      () => forget(plan.id),
      () => undefined,
    );
  }
  return {
    add(connectionId, rows, onSaved = async () => undefined) {
      const plan = { id: randomUUID(), connectionId, rows, onSaved };
      letLive(plan);
      const oldest = kept.keys().next();
      if (kept.size > mostPlans && !oldest.done) forget(oldest.value);
      return plan;
    },
    get(planId) {
      const one = kept.get(planId);
      if (!one) {
        throw new FailureError({
          code: 'notFound',
          sentence: 'The keys were forgotten, because nothing was done with them for a while.',
          advice: 'Paste them again, or choose the file again.',
        });
      }
      letLive(one.plan);
      return one.plan;
    },
    forget,
    close() {
      for (const planId of [...kept.keys()]) forget(planId);
    },
  };
}

export function plannedRow(
  match: KeyMatch<ServiceEndpoint>,
  etagOf: (endpoint: ServiceEndpoint) => Etag | undefined,
): PlannedRow {
  const { entry, endpoint, kind, sentence } = match;
  return createRow({
    place: entry.place,
    endpoint,
    etag: endpoint ? etagOf(endpoint) : undefined,
    secret: kind === 'ready' ? entry.secret : undefined,
    state: kind,
    sentence,
  });
}

/** A row that nobody has checked yet. */
export function createRow(
  row: Pick<PlannedRow, 'place' | 'endpoint' | 'state' | 'sentence'> &
    Partial<Pick<PlannedRow, 'wanted' | 'secret' | 'etag'>>,
): PlannedRow {
  return {
    id: randomUUID(),
    wanted: row.endpoint,
    secret: undefined,
    etag: undefined,
    check: null,
    rights: { canSend: null, canListen: null },
    ...row,
  };
}

/** Puts another secret in place of a row's. */
export function correctRow(row: PlannedRow, match: KeyMatch<ServiceEndpoint>, entry: KeyEntry): void {
  row.place = entry.place;
  row.secret = match.kind === 'ready' ? entry.secret : undefined;
  row.state = match.kind;
  row.sentence = match.sentence;
  row.check = null;
  row.rights = { canSend: null, canListen: null };
}

/** What the page learns of a plan. */
export function viewOf({ id, rows }: RekeyPlan, endpoints: readonly ServiceEndpoint[]) {
  const given = new Set(
    rows.flatMap(({ endpoint, state }) => (state === 'ready' || state === 'asks' ? [endpoint?.id] : [])),
  );
  const left = endpoints.filter((one) => secretStateOf(one) === 'missing' && !given.has(one.id));
  return { planId: id, rows: rows.map(shownRow), left: left.map(({ name }) => name) };
}

/** What the page learns of a row: everything but the secret. */
export function shownRow({ id, place, endpoint, state, sentence, secret, check }: PlannedRow): RekeyRow {
  return {
    id,
    place,
    endpointId: endpoint?.id ?? null,
    endpointName: endpoint?.name ?? null,
    state,
    sentence,
    given: secret !== undefined,
    check,
  };
}
