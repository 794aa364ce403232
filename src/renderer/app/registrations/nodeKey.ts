import type { NodeReference, RegistrationNode } from '../../../shared/domain/registration.ts';

/** One text for one node: `step:3f6c…`. */
export type NodeKey = string;

export function nodeKey(node: Pick<NodeReference, 'kind' | 'id'>): NodeKey {
  return `${node.kind}:${node.id}`;
}

/** A node's name for calls and dialogs: its kind and id, without the rest. */
export function referenceTo(node: RegistrationNode): NodeReference {
  switch (node.kind) {
    case 'package':
      return { kind: node.kind, id: node.id };
    case 'assembly':
      return { kind: node.kind, id: node.id };
    case 'pluginType':
      return { kind: node.kind, id: node.id };
    case 'serviceEndpoint':
      return { kind: node.kind, id: node.id };
    case 'step':
      return { kind: node.kind, id: node.id };
    case 'image':
      return { kind: node.kind, id: node.id };
  }
}
