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
    .map(([, text]) => text)
    .filter((text) => text !== null && text !== '')
    .join('\n')
    .toLowerCase();
  haystacks.set(node, haystack);
  return haystack;
}

/** What a search looks through, each with what it is. */
function wordsOf(node: RegistrationNode): readonly (readonly [string, string | null])[] {
  const common = [
    ['Name', labelOf(node)],
    ['Name', node.name],
    ['Id', node.id],
  ] as const;
  switch (node.kind) {
    case 'package':
      return [
        ...common,
        ['Unique name', node.uniqueName],
        ['Version', node.version],
        ['Modified by', node.modifiedBy],
      ];
    case 'assembly':
      return [
        ...common,
        ['Version', node.version],
        ['Culture', node.culture],
        ['Public key token', node.publicKeyToken],
        ['Isolation mode', isolationLabels[node.isolationMode]],
        ['Description', node.description],
        ['Modified by', node.modifiedBy],
      ];
    case 'pluginType':
      return [
        ...common,
        ['Friendly name', node.friendlyName],
        ['Description', node.description],
        ['Group', node.workflowActivityGroup],
        ['Modified by', node.modifiedBy],
      ];
    case 'serviceEndpoint':
      return [
        ...common,
        ['Address', node.namespaceAddress],
        ['Namespace', node.solutionNamespace],
        ['Path', node.path],
        ['Address', node.url],
        ['Description', node.description],
        ['Policy', node.sasKeyName],
        ['Authorization', authorizationLabels[node.authorizationType]],
        ['Type', endpointFact(node)],
        ['Modified by', node.modifiedBy],
      ];
    case 'step':
      return [
        ...common,
        ['Message', node.message],
        ['Table', node.table],
        ['Secondary table', node.secondaryTable],
        ['Description', node.description],
        ['Columns', node.filteringAttributes?.join(', ') ?? null],
        ['Configuration', node.configuration],
        ['Runs as', node.runAsUserName],
        ['Runs as', node.runAsUserId],
        ['Stage', stageLabels[node.stage]],
        ['Mode', modeLabels[node.mode]],
        ['Deployment', deploymentLabels[node.deployment]],
        ['Modified by', node.modifiedBy],
      ];
    case 'image':
      return [
        ...common,
        ['Alias', node.entityAlias],
        ['Type', imageTypeLabels[node.imageType]],
        ['Columns', node.attributes?.join(', ') ?? null],
        ['Property', node.messagePropertyName],
        ['Description', node.description],
      ];
  }
}

/** Said by the name of a step or by what it stands below. */
const obvious = new Set(['Name', 'Message', 'Table']);
/** Characters around what was found. */
const around = 16;

/**
 * Where a search found a node when its row does not show it: the property and the place in it. Null where the row
 * shows it, and where the node does not match at all.
 */
export function whereFound(node: RegistrationNode, terms: readonly string[], shown: string): string | null {
  const visible = shown.toLowerCase();
  const missing = terms.filter((term) => !visible.includes(term));
  const haystack = haystackOf(node);
  if (missing.length === 0 || !terms.every((term) => haystack.includes(term))) return null;
  for (const [property, text] of wordsOf(node)) {
    // A description is often the name once more.
    if (text === null || text === node.name || obvious.has(property)) continue;
    const lower = text.toLowerCase();
    const term = missing.find((one) => lower.includes(one));
    if (term === undefined) continue;
    const at = lower.indexOf(term);
    const from = Math.max(0, at - around);
    const to = Math.min(text.length, at + term.length + around);
    const part = text.slice(from, to).replaceAll(/\s+/g, ' ').trim();
    return `${property}: ${from > 0 ? '…' : ''}${part}${to < text.length ? '…' : ''}`;
  }
  return null;
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
