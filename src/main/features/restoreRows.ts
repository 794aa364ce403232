import type { RestoredRow } from '../../shared/contract/calls/restore.ts';
import { type Failure, FailureError, isFailure } from '../../shared/contract/failure.ts';
import type { NodeReference } from '../../shared/domain/registration.ts';
import type { RestoreRow } from '../../shared/domain/restorePlan.ts';
import type { Dataverse } from '../dataverse/dataverse.ts';
import type { SavedRow } from '../dataverse/savedRows.ts';

export interface Restoring {
  readonly dataverse: Pick<Dataverse, 'restoredRows' | 'registrationRows'>;
  /** In the order in which they can be created. */
  readonly rows: readonly SavedRow[];
  readonly plan: readonly RestoreRow[];
  readonly existing: ReadonlySet<string>;
  readonly sameOrganization: boolean;
  readonly secrets: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
  readonly progress: (value: { done: number; total: number }) => void;
}

/** Assemblies and packages are large and take the server long: those one by one. */
const atOnce: Readonly<Record<NodeReference['kind'], number>> = {
  package: 1,
  assembly: 1,
  pluginType: 4,
  serviceEndpoint: 4,
  step: 4,
  image: 4,
};

/** Creates what is missing, from the packages down. What hangs on something that was refused is not tried. */
export async function restoreRows(work: Restoring): Promise<RestoredRow[]> {
  const { plan, signal, progress } = work;
  const saved = new Map(work.rows.map((row) => [row.node.id as string, row]));
  const present = new Set(work.existing);
  const standIns = new Map<string, NodeReference>();
  const results: RestoredRow[] = [];
  let stopped: Failure | null = null;
  progress({ done: 0, total: plan.length });

  async function parentOf(row: SavedRow): Promise<NodeReference | null> {
    const { parent } = row;
    if (parent === null || present.has(parent.id)) return parent;
    const known = standIns.get(parent.id);
    if (known) return known;
    const typeName = saved.get(parent.id)?.typeName;
    if (parent.kind === 'pluginType' && typeName) {
      const [id, ...others] = await work.dataverse.restoredRows.typesNamed(typeName);
      if (id !== undefined && others.length === 0) {
        const standIn: NodeReference = { kind: 'pluginType', id };
        standIns.set(parent.id, standIn);
        return standIn;
      }
    }
    throw new FailureError({
      code: 'notFound',
      sentence: typeName
        ? `There is not exactly one type ${typeName} in the organisation.`
        : 'What it hangs on is not in the organisation.',
    });
  }

  async function create(row: SavedRow): Promise<string | null> {
    const secret = work.secrets.get(row.node.id);
    const withoutSecret = row.missingSecret === 'secureConfiguration' && secret === undefined;
    const enabled = (row.step?.enabled ?? true) && !withoutSecret;
    await work.dataverse.restoredRows.create(row, {
      parent: await parentOf(row),
      secret,
      enabled,
      sameOrganization: work.sameOrganization,
    });
    if (withoutSecret) {
      return row.step?.enabled
        ? 'Disabled until its secure configuration is set.'
        : 'Without its secure configuration.';
    }
    return row.missingSecret !== null && secret === undefined ? 'Without its secret: set it by Edit.' : null;
  }

  async function restore(planned: RestoreRow): Promise<RestoredRow> {
    const { node, name } = planned;
    const plain = { node, name, note: null, failure: null };
    if (planned.state === 'exists') return { ...plain, outcome: 'exists' };
    if (planned.state === 'withPackage') return { ...plain, outcome: 'withPackage' };
    const row = saved.get(node.id);
    if (planned.state === 'blocked' || !row) return { ...plain, outcome: 'notTried', note: planned.note };
    if (stopped) return { ...plain, outcome: 'notTried', note: 'Not tried after the failure before it.' };
    try {
      const note = await create(row);
      present.add(node.id);
      return { ...plain, outcome: 'restored', note };
    } catch (error) {
      if (!isFailure(error)) throw error;
      if (standsAgainstAll(error.failure)) stopped = error.failure;
      return { ...plain, outcome: 'failed', failure: error.failure };
    }
  }

  for (const group of groupsOf(plan)) {
    // What is under way is waited for: nobody would know otherwise what it did.
    if (signal.aborted) throw new FailureError({ code: 'cancelled', sentence: 'Cancelled.' });
    results.push(...(await Promise.all(group.map(restore))));
    progress({ done: results.length, total: plan.length });
  }
  return results;
}

/** Neighbours of one kind, so many as may go at once. */
function groupsOf(plan: readonly RestoreRow[]): RestoreRow[][] {
  const groups: RestoreRow[][] = [];
  for (const row of plan) {
    const last = groups.at(-1);
    const fits = last?.[0]?.node.kind === row.node.kind && last.length < atOnce[row.node.kind];
    if (last && fits) last.push(row);
    else groups.push([row]);
  }
  return groups;
}

function standsAgainstAll({ code }: Failure): boolean {
  return code === 'signIn' || code === 'offline' || code === 'unavailable' || code === 'throttled';
}
