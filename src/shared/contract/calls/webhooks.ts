import { z } from 'zod';
import { ConnectionId, Etag, ServiceEndpointId } from '../../domain/ids.ts';
import { SolutionUniqueName } from '../../domain/solution.ts';
import { WebhookDraft, WebhookPair, WebhookSecret } from '../../domain/webhook.ts';
import { call, nothing } from '../call.ts';

const which = z.object({ connectionId: ConnectionId });

/** What a test call sent, with a mask in place of each secret, and what came back. */
export const WebhookTestReport = z.object({
  /** ISO time. */
  at: z.string(),
  outcome: z.enum(['accepted', 'refused', 'unanswered']),
  sentence: z.string(),
  advice: z.string().optional(),
  /** The library's own words. No secrets. */
  details: z.string().optional(),
  request: z.object({ url: z.string(), headers: z.array(WebhookPair), body: z.string() }),
  answer: z
    .object({
      status: z.number().int(),
      statusText: z.string(),
      headers: z.array(WebhookPair),
      /** The beginning, where it is long. */
      body: z.string(),
      bodyCut: z.boolean(),
    })
    .nullable(),
  milliseconds: z.number(),
});
export type WebhookTestReport = z.infer<typeof WebhookTestReport>;

export const webhookCalls = {
  'webhook.create': call(
    which.extend({
      draft: WebhookDraft,
      secret: WebhookSecret,
      /** Unique name of the unmanaged solution that it joins; null for none but the default one. */
      solution: SolutionUniqueName.nullable().default(null),
    }),
    z.object({ id: ServiceEndpointId }),
  ),
  /**
   * Sends what differs from the row read (`serviceEndpoint.read`). Without `secret` the stored values stay.
   * `overwrite` is the user's answer to a conflict: send once more against the newest etag.
   */
  'webhook.update': call(
    which.extend({
      id: ServiceEndpointId,
      draft: WebhookDraft,
      secret: WebhookSecret.optional(),
      etag: Etag,
      overwrite: z.boolean().default(false),
    }),
    nothing,
  ),
  /** Posts a sample from this computer, as Dataverse would from Azure. Nothing is written to the organisation. */
  'webhook.test': call(
    which.extend({
      url: z.string().max(4000),
      authorization: WebhookDraft.shape.authorization,
      /** Without it the post carries nothing that it could be authorized by. */
      secret: WebhookSecret.optional(),
      message: z.string().min(1).max(200).default('Create'),
      table: z.string().min(1).max(200).default('account'),
    }),
    WebhookTestReport,
  ),
};
