import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type OpenedPluginFile,
  type PluginFileId,
  pieceSize,
} from '../../../../src/shared/contract/calls/pluginFiles.ts';
import type { AssemblyId } from '../../../../src/shared/domain/ids.ts';
import type { PluginType, Step } from '../../../../src/shared/domain/registration.ts';
import {
  buildPluginAssembly,
  type PluginAssembly,
  tokenOfWords,
} from '../../../support/buildPluginAssembly.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';
import { addFile, arrangeTypeStep, draftOf, failureOf, load } from '../support/pluginWork.ts';

let place: TestOrganisation;
let test: TestCore;

beforeAll(async () => {
  place = await startTestOrganisation();
  test = await openTestCore(place.addresses);
});
afterAll(async () => {
  await test.close();
  await place.close();
});
afterEach(() => place.webApi.faults.clear());

let names = 0;
const freshName = (): string => {
  names += 1;
  return `Contoso.Test${names}`;
};

async function register(assembly: PluginAssembly): Promise<AssemblyId> {
  const opened = await addFile(test, buildPluginAssembly(assembly));
  const { id } = await test.core.call('assembly.register', {
    connectionId: test.sandbox,
    fileId: opened.fileId,
    draft: draftOf(opened),
  });
  return id;
}

/** The assembly with its types and steps, as the organisation has them now. */
async function partsOf(
  id: AssemblyId,
): Promise<{ version: string | undefined; types: PluginType[]; steps: Step[] }> {
  const { assemblies, types, steps } = await load(test);
  const own = types.filter(({ assemblyId }) => assemblyId === id);
  return {
    version: assemblies.find((assembly) => assembly.id === id)?.version,
    types: own,
    steps: steps.filter(({ handler }) => own.some((type) => type.id === handler.id)),
  };
}

const namesOf = (types: readonly PluginType[]): string[] => types.map(({ typeName }) => typeName).sort();

async function update(id: AssemblyId, assembly: PluginAssembly, moves: Record<string, string> = {}) {
  const opened = await addFile(test, buildPluginAssembly(assembly));
  const { etag } = await test.core.call('assembly.prepareUpdate', { connectionId: test.sandbox, id });
  return test.core.call('assembly.update', {
    connectionId: test.sandbox,
    id,
    fileId: opened.fileId,
    etag,
    choices: { moves, leaveOut: [] },
  });
}

async function worksOf(id: AssemblyId) {
  const { works } = await test.core.call('assemblyWork.list', { connectionId: test.sandbox });
  return works.filter(({ assemblyId }) => assemblyId === id);
}

