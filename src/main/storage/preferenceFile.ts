import { join } from 'node:path';
import { Preferences } from '../../shared/contract/calls/application.ts';
import { createJsonFile } from './jsonFile.ts';

/** Remembered choices, in memory and on disk. */
export interface PreferenceFile {
  list(): Promise<Preferences>;
  /** Writes the given keys, leaves the others; null removes a key. */
  write(values: Preferences): Promise<void>;
}

export function createPreferenceFile(folder: string, onBroken?: (path: string) => void): PreferenceFile {
  const file = createJsonFile({
    path: join(folder, 'preferences.json'),
    version: 1,
    schema: Preferences,
    onBroken,
  });
  let current: Preferences = {};
  let loaded: Promise<void> | undefined;

  function load(): Promise<void> {
    loaded ??= file.read().then(
      (kept) => {
        current = kept ?? {};
      },
      (error: unknown) => {
        loaded = undefined;
        throw error;
      },
    );
    return loaded;
  }

  return {
    async list() {
      await load();
      return current;
    },
    async write(values) {
      await load();
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
