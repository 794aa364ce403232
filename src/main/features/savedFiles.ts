import { randomUUID } from 'node:crypto';
import { SavedFileId } from '../../shared/contract/calls/restore.ts';
import { FailureError } from '../../shared/contract/failure.ts';
import { SavedRegistrations } from '../../shared/domain/savedRegistrations.ts';
import type { UnderstoodRows } from '../dataverse/savedRows.ts';

/** A saved file, read. */
export interface SavedFile extends UnderstoodRows {
  readonly saved: Omit<SavedRegistrations, 'packages' | 'assemblies'>;
}

/** The saved files that are open: what the page chose, or kept copies. They come from anywhere and are read with care. */
export interface SavedFiles {
  add(fileId: SavedFileId | null, size: number, piece: string): { fileId: SavedFileId; complete: boolean };
  /** Throws a Failure when it is no such file. */
  open(text: string): SavedFileId;
  /** Throws a Failure when it is held no more. */
  take(id: SavedFileId): SavedFile;
}

/** A few at a time: they may be large. */
const mostHeld = 3;

export function createSavedFiles(understand: (saved: SavedRegistrations) => UnderstoodRows): SavedFiles {
  const held = new Map<SavedFileId, SavedFile>();
  const arriving = new Map<SavedFileId, { readonly pieces: Buffer[]; received: number }>();

  function hold(text: string, id = SavedFileId.parse(randomUUID())): SavedFileId {
    const saved = parse(text);
    const understood = understand(saved);
    if (understood.rows.length === 0) throw notSaved('There is no registration in it.');
    held.set(id, { ...understood, saved });
    dropOldest(held);
    return id;
  }

  return {
    add(fileId, size, piece) {
      const id = fileId ?? SavedFileId.parse(randomUUID());
      const file = fileId === null ? { pieces: [], received: 0 } : arriving.get(fileId);
      if (!file) throw notHeld();
      const bytes = Buffer.from(piece, 'base64');
      file.pieces.push(bytes);
      file.received += bytes.length;
      arriving.delete(id);
      if (file.received > size) throw notSaved('It is longer than it said.');
      if (file.received < size && bytes.length > 0) {
        arriving.set(id, file);
        dropOldest(arriving);
        return { fileId: id, complete: false };
      }
      hold(Buffer.concat(file.pieces).toString('utf8'), id);
      return { fileId: id, complete: true };
    },

    open: (text) => hold(text),

    take(id) {
      const file = held.get(id);
      if (!file) throw notHeld();
      return file;
    },
  };
}

function parse(text: string): SavedRegistrations {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notSaved('It is not JSON.');
  }
  const parsed = SavedRegistrations.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw notSaved(`${issue?.path.join('.') || 'The whole'}: ${issue?.message ?? 'unknown'}`);
}

function notSaved(details: string): FailureError {
  return new FailureError({
    code: 'invalid',
    sentence: 'This is not a file of registrations that was saved by this program.',
    advice: 'Choose a file that was saved before unregistering; its name begins with “registrations-”.',
    serverMessage: details,
  });
}

function notHeld(): FailureError {
  return new FailureError({
    code: 'notFound',
    sentence: 'The file is not open any more.',
    advice: 'Choose it again.',
  });
}

function dropOldest(map: Map<SavedFileId, unknown>): void {
  const oldest = map.keys().next();
  if (map.size > mostHeld && !oldest.done) map.delete(oldest.value);
}
