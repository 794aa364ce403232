import { join } from 'node:path';
import { z } from 'zod';
import { createJsonFile } from './jsonFile.ts';

const Paths = z.record(z.string(), z.object({ path: z.string(), watched: z.boolean(), at: z.string() }));
export type RememberedPath = z.infer<typeof Paths>[string];

/** Where the files of assemblies and packages were, by a key of the caller's. */
export interface RememberedPaths {
  read(key: string): Promise<RememberedPath | null>;
  write(key: string, value: RememberedPath): Promise<void>;
  remove(key: string): Promise<void>;
  entries(): Promise<readonly (readonly [string, RememberedPath])[]>;
}

const most = 500;

export function createRememberedPaths(folder: string, onBroken?: (path: string) => void): RememberedPaths {
  const file = createJsonFile({
    path: join(folder, 'plugin-files.json'),
    version: 1,
    schema: Paths,
    onBroken,
  });
  let current: Promise<Record<string, RememberedPath>> | undefined;

  function load(): Promise<Record<string, RememberedPath>> {
    current ??= file.read().then((kept) => kept ?? {});
    current.catch(() => {
      current = undefined;
    });
    return current;
  }

  return {
    read: async (key) => (await load())[key] ?? null,
    async write(key, value) {
      const values = await load();
      values[key] = value;
      const oldest = Object.entries(values).sort(([, one], [, other]) => one.at.localeCompare(other.at));
      for (const [name] of oldest.slice(0, Math.max(0, oldest.length - most))) delete values[name];
      await file.write(values);
    },
    async remove(key) {
      const values = await load();
      delete values[key];
      await file.write(values);
    },
    entries: async () => Object.entries(await load()),
  };
}
