import { designationTypes } from '../../../shared/domain/designationType.ts';
import type { ServiceEndpoint } from '../../../shared/domain/registration.ts';

/** Sentences of why something cannot be changed, shared by several commands. */

export const reasonOfReadOnly =
  'This connection is read-only. Edit the connection and switch “Read-only” off to make changes.';

export function notOffered(endpoint: ServiceEndpoint): string | null {
  const type = designationTypes[endpoint.designationType];
  return type.offered ? null : `Endpoints of the type ${type.label} are shown here, not changed.`;
}

export { reasonOfManaged as reasonOfManagedStep } from '../../../shared/domain/stepChange.ts';
