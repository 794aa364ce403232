/** What a guid of the large organisation is for; two kinds never share one. */
const kinds = {
  assembly: 1,
  type: 2,
  step: 3,
  image: 4,
  message: 5,
  filter: 6,
  user: 7,
  solution: 8,
  component: 9,
  package: 10,
} as const;

/**
 * The guid of the nth row of a kind: always the same, and scattered, as real ids are. A hash would take longer than
 * everything else about a hundred thousand rows.
 */
export function largeId(kind: keyof typeof kinds, index: number): string {
  const high = scramble(index * 16 + kinds[kind]);
  const low = scramble(high ^ index);
  const count = (index * 16 + kinds[kind]).toString(16).padStart(8, '0');
  return `${high.toString(16).padStart(8, '0')}-${hex4(low)}-4${hex4(low >>> 4).slice(1)}-8${hex4(high >>> 3).slice(1)}-1a6e${count}`;
}

function hex4(value: number): string {
  return (value & 0xffff).toString(16).padStart(4, '0');
}

/** A one-to-one mix of the bits of a 32-bit number. */
function scramble(value: number): number {
  let mixed = value >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
