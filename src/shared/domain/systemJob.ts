import { z } from 'zod';
import { StepId, SystemJobId } from './ids.ts';

/** State and status of a system job as one word each; the numbers are the platform's status values. */
export const SystemJobStatus = z.enum([
  'waitingForResources', // 0
  'waiting', // 10: will be tried again
  'inProgress', // 20
  'pausing', // 21
  'canceling', // 22
  'succeeded', // 30
  'failed', // 31
  'canceled', // 32
]);
export type SystemJobStatus = z.infer<typeof SystemJobStatus>;

export const SystemJob = z.object({
  id: SystemJobId,
  name: z.string(),
  /** Step that it ran for; null for jobs of other kinds. */
  stepId: StepId.nullable(),
  status: SystemJobStatus,
  /** The platform's number for the kind of job; 1 is a system event, which is an asynchronous step. */
  operationType: z.number().int(),
  message: z.string().nullable(),
  friendlyMessage: z.string().nullable(),
  errorCode: z.number().int().nullable(),
  messageName: z.string().nullable(),
  table: z.string().nullable(),
  rowId: z.string().nullable(),
  correlationId: z.string().nullable(),
  requestId: z.string().nullable(),
  /** How often it was tried again. */
  retryCount: z.number().int(),
  createdOn: z.string(),
  startedOn: z.string().nullable(),
  completedOn: z.string().nullable(),
  /** When it will be tried again. */
  postponedUntil: z.string().nullable(),
});
export type SystemJob = z.infer<typeof SystemJob>;
