import type {
  EventHandler,
  NodeReference,
  PluginAssembly,
  PluginPackage,
  PluginType,
  RegistrationNode,
  Registrations,
  Step,
  StepImage,
} from '../../../shared/domain/registration.ts';
import { type NodeKey, nodeKey } from './nodeKey.ts';

/** Ways through the flat lists of one load: what is what, and what belongs to what. */
export interface RegistrationIndex {
  readonly registrations: Registrations;
  get(reference: Pick<NodeReference, 'kind' | 'id'>): RegistrationNode | undefined;
  parentOf(node: RegistrationNode): RegistrationNode | undefined;
  assembliesOf(parent: PluginPackage): readonly PluginAssembly[];
  typesOf(assembly: PluginAssembly): readonly PluginType[];
  stepsOf(handler: Pick<EventHandler, 'kind' | 'id'>): readonly Step[];
  imagesOf(step: Step): readonly StepImage[];
}

const indexes = new WeakMap<Registrations, RegistrationIndex>();

/** Made once for each load. */
export function indexRegistrations(registrations: Registrations): RegistrationIndex {
  const known = indexes.get(registrations);
  if (known) return known;
  const index = buildIndex(registrations);
  indexes.set(registrations, index);
  return index;
}

function buildIndex(registrations: Registrations): RegistrationIndex {
  const byKey = new Map<NodeKey, RegistrationNode>();
  for (const list of [
    registrations.packages,
    registrations.assemblies,
    registrations.types,
    registrations.endpoints,
    registrations.steps,
    registrations.images,
  ]) {
    for (const node of list) byKey.set(nodeKey(node), node);
  }
  const group = <Row>(rows: readonly Row[], key: (row: Row) => string | null) => {
    const groups = new Map<string, Row[]>();
    for (const row of rows) {
      const name = key(row);
      if (name === null) continue;
      const rowsOfName = groups.get(name);
      if (rowsOfName) rowsOfName.push(row);
      else groups.set(name, [row]);
    }
    return groups;
  };
  const assemblies = group(registrations.assemblies, (assembly) => assembly.packageId);
  const types = group(registrations.types, (type) => type.assemblyId);
  const steps = group(registrations.steps, (step) => nodeKey(step.handler));
  const images = group(registrations.images, (image) => image.stepId);

  return {
    registrations,
    get: (reference) => byKey.get(nodeKey(reference)),
    parentOf(node) {
      switch (node.kind) {
        case 'assembly':
          return node.packageId === null ? undefined : byKey.get(`package:${node.packageId}`);
        case 'pluginType':
          return byKey.get(`assembly:${node.assemblyId}`);
        case 'step':
          return byKey.get(nodeKey(node.handler));
        case 'image':
          return byKey.get(`step:${node.stepId}`);
        default:
          return undefined;
      }
    },
    assembliesOf: (parent) => assemblies.get(parent.id) ?? [],
    typesOf: (assembly) => types.get(assembly.id) ?? [],
    stepsOf: (handler) => steps.get(nodeKey(handler)) ?? [],
    imagesOf: (step) => images.get(step.id) ?? [],
  };
}
