import type { NodeReference } from '../../../shared/domain/registration.ts';
import { type NodeKey, nodeKey } from '../../app/registrations/nodeKey.ts';

export interface NodeGroup {
  /** "3 steps". */
  readonly title: string;
  readonly names: readonly {
    readonly key: NodeKey;
    readonly name: string;
    /** Where it belongs, or what is special about it. */
    readonly detail?: string | undefined;
  }[];
}

type Named = Pick<NodeReference, 'kind' | 'id'> & { readonly name: string; readonly detail?: string };

/** The biggest things first. */
const kinds: readonly (readonly [kind: NodeReference['kind'], one: string, many: string])[] = [
  ['package', 'package', 'packages'],
  ['assembly', 'assembly', 'assemblies'],
  ['pluginType', 'plug-in type', 'plug-in types'],
  ['serviceEndpoint', 'service endpoint', 'service endpoints'],
  ['step', 'step', 'steps'],
  ['image', 'image', 'images'],
];

/** By kind; kinds of which there is nothing are left out. */
export function groupNodes(nodes: readonly Named[]): readonly NodeGroup[] {
  return kinds.flatMap(([kind, one, many]) => {
    const rows = nodes.filter((node) => node.kind === kind);
    if (rows.length === 0) return [];
    return [
      {
        title: `${rows.length.toLocaleString()} ${rows.length === 1 ? one : many}`,
        names: rows.map((node) => ({ key: nodeKey(node), name: node.name, detail: node.detail })),
      },
    ];
  });
}
