/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export type Random = () => number;

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const below = (random: Random, limit: number): number => Math.floor(random() * limit);
export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[below(random, items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}

const edges = [
  0, 1, 2, 3, 4, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x1_0000, 0xff_ffff, 0x7fff_ffff, 0xffff_fffe, 0xffff_ffff,
];

/** Cut, flipped, overwritten, spliced, repeated: one to a few of them. The input stays as it is. */
export function mutate(random: Random, input: Uint8Array, others: readonly Uint8Array[]): Buffer {
  let bytes: Buffer = Buffer.from(input);
  for (let left = 1 + below(random, 4); left > 0; left -= 1) bytes = mutateOnce(random, bytes, others);
  return bytes;
}

function mutateOnce(random: Random, bytes: Buffer, others: readonly Uint8Array[]): Buffer {
  if (bytes.length < 8) return bytes;
  const at = below(random, bytes.length);
  const length = 1 + below(random, Math.min(256, bytes.length - at));
  switch (below(random, 9)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      for (let flips = 1 + below(random, 16); flips > 0; flips -= 1) {
        const place = below(random, bytes.length);
        bytes[place] = (bytes[place] ?? 0) ^ (1 << below(random, 8));
      }
      return bytes;
    case 2:
      for (let place = at; place < at + length; place += 1) bytes[place] = below(random, 256);
      return bytes;
    case 3:
      bytes.writeUInt32LE(pick(random, edges), Math.min(at, bytes.length - 4) & ~3);
      return bytes;
    case 4:
      bytes.writeUInt16LE(pick(random, edges) & 0xffff, Math.min(at, bytes.length - 2) & ~1);
      return bytes;
    case 5: {
      const other = pick(random, others);
      const from = below(random, other.length);
      return Buffer.concat([bytes.subarray(0, at), other.subarray(from, from + length), bytes.subarray(at)]);
    }
    case 6: {
      const other = pick(random, others);
      const from = below(random, other.length);
      bytes.set(other.subarray(from, Math.min(from + length, from + bytes.length - at)), at);
      return bytes;
    }
    case 7:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    default: {
      // Most that decides stands in the headers and in the metadata's own.
      const start = Math.max(0, bytes.indexOf('BSJB'));
      const place = Math.min(bytes.length - 4, start + below(random, 200));
      bytes.writeUInt32LE(random() < 0.5 ? pick(random, edges) : below(random, bytes.length), place);
      return bytes;
    }
  }
}
