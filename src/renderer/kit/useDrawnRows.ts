import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual';
import { useCallback } from 'react';

/** Which rows exist in the page: those in view, and the selected one always, because it is the active descendant. */
export function useDrawnRows(selectedIndex: number): (range: Range) => number[] {
  return useCallback(
    (range) => {
      const drawn = defaultRangeExtractor(range);
      if (selectedIndex >= 0 && selectedIndex < range.count && !drawn.includes(selectedIndex)) {
        drawn.push(selectedIndex);
        drawn.sort((a, b) => a - b);
      }
      return drawn;
    },
    [selectedIndex],
  );
}
