import type { RegistrationNode } from '../../../../shared/domain/registration.ts';
import { nodeKey } from '../../../app/registrations/nodeKey.ts';
import type { RegistrationIndex } from '../../../app/registrations/registrationIndex.ts';
import { type Branch, nodeBranch } from '../branch.ts';
import { factOf } from '../nodeFact.ts';
import { byName, compareNames, inReadingOrder } from '../nodeOrder.ts';
import type { SolutionMembers } from '../solutionMembers.ts';
import type { RowKey } from '../treeEntry.ts';

/** Solutions with what they hold, then what is in none of them. A node that several hold stands in each. */
export function* bySolution(
  index: RegistrationIndex,
  members: SolutionMembers,
): Generator<undefined, readonly Branch[]> {
  const inside = new Map<string | null, RegistrationNode[]>();
  let seen = 0;
  for (const node of everyNode(index)) {
    seen += 1;
    if (seen % 200 === 0) yield;
    const holders = members.solutionsOf(node);
    for (const id of holders.length === 0 ? [null] : holders.map((solution) => solution.id)) {
      const nodes = inside.get(id);
      if (nodes) nodes.push(node);
      else inside.set(id, [node]);
    }
  }
  const branches = members.solutions.map((solution): Branch => {
    const nodes = inside.get(solution.id) ?? [];
    const key = `solution=${solution.id}`;
    return {
      key,
      subject: { kind: 'group', group: { kind: 'solution', id: solution.id } },
      label: solution.friendlyName,
      fact: solution.managed ? `${solution.version} · managed` : solution.version,
      children: () => contentBranches(nodes, index, key),
    };
  });
  const loose = inside.get(null) ?? [];
  if (loose.length === 0) return branches;
  return [
    ...branches,
    {
      key: 'solution=',
      subject: { kind: 'group', group: { kind: 'solution', id: null } },
      label: 'In no solution',
      fact: 'default solution only',
      children: () => contentBranches(loose, index, 'solution='),
    },
  ];
}

function everyNode({ registrations }: RegistrationIndex): readonly RegistrationNode[] {
  const { packages, assemblies, types, endpoints, steps, images } = registrations;
  return [...packages, ...assemblies, ...types, ...endpoints, ...steps, ...images];
}

/** What one solution holds, each below its parent where the parent is in it too. */
function contentBranches(
  nodes: readonly RegistrationNode[],
  index: RegistrationIndex,
  path: RowKey,
): readonly Branch[] {
  const there = new Set(nodes.map(nodeKey));
  const below = new Map<string | null, RegistrationNode[]>();
  for (const node of nodes) {
    const parent = index.parentOf(node);
    const key = parent && there.has(nodeKey(parent)) ? nodeKey(parent) : null;
    const siblings = below.get(key);
    if (siblings) siblings.push(node);
    else below.set(key, [node]);
  }
  const branchesOf = (key: string | null): readonly Branch[] =>
    inOrder(below.get(key) ?? []).map((node) =>
      nodeBranch(node, () => branchesOf(nodeKey(node)), {
        key: `${path}/${nodeKey(node)}`,
        fact: factOf(node, node.kind === 'pluginType' ? index.stepsOf(node).length : 0),
        // Apart from its handler a step says by its own name what it runs.
        ...(node.kind === 'step' && key === null ? { label: node.name } : {}),
      }),
    );
  return branchesOf(null);
}

function inOrder(nodes: readonly RegistrationNode[]): readonly RegistrationNode[] {
  if (nodes.length < 2) return nodes;
  const of = <Kind extends RegistrationNode['kind']>(kind: Kind) =>
    nodes.filter((node): node is Extract<RegistrationNode, { kind: Kind }> => node.kind === kind);
  return [
    ...byName(of('package')),
    ...byName(of('assembly')),
    ...of('pluginType').sort((a, b) => compareNames(a.typeName, b.typeName)),
    ...byName(of('serviceEndpoint')),
    ...inReadingOrder(of('step')),
    ...byName(of('image')),
  ];
}
