import type { MessageSummary } from '../../shared/contract/calls/listeners.ts';
import type { BodyGlance } from '../messages/glanceAtBody.ts';

/** The parts of a broker's message that a summary is made of. */
export interface SummarySource {
  readonly body: Uint8Array;
  readonly enqueuedAt: Date | undefined;
  readonly truncated: boolean;
}

/** One row of the list: what the message is about, and the ids by which its step and its system job are found. */
export function summarizeMessage(
  number: number,
  source: SummarySource,
  glance: BodyGlance,
  receivedAt: Date,
): MessageSummary {
  return {
    number,
    enqueuedAt: source.enqueuedAt?.toISOString() ?? null,
    receivedAt: receivedAt.toISOString(),
    message: glance.messageName,
    table: glance.table,
    rowId: glance.rowId,
    rowName: glance.rowName,
    correlationId: glance.correlationId,
    operationId: glance.operationId,
    stepId: glance.stepId,
    size: source.body.byteLength,
    format: glance.format,
    truncated: source.truncated,
    problem: glance.problem,
  };
}
