import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { KeptCopyId, KeptCopySummary } from '../../shared/domain/keptCopy.ts';
import { writeFileSafely } from './writeFileSafely.ts';

/** Copies of rows that were unregistered, so that nothing is lost for good. */
export interface KeptCopies {
  keep(
    fileName: string,
    text: string,
    summary: KeptCopySummary,
  ): Promise<{ readonly id: KeptCopyId; readonly path: string }>;
  /** The newest first; copies without a summary, of older versions, are left out. */
  list(): Promise<readonly (KeptCopySummary & { readonly id: KeptCopyId })[]>;
  /** Null when there is no such copy any more. */
  read(id: KeptCopyId): Promise<string | null>;
  remove(id: KeptCopyId): Promise<void>;
}

/** A copy may hold megabytes of assemblies: what is in it stands beside it. */
const summaryEnd = '.summary';
const mostListed = 200;

export function createKeptCopies(dataFolder: string): KeptCopies {
  const folder = join(dataFolder, 'unregistered');

  async function summaryOf(name: string): Promise<(KeptCopySummary & { id: KeptCopyId })[]> {
    try {
      const id = KeptCopyId.parse(name.slice(0, -summaryEnd.length));
      const summary = KeptCopySummary.parse(JSON.parse(await readFile(join(folder, name), 'utf8')));
      return [{ ...summary, id }];
    } catch {
      return [];
    }
  }

  return {
    async keep(fileName, text, summary) {
      // Two in the same second must not replace each other.
      const unique = safeFileName(fileName).replace(
        /(\.\w{1,8})?$/,
        (end) => `-${randomUUID().slice(0, 8)}${end}`,
      );
      const path = join(folder, unique);
      await writeFileSafely(path, text);
      await writeFileSafely(`${path}${summaryEnd}`, JSON.stringify(summary));
      return { id: KeptCopyId.parse(unique), path };
    },

    async list() {
      const names = await readdir(folder).catch(() => []);
      const summaries = await Promise.all(
        names
          .filter((name) => name.endsWith(summaryEnd))
          .sort()
          .slice(-mostListed * 4)
          .map(summaryOf),
      );
      return summaries
        .flat()
        .sort((a, b) => b.savedAt.localeCompare(a.savedAt))
        .slice(0, mostListed);
    },

    async read(id) {
      try {
        return await readFile(join(folder, id), 'utf8');
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },

    async remove(id) {
      await rm(join(folder, id), { force: true });
      await rm(join(folder, `${id}${summaryEnd}`), { force: true });
    },
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Only letters, digits, dots, dashes and underscores, no dot at the beginning: good on every system. */
export function safeFileName(name: string): string {
  const clean = name.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '');
  return clean.slice(0, 120) || 'unnamed';
}
