import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import { nodeKey } from '../../app/registrations/nodeKey.ts';
import type { TreeGroup } from '../../app/registrations/treeGroup.ts';
import { factOf } from './nodeFact.ts';
import { labelOf } from './nodeLabel.ts';
import type { RowKey } from './treeEntry.ts';

/** A row of a tree to be, with what will stand below it. Views are made of these. */
export interface Branch {
  readonly key: RowKey;
  readonly subject:
    | { readonly kind: 'node'; readonly node: RegistrationNode }
    | { readonly kind: 'group'; readonly group: TreeGroup };
  readonly label: string;
  readonly fact: string;
  readonly children: () => readonly Branch[];
}

const none = () => [];

interface NodeWords {
  readonly key?: RowKey;
  readonly label?: string;
  readonly fact?: string;
}

export function nodeBranch(
  node: RegistrationNode,
  children: () => readonly Branch[] = none,
  words: NodeWords = {},
): Branch {
  return {
    key: words.key ?? nodeKey(node),
    subject: { kind: 'node', node },
    label: words.label ?? labelOf(node),
    fact: words.fact ?? factOf(node, 0),
    children,
  };
}
