import { useCallback, useEffect, useRef, useState } from 'react';
import {
  type FileTarget,
  largestFile,
  type OpenedPluginFile,
  type PluginFileId,
  pieceSize,
} from '../../../shared/contract/calls/pluginFiles.ts';
import { type Failure, FailureError } from '../../../shared/contract/failure.ts';
import { megabytes } from '../../../shared/domain/assemblyRules.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { useCore } from '../../app/core/coreContext.ts';
import { failureOf } from '../../app/core/failureOf.ts';
import type { CoreBridge } from '../../bridge/connectBridge.ts';
import { readFileContent } from '../signIn/readFileContent.ts';

export interface PluginFileHandle {
  readonly opened: OpenedPluginFile | null;
  readonly busy: { readonly label: string; readonly share?: number } | null;
  readonly failure: Failure | null;
  /** A file that was chosen or dropped. */
  openFile(file: File): void;
  openPath(path: string): void;
  openRemembered(connectionId: ConnectionId, target: FileTarget): void;
}

type Opening = (signal: AbortSignal, onShare: (share: number) => void) => Promise<OpenedPluginFile>;

/** One file that a dialog works on: opened by the core, and told what is in it. The last one that was asked for counts. */
export function usePluginFile(initial: OpenedPluginFile | null = null): PluginFileHandle {
  const core = useCore();
  const [opened, setOpened] = useState(initial);
  const [busy, setBusy] = useState<PluginFileHandle['busy']>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const current = useRef<AbortController | null>(null);
  useEffect(() => () => current.current?.abort(), []);

  const run = useCallback(async (label: string, opening: Opening) => {
    current.current?.abort();
    const controller = new AbortController();
    current.current = controller;
    const mine = () => current.current === controller && !controller.signal.aborted;
    setBusy({ label });
    setFailure(null);
    try {
      const file = await opening(controller.signal, (share) => mine() && setBusy({ label, share }));
      if (mine()) setOpened(file);
    } catch (error) {
      if (mine()) setFailure(failureOf(error));
    } finally {
      if (mine()) setBusy(null);
    }
  }, []);

  return {
    opened,
    busy,
    failure,
    openFile: useCallback(
      (file) => {
        const path = core.pathOf(file);
        if (path !== null) {
          void run(`Reading ${file.name}`, (signal) =>
            core.call('pluginFile.openPath', { path }, { signal }),
          );
        } else void run(`Reading ${file.name}`, (signal, onShare) => send(core, file, signal, onShare));
      },
      [core, run],
    ),
    openPath: useCallback(
      (path) =>
        void run('Reading the file', (signal) => core.call('pluginFile.openPath', { path }, { signal })),
      [core, run],
    ),
    openRemembered: useCallback(
      (connectionId, target) =>
        void run('Reading the file again', (signal) =>
          core.call('pluginFile.openRemembered', { connectionId, target }, { signal }),
        ),
      [core, run],
    ),
  };
}

/** In pieces, for the wire bounds what one message may hold. */
async function send(
  core: CoreBridge,
  file: File,
  signal: AbortSignal,
  onShare: (share: number) => void,
): Promise<OpenedPluginFile> {
  if (file.size > largestFile) {
    throw new FailureError({
      code: 'tooLarge',
      sentence: `${file.name} has ${megabytes(file.size)}, which is too much to be read.`,
      advice: 'Dataverse takes assemblies of up to 16 MB.',
    });
  }
  let fileId: PluginFileId | null = null;
  let at = 0;
  for (;;) {
    const piece: string = await readPiece(file, at);
    const answer: { fileId: PluginFileId; opened: OpenedPluginFile | null } = await core.call(
      'pluginFile.add',
      { fileId, fileName: file.name, size: file.size, piece },
      { signal },
    );
    if (answer.opened) return answer.opened;
    fileId = answer.fileId;
    at += pieceSize;
    onShare(at / file.size);
  }
}

async function readPiece(file: File, at: number): Promise<string> {
  try {
    return await readFileContent(file.slice(at, at + pieceSize));
  } catch {
    // A browser gives a file out no more once it was written anew.
    throw new FailureError({
      code: 'invalid',
      sentence: `${file.name} cannot be read any more: it was changed or moved since it was chosen.`,
      advice: 'Choose it again.',
    });
  }
}
