import { join } from 'node:path';
import { Preferences } from '../../shared/contract/calls/application.ts';
import { createJsonFile, type JsonFileOptions } from './jsonFile.ts';

/** Remembered choices, in memory and on disk. */
export interface PreferenceFile {
  list(): Promise<Preferences>;
  /** Writes the given keys, leaves the others; null removes a key. */
  write(values: Preferences): Promise<void>;
}

export function createPreferenceFile(
  folder: string,
  onBroken: JsonFileOptions<typeof Preferences>['onBroken'],
): PreferenceFile {
  const file = createJsonFile({
    path: join(folder, 'preferences.json'),
    version: 1,
    schema: Preferences,
    ...(onBroken ? { onBroken } : {}),
  });
  let current: Preferences | undefined;

  async function list(): Promise<Preferences> {
    current ??= (await file.read()) ?? {};
    return current;
  }

  return {
    list,
    async write(values) {
      await list();
      const next = { ...current };
      for (const [key, value] of Object.entries(values)) {
        if (value === null) delete next[key];
        else next[key] = value;
      }
      current = next;
      await file.write(next);
    },
  };
}
