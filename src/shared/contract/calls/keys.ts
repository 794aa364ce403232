import { z } from 'zod';
import { ConnectionId, ServiceEndpointId, StepId } from '../../domain/ids.ts';
import { call } from '../call.ts';

/** What this computer knows of an endpoint's key: never the key. */
const KeptKeyFacts = z.object({
  /** Null with a token that names none. */
  policyName: z.string().nullable(),
  /** Null while nobody has tried. */
  canSend: z.boolean().nullable(),
  canListen: z.boolean().nullable(),
  /** ISO time; null for a key, which does not expire. */
  expiresAt: z.string().nullable(),
});

export const EndpointKeyFacts = z.object({
  id: ServiceEndpointId,
  kept: KeptKeyFacts.nullable(),
  /** ISO time of the newest job that succeeded, as far as jobs are kept. */
  lastSuccess: z.string().nullable(),
  lastFailure: z
    .object({
      at: z.string(),
      /** What the organisation says about it. */
      sentence: z.string().nullable(),
      /** It will be tried again. */
      waiting: z.boolean(),
    })
    .nullable(),
});
export type EndpointKeyFacts = z.infer<typeof EndpointKeyFacts>;

export const keyCalls = {
  /** What the registrations do not tell of endpoints: how their newest jobs ended, and what is known of their keys here. */
  'key.list': call(
    z.object({
      connectionId: ConnectionId,
      endpoints: z.array(z.object({ id: ServiceEndpointId, stepIds: z.array(StepId).max(5000) })).max(5000),
    }),
    z.object({ endpoints: z.array(EndpointKeyFacts) }),
  ),
};
