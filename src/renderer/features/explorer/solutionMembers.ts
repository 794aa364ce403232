import type { SolutionWithContents } from '../../../shared/contract/calls/solutions.ts';
import type { SolutionId } from '../../../shared/domain/ids.ts';
import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import { type NodeKey, nodeKey } from '../../app/registrations/nodeKey.ts';
import type { RegistrationIndex } from '../../app/registrations/registrationIndex.ts';

/** What is in which solution. */
export interface SolutionMembers {
  readonly solutions: readonly SolutionWithContents[];
  /** Those that hold the node, or what brings it along: its assembly, its step. */
  solutionsOf(node: RegistrationNode): readonly SolutionWithContents[];
  /** Whether a solution holds the node, by itself or with what brings it along. */
  holds(id: SolutionId, node: RegistrationNode): boolean;
}

const none: readonly SolutionWithContents[] = [];

export function solutionMembers(
  solutions: readonly SolutionWithContents[],
  index: RegistrationIndex,
): SolutionMembers {
  const direct = new Map<NodeKey, SolutionWithContents[]>();
  for (const solution of solutions) {
    for (const [kind, ids] of Object.entries(solution.components)) {
      for (const id of ids) {
        const key = `${kind}:${id}`;
        const holders = direct.get(key);
        if (holders) holders.push(solution);
        else direct.set(key, [solution]);
      }
    }
  }
  const solutionsOf = (node: RegistrationNode): readonly SolutionWithContents[] => {
    const own = direct.get(nodeKey(node)) ?? none;
    // An assembly brings its types along, a step its images, a package its assemblies; nothing brings steps along.
    const bringer = node.kind === 'step' ? undefined : index.parentOf(node);
    if (!bringer) return own;
    const brought = solutionsOf(bringer);
    if (own.length === 0) return brought;
    return brought.length === 0 ? own : [...new Set([...own, ...brought])];
  };
  return {
    solutions,
    solutionsOf,
    holds: (id, node) => solutionsOf(node).some((solution) => solution.id === id),
  };
}
