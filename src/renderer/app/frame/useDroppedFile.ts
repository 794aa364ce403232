import { useEffect } from 'react';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { openDialog, useDialogStack } from '../dialogs/dialogs.ts';

/** A file that is dropped anywhere on the page begins a registration. Never does the page go away for it. */
export function useDroppedFile(connectionId: ConnectionId): void {
  useEffect(() => {
    const stay = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      // A dialog takes what is dropped into it by itself.
      if (!file || useDialogStack.getState().open.length > 0) return;
      const kind = /\.nupkg$/i.test(file.name) ? 'registerPackage' : 'registerAssembly';
      openDialog({ kind, connectionId, file });
    };
    window.addEventListener('dragover', stay);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', stay);
      window.removeEventListener('drop', drop);
    };
  }, [connectionId]);
}
