import { randomUUID } from 'node:crypto';
import type { FileTarget } from '../../shared/contract/calls/pluginFiles.ts';
import { FailureError } from '../../shared/contract/failure.ts';
import { ManagedIdentityId, type SigningCertificate } from '../../shared/domain/managedIdentity.ts';
import type { Authenticode, PluginFileReading } from '../../shared/domain/pluginFile.ts';
import type { RequestScope } from '../dataverse/ports.ts';
import type { Tell } from '../ports.ts';
import { isConflict } from './conflictFailure.ts';
import type { Handlers } from './handlers.ts';
import type { OpenOrganization, OpenOrganizationOf } from './ports.ts';

export interface ManagedIdentityPorts {
  readonly open: OpenOrganizationOf;
  readonly inspect: (bytes: Uint8Array) => PluginFileReading;
  /** Throws for a text that is no certificate. */
  readonly readCertificate: (pem: string) => SigningCertificate;
  readonly tell: Tell;
}

/** Managed identities of assemblies and packages: their values, and the binding. */
export function createManagedIdentities(
  ports: ManagedIdentityPorts,
): Pick<Handlers, Extract<keyof Handlers, `managedIdentity.${string}`>> {
  function certificateOf(pem: string): SigningCertificate {
    try {
      return ports.readCertificate(pem);
    } catch {
      throw new FailureError({
        code: 'invalid',
        sentence: 'The certificate cannot be read.',
        advice: 'Choose the certificate that the assembly is signed with, as a CER or PEM file.',
      });
    }
  }

  async function contentOf(
    { dataverse }: OpenOrganization,
    target: FileTarget,
    scope: RequestScope,
  ): Promise<string | null> {
    return target.kind === 'assembly'
      ? await dataverse.assemblies.readContent(target.id, scope)
      : await dataverse.packages.readContent(target.id, scope);
  }

  async function fromContent(
    organization: OpenOrganization,
    target: FileTarget,
    scope: RequestScope,
  ): Promise<{ certificate: SigningCertificate | null; certificateProblem: string | null }> {
    const content = await contentOf(organization, target, scope);
    if (content === null) {
      return none(
        'The organisation does not give out its content. Choose the certificate that it is signed with.',
      );
    }
    const reading = ports.inspect(Buffer.from(content, 'base64'));
    const signature = reading.kind === 'unreadable' ? null : signatureOf(reading);
    if (signature === null || signature.state === 'unreadable') {
      return none(
        'It has no Authenticode signature that can be read. A managed identity needs one: sign it with SignTool and register it again, or choose the certificate that you are going to sign with.',
      );
    }
    return { certificate: certificateOf(signature.pem), certificateProblem: null };
  }

  async function bind(
    organization: OpenOrganization,
    target: FileTarget,
    id: ManagedIdentityId | null,
    etag: Parameters<OpenOrganization['dataverse']['managedIdentities']['bind']>[2],
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await organization.dataverse.managedIdentities.bind(target, id, etag, { signal });
    } catch (error) {
      if (!isConflict(error)) throw error;
      throw new FailureError(
        {
          ...error.failure,
          sentence: `Somebody else changed the ${target.kind} since this was opened. Its identity is as it was.`,
          advice: 'Close this, open it again, and look at what is bound now.',
        },
        { cause: error },
      );
    }
    ports.tell('registrations.changed', { connectionId: organization.connection.id });
  }

  return {
    'managedIdentity.read': async ({ connectionId, target, certificate }, { signal }) => {
      const organization = await ports.open(connectionId);
      const { managedIdentities, organizations } = organization.dataverse;
      const scope = { signal };
      const [place, identities, binding, signing] = await Promise.all([
        organizations.place(scope),
        managedIdentities.list(scope),
        managedIdentities.bindingOf(target, scope),
        certificate === null
          ? fromContent(organization, target, scope)
          : { certificate: certificateOf(certificate), certificateProblem: null },
      ]);
      const bound = identities.find(({ id }) => id === binding.identityId) ?? null;
      return { ...place, ...signing, bound, identities, etag: binding.etag };
    },

    'managedIdentity.bind': async ({ connectionId, target, etag, identity }, { signal }) => {
      const organization = await ports.open(connectionId);
      if (identity.kind === 'existing') await bind(organization, target, identity.id, etag, signal);
      else {
        const id = ManagedIdentityId.parse(randomUUID());
        await organization.dataverse.managedIdentities.create(id, identity, { signal });
        await bind(organization, target, id, etag, signal);
      }
      return {};
    },

    'managedIdentity.unbind': async ({ connectionId, target, etag }, { signal }) => {
      await bind(await ports.open(connectionId), target, null, etag, signal);
      return {};
    },
  };
}

function none(certificateProblem: string) {
  return { certificate: null, certificateProblem };
}

/** Of a package, that of its first assembly that has one. */
function signatureOf(reading: Exclude<PluginFileReading, { kind: 'unreadable' }>): Authenticode | null {
  if (reading.kind === 'assembly') return reading.authenticode;
  return reading.assemblies.map(({ authenticode }) => authenticode).find((found) => found !== null) ?? null;
}
