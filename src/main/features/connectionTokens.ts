import { FailureError } from '../../shared/contract/failure.ts';
import type { ConnectionId } from '../../shared/domain/ids.ts';
import type { TokenSource } from '../dataverse/ports.ts';
import type { Sandbox, SecretBox } from '../ports.ts';

/** The tokens of the connections, in the SecretBox, and which of them were refused. */
export interface ConnectionTokens {
  sourceOf(connectionId: ConnectionId): TokenSource;
  /** Whether there is a token that was not refused. */
  isSignedIn(connectionId: ConnectionId): Promise<boolean>;
  keep(connectionId: ConnectionId, token: string): Promise<void>;
  forget(connectionId: ConnectionId): Promise<void>;
}

export function createConnectionTokens(ports: {
  secretBox: SecretBox;
  /** Told when a connection changes between signed in and not. */
  onChange: () => void;
}): ConnectionTokens {
  const refused = new Map<ConnectionId, string>();
  const nameOf = (connectionId: ConnectionId): string => `connection/${connectionId}/token`;

  return {
    sourceOf: (connectionId) => ({
      async token() {
        const token = await ports.secretBox.read(nameOf(connectionId));
        if (token !== null) return token;
        throw new FailureError({
          code: 'signIn',
          sentence: 'This connection has no access token on this computer any more.',
          advice: 'Give it a fresh token. What you typed is kept.',
        });
      },
      async refused(token) {
        const current = await ports.secretBox.read(nameOf(connectionId));
        if (current !== null && current !== token) return true;
        if (refused.get(connectionId) !== token) {
          refused.set(connectionId, token);
          ports.onChange();
        }
        return false;
      },
    }),
    async isSignedIn(connectionId) {
      const token = await ports.secretBox.read(nameOf(connectionId));
      return token !== null && refused.get(connectionId) !== token;
    },
    async keep(connectionId, token) {
      await ports.secretBox.write(nameOf(connectionId), token);
      refused.delete(connectionId);
    },
    async forget(connectionId) {
      await ports.secretBox.remove(nameOf(connectionId));
      refused.delete(connectionId);
    },
  };
}

/** A token that is tried before it is kept. */
export function trialToken(token: string): TokenSource {
  return { token: async () => token, refused: async () => false };
}

/** The sandbox tells its token with its addresses; it may be another one after a reset. */
export function sandboxTokens(sandbox: Sandbox): TokenSource {
  return {
    token: async () => (await sandbox.addresses()).accessToken,
    refused: async (token) => (await sandbox.addresses()).accessToken !== token,
  };
}
