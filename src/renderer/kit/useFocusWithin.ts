import { type RefObject, useEffect } from 'react';

/**
 * Keeps the focus in a dialog whose parts come and go: when the button that had it is gone, the page itself would
 * have it, and Escape would reach nobody.
 */
export function useFocusWithin(surface: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = surface.current;
    if (!element) return;
    const hold = () => {
      const { activeElement } = document;
      if (activeElement && activeElement !== document.body) return;
      const dialogs = document.querySelectorAll('[role="dialog"], [role="alertdialog"]');
      if (dialogs[dialogs.length - 1] === element) element.focus();
    };
    const observer = new MutationObserver(hold);
    observer.observe(element, { childList: true, subtree: true, attributeFilter: ['disabled', 'hidden'] });
    return () => observer.disconnect();
  }, [surface]);
}
