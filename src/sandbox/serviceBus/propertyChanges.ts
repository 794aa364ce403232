import type { TypedValue } from './amqpLibrary.ts';
import type { PropertyChanges } from './entityQueue.ts';

/** Lists, maps and arrays have codes from here on; application properties may not hold them. */
const FIRST_COMPOUND_CODE = 0xc0;

/**
 * Properties that a client wants changed when it abandons, defers or dead-letters; they become application properties,
 * with the AMQP types in which they came.
 * @param map an AMQP map as it was read, or nothing.
 * @param except names that mean something else.
 */
export function toPropertyChanges(map: unknown, except: readonly string[] = []): PropertyChanges {
  const changes: [string, TypedValue][] = [];
  for (const [name, value] of entriesOf(map)) {
    const isSimple = value.type.typecode < FIRST_COMPOUND_CODE && value.descriptor === undefined;
    if (isSimple && !except.includes(name)) changes.push([name, value]);
  }
  return changes;
}

/** The value of one key of an AMQP map; undefined when it isn't there, or the value is no map. */
export function findInMap(map: unknown, name: string): TypedValue | undefined {
  return entriesOf(map).find(([key]) => key === name)?.[1];
}

function entriesOf(map: unknown): [string, TypedValue][] {
  if (!isTyped(map) || !Array.isArray(map.value) || !map.type.name.startsWith('Map')) return [];
  const items: unknown[] = map.value;
  const entries: [string, TypedValue][] = [];
  for (let index = 0; index + 1 < items.length; index += 2) {
    const key = items[index];
    const value = items[index + 1];
    if (isTyped(key) && isTyped(value)) entries.push([String(key.value), value]);
  }
  return entries;
}

function isTyped(value: unknown): value is TypedValue {
  return typeof value === 'object' && value !== null && 'type' in value && 'value' in value;
}
