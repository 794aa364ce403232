import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { useCall } from '../../app/core/useCall.ts';
import { useCopyText, useNotify } from '../../kit/kit.ts';

/** Copies a connection in the form of Microsoft's SDK, for other programs. Its secret's place is there, and empty. */
export function useCopyConnectionString(): (connectionId: ConnectionId) => Promise<void> {
  const read = useCall('connection.connectionString');
  const copy = useCopyText();
  const notify = useNotify();
  return async (connectionId) => {
    const outcome = await read.run({ connectionId });
    if (outcome.kind === 'failed') {
      notify({ tone: 'bad', sentence: outcome.failure.sentence, advice: outcome.failure.advice, seconds: 0 });
      return;
    }
    const { text } = outcome.output;
    try {
      await copy(text);
      const advice = /(?:Password|ClientSecret|Thumbprint)=(?:;|$)/.test(text)
        ? 'The place of its secret is empty: fill it in where you use it.'
        : undefined;
      notify({ tone: 'good', sentence: 'Copied the connection string.', advice });
    } catch {
      notify({
        tone: 'warning',
        sentence: 'The clipboard refused. This is the connection string:',
        advice: text,
        seconds: 0,
      });
    }
  };
}
