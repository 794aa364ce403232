import type { MessageSummary } from '../../../../src/shared/contract/calls/listeners.ts';

/** A row of the list of messages, as the core tells it. */
export function message(given: Partial<MessageSummary> = {}): MessageSummary {
  return {
    number: 1,
    enqueuedAt: '2026-01-02T03:04:05.678Z',
    receivedAt: '2026-01-02T03:04:06Z',
    message: 'Create',
    table: 'account',
    rowId: '00000000-0000-4000-8000-000000000001',
    rowName: 'Contoso',
    correlationId: '00000000-0000-4000-8000-000000000002',
    operationId: '00000000-0000-4000-8000-000000000003',
    stepId: '00000000-0000-4000-8000-000000000004',
    size: 8400,
    format: 'json',
    truncated: false,
    problem: null,
    ...given,
  };
}
