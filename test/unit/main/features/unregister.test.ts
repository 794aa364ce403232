import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { savedPieceSize } from '../../../../src/shared/contract/calls/restore.ts';
import { buildPluginAssembly, buildPluginPackage } from '../../../support/buildPluginAssembly.ts';
import { arrangePlugins, failureOf, type Json, node, steps, word } from '../support/arrangePlugins.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

let place: TestOrganisation;
let test: TestCore;
let plugins: ReturnType<typeof arrangePlugins>;

beforeAll(async () => {
  place = await startTestOrganisation();
  test = await openTestCore(place.addresses);
  plugins = arrangePlugins(place.addresses);
});
afterAll(async () => {
  await test.close();
  await place.close();
});
afterEach(() => place.webApi.faults.clear());

describe('unregistering an assembly', () => {
  it('shows what goes with it, deletes it from the images up, and restores it with the same ids', async () => {
    const connectionId = test.sandbox;
    const made = await plugins.makeAssembly();
    const before = await plugins.rowsOf(made);
    const nodes = [node('assembly', made.assembly)];

    const preview = await test.core.call('registration.previewUnregister', { connectionId, nodes });
    expect(preview).toMatchObject({ obstacles: [], dependents: [], dependenciesUnread: null, gone: 0 });
    expect(preview.types.map(({ id }) => id).sort()).toEqual([...made.types].sort());
    expect(preview.steps).toHaveLength(2);
    expect(preview.images).toHaveLength(2);

    const result = await test.core.call('registration.unregister', { connectionId, nodes });
    expect(result.deleted).toBe(7);
    const text = await readFile(result.keptCopy, 'utf8');
    expect(text).not.toContain(word);
    await expect(plugins.request('GET', `pluginassemblies(${made.assembly})`)).rejects.toThrow('404');
    await expect
      .poll(() => place.organisation.store.get('sdkmessageprocessingstepsecureconfig', made.secret))
      .toBeUndefined();

    const { copies } = await test.core.call('restore.listCopies', { connectionId });
    expect(copies[0]).toMatchObject({
      id: result.copyId,
      here: true,
      contents: '1 assembly, 2 types, 2 steps, 2 images',
    });
    const { fileId } = await test.core.call('restore.openCopy', { id: result.copyId });
    const plan = await test.core.call('restore.preview', { connectionId, fileId });
    expect(plan.sameOrganization).toBe(true);
    expect(plan.rows.map(({ state }) => state)).toEqual(Array(7).fill('create'));
    expect(plan.rows.filter(({ missingSecret }) => missingSecret === 'secureConfiguration')).toHaveLength(1);

    const secret = { id: made.secured, secret: 'typed again' };
    const { results } = await test.core.call('restore.run', { connectionId, fileId, secrets: [secret] });
    expect(results.map(({ outcome }) => outcome)).toEqual(Array(7).fill('restored'));
    const withoutLink = (rows: Json[]) =>
      rows.map(({ _sdkmessageprocessingstepsecureconfigid_value: _link, ...row }) => row);
    expect(withoutLink(await plugins.rowsOf(made))).toEqual(withoutLink(before));
    const link = (await plugins.request('GET', `${steps}(${made.secured})`))
      ._sdkmessageprocessingstepsecureconfigid_value;
    expect(
      place.organisation.store.get('sdkmessageprocessingstepsecureconfig', String(link))?.secureconfig,
    ).toBe('typed again');
    const solution = await plugins.idOf('solutions', 'solutionid', "uniquename eq 'ContosoSales'");
    const { value } = await plugins.request(
      'GET',
      `solutioncomponents?$filter=_solutionid_value eq ${solution} and objectid eq ${made.assembly}`,
    );
    expect(value).toHaveLength(1);

    // Once more: everything is there.
    const again = await test.core.call('restore.run', { connectionId, fileId, secrets: [] });
    expect(again.results.map(({ outcome }) => outcome)).toEqual(Array(7).fill('exists'));
  });

  it('is restored by the file that was handed out, in pieces, after a failure in the middle', async () => {
    const connectionId = test.sandbox;
    const made = await plugins.makeAssembly();
    const nodes = [node('assembly', made.assembly)];
    const { text } = await test.core.call('registration.export', { connectionId, nodes });
    await test.core.call('registration.unregister', { connectionId, nodes });

    const bytes = Buffer.from(text, 'utf8');
    const half = Math.ceil(bytes.length / 2);
    expect(half).toBeLessThan(savedPieceSize);
    const first = await test.core.call('restore.addPiece', {
      fileId: null,
      size: bytes.length,
      piece: bytes.subarray(0, half).toString('base64'),
    });
    expect(first.complete).toBe(false);
    const { fileId } = await test.core.call('restore.addPiece', {
      fileId: first.fileId,
      size: bytes.length,
      piece: bytes.subarray(half).toString('base64'),
    });

    place.webApi.faults.next({ match: /^POST .*plugintypes/, status: 403 });
    const one = await test.core.call('restore.run', { connectionId, fileId, secrets: [] });
    const counted = (results: typeof one.results) =>
      Object.fromEntries(
        ['restored', 'exists', 'failed'].map((outcome) => [
          outcome,
          results.filter((row) => row.outcome === outcome).length,
        ]),
      );
    expect(counted(one.results).failed).toBeGreaterThanOrEqual(1);
    const two = await test.core.call('restore.run', { connectionId, fileId, secrets: [] });
    expect(counted(two.results).failed).toBe(0);
    expect(counted(two.results).restored).toBeGreaterThanOrEqual(2);
    await plugins.request('GET', `pluginassemblies(${made.assembly})`);
    expect((await plugins.request('GET', `${steps}(${made.secured})`)).statecode).toBe(1);
  });

  it('names what would be left without it, and refuses nothing else', async () => {
    const connectionId = test.sandbox;
    const { registrations } = await test.core.call('registrations.load', { connectionId });
    const apis = registrations.assemblies.find(({ name }) => name === 'Contoso.CustomApis');
    if (!apis) throw new Error('The seed has an assembly of custom APIs.');
    const preview = await test.core.call('registration.previewUnregister', {
      connectionId,
      nodes: [node('assembly', apis.id)],
    });
    expect(preview.dependents).toContainEqual({
      id: expect.any(String),
      kind: 'Custom API',
      name: 'contoso_ReserveStock',
      requiredName: expect.stringContaining('Contoso.CustomApis'),
    });
    const failure = await failureOf(
      test.core.call('registration.unregister', {
        connectionId,
        nodes: [node('assembly', apis.id)],
        withoutContent: true,
      }),
    );
    expect(failure).toMatchObject({ code: 'inUse', serverCode: '0x8004f01f' });
    const after = await test.core.call('registrations.load', { connectionId });
    expect(after.registrations.assemblies.some(({ id }) => id === apis.id)).toBe(true);
    // Nothing went, so there is nothing to restore.
    const { copies } = await test.core.call('restore.listCopies', { connectionId });
    expect(copies.some(({ names }) => names.includes(apis.name))).toBe(false);
  });

  it('names the process that runs a workflow activity, by which the organisation refuses', async () => {
    const connectionId = test.sandbox;
    const { registrations } = await test.core.call('registrations.load', { connectionId });
    const activity = registrations.types.find(({ typeName }) => typeName.endsWith('.CalculateDiscount'));
    if (!activity) throw new Error('The seed has a workflow activity.');
    const nodes = [node('pluginType', activity.id)];
    const preview = await test.core.call('registration.previewUnregister', { connectionId, nodes });
    expect(preview.dependents).toContainEqual(
      expect.objectContaining({ kind: 'Process', name: 'Discount for loyal customers' }),
    );
    const failure = await failureOf(test.core.call('registration.unregister', { connectionId, nodes }));
    expect(failure).toMatchObject({ code: 'inUse', serverCode: '0x8004f01f' });
  });

  it('asks before a content is lost that the server does not give out', async () => {
    const connectionId = test.sandbox;
    const made = await plugins.makeAssembly();
    place.organisation.seed('pluginassembly', {
      ...place.organisation.store.get('pluginassembly', made.assembly),
      content: null,
    });
    const nodes = [node('assembly', made.assembly)];
    expect(await failureOf(test.core.call('registration.unregister', { connectionId, nodes }))).toMatchObject(
      {
        code: 'unsupported',
        fields: { content: expect.any(String) },
      },
    );
    const { copyId } = await test.core.call('registration.unregister', {
      connectionId,
      nodes,
      withoutContent: true,
    });
    const { fileId } = await test.core.call('restore.openCopy', { id: copyId });
    const { rows } = await test.core.call('restore.preview', { connectionId, fileId });
    expect(rows.map(({ state }) => state)).toEqual(Array(7).fill('blocked'));
  });
});