describe('registering', () => {
  it('makes the assembly and the types that were chosen, in the solution', async () => {
    const name = freshName();
    const opened = await addFile(
      test,
      buildPluginAssembly({
        name,
        version: '1.2.3.4',
        classes: ['A.One', 'A.Two', { name: 'A.Doing', kind: 'activity' }],
      }),
    );
    const progress: string[] = [];
    const draft = draftOf(opened, { description: 'For a test', solution: 'ContosoSales' });
    const { id, types } = await test.core.call(
      'assembly.register',
      {
        connectionId: test.sandbox,
        fileId: opened.fileId,
        draft: { ...draft, types: draft.types.filter(({ typeName }) => typeName !== 'A.Two') },
      },
      { onProgress: ({ sentence }) => void progress.push(sentence) },
    );
    expect(types).toBe(2);
    expect(progress).toEqual([`Uploading ${name} 1.2.3.4`, 'Registering A.One', 'Registering A.Doing']);
    const parts = await partsOf(id);
    expect(parts.version).toBe('1.2.3.4');
    expect(
      parts.types.map((type) => [type.typeName, type.workflowActivity, type.workflowActivityGroup]),
    ).toEqual(
      expect.arrayContaining([
        ['A.One', false, null],
        ['A.Doing', true, `${name} (1.2.3.4)`],
      ]),
    );
    expect(parts.types).toHaveLength(2);
    const solution = place.organisation.store.rows('solution');
    const sales = [...solution].find(({ uniquename }) => uniquename === 'ContosoSales');
    const components = [...place.organisation.store.rows('solutioncomponent')];
    expect(components).toContainEqual(
      expect.objectContaining({
        objectid: id,
        solutionid: expect.objectContaining({ id: sales?.solutionid }),
      }),
    );
    expect(await worksOf(id)).toEqual([]);
  });

  it('refuses before anything is sent what the organisation would refuse', async () => {
    const opened = await addFile(test, buildPluginAssembly({ name: freshName(), key: null }));
    const failure = await failureOf(
      test.core.call('assembly.register', {
        connectionId: test.sandbox,
        fileId: opened.fileId,
        draft: draftOf(opened),
      }),
    );
    expect(failure).toMatchObject({
      code: 'invalid',
      fields: { file: expect.stringContaining('not signed') },
    });
    expect(
      (await load(test)).assemblies.some(
        ({ name }) => opened.file.kind === 'assembly' && name === opened.file.name,
      ),
    ).toBe(false);
  });

  it('goes on where it stopped, and leaves nothing twice', async () => {
    const name = freshName();
    place.webApi.faults.next({
      match: /^POST .*plugintypes/,
      status: 500,
      code: '0x80040216',
      message: 'No.',
    });
    const failure = await failureOf(register({ name, classes: ['A.One', 'A.Two'] }));
    expect(failure.sentence).toContain('stopped after 1 of 3 steps');
    const { assemblies } = await load(test);
    const id = assemblies.find((assembly) => assembly.name === name)?.id;
    if (!id) throw new Error('The assembly is not there.');
    const [work] = await worksOf(id);
    expect(work).toMatchObject({ kind: 'register', done: 1, total: 3, canUndo: true });
    if (!work) return;
    // Another start of the program knows it too.
    const later = await openTestCore(place.addresses, { dataFolder: test.dataFolder });
    await later.core.call('assemblyWork.continue', { connectionId: test.sandbox, workId: work.id });
    await later.close();
    expect(namesOf((await partsOf(id)).types)).toEqual(['A.One', 'A.Two']);
    expect(await worksOf(id)).toEqual([]);
  });

  it('is taken back on request', async () => {
    const name = freshName();
    place.webApi.faults.next({ match: /^POST .*plugintypes/, cutSocket: 'after', times: 9 });
    await failureOf(register({ name, classes: ['A.One', 'A.Two'] }));
    place.webApi.faults.clear();
    const id = (await load(test)).assemblies.find((assembly) => assembly.name === name)?.id;
    if (!id) throw new Error('The assembly is not there.');
    const [work] = await worksOf(id);
    if (!work) throw new Error('The work is not kept.');
    await test.core.call('assemblyWork.undo', { connectionId: test.sandbox, workId: work.id });
    expect((await partsOf(id)).version).toBeUndefined();
    expect(await worksOf(id)).toEqual([]);
  });
});

