import type { RegistrationNode } from '../../../../shared/domain/registration.ts';
import type { RegistrationIndex } from '../../../app/registrations/registrationIndex.ts';
import { type Branch, nodeBranch } from '../branch.ts';
import { byName, inReadingOrder } from '../nodeOrder.ts';
import { handlerBranches } from './handlerBranches.ts';

/** Packages and assemblies with all that is in them, then service endpoints, then webhooks. */
export function byAssembly(index: RegistrationIndex): readonly Branch[] {
  const { packages, assemblies, types, endpoints, steps, images } = index.registrations;
  const { ofPackage, ofAssembly, ofType, ofEndpoint, ofStep } = handlerBranches(index);
  // What has lost its parent is still shown, as a root, instead of being hidden.
  const orphan = (node: RegistrationNode) => index.parentOf(node) === undefined;
  const named = byName(endpoints);
  return [
    ...byName(packages).map(ofPackage),
    ...byName(assemblies.filter(orphan)).map(ofAssembly),
    ...named.filter(({ designationType }) => designationType !== 'webhook').map(ofEndpoint),
    ...named.filter(({ designationType }) => designationType === 'webhook').map(ofEndpoint),
    ...types.filter(orphan).map(ofType),
    ...inReadingOrder(steps.filter(orphan)).map(ofStep),
    ...images.filter(orphan).map((image) => nodeBranch(image)),
  ];
}
