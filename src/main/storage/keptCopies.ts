import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { writeFileSafely } from './writeFileSafely.ts';

/** Copies of rows that were unregistered, so that nothing is lost for good. */
export interface KeptCopies {
  /** Returns the path of the file. */
  keep(fileName: string, text: string): Promise<string>;
}

export function createKeptCopies(folder: string): KeptCopies {
  return {
    async keep(fileName, text) {
      // Two in the same second must not replace each other.
      const unique = safeFileName(fileName).replace(
        /(\.\w{1,8})?$/,
        (end) => `-${randomUUID().slice(0, 8)}${end}`,
      );
      const path = join(folder, 'unregistered', unique);
      await writeFileSafely(path, text);
      return path;
    },
  };
}

/** Only letters, digits, dots, dashes and underscores, no dot at the beginning: good on every system. */
export function safeFileName(name: string): string {
  const clean = name.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '');
  return clean.slice(0, 120) || 'unnamed';
}
