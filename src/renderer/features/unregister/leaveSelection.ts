import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import { nodeKey, referenceTo } from '../../app/registrations/nodeKey.ts';
import type { RegistrationIndex } from '../../app/registrations/registrationIndex.ts';
import { selectNode, selectNothing, viewOf } from '../../app/registrations/view.ts';

/** What is selected may be among what went: the nearest thing above it that stays takes its place. */
export function leaveSelection(
  connectionId: ConnectionId,
  index: RegistrationIndex | null,
  gone: readonly RegistrationNode[],
): void {
  const { selected, selection } = viewOf(connectionId);
  const keys = new Set(gone.map(nodeKey));
  if (!selected || ![selected, ...selection].some((node) => keys.has(nodeKey(node)))) return;
  let at = index?.get(selected);
  while (at && keys.has(nodeKey(at))) at = index?.parentOf(at);
  if (at) selectNode(connectionId, referenceTo(at));
  else selectNothing(connectionId);
}
