import { z } from 'zod';
import { NodeReference } from './registration.ts';

/** A secret that a row had and its saved file cannot have. */
export const MissingSecret = z.enum([
  'sasKey',
  'sasToken',
  'webhookKey',
  /** Headers or query values, which are edited as a list afterwards. */
  'webhookSettings',
  'secureConfiguration',
]);
export type MissingSecret = z.infer<typeof MissingSecret>;

export const RestoreRow = z.object({
  node: NodeReference,
  name: z.string(),
  /** What it hangs on, where the file says its name. */
  parentName: z.string().nullable(),
  state: z.enum([
    'create',
    /** A row with this id is there; it is left as it is. */
    'exists',
    /** The server makes it, with an id of its own, as its package is created. */
    'withPackage',
    'blocked',
  ]),
  /** Why it cannot be restored, or what is different afterwards; null where there is nothing to say. */
  note: z.string().nullable(),
  missingSecret: MissingSecret.nullable(),
});
export type RestoreRow = z.infer<typeof RestoreRow>;

/** What the plan has to know of a saved row. */
export interface PlannedRow {
  readonly node: NodeReference;
  readonly name: string;
  readonly parent: NodeReference | null;
  readonly packageId: string | null;
  readonly contentMissing: boolean;
  readonly missingSecret: MissingSecret | null;
}

/**
 * What becomes of each saved row, in the order in which they are created. `existing` holds the ids that the
 * organisation has of the rows themselves, of what they hang on, and of the packages of assemblies.
 */
export function planRestore(rows: readonly PlannedRow[], existing: ReadonlySet<string>): RestoreRow[] {
  const states = new Map<string, RestoreRow['state']>();
  const stateOf = (id: string): RestoreRow['state'] | 'missing' =>
    states.get(id) ?? (existing.has(id) ? 'exists' : 'missing');
  const names = new Map(rows.map(({ node, name }) => [node.id as string, name]));
  return rows.map((row) => {
    const { state, note } = fateOf(row, existing, stateOf);
    states.set(row.node.id, state);
    const { node, name, parent, missingSecret } = row;
    const parentName = parent === null ? null : (names.get(parent.id) ?? null);
    return { node, name, parentName, state, note, missingSecret };
  });
}

const secretNotes: Readonly<Record<MissingSecret, string>> = {
  sasKey: 'Its SAS key is not in the file.',
  sasToken: 'Its SAS token is not in the file.',
  webhookKey: 'Its key is not in the file.',
  webhookSettings: 'Its header or query values are not in the file: set them by Edit afterwards.',
  secureConfiguration:
    'Its secure configuration is not in the file: without it the step comes back disabled.',
};

function fateOf(
  row: PlannedRow,
  existing: ReadonlySet<string>,
  stateOf: (id: string) => RestoreRow['state'] | 'missing',
): Pick<RestoreRow, 'state' | 'note'> {
  if (existing.has(row.node.id)) return { state: 'exists', note: null };
  if (row.packageId !== null) {
    const owner = stateOf(row.packageId);
    return owner === 'create' || owner === 'exists'
      ? { state: 'withPackage', note: null }
      : blocked('It came with a package that is neither in the organisation nor can be restored.');
  }
  if (row.contentMissing) {
    return blocked(
      row.node.kind === 'package'
        ? 'Dataverse did not give out its content. Register the package from its file, then restore the rest: steps find its types by name.'
        : 'Dataverse did not give out its content. Register the assembly from its file.',
    );
  }
  const secretNote = row.missingSecret === null ? null : secretNotes[row.missingSecret];
  if (row.parent === null) return { state: 'create', note: secretNote };
  switch (stateOf(row.parent.id)) {
    case 'create':
    case 'exists':
      return { state: 'create', note: secretNote };
    case 'withPackage':
      if (row.node.kind === 'pluginType') return { state: 'withPackage', note: null };
      return {
        state: 'create',
        note: [secretNote, 'It is put on the type of the same name, which its package brings under a new id.']
          .filter(Boolean)
          .join(' '),
      };
    case 'blocked':
      return blocked('What it hangs on cannot be restored.');
    case 'missing':
      return blocked('What it hangs on is neither in the file nor in the organisation.');
  }
}

function blocked(note: string): Pick<RestoreRow, 'state' | 'note'> {
  return { state: 'blocked', note };
}
