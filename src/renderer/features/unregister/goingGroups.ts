import type { UnregisterPreview } from '../../../shared/contract/calls/registrations.ts';
import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import { nodeKey } from '../../app/registrations/nodeKey.ts';
import { labelOf } from '../explorer/registrationTree.ts';

export interface GoingGroup {
  /** "3 steps". */
  readonly title: string;
  readonly names: readonly { readonly key: string; readonly name: string }[];
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

/** What goes, by kind, the biggest things first. Kinds of which nothing goes are left out. */
export function goingGroups(preview: UnregisterPreview): readonly GoingGroup[] {
  const group = (nodes: readonly RegistrationNode[], one: string, many: string): GoingGroup => ({
    title: counted(nodes.length, one, many),
    names: nodes.map((node) => ({
      key: nodeKey(node),
      name: node.kind === 'step' ? node.name : labelOf(node),
    })),
  });
  return [
    group(preview.endpoints, 'service endpoint', 'service endpoints'),
    group(preview.types, 'type', 'types'),
    group(preview.steps, 'step', 'steps'),
    group(preview.images, 'image', 'images'),
  ].filter(({ names }) => names.length > 0);
}
