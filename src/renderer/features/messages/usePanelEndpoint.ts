import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { RegistrationNode, ServiceEndpoint } from '../../../shared/domain/registration.ts';
import { endpointOf } from '../../app/registrations/endpointOf.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';

/** The endpoint that the selected node is, or belongs to. */
export function usePanelEndpoint(
  connectionId: ConnectionId,
  node: RegistrationNode | null,
): ServiceEndpoint | null {
  const { index } = useRegistrations(connectionId);
  return index ? endpointOf(node, index) : null;
}
