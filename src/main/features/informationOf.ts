import type { OrganizationInformation } from '../../shared/domain/registration.ts';
import type { RequestScope } from '../dataverse/ports.ts';
import type { OpenOrganization } from './ports.ts';

/** Which organisation it is: asked once in a session. */
export async function informationOf(
  { dataverse, memory }: OpenOrganization,
  scope: RequestScope,
): Promise<OrganizationInformation> {
  memory.information ??= await dataverse.organizations.describe(undefined, scope);
  return memory.information;
}