describe('updating', () => {
  it('replaces the content and keeps everything else', async () => {
    const name = freshName();
    const id = await register({ name, classes: ['A.One', { name: 'A.Doing', kind: 'activity' }] });
    const before = await partsOf(id);
    await update(id, {
      name,
      version: '1.0.5.0',
      classes: ['A.One', 'A.New', { name: 'A.Doing', kind: 'activity' }],
    });
    const after = await partsOf(id);
    expect(after.version).toBe('1.0.5.0');
    expect(namesOf(after.types)).toEqual(['A.Doing', 'A.New', 'A.One']);
    for (const type of before.types) expect(after.types.map((kept) => kept.id)).toContain(type.id);
    // Nobody had chosen another group.
    expect(after.types.find(({ workflowActivity }) => workflowActivity)?.workflowActivityGroup).toBe(
      `${name} (1.0.5.0)`,
    );
    const { content } = await test.core.call('assembly.download', { connectionId: test.sandbox, id });
    expect(Buffer.from(content, 'base64').includes('A.New'.slice(2))).toBe(true);
  });

  it.each([
    ['with another class beside it', ['A.Stays', 'A.Old'], ['A.Stays', 'A.Newer']],
    ['alone in its assembly', ['A.Old'], ['A.Newer']],
  ])('moves the steps of a renamed class %s, with the same ids', async (_name, classes, newer) => {
    const name = freshName();
    const id = await register({ name, classes });
    const old = (await partsOf(id)).types.find(({ typeName }) => typeName === 'A.Old');
    if (!old) throw new Error('The type is not there.');
    const first = await arrangeTypeStep(place, test, old.id, 'First');
    const second = await arrangeTypeStep(place, test, old.id, 'Second');
    await test.core.call('step.setState', { connectionId: test.sandbox, ids: [second], enabled: false });

    const refused = await failureOf(update(id, { name, classes: newer }));
    expect(refused.fields?.['type:A.Old']).toContain('2 steps run it');

    await update(id, { name, version: '1.0.1.0', classes: newer }, { 'A.Old': 'A.Newer' });
    const { types, steps } = await partsOf(id);
    expect(namesOf(types)).toEqual([...newer].sort());
    const target = types.find(({ typeName }) => typeName === 'A.Newer');
    expect(steps.map((step) => [step.id, step.handler.id, step.enabled]).sort()).toEqual(
      [
        [first, target?.id, true],
        [second, target?.id, false],
      ].sort(),
    );
  });

  it('puts all back where the organisation refuses the content, on request', async () => {
    const name = freshName();
    const id = await register({ name, classes: ['A.Stays', 'A.Old'] });
    const before = await partsOf(id);
    const old = before.types.find(({ typeName }) => typeName === 'A.Old');
    if (!old) throw new Error('The type is not there.');
    const step = await arrangeTypeStep(place, test, old.id, 'Keeps');
    place.webApi.faults.next({
      match: /^PATCH .*pluginassemblies/,
      status: 400,
      code: '0x8004418b',
      message: 'Plug-in assembly does not contain the required types.',
    });
    const failure = await failureOf(
      update(id, { name, classes: ['A.Stays', 'A.Newer'] }, { 'A.Old': 'A.Newer' }),
    );
    expect(failure).toMatchObject({ serverCode: '0x8004418b' });
    const [work] = await worksOf(id);
    expect(work).toMatchObject({ kind: 'update', done: 3, canUndo: true, next: 'Uploading the new content' });
    if (!work) return;
    const meanwhile = (await partsOf(id)).steps.find((one) => one.id === step);
    expect(meanwhile?.enabled).toBe(false);

    await test.core.call('assemblyWork.undo', { connectionId: test.sandbox, workId: work.id });
    const after = await partsOf(id);
    expect(after.types.map((type) => type.id).sort()).toEqual(before.types.map((type) => type.id).sort());
    expect(after.steps).toMatchObject([{ id: step, enabled: true, handler: { id: old.id } }]);
    expect(await worksOf(id)).toEqual([]);
  });

  it('takes back an update whose content was there already', async () => {
    const name = freshName();
    const id = await register({ name, classes: ['A.Stays', 'A.Old'] });
    place.webApi.faults.next({ match: /^POST .*plugintypes/, status: 403, message: 'No.' });
    await failureOf(update(id, { name, version: '1.0.9.0', classes: ['A.Stays', 'A.Newer'] }));
    expect((await partsOf(id)).version).toBe('1.0.9.0');
    const [work] = await worksOf(id);
    if (!work) throw new Error('The work is not kept.');
    await test.core.call('assemblyWork.undo', { connectionId: test.sandbox, workId: work.id });
    const after = await partsOf(id);
    expect([after.version, namesOf(after.types)]).toEqual(['1.0.0.0', ['A.Old', 'A.Stays']]);
  });

  it('says that it was cancelled half-way, and ends it later', async () => {
    const name = freshName();
    const id = await register({ name, classes: ['A.One'] });
    const stop = new AbortController();
    const opened = await addFile(test, buildPluginAssembly({ name, classes: ['A.One', 'A.Two', 'A.Three'] }));
    const { etag } = await test.core.call('assembly.prepareUpdate', { connectionId: test.sandbox, id });
    const failure = await failureOf(
      test.core.call(
        'assembly.update',
        {
          connectionId: test.sandbox,
          id,
          fileId: opened.fileId,
          etag,
          choices: { moves: {}, leaveOut: [] },
        },
        { signal: stop.signal, onProgress: ({ done }) => done === 1 && stop.abort() },
      ),
    );
    expect(failure.code).toBe('cancelled');
    const [work] = await worksOf(id);
    expect(work).toMatchObject({ done: 1, total: 3 });
    if (!work) return;
    await test.core.call('assemblyWork.continue', { connectionId: test.sandbox, workId: work.id });
    expect(namesOf((await partsOf(id)).types)).toEqual(['A.One', 'A.Three', 'A.Two']);
  });

  it('refuses what somebody else changed since it was looked at', async () => {
    const name = freshName();
    const id = await register({ name, classes: ['A.One'] });
    const opened = await addFile(test, buildPluginAssembly({ name, version: '1.0.2.0', classes: ['A.One'] }));
    const { etag } = await test.core.call('assembly.prepareUpdate', { connectionId: test.sandbox, id });
    await update(id, { name, version: '1.0.1.0', classes: ['A.One'] });
    const failure = await failureOf(
      test.core.call('assembly.update', {
        connectionId: test.sandbox,
        id,
        fileId: opened.fileId,
        etag,
        choices: { moves: {}, leaveOut: [] },
      }),
    );
    expect(failure).toMatchObject({ code: 'conflict', sentence: expect.stringContaining('1.0.1.0') });
  });

  it('compares the key with the one that is registered', async () => {
    const name = freshName();
    const id = await register({ name });
    const failure = await failureOf(update(id, { name, key: 'another' }));
    expect(failure.fields?.file).toContain(tokenOfWords('another'));
  });
});

