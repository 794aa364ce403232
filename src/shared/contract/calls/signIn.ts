import { z } from 'zod';
import { Account, AccountId } from '../../domain/account.ts';
import { CloudChoice } from '../../domain/cloud.ts';
import { DiscoveredOrganization } from '../../domain/discoveredOrganization.ts';
import { ConnectionId } from '../../domain/ids.ts';
import { OrganizationInformation } from '../../domain/registration.ts';
import { SignInProgress, SignInRequest } from '../../domain/signInRequest.ts';
import { TokenContents, TokenProblem } from '../../domain/tokenContents.ts';
import { call, nothing } from '../call.ts';
import { Connection, ConnectionSettings } from './connections.ts';

const which = z.object({ accountId: AccountId });

export const AccountState = Account.extend({
  /** The next use will ask for a new sign-in. */
  signInNeeded: z.boolean(),
});
export type AccountState = z.infer<typeof AccountState>;

export const signInCalls = {
  /** Signs in and keeps the account. What the user has to see or do comes as progress. */
  'account.signIn': call(
    z.object({ request: SignInRequest }),
    z.object({ account: Account }),
    SignInProgress,
  ),
  'account.list': call(nothing, z.object({ accounts: z.array(AccountState) })),
  'account.signOut': call(which, nothing),
  /** The organisations that the account's cloud lists for it. */
  'account.organizations': call(which, z.object({ organizations: z.array(DiscoveredOrganization) })),
  /** Where one signs in for an organisation, learnt from the organisation itself. */
  'organization.learn': call(
    z.object({ address: z.string().trim().min(1).max(2000) }),
    z.object({
      webApi: z.string(),
      /** For the sign-in request: what the first token is for. */
      resource: z.string(),
      /** Null where the organisation does not say. */
      tenant: z.string().nullable(),
      /** The cloud that it belongs to, or the authority that it named. */
      cloud: CloudChoice,
    }),
  ),
  /** Connects to an organisation with a signed-in account; asks the organisation who we are before anything is kept. */
  'connection.addSignedIn': call(
    which.extend({
      ...ConnectionSettings.shape,
      address: z.string().trim().min(1).max(2000),
    }),
    z.object({ connection: Connection, organization: OrganizationInformation }),
  ),
  /** What the token of a connection holds, and what stands against it. The token itself is not told. */
  'connection.inspectToken': call(
    z.object({ connectionId: ConnectionId }),
    z.object({ contents: TokenContents, problems: z.array(TokenProblem) }),
  ),
  /** The connection in the form of Microsoft's SDK, for other programs; a secret's place is there and empty. */
  'connection.connectionString': call(
    z.object({ connectionId: ConnectionId }),
    z.object({ text: z.string() }),
  ),
};
