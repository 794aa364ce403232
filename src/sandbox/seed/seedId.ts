import { createHash } from 'node:crypto';

/** A guid that is always the same for the same words, so that seeded rows keep their ids from sandbox to sandbox. */
export function seedId(...words: readonly string[]): string {
  const hash = createHash('sha256').update(words.join('\u0000')).digest('hex');
  // Version 5 and the usual variant, so that every guid parser takes it.
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `5${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}
