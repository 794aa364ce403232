import { designationTypes } from '../../../shared/domain/designationType.ts';
import type {
  RegistrationNode,
  Registrations,
  ServiceEndpoint,
  Step,
  StepImage,
} from '../../../shared/domain/registration.ts';
import { messageFormatLabels } from '../../../shared/domain/serviceEndpoint.ts';
import { type NodeKey, nodeKey } from '../../app/registrations/nodeKey.ts';
import { indexRegistrations } from '../../app/registrations/registrationIndex.ts';
import { authorizationLabels, imageTypeLabels, stageNumbers } from './words.ts';

/** One node of the tree with what its row says. Entries stand in the order of the fully unfolded tree. */
export interface TreeEntry {
  readonly key: NodeKey;
  readonly node: RegistrationNode;
  readonly label: string;
  /** The one fact that tells it apart, at the row's end. */
  readonly fact: string;
  /** Drawn in grey: a disabled step. */
  readonly dimmed: boolean;
  /** Lower case; what a search looks through. */
  readonly haystack: string;
  /** From 1. */
  readonly level: number;
  /** Place of the parent in the entries; -1 for a root. */
  readonly parent: number;
  /** Place after the last entry below this one. */
  end: number;
  readonly position: number;
  readonly setSize: number;
}

/** The whole tree by assembly, flat. */
export interface RegistrationTree {
  readonly entries: readonly TreeEntry[];
  readonly places: ReadonlyMap<NodeKey, number>;
}

const trees = new WeakMap<Registrations, RegistrationTree>();

