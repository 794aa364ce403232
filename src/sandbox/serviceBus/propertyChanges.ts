import { amqpTypes } from './amqpLibrary.ts';
import type { PropertyChanges } from './entityQueue.ts';

/**
 * Properties that a client wants changed when it abandons, defers or dead-letters. They become application properties;
 * only simple values are taken, as those can't be anything else.
 */
export function toPropertyChanges(value: unknown): PropertyChanges {
  if (typeof value !== 'object' || value === null) return [];
  const changes: [string, ReturnType<typeof amqpTypes.wrap>][] = [];
  for (const [name, item] of Object.entries(value)) {
    const isSimple =
      item === null || ['string', 'number', 'boolean'].includes(typeof item) || item instanceof Date;
    if (isSimple) changes.push([name, amqpTypes.wrap(item)]);
  }
  return changes;
}
