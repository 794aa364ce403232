import { useCallback, useRef, useState } from 'react';
import {
  largestSavedFile,
  type SavedFileId,
  savedPieceSize,
} from '../../../shared/contract/calls/restore.ts';
import { type Failure, FailureError } from '../../../shared/contract/failure.ts';
import type { KeptCopyId } from '../../../shared/domain/keptCopy.ts';
import { useCore } from '../../app/core/coreContext.ts';
import { failureOf } from '../../app/core/failureOf.ts';
import { readFileContent } from '../signIn/readFileContent.ts';

export interface SavedFileHandle {
  /** Of the file that the core holds. */
  readonly fileId: SavedFileId | null;
  readonly opening: boolean;
  readonly failure: Failure | null;
  openCopy(id: KeptCopyId): Promise<void>;
  openFile(file: File): Promise<void>;
  forget(): void;
}

/** Gives the core a file to restore from: a copy that it has, or one that the user chose. */
export function useSavedFile(): SavedFileHandle {
  const core = useCore();
  const [fileId, setFileId] = useState<SavedFileId | null>(null);
  const [opening, setOpening] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const latest = useRef(0);

  const open = useCallback(async (task: () => Promise<SavedFileId | null>) => {
    latest.current += 1;
    const mine = latest.current;
    setOpening(true);
    setFailure(null);
    setFileId(null);
    try {
      const id = await task();
      if (latest.current === mine) setFileId(id);
    } catch (error) {
      if (latest.current === mine) setFailure(failureOf(error));
    } finally {
      if (latest.current === mine) setOpening(false);
    }
  }, []);
  const openCopy = useCallback(
    (id: KeptCopyId) => open(async () => (await core.call('restore.openCopy', { id })).fileId),
    [core, open],
  );
  const openFile = useCallback(
    (file: File) =>
      open(async () => {
        if (file.size > largestSavedFile) throw tooLarge(file.name);
        let id: SavedFileId | null = null;
        for (let at = 0; at < Math.max(file.size, 1); at += savedPieceSize) {
          const piece = await readFileContent(file.slice(at, at + savedPieceSize));
          const answer: { readonly fileId: SavedFileId } = await core.call('restore.addPiece', {
            fileId: id,
            size: file.size,
            piece,
          });
          id = answer.fileId;
        }
        return id;
      }),
    [core, open],
  );
  const forget = useCallback(() => {
    latest.current += 1;
    setFileId(null);
    setOpening(false);
    setFailure(null);
  }, []);
  return { fileId, opening, failure, openCopy, openFile, forget };
}

function tooLarge(name: string): FailureError {
  return new FailureError({
    code: 'tooLarge',
    sentence: `${name} is larger than anything that this program saves.`,
    advice: 'Choose a file that was saved before unregistering.',
  });
}
