import type { RegistrationNode, Registrations } from '../../../shared/domain/registration.ts';
import { endpointFact } from './nodeFact.ts';
import { labelOf } from './nodeLabel.ts';
import {
  authorizationLabels,
  deploymentLabels,
  imageTypeLabels,
  isolationLabels,
  modeLabels,
  stageLabels,
} from './words.ts';

const haystacks = new WeakMap<RegistrationNode, string>();

/** All that a search looks through, in lower case. Made with the first search, and kept for the life of a load. */
export function haystackOf(node: RegistrationNode): string {
  const known = haystacks.get(node);
  if (known !== undefined) return known;
  const haystack = wordsOf(node)
    .filter((word) => word !== null && word !== '')
    .join('\n')
    .toLowerCase();
  haystacks.set(node, haystack);
  return haystack;
}

function wordsOf(node: RegistrationNode): readonly (string | null)[] {
  const common = [labelOf(node), node.name, node.id];
  switch (node.kind) {
    case 'package':
      return [...common, node.uniqueName, node.version, node.modifiedBy];
    case 'assembly':
      return [
        ...common,
        node.version,
        node.culture,
        node.publicKeyToken,
        isolationLabels[node.isolationMode],
        node.description,
        node.modifiedBy,
      ];
    case 'pluginType':
      return [...common, node.friendlyName, node.description, node.workflowActivityGroup, node.modifiedBy];
    case 'serviceEndpoint':
      return [
        ...common,
        node.namespaceAddress,
        node.solutionNamespace,
        node.path,
        node.url,
        node.description,
        node.sasKeyName,
        authorizationLabels[node.authorizationType],
        endpointFact(node),
        node.modifiedBy,
      ];
    case 'step':
      return [
        ...common,
        node.message,
        node.table,
        node.secondaryTable,
        node.description,
        node.filteringAttributes?.join(' ') ?? null,
        node.configuration,
        node.runAsUserName,
        node.runAsUserId,
        stageLabels[node.stage],
        modeLabels[node.mode],
        deploymentLabels[node.deployment],
        node.modifiedBy,
      ];
    case 'image':
      return [
        ...common,
        node.entityAlias,
        imageTypeLabels[node.imageType],
        node.attributes?.join(' ') ?? null,
        node.messagePropertyName,
        node.description,
      ];
  }
}

/** Makes them ahead, bit by bit, so that the first letter of a search finds them there. */
export function* makeHaystacks(registrations: Registrations): Generator<undefined, void> {
  const { packages, assemblies, types, endpoints, steps, images } = registrations;
  for (const nodes of [packages, assemblies, types, endpoints, steps, images]) {
    for (let at = 0; at < nodes.length; at += 1) {
      const node = nodes[at];
      if (node) haystackOf(node);
      if (at % 50 === 0) yield;
    }
  }
}
