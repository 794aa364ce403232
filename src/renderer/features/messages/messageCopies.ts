import type { ReceivedMessage } from '../../../shared/contract/calls/listeners.ts';

export interface MessageCopy {
  readonly label: string;
  /** Null where the message does not have it. */
  readonly text: string | null;
}

/** What can be copied of a message. */
export function messageCopies(message: ReceivedMessage): readonly MessageCopy[] {
  const { summary, body, broker, application } = message;
  const decoded = body.context
    ? JSON.stringify({ body: body.context, application, broker }, undefined, 2)
    : null;
  const ids: readonly (readonly [string, string | null | undefined])[] = [
    ['Row', summary.rowId],
    ['Correlation', summary.correlationId],
    ['System job', summary.operationId],
    ['Step', summary.stepId],
    ['Request', body.context?.requestId],
  ];
  const known = ids.flatMap(([name, id]) => (id ? [`${name}: ${id}`] : []));
  return [
    { label: 'Raw body', text: body.rawText ?? null },
    { label: 'Decoded, as JSON', text: decoded },
    { label: 'Ids', text: known.length > 0 ? known.join('\n') : null },
    { label: 'Correlation id', text: summary.correlationId },
    { label: 'Row id', text: summary.rowId },
  ];
}
