import { randomUUID } from 'node:crypto';
import type { Connection } from '../../shared/contract/calls/connections.ts';
import { type Failure, FailureError } from '../../shared/contract/failure.ts';
import { ConnectionId, type ServiceEndpointId } from '../../shared/domain/ids.ts';
import type { TokenSource } from '../dataverse/ports.ts';
import type { Identity } from '../identity/identity.ts';
import type { Clock, Log, Sandbox, SecretBox, Tell } from '../ports.ts';
import type { ConnectionFile, KeptConnection } from '../storage/connectionFile.ts';
import { connectionStringOf, inspectToken } from './connectionDescriptions.ts';
import { createConnectionTokens, sandboxTokens, trialToken } from './connectionTokens.ts';
import type { Handlers } from './handlers.ts';
import { createKeptConnections } from './keptConnections.ts';
import { createOrganizationMemory, type OrganizationMemory } from './organizationMemory.ts';
import { learnOrganization, readAddress } from './organizationSignIn.ts';
import type { OpenDataverse, OpenOrganization, OpenOrganizationOf, RegistrationStore } from './ports.ts';

export const sandboxConnectionId = ConnectionId.parse('sandbox');

export interface ConnectionPorts {
  readonly sandbox: Sandbox;
  readonly secretBox: SecretBox;
  readonly identity: Pick<Identity, 'accounts' | 'learn' | 'tokensOf'>;
  readonly file: ConnectionFile;
  readonly registrations: RegistrationStore;
  readonly openDataverse: OpenDataverse;
  /** Told when everything that this session keeps of a connection has to go. */
  readonly onForgotten: (connectionId: ConnectionId) => void;
  /** Told when a connection became read-only. */
  readonly onReadOnly: (connectionId: ConnectionId) => void;
  /** Told for each endpoint of a connection that goes: keys kept for it go too. */
  readonly endpointGone: (connectionId: ConnectionId, id: ServiceEndpointId) => Promise<void>;
  readonly tell: Tell;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Connections {
  readonly handlers: Pick<
    Handlers,
    | 'connection.list'
    | 'connection.add'
    | 'connection.renew'
    | 'connection.edit'
    | 'connection.remove'
    | 'connection.addSignedIn'
    | 'connection.inspectToken'
    | 'connection.connectionString'
    | 'sandbox.reset'
    | 'sandbox.connectionStrings'
  >;
  readonly open: OpenOrganizationOf;
  /** Rejects with a FailureError where the connection is read-only. */
  refuseWriting(connectionId: ConnectionId): Promise<void>;
}

const readOnlyFailure: Failure = {
  code: 'forbidden',
  sentence: 'This connection is read-only: nothing was sent to the organisation.',
  advice: 'To make changes, edit the connection and switch “Read-only” off.',
};

/** Nobody has said yet what this connection may do. */
async function refuseOnTrial(): Promise<void> {
  throw new FailureError(readOnlyFailure);
}

interface Opened {
  readonly webApi: string;
  readonly dataverse: OpenOrganization['dataverse'];
  readonly memory: OrganizationMemory;
}

export function createConnections(ports: ConnectionPorts): Connections {
  const { sandbox, identity, tell } = ports;
  const tokens = createConnectionTokens({
    secretBox: ports.secretBox,
    onChange: () => tell('connections.changed', {}),
  });
  const kept = createKeptConnections(ports.file);
  const opened = new Map<ConnectionId, Opened>();

  async function sandboxConnection(): Promise<Connection> {
    const { webApi } = await sandbox.addresses();
    return {
      id: sandboxConnectionId,
      kind: 'sandbox',
      name: 'Sandbox',
      webApi,
      color: 'blue',
      production: false,
      readOnly: false,
      signedIn: true,
    };
  }

  async function connectionOf(connectionId: ConnectionId): Promise<Connection> {
    if (connectionId === sandboxConnectionId) return sandboxConnection();
    const found = await kept.find(connectionId);
    const { resource: _resource, tenant: _tenant, ...shown } = found;
    if (found.accountId === undefined) {
      return { ...shown, kind: 'token', signedIn: await tokens.isSignedIn(connectionId) };
    }
    const account = (await identity.accounts()).find(({ id }) => id === found.accountId);
    return { ...shown, kind: 'account', signedIn: account !== undefined && !account.signInNeeded };
  }

  async function tokensFor(connection: Connection): Promise<TokenSource> {
    if (connection.kind === 'sandbox') return sandboxTokens(sandbox);
    const { accountId, id, webApi } = connection;
    if (accountId === undefined) return tokens.sourceOf(id);
    const found = (await kept.list()).find((one) => one.id === id);
    return identity.tokensOf(accountId, found?.resource ?? new URL(webApi).origin, found?.tenant ?? null);
  }

  async function refuseWriting(connectionId: ConnectionId): Promise<void> {
    // Asked each time: the switch holds for what is under way, too.
    if (connectionId === sandboxConnectionId || !(await kept.find(connectionId)).readOnly) return;
    throw new FailureError(readOnlyFailure);
  }

  async function open(connectionId: ConnectionId): Promise<OpenOrganization> {
    const connection = await connectionOf(connectionId);
    let entry = opened.get(connectionId);
    if (!entry || entry.webApi !== connection.webApi) {
      entry = {
        webApi: connection.webApi,
        dataverse: ports.openDataverse({
          connectionId,
          webApi: connection.webApi,
          tokens: await tokensFor(connection),
          guard: () => refuseWriting(connectionId),
        }),
        memory: createOrganizationMemory(ports.clock),
      };
      opened.set(connectionId, entry);
    }
    return { connection, dataverse: entry.dataverse, memory: entry.memory };
  }

  /** Asks the organisation who we are, and keeps the connection only when it answers. */
  async function addAfterTrial(
    connection: KeptConnection,
    source: TokenSource,
    signal: AbortSignal,
    keepToken: () => Promise<void> = async () => undefined,
  ) {
    const { id, webApi } = connection;
    const trial = ports.openDataverse({ connectionId: id, webApi, tokens: source, guard: refuseOnTrial });
    let organization: Awaited<ReturnType<typeof trial.organizations.describe>>;
    try {
      organization = await trial.organizations.describe(undefined, { signal });
      await keepToken();
      await kept.change((connections) => [...connections, connection]);
    } catch (error) {
      ports.onForgotten(id);
      await tokens.forget(id).catch(() => undefined);
      throw error;
    }
    const { memory } = await open(id);
    memory.information = organization;
    tell('connections.changed', {});
    return { connection: await connectionOf(id), organization };
  }

  function forget(connectionId: ConnectionId): void {
    opened.delete(connectionId);
    ports.onForgotten(connectionId);
  }

  function refuseSandbox(connectionId: ConnectionId, what: string): void {
    if (connectionId !== sandboxConnectionId) return;
    throw new FailureError({
      code: 'invalid',
      sentence: `The sandbox belongs to this program; it cannot be ${what}.`,
    });
  }

  return {
    open,
    refuseWriting,
    handlers: {
      'connection.list': async () => {
        const connections: Connection[] = [];
        try {
          connections.push(await sandboxConnection());
        } catch (error) {
          // The other organisations stay reachable without it.
          ports.log.error('The sandbox could not be asked for its address.', error);
        }
        for (const { id } of await kept.list()) connections.push(await connectionOf(id));
        return { connections };
      },

      'connection.add': async ({ accessToken, address, ...rest }, { signal }) => {
        const id = ConnectionId.parse(randomUUID());
        const webApi = readAddress(address);
        return addAfterTrial({ id, webApi, ...rest }, trialToken(accessToken), signal, () =>
          tokens.keep(id, accessToken),
        );
      },

      'connection.addSignedIn': async ({ accountId, address, ...rest }, { signal }) => {
        const id = ConnectionId.parse(randomUUID());
        const webApi = readAddress(address);
        const { resource, tenant } = await learnOrganization(identity, webApi, signal);
        return addAfterTrial(
          { id, webApi, accountId, resource, tenant: tenant ?? undefined, ...rest },
          identity.tokensOf(accountId, resource, tenant),
          signal,
        );
      },

      'connection.inspectToken': async ({ connectionId }) => {
        const connection = await connectionOf(connectionId);
        const known = (await kept.list()).find(({ id }) => id === connectionId);
        const source = await tokensFor(connection);
        return inspectToken(
          await source.token(),
          { resource: known?.resource ?? new URL(connection.webApi).origin, tenant: known?.tenant },
          new Date(ports.clock.now()),
        );
      },

      'connection.connectionString': async ({ connectionId }) => {
        const connection = await connectionOf(connectionId);
        const account = (await identity.accounts()).find(({ id }) => id === connection.accountId);
        return { text: connectionStringOf(connection, account) };
      },

      'connection.renew': async ({ connectionId, accessToken }, { signal }) => {
        refuseSandbox(connectionId, 'given a token');
        const { webApi, kind } = await connectionOf(connectionId);
        if (kind === 'account') {
          throw new FailureError({
            code: 'invalid',
            sentence: 'This connection gets its tokens from an account.',
            advice: 'Sign in with the account again.',
          });
        }
        const trial = ports.openDataverse({
          connectionId,
          webApi,
          tokens: trialToken(accessToken),
          guard: refuseOnTrial,
        });
        const organization = await trial.organizations.describe(undefined, { signal });
        await tokens.keep(connectionId, accessToken);
        const { memory } = await open(connectionId);
        memory.information = organization;
        tell('connections.changed', {});
        return {};
      },

      'connection.edit': async ({ connectionId, ...settings }) => {
        refuseSandbox(connectionId, 'edited');
        await kept.find(connectionId);
        await kept.change((connections) =>
          connections.map((one) => (one.id === connectionId ? { ...one, ...settings } : one)),
        );
        if (settings.readOnly) ports.onReadOnly(connectionId);
        tell('connections.changed', {});
        return {};
      },

      'connection.remove': async ({ connectionId }) => {
        refuseSandbox(connectionId, 'removed');
        const { memory } = await open(connectionId);
        const known = memory.registrations ?? (await ports.registrations.read(connectionId));
        await kept.change((connections) => connections.filter(({ id }) => id !== connectionId));
        await tokens.forget(connectionId);
        for (const { id } of known?.endpoints ?? []) await ports.endpointGone(connectionId, id);
        await ports.registrations.remove(connectionId);
        forget(connectionId);
        tell('connections.changed', {});
        return {};
      },

      'sandbox.reset': async () => {
        await sandbox.reset();
        await ports.registrations.remove(sandboxConnectionId);
        forget(sandboxConnectionId);
        tell('connections.changed', {});
        tell('registrations.changed', { connectionId: sandboxConnectionId });
        tell('systemJobs.changed', { connectionId: sandboxConnectionId });
        return {};
      },

      'sandbox.connectionStrings': async () => {
        const { connectionStrings, queues, topics } = await sandbox.addresses();
        return {
          ...connectionStrings,
          queues: [...queues],
          topics: topics.map(({ name, subscriptions }) => ({ name, subscriptions: [...subscriptions] })),
        };
      },
    },
  };
}
