import { z } from 'zod';
import { CheckLine, CheckReport } from '../../domain/check.ts';
import { ConnectionId, Etag, ServiceEndpointId } from '../../domain/ids.ts';
import { ServiceEndpoint } from '../../domain/registration.ts';
import { EndpointSecret, ServiceEndpointDraft } from '../../domain/serviceEndpoint.ts';
import { SolutionUniqueName } from '../../domain/solution.ts';
import { call, nothing } from '../call.ts';

const which = z.object({ connectionId: ConnectionId });
const one = which.extend({ id: ServiceEndpointId });

export const serviceEndpointCalls = {
  /** The row as it is now, with the etag that an update has to send. */
  'serviceEndpoint.read': call(one, z.object({ endpoint: ServiceEndpoint, etag: Etag })),
  'serviceEndpoint.create': call(
    which.extend({
      draft: ServiceEndpointDraft,
      secret: EndpointSecret,
      /** Unique name of the unmanaged solution that it joins; null for none but the default one. */
      solution: SolutionUniqueName.nullable().default(null),
    }),
    z.object({ id: ServiceEndpointId }),
  ),
  /**
   * Sends what differs from the row read. Without `secret` the stored one stays.
   * `overwrite` is the user's answer to a conflict: send once more against the newest etag.
   */
  'serviceEndpoint.update': call(
    one.extend({
      draft: ServiceEndpointDraft,
      secret: EndpointSecret.optional(),
      etag: Etag,
      overwrite: z.boolean().default(false),
    }),
    nothing,
  ),
  /**
   * From this computer: connects to the entity and sends no message.
   * With a draft and secret before saving; with an id afterwards, by the connection string kept for it or the one given.
   */
  'serviceEndpoint.checkFromHere': call(
    which.extend({
      target: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('draft'), draft: ServiceEndpointDraft, secret: EndpointSecret }),
        z.object({
          kind: z.literal('endpoint'),
          id: ServiceEndpointId,
          connectionString: z.string().max(4000).optional(),
        }),
      ]),
    }),
    CheckReport,
    z.object({ lines: z.array(CheckLine) }),
  ),
  /** From Dataverse: TriggerServiceEndpointCheck, then its system job until it ends. Posts a real test message. */
  'serviceEndpoint.checkFromDataverse': call(one, CheckReport, z.object({ lines: z.array(CheckLine) })),
};
