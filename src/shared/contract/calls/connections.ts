import { z } from 'zod';
import { AccountId } from '../../domain/account.ts';
import { ConnectionId } from '../../domain/ids.ts';
import { OrganizationInformation } from '../../domain/registration.ts';
import { call, nothing } from '../call.ts';

export const ConnectionColor = z.enum(['blue', 'green', 'amber', 'red', 'purple', 'grey']);
export type ConnectionColor = z.infer<typeof ConnectionColor>;

/** An organisation that this computer knows how to reach. */
export const Connection = z.object({
  id: ConnectionId,
  /**
   * `sandbox` is the organisation in a box; `token` was given by address and access token; `account` gets its tokens
   * from a signed-in account.
   */
  kind: z.enum(['sandbox', 'token', 'account']),
  /** Of the kind `account`. */
  accountId: AccountId.optional(),
  name: z.string(),
  /** Root of the Web API, ends in `/`. */
  webApi: z.string(),
  color: ConnectionColor,
  /** Asks once more before anything is changed, and draws the red line. */
  production: z.boolean(),
  /** The core sends nothing that would change the organisation. */
  readOnly: z.boolean().default(false),
  /** False when a token has to be typed again, for it was kept in memory only, or when the account has to sign in again. */
  signedIn: z.boolean(),
});
export type Connection = z.infer<typeof Connection>;

/** What the user calls a connection, and how careful this program is with it. */
export const ConnectionSettings = z.object({
  name: z.string().trim().min(1).max(100),
  color: ConnectionColor,
  production: z.boolean(),
  readOnly: z.boolean().default(false),
});
export type ConnectionSettings = z.infer<typeof ConnectionSettings>;

export const NewConnection = ConnectionSettings.extend({
  /** Address of the organisation or of its Web API. */
  address: z.string().trim().min(1).max(2000),
  accessToken: z.string().trim().min(1).max(20_000),
});
export type NewConnection = z.infer<typeof NewConnection>;

const which = z.object({ connectionId: ConnectionId });

export const connectionCalls = {
  'connection.list': call(nothing, z.object({ connections: z.array(Connection) })),
  /** Asks the organisation who we are before anything is kept. */
  'connection.add': call(
    NewConnection,
    z.object({ connection: Connection, organization: OrganizationInformation }),
  ),
  /** A fresh token for a connection that has one no longer accepted. */
  'connection.renew': call(which.extend({ accessToken: z.string().trim().min(1).max(20_000) }), nothing),
  /** Another name, colour, production mark or read-only switch, in place of the ones before. */
  'connection.edit': call(which.extend(ConnectionSettings.shape), nothing),
  'connection.remove': call(which, nothing),
  /** Brings the sandbox back to its first state. */
  'sandbox.reset': call(nothing, nothing),
  /** Connection strings of the sandbox's namespace, for the user to copy. They open nothing but the sandbox. */
  'sandbox.connectionStrings': call(
    nothing,
    z.object({
      send: z.string(),
      listen: z.string(),
      manage: z.string(),
      /** Entities to try. */
      queues: z.array(z.string()),
      topics: z.array(z.object({ name: z.string(), subscriptions: z.array(z.string()) })),
    }),
  ),
};
