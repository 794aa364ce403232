import type { RestoredRow } from '../../../shared/contract/calls/restore.ts';
import { nodeKey } from '../../app/registrations/nodeKey.ts';
import { CheckList, type ProgressLineItem } from '../../kit/kit.ts';

const order = { failed: 0, notTried: 1, restored: 2, withPackage: 3, exists: 4 } as const;

/** How it went with each row, what was refused first. */
export function RestoreResults({ results }: { readonly results: readonly RestoredRow[] }) {
  const sorted = [...results].sort((a, b) => order[a.outcome] - order[b.outcome]);
  return <CheckList label="How it went" lines={sorted.map(lineOf)} />;
}

function lineOf({ node, name, outcome, note, failure }: RestoredRow): ProgressLineItem {
  const id = nodeKey(node);
  switch (outcome) {
    case 'restored':
      return {
        id,
        state: note === null ? 'passed' : 'warning',
        sentence: note === null ? name : `${name}: ${note}`,
      };
    case 'withPackage':
      return { id, state: 'passed', sentence: `${name}: it came with its package.` };
    case 'exists':
      return { id, state: 'passed', sentence: `${name}: it is there.` };
    case 'notTried':
      return { id, state: 'skipped', sentence: `${name}: ${note ?? 'not tried.'}` };
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
