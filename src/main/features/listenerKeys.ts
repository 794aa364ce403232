import { z } from 'zod';
import type { ListenerKey } from '../../shared/contract/calls/listeners.ts';
import { FailureError } from '../../shared/contract/failure.ts';
import { parseConnectionString } from '../../shared/domain/connectionString.ts';
import {
  type ConnectionStringParts,
  formatConnectionString,
} from '../../shared/domain/connectionStringParts.ts';
import type { ConnectionId, ServiceEndpointId } from '../../shared/domain/ids.ts';
import { isLoopbackHost, parseServiceBusAddress } from '../../shared/domain/serviceBusAddress.ts';
import type { EndpointSecret, ServiceEndpointDraft } from '../../shared/domain/serviceEndpoint.ts';
import type { SecretBox } from '../ports.ts';

/**
 * Dataverse gives no key back, and an endpoint's policy often may only send. So what the user typed is kept here,
 * in the SecretBox: the key that the endpoint was registered with, and one for listening where that is another.
 */

/** `sending` was used to register the endpoint; `listening` was given to read along. */
export type KeyPurpose = 'sending' | 'listening';

const KeptKey = z.object({
  connectionString: z.string(),
  /** Null while nobody has tried. */
  canListen: z.boolean().nullable(),
  canSend: z.boolean().nullable().optional(),
});
export type KeptKey = z.infer<typeof KeptKey>;

export interface ListenerKeys {
  keep(
    connectionId: ConnectionId,
    endpointId: ServiceEndpointId,
    purpose: KeyPurpose,
    key: KeptKey,
  ): Promise<void>;
  /** The key for listening: the one given for it, else the one used for registering. */
  forListening(connectionId: ConnectionId, endpointId: ServiceEndpointId): Promise<KeptKey | null>;
  /** The key that Dataverse was given, else the one for listening. */
  forChecking(connectionId: ConnectionId, endpointId: ServiceEndpointId): Promise<KeptKey | null>;
  forget(connectionId: ConnectionId, endpointId: ServiceEndpointId): Promise<void>;
  describe(key: KeptKey): ListenerKey;
}

export function createListenerKeys(secretBox: SecretBox): ListenerKeys {
  const nameOf = (connectionId: ConnectionId, endpointId: ServiceEndpointId, purpose: KeyPurpose): string =>
    `messaging/${connectionId}/${endpointId}/${purpose}`;
  const read = async (
    connectionId: ConnectionId,
    endpointId: ServiceEndpointId,
    purpose: KeyPurpose,
  ): Promise<KeptKey | null> => {
    const text = await secretBox.read(nameOf(connectionId, endpointId, purpose));
    return text === null ? null : (KeptKey.safeParse(JSON.parse(text)).data ?? null);
  };
  return {
    async keep(connectionId, endpointId, purpose, key) {
      await secretBox.write(nameOf(connectionId, endpointId, purpose), JSON.stringify(key));
    },
    async forListening(connectionId, endpointId) {
      return (
        (await read(connectionId, endpointId, 'listening')) ??
        (await read(connectionId, endpointId, 'sending'))
      );
    },
    async forChecking(connectionId, endpointId) {
      return (
        (await read(connectionId, endpointId, 'sending')) ??
        (await read(connectionId, endpointId, 'listening'))
      );
    },
    async forget(connectionId, endpointId) {
      await secretBox.remove(nameOf(connectionId, endpointId, 'listening'));
      await secretBox.remove(nameOf(connectionId, endpointId, 'sending'));
    },
    describe(key) {
      const parts = partsOf(key.connectionString);
      return {
        policyName: parts.policyName ?? null,
        namespaceAddress: parts.namespaceAddress ?? '',
        entityPath: parts.entityPath ?? null,
        canListen: key.canListen,
        keeping: secretBox.kind === 'system' ? 'kept' : 'session',
      };
    },
  };
}

/** A connection string as parts, whatever its spelling. Throws a FailureError, code `invalid`, that names what is wrong. */
export function partsOf(connectionString: string): ConnectionStringParts {
  const parsed = parseConnectionString(connectionString, undefined, 'listen');
  const wrong = parsed.problems.find(({ severity }) => severity === 'error');
  if (wrong || parsed.namespaceAddress === undefined) {
    const sentence = wrong?.sentence ?? 'This connection string names no namespace.';
    throw new FailureError({
      code: 'invalid',
      sentence,
      advice: 'Copy the connection string again from Shared access policies in the Azure portal.',
      fields: { connectionString: sentence },
    });
  }
  const { namespaceAddress, entityPath, policyName, key, token } = parsed;
  return { namespaceAddress, entityPath, policyName, key, token, emulator: isPlain(parsed) };
}

/** Only an emulator on this computer is spoken to without TLS. */
function isPlain(parts: { namespaceAddress?: string | undefined; emulator: boolean }): boolean {
  const address = parts.namespaceAddress ? parseServiceBusAddress(parts.namespaceAddress) : undefined;
  return parts.emulator || (address !== undefined && isLoopbackHost(address.host));
}

/** The connection string that a form's draft and secret amount to. */
export function connectionStringOf(draft: ServiceEndpointDraft, secret: EndpointSecret): string {
  const namespaceAddress = draft.namespaceAddress;
  return formatConnectionString({
    namespaceAddress,
    entityPath: draft.path,
    policyName: draft.authorization.kind === 'sasKey' ? draft.authorization.keyName : undefined,
    key: secret.kind === 'sasKey' ? secret.key : undefined,
    token: secret.kind === 'sasToken' ? secret.token : undefined,
    emulator: isPlain({ namespaceAddress, emulator: false }),
  });
}
