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
  const count = index * 16 + kinds[kind];
  const high = scramble(count);
  const low = hex8(scramble(high ^ index));
  return `${hex8(high)}-${low.slice(0, 4)}-4${low.slice(4, 7)}-8${low.slice(1, 4)}-1a6e${hex8(count)}`;
}

function hex8(value: number): string {
  return (0x1_0000_0000 + value).toString(16).slice(1);
}

/** A one-to-one mix of the bits of a 32-bit number. */
function scramble(value: number): number {
  let mixed = value >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
