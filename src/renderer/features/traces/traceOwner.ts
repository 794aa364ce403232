import type { TraceOwner } from '../../../shared/contract/calls/traceLogs.ts';
import type { RegistrationNode } from '../../../shared/domain/registration.ts';

/** Whose traces belong to what is selected. */
export function traceOwnerOf(node: RegistrationNode | null): TraceOwner {
  if (node?.kind === 'step') return { kind: 'step', id: node.id };
  if (node?.kind === 'image') return { kind: 'step', id: node.stepId };
  if (node?.kind === 'pluginType') return { kind: 'pluginType', id: node.id, typeName: node.typeName };
  return { kind: 'organization' };
}

/** Said before the list: of what it is. */
export function ownerWords(owner: TraceOwner): string {
  switch (owner.kind) {
    case 'step':
      return 'Of the selected step';
    case 'pluginType':
      return 'Of the selected type';
    case 'organization':
      return 'Of the whole organisation';
  }
}
