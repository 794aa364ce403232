import { type RefCallback, useCallback, useEffect, useRef } from 'react';

/**
 * Keeps the focus on the field that asked for it with `autoFocus` when a dialog opens: Fluent moves it to the first
 * element of the dialog. The ref belongs on what surrounds the fields.
 */
export function useWantedFocus(): RefCallback<HTMLElement> {
  const wanted = useRef<HTMLElement | null>(null);
  // Runs after the dialog's own effect, which is further inside.
  useEffect(() => wanted.current?.focus(), []);
  return useCallback((content) => {
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && content?.contains(activeElement))
      wanted.current = activeElement;
  }, []);
}