describe('files', () => {
  it('come in pieces, and are told when the last one is there', async () => {
    const bytes = buildPluginAssembly({ name: freshName(), padding: 100_000 });
    const begin = await test.core.call('pluginFile.add', {
      fileId: null,
      fileName: 'a.dll',
      size: bytes.length,
      piece: bytes.subarray(0, 60_000).toString('base64'),
    });
    expect(begin.opened).toBeNull();
    const end = await test.core.call('pluginFile.add', {
      fileId: begin.fileId,
      fileName: 'a.dll',
      size: bytes.length,
      piece: bytes.subarray(60_000).toString('base64'),
    });
    expect(end.opened?.file.size).toBe(bytes.length);
  });

  it('of nearly 16 MB are taken, registered and given back whole', async () => {
    const bytes = buildPluginAssembly({ name: freshName(), padding: 15_900_000 });
    let fileId: PluginFileId | null = null;
    let opened: OpenedPluginFile | null = null;
    for (let at = 0; !opened; at += pieceSize) {
      const piece = bytes.subarray(at, at + pieceSize).toString('base64');
      const answer: { fileId: PluginFileId; opened: OpenedPluginFile | null } = await test.core.call(
        'pluginFile.add',
        { fileId, fileName: 'large.dll', size: bytes.length, piece },
      );
      ({ fileId, opened } = answer);
    }
    const { id } = await test.core.call('assembly.register', {
      connectionId: test.sandbox,
      fileId: opened.fileId,
      draft: draftOf(opened),
    });
    const { content } = await test.core.call('assembly.download', { connectionId: test.sandbox, id });
    expect(Buffer.from(content, 'base64').equals(bytes)).toBe(true);
  });

  it('are refused with a sentence where they are broken', async () => {
    const failure = await failureOf(addFile(test, Buffer.from('MZ and no more'), 'broken.dll'));
    expect(failure.code).toBe('invalid');
    expect(failure.sentence).toMatch(/^broken\.dll: /);
  });

  it('are remembered by their path, opened again, and watched', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'registrar-files-'));
    const name = freshName();
    const path = join(folder, `${name}.dll`);
    await writeFile(path, buildPluginAssembly({ name, classes: ['A.One'] }));
    const opened = await test.core.call('pluginFile.openPath', { path });
    const { id } = await test.core.call('assembly.register', {
      connectionId: test.sandbox,
      fileId: opened.fileId,
      draft: draftOf(opened),
    });
    const of = { connectionId: test.sandbox, target: { kind: 'assembly' as const, id } };
    expect(await test.core.call('pluginFile.remembered', of)).toEqual({ path, watched: false });

    await test.core.call('pluginFile.watch', { ...of, on: true });
    const changed = new Promise<unknown>((resolve) => {
      const stop = test.core.subscribe((event, value) => {
        if (event !== 'pluginFile.changed') return;
        stop();
        resolve(value);
      });
    });
    await writeFile(path, buildPluginAssembly({ name, version: '1.0.1.0', classes: ['A.One'] }));
    expect(await changed).toEqual({ ...of, fileName: `${name}.dll` });
    const again = await test.core.call('pluginFile.openRemembered', of);
    expect(again.file.version).toBe('1.0.1.0');
    await test.core.call('pluginFile.watch', { ...of, on: false });
    await rm(folder, { recursive: true });
    expect((await failureOf(test.core.call('pluginFile.openRemembered', of))).sentence).toBe(
      'There is no file at this path.',
    );
  });

  it('hold nothing of a connection that is removed', async () => {
    const { connection } = await test.core.call('connection.add', {
      name: 'Removed later',
      address: place.addresses.webApi,
      accessToken: place.addresses.accessToken,
      color: 'grey',
      production: false,
    });
    place.webApi.faults.next({ match: /^POST .*plugintypes/, status: 403, message: 'No.' });
    const opened = await addFile(test, buildPluginAssembly({ name: freshName() }));
    await failureOf(
      test.core.call('assembly.register', {
        connectionId: connection.id,
        fileId: opened.fileId,
        draft: draftOf(opened),
      }),
    );
    expect(await readdir(join(test.dataFolder, 'assembly-work'))).toHaveLength(1);
    await test.core.call('connection.remove', { connectionId: connection.id });
    await expect.poll(() => readdir(join(test.dataFolder, 'assembly-work'))).toEqual([]);
  });

  it.each(['relative.dll', '/etc/passwd', '/tmp', '/tmp/not-there.dll'])('%s is not opened', async (path) => {
    expect((await failureOf(test.core.call('pluginFile.openPath', { path }))).code).toBe('invalid');
  });
});
