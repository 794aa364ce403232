import { z } from 'zod';
import { ConnectionId, Etag } from '../../domain/ids.ts';
import {
  ManagedIdentity,
  ManagedIdentityId,
  SigningCertificate,
  SubjectVersion,
} from '../../domain/managedIdentity.ts';
import { call, nothing } from '../call.ts';
import { FileTarget } from './pluginFiles.ts';

const one = z.object({ connectionId: ConnectionId, target: FileTarget });

export const managedIdentityCalls = {
  /** What the values of a federated credential are computed from, and which identity is bound now. */
  'managedIdentity.read': call(
    one.extend({
      /** PEM of the certificate; null takes it from the registered content. */
      certificate: z.string().max(100_000).nullable(),
    }),
    z.object({
      /** Null where the organisation does not tell, as on-premises servers do. */
      environmentId: z.string().nullable(),
      tenantId: z.string().nullable(),
      certificate: SigningCertificate.nullable(),
      /** Why there is no certificate, in a sentence. */
      certificateProblem: z.string().nullable(),
      bound: ManagedIdentity.nullable(),
      identities: z.array(ManagedIdentity),
      etag: Etag,
    }),
  ),
  /** Makes the identity where it is a new one, then binds it. */
  'managedIdentity.bind': call(
    one.extend({
      etag: Etag,
      identity: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('existing'), id: ManagedIdentityId }),
        z.object({
          kind: z.literal('new'),
          name: z.string().trim().min(1).max(100),
          applicationId: z.guid(),
          tenantId: z.guid(),
          version: SubjectVersion,
        }),
      ]),
    }),
    nothing,
  ),
  /** The identity itself stays. */
  'managedIdentity.unbind': call(one.extend({ etag: Etag }), nothing),
};
