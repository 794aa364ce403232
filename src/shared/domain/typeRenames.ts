import { editDistance } from './editDistance.ts';

/**
 * Which of the new classes a class that is gone most likely is now: the pairs that are most alike first, each class at
 * most once. A class that only moved to another namespace, or between being nested and not, is the surest case.
 */
export function suggestRenames(
  gone: readonly string[],
  added: readonly string[],
): ReadonlyMap<string, string> {
  const pairs = gone
    .flatMap((from) => added.map((to) => ({ from, to, likeness: likeness(from, to) })))
    .filter((pair) => pair.likeness >= leastLikeness)
    .sort((one, other) => other.likeness - one.likeness || one.to.localeCompare(other.to));
  const found = new Map<string, string>();
  const taken = new Set<string>();
  for (const { from, to } of pairs) {
    if (found.has(from) || taken.has(to)) continue;
    found.set(from, to);
    taken.add(to);
  }
  return found;
}

const leastLikeness = 0.6;

/** From 0, nothing alike, to 1, the same. */
function likeness(one: string, other: string): number {
  const [first, second] = [simpleName(one), simpleName(other)];
  if (first === second) return 0.99;
  if (first.includes(second) || second.includes(first)) {
    const share = Math.min(first.length, second.length) / Math.max(first.length, second.length);
    if (share >= 0.5) return 0.7 + share * 0.2;
  }
  const longest = Math.max(first.length, second.length);
  const limit = Math.floor(longest / 2);
  const distance = editDistance(first, second, limit);
  return distance > limit ? 0 : 1 - distance / longest;
}

/** The class's own name in lower case, without namespace, the classes around it, and what every plug-in is called. */
function simpleName(typeName: string): string {
  const own = typeName
    .slice(Math.max(typeName.lastIndexOf('.'), typeName.lastIndexOf('+')) + 1)
    .toLowerCase();
  const bare = own.replace(/(plugin|plug_in|activity)$/, '');
  return bare === '' ? own : bare;
}