/** Made once for each load: every search and every fold only walks over it. */
export function treeOf(registrations: Registrations): RegistrationTree {
  const known = trees.get(registrations);
  if (known) return known;
  const tree = buildTree(registrations);
  trees.set(registrations, tree);
  return tree;
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Most neighbours in a list of steps have the same table: asking the collator each time would be most of the work. */
function compare(a: string, b: string): number {
  return a === b ? 0 : collator.compare(a, b);
}

function byName<Node extends { readonly name: string }>(nodes: readonly Node[]): readonly Node[] {
  return [...nodes].sort((a, b) => compare(a.name, b.name));
}

const stageOrder = {
  preValidation: 0,
  preOperation: 1,
  mainOperation: 2,
  postOperation: 3,
  postOperationDeprecated: 4,
};

/** Steps in the order in which a reader looks for them: by table, message, stage, rank. */
function inStepOrder(steps: readonly Step[]): readonly Step[] {
  return steps
    .filter((step) => !step.hidden)
    .sort(
      (a, b) =>
        compare(a.table ?? '', b.table ?? '') ||
        compare(a.message, b.message) ||
        stageOrder[a.stage] - stageOrder[b.stage] ||
        a.rank - b.rank ||
        compare(a.name, b.name),
    );
}

function buildTree(registrations: Registrations): RegistrationTree {
  const index = indexRegistrations(registrations);
  const entries: TreeEntry[] = [];
  const places = new Map<NodeKey, number>();

  const childrenOf = (node: RegistrationNode): readonly RegistrationNode[] => {
    switch (node.kind) {
      case 'package':
        return byName(index.assembliesOf(node).filter((assembly) => !assembly.hidden));
      case 'assembly':
        return [...index.typesOf(node)].sort((a, b) => compare(a.typeName, b.typeName));
      case 'pluginType':
      case 'serviceEndpoint':
        return inStepOrder(index.stepsOf(node));
      case 'step':
        return byName(index.imagesOf(node));
      case 'image':
        return [];
    }
  };
  const add = (node: RegistrationNode, level: number, parent: number, position: number, setSize: number) => {
    const key = nodeKey(node);
    // A row that the organisation sends twice, or two that contain each other, are shown once.
    if (places.has(key)) return;
    const children = childrenOf(node);
    const label = labelOf(node);
    const place = entries.length;
    const entry: TreeEntry = {
      key,
      node,
      label,
      fact: factOf(node, children.length),
      dimmed: node.kind === 'step' && !node.enabled,
      haystack: haystackOf(node, label),
      level,
      parent,
      end: 0,
      position,
      setSize,
    };
    places.set(key, place);
    entries.push(entry);
    children.forEach((child, at) => {
      add(child, level + 1, place, at + 1, children.length);
    });
    entry.end = entries.length;
  };

  const endpoints = byName(registrations.endpoints);
  // What has lost its parent is still shown, as a root, instead of being hidden.
  const orphan = (node: RegistrationNode) => index.parentOf(node) === undefined;
  const roots: RegistrationNode[] = [
    ...byName(registrations.packages),
    ...byName(registrations.assemblies.filter((assembly) => !assembly.hidden && orphan(assembly))),
    ...endpoints.filter((endpoint) => endpoint.designationType !== 'webhook'),
    ...endpoints.filter((endpoint) => endpoint.designationType === 'webhook'),
    ...registrations.types.filter(orphan),
    ...inStepOrder(registrations.steps.filter(orphan)),
    ...registrations.images.filter(orphan),
  ];
  roots.forEach((root, at) => {
    add(root, 1, -1, at + 1, roots.length);
  });
  return { entries, places };
}

/** Message and table where the step is named after them, its own name otherwise. */
function stepLabel(step: Step): string {
  const place = `${step.message} of ${step.table ?? 'any table'}`;
  const usual = `${step.message} of ${step.table ?? 'any'}`.toLowerCase();
  const name = step.name.toLowerCase();
  const at = name.lastIndexOf(usual);
  if (at < 0) return step.name === '' ? place : step.name;
  const rest = name.slice(at + usual.length);
  return rest === '' || (step.table === null && /^ (entity|table)$/.test(rest)) ? place : step.name;
}

function imageLabel(image: StepImage): string {
  const columns = image.attributes === null ? 'all columns' : image.attributes.join(', ');
  return `${image.name}: ${columns}`;
}

/** What a node is called in the tree. */
export function labelOf(node: RegistrationNode): string {
  switch (node.kind) {
    case 'pluginType':
      return node.typeName;
    case 'step':
      return stepLabel(node);
    case 'image':
      return imageLabel(node);
    default:
      return node.name;
  }
}

function endpointFact(endpoint: ServiceEndpoint): string {
  if (endpoint.designationType === 'webhook') return authorizationLabels[endpoint.authorizationType];
  return `${designationTypes[endpoint.designationType].label} · ${messageFormatLabels[endpoint.messageFormat]}`;
}

function stepFact(step: Step): string {
  if (!step.enabled) return 'disabled';
  if (step.handler.kind === 'serviceEndpoint') return step.mode === 'asynchronous' ? 'async' : 'sync';
  return `${stageNumbers[step.stage]} · ${step.mode === 'asynchronous' ? 'async' : 'sync'} · ${step.rank}`;
}

function factOf(node: RegistrationNode, children: number): string {
  switch (node.kind) {
    case 'package':
      return node.managed ? `${node.version} · managed` : node.version;
    case 'assembly':
      return node.managed ? `${node.version} · managed` : node.version;
    case 'pluginType':
      if (node.workflowActivity) return 'workflow activity';
      return children === 0 ? 'no steps' : children === 1 ? '1 step' : `${children} steps`;
    case 'serviceEndpoint':
      return endpointFact(node);
    case 'step':
      return stepFact(node);
    case 'image':
      return imageTypeLabels[node.imageType];
  }
}

function haystackOf(node: RegistrationNode, label: string): string {
  const words: (string | null)[] = [label, node.id];
  switch (node.kind) {
    case 'package':
      words.push(node.uniqueName, node.version);
      break;
    case 'assembly':
      words.push(node.version, node.description);
      break;
    case 'pluginType':
      words.push(node.friendlyName, node.workflowActivityGroup);
      break;
    case 'serviceEndpoint':
      words.push(node.namespaceAddress, node.path, node.url, node.description, endpointFact(node));
      break;
    case 'step':
      words.push(
        node.name,
        node.message,
        node.table,
        node.description,
        node.filteringAttributes?.join(' ') ?? null,
      );
      break;
    case 'image':
      words.push(node.entityAlias);
      break;
  }
  return words
    .filter((word) => word !== null && word !== '')
    .join('\n')
    .toLowerCase();
}
