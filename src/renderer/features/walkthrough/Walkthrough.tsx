import { useEffect, useRef, useState } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import type { Commands } from '../../app/commands/useCommands.ts';
import { usePreference, usePreferencesReady } from '../../app/core/preferences.ts';
import type { RegistrationIndex } from '../../app/registrations/registrationIndex.ts';
import { WalkthroughPanel } from './WalkthroughPanel.tsx';
import { freshMemory, useWalkthroughRequest, WalkthroughMemory } from './walkthroughState.ts';
import { walkthroughStepIds } from './walkthroughSteps.ts';

interface WalkthroughProps {
  readonly connection: Connection;
  readonly index: RegistrationIndex | null;
  readonly node: RegistrationNode | null;
  readonly commands: Commands;
}

/** Leads through the whole loop in the sandbox, until the user has enough of it. */
export function Walkthrough({ connection, index, node, commands }: WalkthroughProps) {
  const ready = usePreferencesReady();
  const [memory, setMemory] = usePreference('walkthrough', WalkthroughMemory, freshMemory);
  const asked = useWalkthroughRequest((request) => request.asked);
  const [folded, setFolded] = useState<boolean | null>(null);
  const seen = useRef(0);
  const here = connection.kind === 'sandbox' && index !== null && ready;

  useEffect(() => {
    if (!here) return;
    if (seen.current !== asked) {
      seen.current = asked;
      setFolded(null);
      setMemory({ startedAt: new Date().toISOString(), dismissed: false, done: [] });
    } else if (memory.startedAt === null) {
      setMemory({ ...memory, startedAt: new Date().toISOString() });
    }
  }, [here, asked, memory, setMemory]);

  if (!here || memory.dismissed || memory.startedAt === null) return null;
  return (
    <WalkthroughPanel
      connection={connection}
      index={index}
      node={node}
      commands={commands}
      startedAt={memory.startedAt}
      doneBefore={memory.done}
      onDone={(done) => setMemory({ ...memory, done: [...done] })}
      // When all is done it makes room for what the organisation says of itself.
      folded={folded ?? (node !== null || memory.done.length === walkthroughStepIds.length)}
      onFoldedChange={setFolded}
      onDismiss={() => setMemory({ ...memory, dismissed: true })}
    />
  );
}
