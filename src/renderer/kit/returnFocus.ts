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

function giveBack(): void {
  const { activeElement } = document;
  // It already went somewhere.
  if (activeElement && activeElement !== document.body) return;
  const dialogs = document.querySelectorAll('[role="dialog"], [role="alertdialog"]');
  const place: Node = dialogs[dialogs.length - 1] ?? document;
  places.findLast((candidate) => candidate.isConnected && place.contains(candidate))?.focus();
}

/** Gives the focus back, when a dialog or a menu goes, to where it was before. */
export function useReturnFocus(): void {
  useEffect(
    () => () => {
      // After it has left the page, and after whoever else may want the focus has had a turn.
      requestAnimationFrame(giveBack);
    },
    [],
  );
}
