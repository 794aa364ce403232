import { resolve } from 'node:path';

/** The folder given with --data-dir, or null. Everything else on the line is Electron's or Chromium's. */
export function dataFolderOf(args: readonly string[]): string | null {
  for (const [index, argument] of args.entries()) {
    const value = argument === '--data-dir' ? args[index + 1] : /^--data-dir=(.*)$/s.exec(argument)?.[1];
    if (value !== undefined && value !== '') return resolve(value);
  }
  return null;
}
