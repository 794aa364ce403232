import { parseEntityAddress } from './entityAddress.ts';
import { type EntityLimits, EntityQueue } from './entityQueue.ts';
import type { MessageContent } from './messageContent.ts';
import type { NamespaceDefinition, PolicyDefinition } from './namespaceDefinition.ts';

/** What an address stands for. Topics take messages in, the others hold them. */
export type ResolvedEntity =
  | { readonly kind: 'queue'; readonly queue: EntityQueue }
  | { readonly kind: 'subscription'; readonly queue: EntityQueue }
  | { readonly kind: 'deadLetters'; readonly queue: EntityQueue }
  | { readonly kind: 'topic'; readonly path: string; readonly subscriptions: readonly EntityQueue[] };

/** The entities of a namespace, found by path. Letter case of paths doesn't matter, as in the real service. */
export class EntityDirectory {
  readonly #entities = new Map<string, ResolvedEntity>();
  readonly #policies = new Map<string, readonly PolicyDefinition[]>();
  #namespacePolicies: readonly PolicyDefinition[];

  constructor(namespace: NamespaceDefinition, limits: EntityLimits) {
    this.#namespacePolicies = namespace.policies;
    for (const definition of namespace.queues) {
      this.#addQueue('queue', new EntityQueue(definition.path, definition, limits));
      this.#policies.set(definition.path.toLowerCase(), definition.policies ?? []);
    }
    for (const { path, policies, subscriptions } of namespace.topics) {
      const queues = subscriptions.map(
        (definition) => new EntityQueue(`${path}/Subscriptions/${definition.name}`, definition, limits),
      );
      for (const queue of queues) this.#addQueue('subscription', queue);
      this.#entities.set(path.toLowerCase(), { kind: 'topic', path, subscriptions: queues });
      this.#policies.set(path.toLowerCase(), policies ?? []);
    }
  }

  #addQueue(kind: 'queue' | 'subscription', queue: EntityQueue): void {
    this.#entities.set(queue.path.toLowerCase(), { kind, queue });
    const { deadLetters } = queue;
    if (deadLetters !== undefined) {
      this.#entities.set(deadLetters.path.toLowerCase(), { kind: 'deadLetters', queue: deadLetters });
    }
  }

  /** Finds an entity by a link's address, whether or not that ends in `/$management`. */
  find(address: string): ResolvedEntity | undefined {
    const { path, deadLetter } = parseEntityAddress(address);
    return this.#entities.get(`${path}${deadLetter ? '/$DeadLetterQueue' : ''}`.toLowerCase());
  }

  /** Everything that holds messages, dead-letter queues included. */
  *queues(): Generator<EntityQueue> {
    for (const entity of this.#entities.values()) {
      if (entity.kind !== 'topic') yield entity.queue;
    }
  }

  /** Tokens are judged by these from now on. */
  replaceNamespacePolicies(policies: readonly PolicyDefinition[]): void {
    this.#namespacePolicies = policies;
  }

  /** Policies of that name of the entity that the path is in, then of the namespace. */
  findPolicies(name: string, path: string): readonly PolicyDefinition[] {
    const policies: PolicyDefinition[] = [];
    const segments = path.toLowerCase().split('/');
    for (let count = segments.length; count > 0; count -= 1) {
      policies.push(...(this.#policies.get(segments.slice(0, count).join('/')) ?? []));
    }
    policies.push(...this.#namespacePolicies);
    return policies.filter((policy) => policy.name.toLowerCase() === name.toLowerCase());
  }
}

export type PublishResult = { readonly kind: 'stored' } | { readonly kind: 'full'; readonly path: string };

/** Stores messages in a queue, or in every subscription of a topic: all of them, or none where there is no room. */
export function publish(
  entity: Extract<ResolvedEntity, { kind: 'queue' | 'topic' }>,
  contents: readonly MessageContent[],
  now: number,
): PublishResult {
  const targets = entity.kind === 'topic' ? entity.subscriptions : [entity.queue];
  const full = targets.find((queue) => !queue.hasRoomFor(contents));
  if (full !== undefined) return { kind: 'full', path: entity.kind === 'topic' ? entity.path : full.path };
  for (const queue of targets) {
    for (const content of contents) queue.enqueue(content, now);
  }
  return { kind: 'stored' };
}
