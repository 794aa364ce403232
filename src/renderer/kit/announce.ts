import { createContext, useContext } from 'react';

/** Says a sentence to screen readers, without moving the focus. */
export type Announce = (sentence: string, urgency?: 'polite' | 'assertive') => void;

export const AnnounceContext = createContext<Announce>(() => {});

export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}
