import { type ReactNode, useCallback, useState } from 'react';
import { AnnounceContext } from './announce.ts';
import { VisuallyHidden } from './VisuallyHidden.tsx';

/** Holds the two live regions that `useAnnounce` speaks through. */
export function Announcer({ children }: { readonly children: ReactNode }) {
  const [polite, setPolite] = useState({ text: '', turn: 0 });
  const [assertive, setAssertive] = useState({ text: '', turn: 0 });
  const announce = useCallback((sentence: string, urgency: 'polite' | 'assertive' = 'polite') => {
    const set = urgency === 'polite' ? setPolite : setAssertive;
    set((before) => ({ text: sentence, turn: before.turn + 1 }));
  }, []);
  return (
    <AnnounceContext.Provider value={announce}>
      {children}
      <VisuallyHidden>
        <span role="status" aria-live="polite">
          {/* A new element each time: the same sentence twice is read twice. */}
          <span key={polite.turn}>{polite.text}</span>
        </span>
        <span role="alert" aria-live="assertive">
          <span key={assertive.turn}>{assertive.text}</span>
        </span>
      </VisuallyHidden>
    </AnnounceContext.Provider>
  );
}
