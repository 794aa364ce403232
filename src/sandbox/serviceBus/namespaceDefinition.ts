/** What a shared access policy may allow. As in Azure, Manage includes Send and Listen. */
export type PolicyRight = 'Send' | 'Listen' | 'Manage';

/** A shared access policy. The key is used as its text (UTF-8), whatever it looks like: it is not base64-decoded. */
export interface PolicyDefinition {
  readonly name: string;
  readonly key: string;
  /** As good as the first, so that one of them can be renewed while the other is in use. */
  readonly secondaryKey?: string;
  readonly rights: readonly PolicyRight[];
}

/** What a queue and a subscription have in common. Azure's own defaults: 10 deliveries; locks of 60 seconds. */
export interface QueueSettings {
  readonly maxDeliveryCount?: number;
  readonly lockSeconds?: number;
  /** Applies when a message asks for longer or for nothing; undefined keeps messages for ever. */
  readonly timeToLiveSeconds?: number;
  readonly deadLetterOnExpiry?: boolean;
}

export interface QueueDefinition extends QueueSettings {
  readonly path: string;
  readonly policies?: readonly PolicyDefinition[];
}

export interface SubscriptionDefinition extends QueueSettings {
  readonly name: string;
}

export interface TopicDefinition {
  readonly path: string;
  readonly policies?: readonly PolicyDefinition[];
  readonly subscriptions: readonly SubscriptionDefinition[];
}

/** A Service Bus namespace: plain data, so that it can be kept as JSON. Holds keys: never log or show it whole. */
export interface NamespaceDefinition {
  readonly name: string;
  readonly policies: readonly PolicyDefinition[];
  readonly queues: readonly QueueDefinition[];
  readonly topics: readonly TopicDefinition[];
}

/**
 * The namespace that the sandbox starts with.
 * @param randomKey makes one policy key: 44 characters of base64 (32 random bytes), as the portal does.
 */
export function defaultNamespace(randomKey: () => string): NamespaceDefinition {
  return {
    name: 'sandbox',
    policies: [
      { name: 'send', key: randomKey(), rights: ['Send'] },
      { name: 'listen', key: randomKey(), rights: ['Listen'] },
      { name: 'manage', key: randomKey(), rights: ['Send', 'Listen', 'Manage'] },
    ],
    queues: [{ path: 'crm-orders' }],
    topics: [{ path: 'crm-events', subscriptions: [{ name: 'audit' }, { name: 'fulfilment' }] }],
  };
}

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?$/;

function isEntityPath(path: string): boolean {
  return path.length <= 260 && path.split('/').every((segment) => NAME.test(segment));
}

/**
 * Says what is wrong with a definition, in sentences; an empty list when nothing is.
 * Naming rules follow Azure's documentation (letters, digits, periods, hyphens, underscores; slashes in paths).
 */
export function checkNamespace(definition: NamespaceDefinition): string[] {
  const problems: string[] = [];
  if (!NAME.test(definition.name)) {
    problems.push(`The namespace's name "${definition.name}" has characters that a name can't have.`);
  }
  const paths = new Set<string>();
  for (const entity of [...definition.queues, ...definition.topics]) {
    const path = entity.path.toLowerCase();
    if (!isEntityPath(entity.path)) problems.push(`"${entity.path}" is not a name for a queue or topic.`);
    if (paths.has(path)) problems.push(`There is more than one queue or topic named "${entity.path}".`);
    paths.add(path);
    checkPolicies(entity.policies ?? [], `"${entity.path}"`, problems);
  }
  for (const queue of definition.queues) checkSettings(queue, `Queue "${queue.path}"`, problems);
  for (const topic of definition.topics) {
    const names = new Set<string>();
    for (const { name, ...settings } of topic.subscriptions) {
      checkSettings(settings, `Subscription "${name}"`, problems);
      if (!NAME.test(name)) problems.push(`"${name}" is not a name for a subscription.`);
      if (names.has(name.toLowerCase()))
        problems.push(`Topic "${topic.path}" has subscription "${name}" twice.`);
      names.add(name.toLowerCase());
    }
  }
  checkPolicies(definition.policies, 'the namespace', problems);
  return problems;
}

function checkSettings(settings: QueueSettings, owner: string, problems: string[]): void {
  const { maxDeliveryCount: most, lockSeconds, timeToLiveSeconds } = settings;
  if (most !== undefined && !(Number.isInteger(most) && most > 0)) {
    problems.push(`${owner} needs a whole number of deliveries above zero.`);
  }
  for (const seconds of [lockSeconds, timeToLiveSeconds]) {
    if (seconds !== undefined && !(Number.isFinite(seconds) && seconds > 0)) {
      problems.push(`${owner} has a time that is not above zero.`);
    }
  }
}

function checkPolicies(policies: readonly PolicyDefinition[], owner: string, problems: string[]): void {
  const names = new Set<string>();
  for (const policy of policies) {
    if (policy.name === '' || policy.key === '' || policy.secondaryKey === '') {
      problems.push(`A policy of ${owner} has no name or no key.`);
    }
    if (names.has(policy.name.toLowerCase()))
      problems.push(`Policy "${policy.name}" of ${owner} is there twice.`);
    names.add(policy.name.toLowerCase());
    if (policy.rights.length === 0) problems.push(`Policy "${policy.name}" of ${owner} has no right.`);
  }
}
