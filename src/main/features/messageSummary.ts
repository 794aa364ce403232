import type { MessageSummary } from '../../shared/contract/calls/listeners.ts';
import type { DecodedBody } from '../../shared/domain/decodedBody.ts';
import { targetOf } from '../../shared/domain/executionContext.ts';

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
  decoded: DecodedBody,
  receivedAt: Date,
): MessageSummary {
  const { context } = decoded;
  const target = context ? targetOf(context) : undefined;
  return {
    number,
    enqueuedAt: source.enqueuedAt?.toISOString() ?? null,
    receivedAt: receivedAt.toISOString(),
    message: context?.messageName ?? null,
    table: target?.logicalName ?? context?.primaryEntityName ?? null,
    rowId: target?.id ?? context?.primaryEntityId ?? null,
    rowName: target?.name ?? null,
    correlationId: context?.correlationId ?? null,
    operationId: context?.operationId ?? null,
    stepId: context?.owningExtension?.id ?? null,
    size: source.body.byteLength,
    format: decoded.format,
    truncated: source.truncated,
    problem: decoded.problem?.sentence ?? null,
  };
}
