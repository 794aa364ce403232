import { z } from 'zod';
import { ConnectionId } from '../../domain/ids.ts';
import { KeptCopyId, KeptCopySummary } from '../../domain/keptCopy.ts';
import { NodeReference } from '../../domain/registration.ts';
import { RestoreRow } from '../../domain/restorePlan.ts';
import { call } from '../call.ts';
import { Failure } from '../failure.ts';

const which = z.object({ connectionId: ConnectionId });

/** Names a saved file that the core holds. */
export const SavedFileId = z.guid().brand<'SavedFileId'>();
export type SavedFileId = z.infer<typeof SavedFileId>;

/** Bytes of one piece of a file: its base64 stays below what one message may hold. */
export const savedPieceSize = 2 * 1024 * 1024;
export const largestSavedFile = 200 * 1024 * 1024;

export const KeptCopy = KeptCopySummary.extend({
  id: KeptCopyId,
  /** It is of the organisation that was asked about. */
  here: z.boolean(),
});
export type KeptCopy = z.infer<typeof KeptCopy>;

export const RestorePreview = z.object({
  savedAt: z.string(),
  /** Null where the file does not say it. */
  organizationName: z.string().nullable(),
  sameOrganization: z.boolean(),
  rows: z.array(RestoreRow),
  /** Rows of the file that are no registrations. */
  strange: z.number().int(),
});
export type RestorePreview = z.infer<typeof RestorePreview>;

export const RestoredRow = z.object({
  node: NodeReference,
  name: z.string(),
  outcome: z.enum(['restored', 'exists', 'withPackage', 'failed', 'notTried']),
  /** What is different from before, or why it was not tried. */
  note: z.string().nullable(),
  failure: Failure.nullable(),
});
export type RestoredRow = z.infer<typeof RestoredRow>;

export const restoreCalls = {
  /** Copies of what was unregistered with this program, the newest first. */
  'restore.listCopies': call(which, z.object({ copies: z.array(KeptCopy) })),
  'restore.openCopy': call(z.object({ id: KeptCopyId }), z.object({ fileId: SavedFileId })),
  /** A file in pieces, in order. The first has no id and begins it; the last one is refused when it is no such file. */
  'restore.addPiece': call(
    z.object({
      fileId: SavedFileId.nullable(),
      size: z.number().int().min(0).max(largestSavedFile),
      /** Base64. */
      piece: z.string().max(Math.ceil(savedPieceSize / 3) * 4),
    }),
    z.object({ fileId: SavedFileId, complete: z.boolean() }),
  ),
  'restore.preview': call(which.extend({ fileId: SavedFileId }), RestorePreview),
  /** Creates what is missing, under the ids of before. One that is refused does not stop what does not hang on it. */
  'restore.run': call(
    which.extend({
      fileId: SavedFileId,
      /** For what the file cannot have, by the row's id. */
      secrets: z.array(z.object({ id: z.guid(), secret: z.string().min(1).max(1_000_000) })).max(10_000),
    }),
    z.object({ results: z.array(RestoredRow) }),
    z.object({ done: z.number().int(), total: z.number().int() }),
  ),
};
