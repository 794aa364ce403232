import type { RegistrationNode, ServiceEndpoint } from '../../../shared/domain/registration.ts';
import type { RegistrationIndex } from './registrationIndex.ts';

/** The endpoint that a node is, or is a part of. */
export function endpointOf(node: RegistrationNode | null, index: RegistrationIndex): ServiceEndpoint | null {
  let at: RegistrationNode | undefined = node ?? undefined;
  while (at && at.kind !== 'serviceEndpoint') at = index.parentOf(at);
  return at?.kind === 'serviceEndpoint' ? at : null;
}
