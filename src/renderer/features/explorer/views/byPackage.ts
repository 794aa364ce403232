import type { RegistrationIndex } from '../../../app/registrations/registrationIndex.ts';
import type { Branch } from '../branch.ts';
import { byName } from '../nodeOrder.ts';
import { handlerBranches } from './handlerBranches.ts';

/** Packages alone, with all that is in them. */
export function byPackage(index: RegistrationIndex): readonly Branch[] {
  return byName(index.registrations.packages).map(handlerBranches(index).ofPackage);
}
