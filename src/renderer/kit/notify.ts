import { createContext, useContext } from 'react';
import type { Tone } from './StatusBadge.tsx';

export interface Notice {
  readonly tone: Tone;
  readonly sentence: string;
  /** What to do, or more about it. */
  readonly advice?: string;
  readonly action?: { readonly label: string; readonly run: () => void };
  /** What to do next, below the sentence. */
  readonly nextSteps?: readonly { readonly label: string; readonly run: () => void }[];
  /** Seconds that it stays; 8 where nothing is given, for ever with 0. */
  readonly seconds?: number;
}

export type Notify = (notice: Notice) => void;

export const NotifyContext = createContext<Notify>(() => {});

/** Shows a notice in the corner, which goes by itself. For what has no place on the page of its own. */
export function useNotify(): Notify {
  return useContext(NotifyContext);
}
