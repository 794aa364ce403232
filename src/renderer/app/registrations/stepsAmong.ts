import type { RegistrationNode, Step } from '../../../shared/domain/registration.ts';
import type { RegistrationIndex } from './registrationIndex.ts';

/** The steps among some nodes and below them, each once, hidden ones left out unless they are named themselves. */
export function stepsAmong(nodes: readonly RegistrationNode[], index: RegistrationIndex): readonly Step[] {
  const found = new Map<string, Step>();
  const take = (steps: readonly Step[]) => {
    for (const step of steps) if (!step.hidden) found.set(step.id, step);
  };
  for (const node of nodes) {
    switch (node.kind) {
      case 'step':
        found.set(node.id, node);
        break;
      case 'pluginType':
      case 'serviceEndpoint':
        take(index.stepsOf(node));
        break;
      case 'assembly':
        for (const type of index.typesOf(node)) take(index.stepsOf(type));
        break;
      case 'package':
        for (const assembly of index.assembliesOf(node)) {
          for (const type of index.typesOf(assembly)) take(index.stepsOf(type));
        }
        break;
      case 'image':
        break;
    }
  }
  return [...found.values()];
}