describe('unregistering many', () => {
  it('goes in groups, says what is gone when one is refused, and goes on with the rest', async () => {
    const connectionId = test.sandbox;
    const made = await plugins.makeAssembly();
    const [type = ''] = made.types;
    const ids = await Promise.all(
      Array.from({ length: 150 }, () => plugins.makeStep(type, { name: 'One of many' })),
    );
    const nodes = [...ids.map((id) => node('step', id)), node('step', made.open)];
    const seen: number[] = [];
    const stop = new AbortController();
    const failure = await failureOf(
      test.core.call(
        'registration.unregister',
        { connectionId, nodes },
        {
          signal: stop.signal,
          onProgress({ done }) {
            seen.push(done);
            if (done === 100) stop.abort();
          },
        },
      ),
    );
    expect(seen).toEqual([0, 100]);
    expect(failure.sentence).toContain('100 of 153 rows are gone, 53 are still there.');
    const preview = await test.core.call('registration.previewUnregister', { connectionId, nodes });
    expect(preview.gone).toBeGreaterThan(0);
    expect(preview.obstacles).toEqual([]);
    const { deleted } = await test.core.call('registration.unregister', { connectionId, nodes });
    expect(deleted).toBe(53);
    expect((await failureOf(test.core.call('registration.unregister', { connectionId, nodes }))).code).toBe(
      'inUse',
    );
  });

  it('says what is gone when the organisation refuses in the middle', async () => {
    const connectionId = test.sandbox;
    const made = await plugins.makeAssembly();
    const [type = ''] = made.types;
    const ids = await Promise.all(
      Array.from({ length: 110 }, () => plugins.makeStep(type, { name: 'One of many' })),
    );
    const nodes = ids.map((id) => node('step', id));
    const failure = await failureOf(
      test.core.call(
        'registration.unregister',
        { connectionId, nodes },
        {
          onProgress({ done }) {
            if (done !== 100) return;
            place.webApi.faults.next({ match: /^POST .*\$batch/, status: 400, code: '0x8004f01f' });
          },
        },
      ),
    );
    expect(failure).toMatchObject({
      code: 'inUse',
      serverCode: '0x8004f01f',
      sentence: expect.stringContaining('100 of 110 rows are gone, 10 are still there.'),
      advice: expect.stringContaining('Unregister again'),
    });
    expect(await test.core.call('registration.unregister', { connectionId, nodes })).toMatchObject({
      deleted: 10,
    });
    // All of them are in the copy that was kept before the first went.
    const { copies } = await test.core.call('restore.listCopies', { connectionId });
    const first = copies.find(({ contents }) => contents === '110 steps');
    if (!first) throw new Error('The first copy is kept.');
    const { fileId } = await test.core.call('restore.openCopy', { id: first.id });
    const { results } = await test.core.call('restore.run', { connectionId, fileId, secrets: [] });
    expect(results.filter(({ outcome }) => outcome === 'restored')).toHaveLength(110);
  });
});

