import { type ComponentType, Suspense } from 'react';
import { dialogRegistry } from './dialogRegistry.ts';
import { closeDialog, type DialogKind, type DialogProps, useDialogStack } from './dialogs.ts';

/** Draws the dialogs that are open, the last one on top. */
export function DialogHost() {
  const open = useDialogStack((stack) => stack.open);
  return open.map(({ number, request }) => {
    // The registry pairs each kind with its own component, which TypeScript cannot follow through a variable.
    const Component = dialogRegistry[request.kind] as ComponentType<DialogProps<DialogKind>>;
    return (
      <Suspense key={number} fallback={null}>
        <Component request={request} onClose={() => closeDialog(number)} />
      </Suspense>
    );
  });
}
