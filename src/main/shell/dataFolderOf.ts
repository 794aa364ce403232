import { resolve } from 'node:path';
import { argumentOf } from './argumentOf.ts';

/** The folder given with --data-dir, or null. Everything else on the line is Electron's or Chromium's. */
export function dataFolderOf(args: readonly string[]): string | null {
  const folder = argumentOf(args, '--data-dir');
  return folder === null ? null : resolve(folder);
}
