import { z } from 'zod';
import type { ListenerMode, ListenerSource } from '../../../shared/contract/calls/listeners.ts';
import type { ServiceEndpoint } from '../../../shared/domain/registration.ts';

/** How messages are read, as the user chooses it. */
export const ReadingMode = z.enum(['peekAll', 'peekNew', 'receive']);
export type ReadingMode = z.infer<typeof ReadingMode>;

export const readingModeLabels: Readonly<Record<ReadingMode, string>> = {
  peekAll: 'Peek, takes nothing out',
  peekNew: 'Peek, new messages only',
  receive: 'Receive, takes them out',
};

export function listenerModeOf(mode: ReadingMode): { mode: ListenerMode; fromBeginning: boolean } {
  return { mode: mode === 'receive' ? 'receive' : 'peek', fromBeginning: mode !== 'peekNew' };
}

/** Where of an endpoint's entity messages are read; remembered for each endpoint. */
export const SourceChoice = z.object({ subscription: z.string().max(50), deadLetter: z.boolean() });
export type SourceChoice = z.infer<typeof SourceChoice>;

export const firstSourceChoice: SourceChoice = { subscription: '', deadLetter: false };

/** The source that a choice amounts to, or why there is none. */
export function sourceOf(
  endpoint: ServiceEndpoint,
  choice: SourceChoice,
):
  | { readonly kind: 'source'; readonly source: ListenerSource }
  | { readonly kind: 'missing'; readonly sentence: string } {
  const entityPath = endpoint.path ?? '';
  if (entityPath === '') return { kind: 'missing', sentence: 'The endpoint names no queue or topic.' };
  const { deadLetter } = choice;
  if (endpoint.designationType !== 'topic') {
    return { kind: 'source', source: { entityPath, subscription: null, deadLetter } };
  }
  const subscription = choice.subscription.trim();
  if (subscription === '') {
    return {
      kind: 'missing',
      sentence: 'A topic is read through one of its subscriptions: type the name of one.',
    };
  }
  return { kind: 'source', source: { entityPath, subscription, deadLetter } };
}

/** "orders", "orders › billing", "dead letters of orders". */
export function sourceName({ entityPath, subscription, deadLetter }: ListenerSource): string {
  const name = subscription === null ? entityPath : `${entityPath} › ${subscription}`;
  return deadLetter ? `dead letters of ${name}` : name;
}

/** Why messages of an endpoint cannot be read at all; null when they can. */
export function reasonAgainstListening(endpoint: ServiceEndpoint): string | null {
  switch (endpoint.designationType) {
    case 'queue':
    case 'topic':
      return null;
    case 'eventHub':
      return 'Events of an event hub cannot be read along here: Registrar reads queues and topics.';
    case 'oneWay':
    case 'twoWay':
    case 'rest':
      return 'A relay stores nothing: a program of yours has to listen at the moment of the post, or the post fails. System jobs shows how the posts went.';
    case 'webhook':
      return 'A webhook is a web address of yours: what was posted is seen there. System jobs shows how the posts went.';
    default:
      return 'What is posted there cannot be read along here. System jobs shows how the posts went.';
  }
}
