import { type RefObject, useEffect } from 'react';
import { giveFocusBack } from './returnFocus.ts';

/**
 * Keeps the focus in a dialog whose parts come and go: when the button that had it is gone, the page itself would
 * have it, and Escape would reach nobody.
 */
export function useFocusWithin(surface: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = surface.current;
    if (!element) return;
    let frame = 0;
    const observer = new MutationObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(giveFocusBack);
    });
    observer.observe(element, { childList: true, subtree: true, attributeFilter: ['disabled', 'hidden'] });
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [surface]);
}
