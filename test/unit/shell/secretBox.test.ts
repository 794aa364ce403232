import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSecretBox } from '../../../src/main/shell/safeStorageSecretBox.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registrar-secrets-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const log = { info: () => undefined, error: () => 'id' };
type Backend = ReturnType<SafeStorage['getSelectedStorageBackend']>;

/** Electron's own is not here; what is tested is our use of it. */
function systemStore(
  settings: { available?: boolean; backend?: Backend; reEncrypt?: boolean; key?: Buffer } = {},
) {
  const { available = true, backend = 'gnome_libsecret', key = randomBytes(32) } = settings;
  let reEncrypt = settings.reEncrypt ?? false;
  const encrypted: string[] = [];
  const store = {
    isAsyncEncryptionAvailable: async () => available,
    getSelectedStorageBackend: () => backend,
    encryptStringAsync: async (text: string) => {
      encrypted.push(text);
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]);
    },
    decryptStringAsync: async (bytes: Buffer) => {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      const result = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
      const shouldReEncrypt = reEncrypt;
      reEncrypt = false;
      return { result, shouldReEncrypt };
    },
  };
  return { storage: store as unknown as SafeStorage, encrypted };
}

describe('with a store of the system', () => {
  test('secrets come back after a restart, and the file says nothing', async () => {
    const { storage } = systemStore();
    const box = await openSecretBox(folder, log, storage, 'linux');
    expect(box.kind).toBe('system');
    expect(await box.read('a')).toBeNull();
    await Promise.all([box.write('a', 'first secret'), box.write('b', 'second secret')]);
    await box.write('constructor', 'third secret');
    await box.remove('b');

    const later = await openSecretBox(folder, log, storage, 'linux');
    expect(await later.read('a')).toBe('first secret');
    expect(await later.read('b')).toBeNull();
    expect(await later.read('constructor')).toBe('third secret');
    const file = join(folder, 'secrets.json');
    expect(await readFile(file, 'utf8')).not.toContain('secret"');
    expect(await readFile(file, 'utf8')).not.toContain(Buffer.from('first secret').toString('base64'));
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o077).toBe(0);
  });

  test('a secret is encrypted anew when the system asks for it', async () => {
    const key = randomBytes(32);
    const first = await openSecretBox(folder, log, systemStore({ key }).storage, 'linux');
    await first.write('a', 'secret');
    const { storage, encrypted } = systemStore({ key, reEncrypt: true });
    const box = await openSecretBox(folder, log, storage, 'linux');
    expect(await box.read('a')).toBe('secret');
    expect(encrypted).toEqual(['secret']);
    expect(await box.read('a')).toBe('secret');
  });

  test('a secret of another key counts as not kept', async () => {
    await (await openSecretBox(folder, log, systemStore().storage, 'linux')).write('a', 'secret');
    const box = await openSecretBox(folder, log, systemStore().storage, 'linux');
    expect(await box.read('a')).toBeNull();
  });

  test('a broken file is set aside', async () => {
    await writeFile(join(folder, 'secrets.json'), '{"version":1,"value":{"a":');
    const box = await openSecretBox(folder, log, systemStore().storage, 'linux');
    expect(await box.read('a')).toBeNull();
    await box.write('a', 'secret');
    expect(await box.read('a')).toBe('secret');
  });
});

describe('without one', () => {
  test.each([
    ['it is not there', { available: false }, 'win32'],
    ['its key is known to all', { backend: 'basic_text' }, 'linux'],
    ['nobody knows which it is', { backend: 'unknown' }, 'linux'],
  ] as const)('secrets stay in memory, and it says so: %s', async (_case, settings, platform) => {
    const { storage, encrypted } = systemStore(settings);
    const box = await openSecretBox(folder, log, storage, platform);
    expect(box.kind).toBe('memory');
    expect(box.sentence).toContain('in memory until Registrar stops');
    await box.write('a', 'secret');
    expect(await box.read('a')).toBe('secret');
    expect(encrypted).toEqual([]);
    await expect(stat(join(folder, 'secrets.json'))).rejects.toThrow();
    const later = await openSecretBox(folder, log, storage, platform);
    expect(await later.read('a')).toBeNull();
  });
});
