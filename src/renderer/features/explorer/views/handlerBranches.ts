import type {
  PluginAssembly,
  PluginPackage,
  PluginType,
  ServiceEndpoint,
  Step,
} from '../../../../shared/domain/registration.ts';
import type { RegistrationIndex } from '../../../app/registrations/registrationIndex.ts';
import { type Branch, nodeBranch } from '../branch.ts';
import { factOf } from '../nodeFact.ts';
import { byName, compareNames, inReadingOrder } from '../nodeOrder.ts';

/** What is registered, below what it belongs to: packages, assemblies, types, steps, images. */
export interface HandlerBranches {
  ofPackage(node: PluginPackage): Branch;
  ofAssembly(node: PluginAssembly): Branch;
  ofType(node: PluginType): Branch;
  ofEndpoint(node: ServiceEndpoint): Branch;
  ofStep(node: Step): Branch;
}

export function handlerBranches(index: RegistrationIndex): HandlerBranches {
  const ofStep = (node: Step): Branch =>
    nodeBranch(node, () => byName(index.imagesOf(node)).map((image) => nodeBranch(image)));
  const ofType = (node: PluginType): Branch => {
    const steps = index.stepsOf(node);
    const shown = steps.reduce((count, step) => (step.hidden ? count : count + 1), 0);
    return nodeBranch(node, () => inReadingOrder(steps).map(ofStep), { fact: factOf(node, shown) });
  };
  const ofAssembly = (node: PluginAssembly): Branch =>
    nodeBranch(node, () =>
      [...index.typesOf(node)].sort((a, b) => compareNames(a.typeName, b.typeName)).map(ofType),
    );
  return {
    ofStep,
    ofType,
    ofAssembly,
    ofPackage: (node) => nodeBranch(node, () => byName(index.assembliesOf(node)).map(ofAssembly)),
    ofEndpoint: (node) => nodeBranch(node, () => inReadingOrder(index.stepsOf(node)).map(ofStep)),
  };
}
