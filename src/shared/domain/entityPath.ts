import { looksLikeKey, looksLikePlaceholder } from './sasKey.ts';
import { parseServiceBusAddress, withoutEdgeSlashes } from './serviceBusAddress.ts';

/** The longest path that Dataverse's column takes; Azure itself allows 260. */
export const entityPathLength = 160;

export const entityPathProblemKinds = [
  'entityPathSubscription',
  'entityPathDeadLetter',
  'entityPathConsumerGroup',
  'entityPathIsUrl',
  'entityPathIsKey',
  'entityPathPlaceholder',
  'entityPathSlash',
  'entityPathWhitespace',
  'entityPathCharacters',
  'entityPathTooLong',
] as const;
export type EntityPathProblemKind = (typeof entityPathProblemKinds)[number];

export type EntityPathProblem = {
  kind: EntityPathProblemKind;
  severity: 'error' | 'warning';
  sentence: string;
  /** The path put right. */
  corrected?: string;
};

/** The name of the queue, topic or hub that a longer address inside it begins with: `crm` of `crm/Subscriptions/all`. */
export function entityOfPath(path: string): string {
  const lower = path.toLowerCase();
  const ends = ['/subscriptions', '/$deadletterqueue', '/consumergroups', '/$management']
    .map((mark) => lower.indexOf(mark))
    .filter((index) => index >= 0);
  return ends.length === 0 ? path : path.slice(0, Math.min(...ends));
}

/** What is wrong with a path that is not empty: the most telling finding, or nothing. `noun` is "queue", "topic" … */
export function examineEntityPath(
  path: string,
  noun = 'queue, topic or event hub',
): EntityPathProblem | undefined {
  const trimmed = path.trim();
  if (looksLikeKey(trimmed)) {
    return {
      kind: 'entityPathIsKey',
      severity: 'error',
      sentence: `This looks like a key. Here belongs the name of the ${noun}, which the Azure portal shows above the connection string.`,
    };
  }
  if (looksLikePlaceholder(trimmed)) {
    return {
      kind: 'entityPathPlaceholder',
      severity: 'error',
      sentence: `This only stands in for a name. Put the name of your ${noun} in its place.`,
    };
  }
  if (trimmed.includes('://')) {
    const inside = parseServiceBusAddress(trimmed)?.path;
    return {
      kind: 'entityPathIsUrl',
      severity: 'error',
      sentence: `This is a whole address. Here belongs only the name of the ${noun}; the address of the namespace stands apart.`,
      ...(inside ? { corrected: entityOfPath(inside) } : {}),
    };
  }
  const entity = entityOfPath(withoutEdgeSlashes(trimmed));
  const lower = trimmed.toLowerCase();
  if (entity !== '' && lower.includes('/subscriptions')) {
    return {
      kind: 'entityPathSubscription',
      severity: 'error',
      sentence:
        'This is the address of a subscription, and nothing can be sent to a subscription. Dataverse sends to the topic, which hands a copy to each subscription.',
      corrected: entity,
    };
  }
  if (entity !== '' && lower.includes('/$deadletterqueue')) {
    return {
      kind: 'entityPathDeadLetter',
      severity: 'error',
      sentence:
        'This is a dead-letter queue, and nothing can be sent there. Use the queue that it belongs to.',
      corrected: entity,
    };
  }
  if (entity !== '' && (lower.includes('/consumergroups') || lower.includes('/$management'))) {
    return {
      kind: 'entityPathConsumerGroup',
      severity: 'error',
      sentence:
        'This is an address inside an entity, and nothing can be sent there. Use the name of the entity alone.',
      corrected: entity,
    };
  }
  if (withoutEdgeSlashes(trimmed) !== trimmed) {
    return {
      kind: 'entityPathSlash',
      severity: 'warning',
      sentence: 'The name has a slash before or after it. Azure names have none there.',
      corrected: withoutEdgeSlashes(trimmed),
    };
  }
  if (/\s/.test(path)) {
    return {
      kind: 'entityPathWhitespace',
      severity: 'warning',
      sentence: 'The name has a space or a line break in it. Names in Azure hold none.',
      corrected: path.replace(/\s/g, ''),
    };
  }
  if (!/^[A-Za-z0-9._~/-]*$/.test(trimmed)) {
    return {
      kind: 'entityPathCharacters',
      severity: 'warning',
      sentence:
        'The name holds a character that Azure does not allow in names: they are made of letters, digits, periods, hyphens, underscores and slashes.',
    };
  }
  if (trimmed.length > entityPathLength) {
    return {
      kind: 'entityPathTooLong',
      severity: 'error',
      sentence: `The name has ${trimmed.length} characters and Dataverse keeps at most ${entityPathLength}. Use a ${noun} with a shorter name.`,
    };
  }
  return undefined;
}
