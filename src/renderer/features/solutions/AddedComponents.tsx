import type { AddedComponent } from '../../../shared/contract/calls/solutions.ts';
import { nodeKey } from '../../app/registrations/nodeKey.ts';
import { CheckList, type ProgressLineItem } from '../../kit/kit.ts';

/** How it went with each component, what was refused first. */
export function AddedComponents({ results }: { readonly results: readonly AddedComponent[] }) {
  const order = { failed: 0, notTried: 1, added: 2, alreadyThere: 3 };
  const sorted = [...results].sort((a, b) => order[a.outcome] - order[b.outcome]);
  return <CheckList label="How it went" lines={sorted.map(lineOf)} />;
}

function lineOf({ node, name, outcome, failure }: AddedComponent): ProgressLineItem {
  const id = nodeKey(node);
  switch (outcome) {
    case 'added':
      return { id, state: 'passed', sentence: name };
    case 'alreadyThere':
      return { id, state: 'passed', sentence: `${name}: it is in this solution already.` };
    case 'notTried':
      return { id, state: 'skipped', sentence: `${name}: not tried after the failure above.` };
    case 'failed':
      return {
        id,
        state: 'failed',
        sentence: `${name}: ${failure?.sentence ?? 'it was refused.'}`,
        ...(failure?.advice ? { advice: failure.advice } : {}),
        ...(failure?.serverMessage
          ? { details: `${failure.serverCode ?? ''} ${failure.serverMessage}`.trim() }
          : {}),
      };
  }
}
