import { z } from 'zod';
import { OrganizationId, UserId } from '../../shared/domain/ids.ts';
import type { OrganizationInformation } from '../../shared/domain/registration.ts';
import type { RequestScope } from './ports.ts';
import { text } from './rowColumns.ts';
import type { WebApi } from './webApi.ts';

const WhoAmI = z.object({ UserId, OrganizationId });
const CurrentOrganization = z.object({
  Detail: z.object({
    OrganizationId: text,
    FriendlyName: text,
    OrganizationVersion: text,
    UniqueName: text,
    UrlName: text,
    EnvironmentId: text,
    TenantId: text,
  }),
});
const User = z.object({ fullname: text });

/** A user whose name is known already, so that it needs no request. */
export interface KnownUser {
  readonly userId: string;
  readonly userName: string;
}

/** Which organisation this is, and who we are in it. */
export interface Organizations {
  /** One request; two when the user's name is not known yet. */
  describe(known: KnownUser | undefined, scope?: RequestScope): Promise<OrganizationInformation>;
  /** Which environment it is, and of which tenant; null where the server does not tell. */
  place(scope?: RequestScope): Promise<{ environmentId: string | null; tenantId: string | null }>;
}

export function createOrganizations(api: WebApi): Organizations {
  return {
    async describe(known, scope) {
      const [who, organization] = await api.readTogether(
        'organization.describe',
        ['WhoAmI', "RetrieveCurrentOrganization(AccessType='Default')"],
        [WhoAmI, CurrentOrganization] as const,
        scope,
      );
      const { FriendlyName, OrganizationVersion, UniqueName, UrlName } = organization.Detail;
      const userName =
        known?.userId === who.UserId
          ? known.userName
          : await api
              .read(
                { operation: 'user.readName', path: `systemusers(${who.UserId})?$select=fullname` },
                User,
                scope,
              )
              .then((user) => user.fullname ?? '');
      return {
        organizationId: who.OrganizationId,
        friendlyName: FriendlyName ?? UniqueName ?? '',
        uniqueName: UniqueName ?? UrlName ?? '',
        version: OrganizationVersion ?? '',
        userId: who.UserId,
        userName,
      };
    },

    async place(scope) {
      const { Detail } = await api.read(
        {
          operation: 'organization.place',
          path: "RetrieveCurrentOrganization(AccessType='Default')",
        },
        CurrentOrganization,
        scope,
      );
      return { environmentId: Detail.EnvironmentId || null, tenantId: Detail.TenantId || null };
    },
  };
}
