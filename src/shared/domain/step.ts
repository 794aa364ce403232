import { z } from 'zod';
import { MessageFilterId, MessageId, StepId, UserId } from './ids.ts';
import { Deployment, EventHandler, ExecutionMode, Stage, type Step } from './registration.ts';

/** What a user fills in to register a step. `stepRules.ts` says what may be combined. Secure configuration travels apart. */
export const StepDraft = z.object({
  handler: EventHandler,
  name: z.string(),
  description: z.string(),
  messageId: MessageId,
  /** Name of the message, for rules and for the step's name. */
  message: z.string(),
  /** Null means any table. It names the primary and the secondary table. */
  messageFilterId: MessageFilterId.nullable(),
  table: z.string().nullable(),
  secondaryTable: z.string().nullable().default(null),
  /** Null means every column. */
  filteringAttributes: z.array(z.string()).nullable(),
  stage: Stage,
  mode: ExecutionMode,
  deployment: Deployment,
  /** Null means the calling user. */
  runAsUserId: UserId.nullable(),
  rank: z.number().int().min(-2147483648).max(2147483647),
  deleteJobWhenSuccessful: z.boolean(),
  enabled: z.boolean(),
  /** Unsecure configuration: anybody who can read steps can read it. Empty means none. */
  configuration: z.string().max(1_073_741_823).default(''),
});
export type StepDraft = z.infer<typeof StepDraft>;

/** What becomes of a step's secure configuration when it is saved. The text goes to the core and never comes back unasked. */
export const SecureConfigurationChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keep') }),
  z.object({ kind: z.literal('set'), secret: z.string().min(1).max(1_073_741_823) }),
  z.object({ kind: z.literal('remove') }),
  /** The same text as another step has: the core reads it, the page does not see it. */
  z.object({ kind: z.literal('copyOf'), stepId: StepId }),
]);
export type SecureConfigurationChange = z.infer<typeof SecureConfigurationChange>;

/** A stored step as a form begins with it. */
export function draftOfStep(step: Step): StepDraft {
  return {
    handler: step.handler,
    name: step.name,
    description: step.description ?? '',
    messageId: step.messageId,
    message: step.message,
    messageFilterId: step.messageFilterId,
    table: step.table,
    secondaryTable: step.secondaryTable,
    filteringAttributes: step.filteringAttributes,
    stage: step.stage,
    mode: step.mode,
    deployment: step.deployment,
    runAsUserId: step.runAsUserId,
    rank: step.rank,
    deleteJobWhenSuccessful: step.deleteJobWhenSuccessful,
    enabled: step.enabled,
    configuration: step.configuration ?? '',
  };
}
