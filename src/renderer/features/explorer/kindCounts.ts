import type { RegistrationNode } from '../../../shared/domain/registration.ts';

const kinds = {
  package: ['package', 'packages'],
  assembly: ['assembly', 'assemblies'],
  pluginType: ['plug-in type', 'plug-in types'],
  workflowActivity: ['workflow activity', 'workflow activities'],
  serviceEndpoint: ['service endpoint', 'service endpoints'],
  webhook: ['webhook', 'webhooks'],
  step: ['step', 'steps'],
  image: ['image', 'images'],
} as const;

function kindOf(node: RegistrationNode): keyof typeof kinds {
  if (node.kind === 'pluginType' && node.workflowActivity) return 'workflowActivity';
  if (node.kind === 'serviceEndpoint' && node.designationType === 'webhook') return 'webhook';
  return node.kind;
}

/** How many of each kind: "1 assembly · 3 steps". */
export function kindCounts(nodes: readonly RegistrationNode[]): string {
  const counts = new Map<keyof typeof kinds, number>();
  for (const node of nodes) counts.set(kindOf(node), (counts.get(kindOf(node)) ?? 0) + 1);
  return (Object.keys(kinds) as (keyof typeof kinds)[])
    .flatMap((kind) => {
      const count = counts.get(kind);
      return count ? [`${count.toLocaleString()} ${kinds[kind][count === 1 ? 0 : 1]}`] : [];
    })
    .join(' · ');
}
