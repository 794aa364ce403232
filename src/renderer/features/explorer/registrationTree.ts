import type { Registrations } from '../../../shared/domain/registration.ts';
import { indexRegistrations, type RegistrationIndex } from '../../app/registrations/registrationIndex.ts';
import type { TreeView } from '../../app/registrations/treeView.ts';
import type { Branch } from './branch.ts';
import { growTree } from './growTree.ts';
import type { SolutionMembers } from './solutionMembers.ts';
import type { RegistrationTree } from './treeEntry.ts';
import { byAssembly } from './views/byAssembly.ts';
import { byPackage } from './views/byPackage.ts';
import { byMessage, byTable } from './views/byPlace.ts';
import { bySolution } from './views/bySolution.ts';

/** Which tree of a load. That by solution is another one when something was put into a solution. */
export type TreeRequest =
  | { readonly view: Exclude<TreeView, 'solution'> }
  | { readonly view: 'solution'; readonly members: SolutionMembers };

/** Trees by what they are made from: the load, or what its solutions hold. */
const trees = new WeakMap<object, Map<TreeView, RegistrationTree>>();

function madeFrom(registrations: Registrations, request: TreeRequest): object {
  return request.view === 'solution' ? request.members : registrations;
}

/** The tree, when it was made before. */
export function knownTree(registrations: Registrations, request: TreeRequest): RegistrationTree | undefined {
  return trees.get(madeFrom(registrations, request))?.get(request.view);
}

function* rootsOf(index: RegistrationIndex, request: TreeRequest): Generator<undefined, readonly Branch[]> {
  switch (request.view) {
    case 'assembly':
      return byAssembly(index);
    case 'table':
      return byTable(index);
    case 'message':
      return byMessage(index);
    case 'package':
      return byPackage(index);
    case 'solution':
      return yield* bySolution(index, request.members);
  }
}

/** Makes a tree bit by bit. Made once for each load and view: every search and every fold only walks over it. */
export function* makeTree(
  registrations: Registrations,
  request: TreeRequest,
): Generator<undefined, RegistrationTree> {
  const index = indexRegistrations(registrations);
  const roots = yield* rootsOf(index, request);
  yield;
  const tree = yield* growTree(roots, index);
  const source = madeFrom(registrations, request);
  const ofSource = trees.get(source) ?? new Map<TreeView, RegistrationTree>();
  ofSource.set(request.view, tree);
  trees.set(source, ofSource);
  return tree;
}

/** The tree at once. */
export function treeOf(
  registrations: Registrations,
  request: TreeRequest = { view: 'assembly' },
): RegistrationTree {
  const known = knownTree(registrations, request);
  if (known) return known;
  const making = makeTree(registrations, request);
  for (;;) {
    const step = making.next();
    if (step.done) return step.value;
  }
}
