import { useCallback } from 'react';
import { z } from 'zod';
import { usePreference } from '../../app/core/preferences.ts';

const TabName = z.string();
const Flag = z.boolean();

/** Brings a tab of the panel below to the front, unfolding the panel. */
export function useShowLowerTab(): (id: 'messages' | 'jobs' | 'traces' | 'activity') => void {
  const [, setTab] = usePreference('layout.lowerPanelTab', TabName, 'messages');
  const [, setOpen] = usePreference('layout.lowerPanelOpen', Flag, true);
  return useCallback(
    (id) => {
      setTab(id);
      setOpen(true);
    },
    [setTab, setOpen],
  );
}
