import type { ListenerMode, ListenerSource, ListenerState } from '../../shared/contract/calls/listeners.ts';
import type { ListenerId } from '../../shared/domain/ids.ts';
import type { ListenerReport } from '../messaging/listener.ts';
import type { ReadFault } from '../messaging/openEntityReader.ts';

/** What a listener says of itself, in words. */
export function stateOf(
  listenerId: ListenerId,
  report: ListenerReport,
  { source, mode }: { source: ListenerSource; mode: ListenerMode },
): ListenerState {
  const name = nameOf(source);
  switch (report.kind) {
    case 'connecting':
      return { listenerId, kind: 'connecting', sentence: `Connecting to ${name}.` };
    case 'listening':
      return {
        listenerId,
        kind: 'listening',
        sentence:
          mode === 'peek'
            ? `Looking at ${name}. Messages stay where they are.`
            : `Receiving from ${name}. Messages are taken out.`,
      };
    case 'reconnecting':
      return {
        listenerId,
        kind: 'reconnecting',
        sentence: `The connection to ${name} was lost. Trying again${report.attempt > 1 ? ` (attempt ${report.attempt})` : ''}.`,
        advice: 'Nothing needs to be done; what arrived is kept. If it goes on, check the network.',
      };
    case 'paused':
      return { listenerId, kind: 'paused', sentence: `Paused. Messages gather in ${name}.` };
    case 'stopped':
      return { listenerId, kind: 'stopped', sentence: `No longer listening to ${name}.` };
    case 'failed':
      return { listenerId, kind: 'failed', ...failureOf(report.fault, name, source) };
  }
}

function failureOf(
  fault: ReadFault,
  name: string,
  source: ListenerSource,
): { sentence: string; advice: string } {
  switch (fault.kind) {
    case 'denied':
      return {
        sentence: `The key does not open ${name} for reading.`,
        advice:
          'Give the connection string of a policy with the Listen right; the key may also have been renewed.',
      };
    case 'noEntity':
      return {
        sentence: `There is no ${name}.`,
        advice: source.subscription
          ? 'Correct the name of the subscription, or create it in the Azure portal.'
          : 'Correct the name, or create the queue in the Azure portal. Of a topic a subscription is read.',
      };
    case 'sessions':
      return {
        sentence: `${capital(name)} requires sessions, and Dataverse sets no session id: nothing can be sent there.`,
        advice: 'Use a queue or subscription without sessions.',
      };
    case 'cut':
      return {
        sentence: `The connection to ${name} was lost.`,
        advice: 'Check the network and start again.',
      };
  }
}

function nameOf({ entityPath, subscription, deadLetter }: ListenerSource): string {
  const entity =
    subscription === null ? `queue ${entityPath}` : `subscription ${subscription} of ${entityPath}`;
  return deadLetter ? `the dead letters of ${entity}` : entity;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
