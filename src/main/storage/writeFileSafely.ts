import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Failure, FailureError } from '../../shared/contract/failure.ts';

/**
 * Writes a file so that after a crash or a power cut either the old or the new text is there, never half of one:
 * beside it, flushed, then put in its place. Rejects with a FailureError, code `storage`.
 */
export async function writeFileSafely(path: string, text: string, mode = 0o600): Promise<void> {
  const folder = dirname(path);
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(draft, 'wx', mode);
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
    await syncFolder(folder);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw storageFailure(error, path);
  }
}

/** Makes the new name last too. Windows cannot open a folder; there the rename itself has to do. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Not offered by every file system; the file itself is flushed.
  }
}

/** Says in plain words why the disk refused. */
export function storageFailure(error: unknown, path: string): FailureError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const failure: Failure = { code: 'storage', ...wordsFor(code) };
  failure.serverMessage = `${code === '' ? 'Error' : code} at ${path}`;
  return new FailureError(failure, { cause: error });
}

function wordsFor(code: string): { sentence: string; advice: string } {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return {
        sentence: 'The disk is full, so nothing could be saved.',
        advice: 'Make room on the disk and try again.',
      };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return {
        sentence: 'This program may not write to its data folder.',
        advice: 'Give your user the right to write there, or start the program with another data folder.',
      };
    case 'ENAMETOOLONG':
      return { sentence: 'The data folder’s path is too long.', advice: 'Choose a shorter data folder.' };
    default:
      return {
        sentence: 'A file in the data folder could not be read or written.',
        advice: 'Check the disk and the data folder, then try again.',
      };
  }
}
