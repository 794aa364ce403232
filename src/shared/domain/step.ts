import { z } from 'zod';
import { MessageFilterId, MessageId, ServiceEndpointId, UserId } from './ids.ts';

/** What a user fills in to put a step on a service endpoint. `stepRules.ts` says what may be combined. */
export const EndpointStepDraft = z.object({
  endpointId: ServiceEndpointId,
  name: z.string(),
  description: z.string(),
  messageId: MessageId,
  /** Name of the message, for rules and for the step's name. */
  message: z.string(),
  /** Null means any table. */
  messageFilterId: MessageFilterId.nullable(),
  table: z.string().nullable(),
  /** Null means every column. */
  filteringAttributes: z.array(z.string()).nullable(),
  /** Null means the calling user. */
  runAsUserId: UserId.nullable(),
  rank: z.number().int().min(-2147483648).max(2147483647),
  deleteJobWhenSuccessful: z.boolean(),
  enabled: z.boolean(),
});
export type EndpointStepDraft = z.infer<typeof EndpointStepDraft>;
