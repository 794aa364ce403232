import { useEffect } from 'react';

/** Where the focus has been, the last place at the end. What has left the page is let go. */
let places: HTMLElement[] = [];
const remembered = 40;

function remember({ target }: FocusEvent): void {
  if (!(target instanceof HTMLElement)) return;
  places = [...places.filter((place) => place !== target && place.isConnected), target].slice(-remembered);
}

/** Watches where the focus is. Once, at the root. */
export function useFocusMemory(): void {
  useEffect(() => {
    document.addEventListener('focusin', remember);
    return () => document.removeEventListener('focusin', remember);
  }, []);
}

/** Where nothing has the focus, puts it where it was last, in the topmost dialog if there is one. */
export function giveFocusBack(): void {
  const { activeElement } = document;
  // It already went somewhere.
  if (activeElement && activeElement !== document.body) return;
  const dialogs = document.querySelectorAll<HTMLElement>('[role="dialog"], [role="alertdialog"]');
  const dialog = dialogs[dialogs.length - 1];
  const place: Node = dialog ?? document;
  for (const candidate of places.toReversed()) {
    if (!candidate.isConnected || !place.contains(candidate)) continue;
    candidate.focus();
    // What is disabled by now does not take it.
    if (document.activeElement === candidate) return;
  }
  dialog?.focus();
}

/** Gives the focus back, when a dialog or a menu goes, to where it was before. */
export function useReturnFocus(): void {
  useEffect(
    () => () => {
      // After it has left the page, and after whoever else may want the focus has had a turn.
      requestAnimationFrame(giveFocusBack);
    },
    [],
  );
}
