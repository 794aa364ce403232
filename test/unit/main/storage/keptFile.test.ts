import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createJsonFile } from '../../../../src/main/storage/jsonFile.ts';
import { createKeptCopies, safeFileName } from '../../../../src/main/storage/keptCopies.ts';
import { createPreferenceFile } from '../../../../src/main/storage/preferenceFile.ts';
import { createRegistrationCache } from '../../../../src/main/storage/registrationCache.ts';
import { sealedFormat } from '../../../../src/main/storage/sealedFormat.ts';
import { storageFailure } from '../../../../src/main/storage/writeFileSafely.ts';
import { ConnectionId } from '../../../../src/shared/domain/ids.ts';
import { KeptCopyId } from '../../../../src/shared/domain/keptCopy.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registrar-storage-'));
});
afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true, force: true });
});

function fileAt(path: string, version = 1, broken: string[] = []) {
  return createJsonFile({
    path,
    version,
    schema: z.object({ n: z.number() }),
    onBroken: (at) => broken.push(at),
  });
}

describe('a JSON file', () => {
  it('is null until it is written, then what was written, then gone', async () => {
    const file = fileAt(join(folder, 'deep', 'er', 'a.json'));
    expect(await file.read()).toBeNull();
    await file.write({ n: 1 });
    expect(await file.read()).toEqual({ n: 1 });
    await file.remove();
    expect(await file.read()).toBeNull();
    await file.remove();
  });

  it.each([
    '',
    '{',
    '[]',
    'null',
    '{"version":1}',
    '{"version":1,"value":{"n":"one"}}',
    '{"version":"1","value":{}}',
  ])('sets aside what it cannot understand: %s', async (text) => {
    const path = join(folder, 'a.json');
    const broken: string[] = [];
    await writeFile(path, text);
    const file = fileAt(path, 1, broken);
    expect(await file.read()).toBeNull();
    expect(broken).toEqual([`${path}.broken`]);
    expect(await readFile(`${path}.broken`, 'utf8')).toBe(text);
    await file.write({ n: 2 });
    expect(await file.read()).toEqual({ n: 2 });
  });

  it('takes another version’s file for none and leaves it alone', async () => {
    const path = join(folder, 'a.json');
    await fileAt(path, 1).write({ n: 1 });
    expect(await fileAt(path, 2).read()).toBeNull();
    expect(await fileAt(path, 1).read()).toEqual({ n: 1 });
  });

  it('is never torn by writes at the same time, and the last wins', async () => {
    const path = join(folder, 'a.json');
    const file = fileAt(path);
    const all = Array.from({ length: 30 }, (_, n) => file.write({ n }));
    const reads = Array.from({ length: 10 }, () => file.read());
    await Promise.all([...all, ...reads]);
    expect(await file.read()).toEqual({ n: 29 });
    expect(await readdir(folder)).toEqual(['a.json']);
  });

  it('says in words what the disk has against it', async () => {
    const path = join(folder, 'file');
    await writeFile(path, '');
    // A file where a folder has to be: refused for every user, root included.
    await expect(fileAt(join(path, 'a.json')).write({ n: 1 })).rejects.toMatchObject({
      failure: { code: 'storage', sentence: expect.stringMatching(/\.$/), advice: expect.any(String) },
    });
    const full = storageFailure(Object.assign(new Error('no space'), { code: 'ENOSPC' }), path);
    expect(full.failure.sentence).toBe('The disk is full, so nothing could be saved.');
    const denied = storageFailure(Object.assign(new Error('denied'), { code: 'EACCES' }), path);
    expect(denied.failure.sentence).toContain('may not write');
  });

  it('leaves the old file when a write fails', async () => {
    const path = join(folder, 'a.json');
    const file = fileAt(path);
    await file.write({ n: 1 });
    const circle: { n: number; self?: unknown } = { n: 2 };
    circle.self = circle;
    await expect(file.write(circle)).rejects.toThrow();
    expect(await file.read()).toEqual({ n: 1 });
  });
});

describe('a sealed file', () => {
  const format = sealedFormat(z.object({ n: z.number(), text: z.string() }));

  it('gives back what was written', () => {
    const value = { n: 1, text: 'Zeilen\nund Ä' };
    expect(format.read(format.write(value))).toEqual({ kind: 'value', value });
  });

  it('is of another version when the shape has changed', () => {
    const old = sealedFormat(z.object({ n: z.number() }));
    expect(format.read(old.write({ n: 1 }))).toEqual({ kind: 'otherVersion' });
  });

  it('is broken when any character is another or missing', () => {
    const text = format.write({ n: 1, text: 'abc' });
    for (let at = 0; at < text.length; at += 1) {
      expect(format.read(text.slice(0, at)).kind).toBe('broken');
      const changed = `${text.slice(0, at)}${text[at] === '1' ? '2' : '1'}${text.slice(at + 1)}`;
      expect(format.read(changed).kind).not.toBe('value');
    }
  });
});

describe('preferences', () => {
  it('are written by key, removed by null, and survive', async () => {
    const preferences = createPreferenceFile(folder);
    await Promise.all([
      preferences.write({ theme: 'dark' }),
      preferences.write({ 'tree.open': ['a', 'b'] }),
      preferences.write({ width: 300 }),
    ]);
    await preferences.write({ width: null });
    const again = createPreferenceFile(folder);
    expect(await again.list()).toEqual({ theme: 'dark', 'tree.open': ['a', 'b'] });
  });
});

describe('the cache of registrations', () => {
  it('cannot be led out of its folder by a connection’s id', async () => {
    const cache = createRegistrationCache(folder);
    const id = ConnectionId.parse('../../etc/passwd');
    await cache.write(id, {
      organization: {
        organizationId: '',
        friendlyName: '',
        uniqueName: '',
        version: '',
        userId: '',
        userName: '',
      },
      packages: [],
      assemblies: [],
      types: [],
      endpoints: [],
      steps: [],
      images: [],
      report: { loadedAt: '', milliseconds: 1, requests: 1 },
    });
    expect(await readdir(folder)).toEqual(['cache']);
    expect((await cache.read(id))?.report.requests).toBe(1);
    await cache.remove(id);
    expect(await cache.read(id)).toBeNull();
  });
});

describe('kept copies', () => {
  it('stay in their folder whatever the name says', async () => {
    const copies = createKeptCopies(folder);
    const summary = {
      savedAt: '2026-01-02',
      organizationName: 'C',
      webApi: 'w',
      contents: '1 step',
      names: [],
    };
    const { id, path } = await copies.keep('../../../elsewhere/evil name.json', '{}', summary);
    expect(path.startsWith(join(folder, 'unregistered'))).toBe(true);
    expect(path).toMatch(/evil-name-[0-9a-f]{8}\.json$/);
    expect(await readFile(path, 'utf8')).toBe('{}');
    const second = { ...summary, savedAt: '2026-01-03' };
    const other = await copies.keep('../../../elsewhere/evil name.json', '{"2":2}', second);
    expect(other.path).not.toBe(path);
    expect(await copies.list()).toEqual([
      { ...second, id: other.id },
      { ...summary, id },
    ]);
    expect(await copies.read(other.id)).toBe('{"2":2}');
    await copies.remove(other.id);
    expect(await copies.read(other.id)).toBeNull();
    expect(await copies.list()).toHaveLength(1);
    expect(KeptCopyId.safeParse('../preferences.json').success).toBe(false);
    expect(safeFileName('...')).toBe('unnamed');
    expect(safeFileName('a/b\\c:d')).toBe('a-b-c-d');
  });
});
