import type { RestoredRow } from '../../shared/contract/calls/restore.ts';
import { type Failure, FailureError, isFailure } from '../../shared/contract/failure.ts';
import type { KeptCopyId, KeptCopySummary } from '../../shared/domain/keptCopy.ts';
import type { NodeReference } from '../../shared/domain/registration.ts';
import { planRestore, type RestoreRow } from '../../shared/domain/restorePlan.ts';
import type { SavedRegistrations } from '../../shared/domain/savedRegistrations.ts';
import type { RequestScope } from '../dataverse/ports.ts';
import type { UnderstoodRows } from '../dataverse/savedRows.ts';
import type { Tell } from '../ports.ts';
import type { Handlers } from './handlers.ts';
import { informationOf } from './informationOf.ts';
import type { OpenOrganization, OpenOrganizationOf } from './ports.ts';
import { restoreRows } from './restoreRows.ts';
import { createSavedFiles, type SavedFile } from './savedFiles.ts';

export interface RestorePorts {
  readonly open: OpenOrganizationOf;
  readonly copies: {
    list(): Promise<readonly (KeptCopySummary & { readonly id: KeptCopyId })[]>;
    read(id: KeptCopyId): Promise<string | null>;
  };
  readonly understand: (saved: SavedRegistrations) => UnderstoodRows;
  readonly tell: Tell;
}

export function createRestore(
  ports: RestorePorts,
): Pick<
  Handlers,
  'restore.listCopies' | 'restore.openCopy' | 'restore.addPiece' | 'restore.preview' | 'restore.run'
> {
  const files = createSavedFiles(ports.understand);

  return {
    'restore.listCopies': async ({ connectionId }) => {
      const { connection } = await ports.open(connectionId);
      const copies = await ports.copies.list();
      return { copies: copies.map((copy) => ({ ...copy, here: copy.webApi === connection.webApi })) };
    },

    'restore.openCopy': async ({ id }) => {
      const text = await ports.copies.read(id);
      if (text !== null) return { fileId: files.open(text) };
      throw new FailureError({
        code: 'notFound',
        sentence: 'This copy is not on this computer any more.',
        advice: 'Choose another one, or a file that you saved yourself.',
      });
    },

    'restore.addPiece': async ({ fileId, size, piece }) => files.add(fileId, size, piece),

    'restore.preview': async ({ connectionId, fileId }, { signal }) => {
      const file = files.take(fileId);
      const organization = await ports.open(connectionId);
      const { saved, strange } = file;
      return {
        savedAt: saved.savedAt,
        organizationName: saved.organization?.friendlyName || null,
        sameOrganization: await isSame(organization, file, { signal }),
        rows: (await planNow(organization, file, { signal })).plan,
        strange,
      };
    },

    'restore.run': async ({ connectionId, fileId, secrets }, { signal, progress }) => {
      const file = files.take(fileId);
      const organization = await ports.open(connectionId);
      const sameOrganization = await isSame(organization, file, { signal });
      const { plan, existing } = await planNow(organization, file, { signal });
      try {
        const results = await restoreRows({
          dataverse: organization.dataverse,
          rows: file.rows,
          plan,
          existing,
          sameOrganization,
          secrets: new Map(secrets.map(({ id, secret }) => [id.toLowerCase(), secret])),
          signal,
          progress,
        });
        return { results: await withSolutions(organization, file, results, signal) };
      } finally {
        ports.tell('registrations.changed', { connectionId });
      }
    },
  };
}

async function planNow(
  { dataverse }: OpenOrganization,
  { rows }: SavedFile,
  scope: RequestScope,
): Promise<{ plan: RestoreRow[]; existing: ReadonlySet<string> }> {
  const asked = new Map<NodeReference['kind'], Set<string>>();
  const ask = (kind: NodeReference['kind'], id: string): void => {
    asked.set(kind, (asked.get(kind) ?? new Set()).add(id));
  };
  for (const { node, parent, packageId } of rows) {
    ask(node.kind, node.id);
    if (parent) ask(parent.kind, parent.id);
    if (packageId !== null) ask('package', packageId);
  }
  const found = await Promise.all(
    [...asked].map(([kind, ids]) => dataverse.registrationRows.existing(kind, [...ids], scope)),
  );
  const existing = new Set(found.flatMap((ids) => [...ids]));
  return { plan: planRestore(rows, existing), existing };
}

/** By the organisation's id; a copy of an organisation has another one, as it should. */
async function isSame(
  organization: OpenOrganization,
  { saved }: SavedFile,
  scope: RequestScope,
): Promise<boolean> {
  if (!saved.organization) return saved.webApi === organization.connection.webApi;
  const information = await informationOf(organization, scope);
  return saved.organization.id.toLowerCase() === information.organizationId.toLowerCase();
}

/** Puts what came back into the unmanaged solutions that had it. */
async function withSolutions(
  { dataverse }: OpenOrganization,
  { saved }: SavedFile,
  results: readonly RestoredRow[],
  signal: AbortSignal,
): Promise<RestoredRow[]> {
  const restored = new Set(
    results.filter(({ outcome }) => outcome === 'restored').map(({ node }) => node.id as string),
  );
  const wanted = saved.solutions.filter(({ id }) => restored.has(id.toLowerCase()));
  if (wanted.length === 0) return [...results];
  const notes = new Map<string, string>();
  for (const { solution, id } of wanted) {
    const node = results.find((result) => result.node.id === id.toLowerCase())?.node;
    if (!node || signal.aborted) continue;
    const failure = await failureOf(() =>
      dataverse.solutions.addComponent(solution, node, { withRequired: false }, { signal }),
    );
    if (failure)
      notes.set(node.id, `It could not be put back into the solution ${solution}: ${failure.sentence}`);
  }
  return results.map((result) => {
    const note = notes.get(result.node.id);
    return note === undefined ? result : { ...result, note: [result.note, note].filter(Boolean).join(' ') };
  });
}

async function failureOf(task: () => Promise<void>): Promise<Failure | null> {
  try {
    await task();
    return null;
  } catch (error) {
    if (!isFailure(error)) throw error;
    return error.failure;
  }
}
