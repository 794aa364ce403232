import { useEffect } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import { useNotify } from '../../kit/kit.ts';
import { reasonOfReadOnly } from '../commands/reasons.ts';
import { openDialog, useDialogStack } from '../dialogs/dialogs.ts';

/** An assembly or package that is dropped anywhere begins a registration. Never does the page go away for a file. */
export function useDroppedFile({ id: connectionId, readOnly }: Connection): void {
  const notify = useNotify();
  useEffect(() => {
    const stay = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      // What is dropped on a place for files is that place's.
      const taken = event.defaultPrevented || useDialogStack.getState().open.length > 0;
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (taken || !file || !/\.(dll|exe|nupkg)$/i.test(file.name)) return;
      if (readOnly) {
        notify({ tone: 'warning', sentence: reasonOfReadOnly });
        return;
      }
      const kind = /\.nupkg$/i.test(file.name) ? 'registerPackage' : 'registerAssembly';
      openDialog({ kind, connectionId, file });
    };
    window.addEventListener('dragover', stay);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', stay);
      window.removeEventListener('drop', drop);
    };
  }, [connectionId, readOnly, notify]);
}
