import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import { createMemorySecretBox } from '../memorySecretBox.ts';
import type { Log, SecretBox } from '../ports.ts';
import { createJsonFile } from '../storage/jsonFile.ts';

const Encrypted = z.record(z.string(), z.base64());
type Encrypted = z.infer<typeof Encrypted>;

const memorySentence =
  'Secrets are kept in memory until Registrar stops, because this computer offers no encrypted store.';

/**
 * Secrets in a file, encrypted with a key that the system keeps for this user.
 * Where there is no such store they stay in memory: Chromium's own `basic_text` is a key that everybody knows.
 */
export async function openSecretBox(
  dataFolder: string,
  log: Log,
  storage: SafeStorage,
  platform: NodeJS.Platform = process.platform,
): Promise<SecretBox> {
  if (!(await hasSystemStore(storage, platform))) return createMemorySecretBox(memorySentence);
  const file = createJsonFile({
    path: join(dataFolder, 'secrets.json'),
    version: 1,
    schema: Encrypted,
    onBroken: (path) => log.info('The file of secrets was broken and was set aside.', { path }),
  });
  const secrets: Encrypted = (await file.read()) ?? {};

  async function put(name: string, secret: string): Promise<void> {
    secrets[name] = (await storage.encryptStringAsync(secret)).toString('base64');
    await file.write(secrets);
  }

  return {
    kind: 'system',
    sentence: 'Secrets are kept on this computer, encrypted by the system for your user alone.',
    async read(name) {
      const encrypted = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
      if (encrypted === undefined) return null;
      try {
        const { result, shouldReEncrypt } = await storage.decryptStringAsync(
          Buffer.from(encrypted, 'base64'),
        );
        if (shouldReEncrypt) await put(name, result);
        return result;
      } catch (error) {
        // The system's key is another one now: a new computer, a reset keychain. The secret has to be typed again.
        log.error('A secret could not be decrypted and counts as not kept.', error);
        return null;
      }
    },
    write: put,
    async remove(name) {
      if (!Object.hasOwn(secrets, name)) return;
      delete secrets[name];
      await file.write(secrets);
    },
  };
}

async function hasSystemStore(storage: SafeStorage, platform: NodeJS.Platform): Promise<boolean> {
  try {
    if (!(await storage.isAsyncEncryptionAvailable())) return false;
    if (platform !== 'linux') return true;
    const backend = storage.getSelectedStorageBackend();
    return backend !== 'basic_text' && backend !== 'unknown';
  } catch {
    return false;
  }
}