describe('a package', () => {
  it('goes with its assemblies and types, and its steps come back on the types of the same name', async () => {
    const connectionId = test.sandbox;
    const name = 'contoso_Kept.Package';
    const bytes = buildPluginAssembly({ name: 'Kept.Package', classes: ['Kept.Package.Run'] });
    const content = buildPluginPackage([{ file: 'Kept.Package.dll', bytes }], { id: name }).toString(
      'base64',
    );
    const id = await plugins.create('pluginpackages', 'pluginpackageid', {
      name,
      uniquename: name,
      version: '1.0.0',
      content,
    });
    const type = await plugins.idOf('plugintypes', 'plugintypeid', "typename eq 'Kept.Package.Run'");
    const step = await plugins.makeStep(type, { name: 'Packed' });
    const assembly = await plugins.idOf('pluginassemblies', 'pluginassemblyid', "name eq 'Kept.Package'");

    const alone = await test.core.call('registration.previewUnregister', {
      connectionId,
      nodes: [node('assembly', assembly)],
    });
    expect(alone.obstacles).toEqual([
      {
        sentence: expect.stringContaining(`is a part of the package ${name}`),
        instead: { kind: 'package', id },
      },
    ]);

    const nodes = [node('package', id)];
    const preview = await test.core.call('registration.previewUnregister', { connectionId, nodes });
    expect(preview).toMatchObject({ obstacles: [], dependents: [], dependenciesUnread: null });
    const { deleted, copyId } = await test.core.call('registration.unregister', { connectionId, nodes });
    expect(deleted).toBe(2);

    const { fileId } = await test.core.call('restore.openCopy', { id: copyId });
    const { rows } = await test.core.call('restore.preview', { connectionId, fileId });
    expect(rows.map(({ node: { kind }, state }) => [kind, state])).toEqual([
      ['package', 'create'],
      ['assembly', 'withPackage'],
      ['pluginType', 'withPackage'],
      ['step', 'create'],
    ]);
    const { results } = await test.core.call('restore.run', { connectionId, fileId, secrets: [] });
    expect(results.map(({ outcome, failure }) => failure?.serverMessage ?? outcome)).toEqual([
      'restored',
      'withPackage',
      'withPackage',
      'restored',
    ]);
    const now = await plugins.idOf('plugintypes', 'plugintypeid', "typename eq 'Kept.Package.Run'");
    expect((await plugins.request('GET', `${steps}(${step})`))._eventhandler_value).toBe(now);
  });
});
