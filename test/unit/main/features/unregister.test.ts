import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { savedPieceSize } from '../../../../src/shared/contract/calls/restore.ts';
import { FailureError } from '../../../../src/shared/contract/failure.ts';
import {
  type NodeReference,
  NodeReference as Reference,
} from '../../../../src/shared/domain/registration.ts';
import { buildPluginAssembly, buildPluginPackage } from '../../../support/buildPluginAssembly.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

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

type Json = Record<string, unknown>;

/** Straight to the Web API, past everything that is tested here. */
async function request(method: string, path: string, body?: Json, headers: Json = {}): Promise<Json> {
  const { webApi, accessToken } = place.addresses;
  const response = await fetch(new URL(path, webApi), {
    method,
    headers: {
      Authorization: `Bearer ${accessToken}`,
      'Content-Type': 'application/json',
      ...(headers as Record<string, string>),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? {} : JSON.parse(text);
}

async function create(set: string, key: string, body: Json, headers: Json = {}): Promise<string> {
  const id = randomUUID();
  await request('POST', set, { [key]: id, ...body }, headers);
  return id;
}

async function idOf(set: string, key: string, filter: string): Promise<string> {
  const { value } = await request(
    'GET',
    `${set}?$select=${key}&$filter=${encodeURIComponent(filter)}&$top=1`,
  );
  return String((value as Json[])[0]?.[key]);
}

async function failureOf(promise: Promise<unknown>): Promise<FailureError['failure']> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof FailureError) return error.failure;
  throw new Error(`A FailureError was expected, not ${String(error)}.`);
}

function node(kind: NodeReference['kind'], id: string): NodeReference {
  return Reference.parse({ kind, id });
}

const steps = 'sdkmessageprocessingsteps';
const images = 'sdkmessageprocessingstepimages';
const secrets = 'sdkmessageprocessingstepsecureconfigs';
const word = 'Never-In-A-File-4711';
let made = 0;

async function makeStep(type: string, change: Json = {}): Promise<string> {
  const message = await idOf('sdkmessages', 'sdkmessageid', "name eq 'Update'");
  const filter = await idOf(
    'sdkmessagefilters',
    'sdkmessagefilterid',
    `_sdkmessageid_value eq ${message} and primaryobjecttypecode eq 'account'`,
  );
  return create(steps, 'sdkmessageprocessingstepid', {
    name: `A step ${made}`,
    description: 'What it does.',
    stage: 40,
    mode: 0,
    rank: 7,
    supporteddeployment: 0,
    filteringattributes: 'name,telephone1',
    configuration: '<settings/>',
    'sdkmessageid@odata.bind': `/sdkmessages(${message})`,
    'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${filter})`,
    'eventhandler_plugintype@odata.bind': `/plugintypes(${type})`,
    ...change,
  });
}

/** An assembly with two types; on the first a step with a pre- and a post-image, on the second a disabled secured one. */
async function makeAssembly() {
  made += 1;
  const name = `Contoso.Kept${made}`;
  const classes = [`${name}.First`, `${name}.Second`];
  const content = buildPluginAssembly({ name, classes }).toString('base64');
  const inSolution = { 'MSCRM.SolutionUniqueName': 'ContosoSales' };
  const assembly = await create(
    'pluginassemblies',
    'pluginassemblyid',
    { name, content, isolationmode: 2, sourcetype: 0, description: 'Kept.' },
    inSolution,
  );
  const types: string[] = [];
  for (const typename of classes) {
    types.push(
      await create('plugintypes', 'plugintypeid', {
        typename,
        name: typename,
        friendlyname: `Friendly ${typename}`,
        'pluginassemblyid@odata.bind': `/pluginassemblies(${assembly})`,
      }),
    );
  }
  const [first = '', second = ''] = types;
  const open = await makeStep(first);
  const secured = await makeStep(second, { name: `Secured ${made}` });
  const secret = await create(secrets, 'sdkmessageprocessingstepsecureconfigid', { secureconfig: word });
  await request('PATCH', `${steps}(${secured})`, {
    'sdkmessageprocessingstepsecureconfigid@odata.bind': `/${secrets}(${secret})`,
    statecode: 1,
    statuscode: 2,
  });
  const image = (alias: string, imagetype: number) =>
    create(images, 'sdkmessageprocessingstepimageid', {
      name: alias,
      entityalias: alias,
      imagetype,
      messagepropertyname: 'Target',
      attributes: 'name',
      'sdkmessageprocessingstepid@odata.bind': `/${steps}(${open})`,
    });
  const both = [await image('before', 0), await image('after', 1)];
  return { name, assembly, types, open, secured, images: both, secret };
}

/** What the server keeps for itself, and what changes with each writing. */
const passing =
  /versionnumber|modifiedon|createdon|overwritetime|etag|idunique|_value@|solutionid|componentstate/;

async function rowsOf(made: Awaited<ReturnType<typeof makeAssembly>>): Promise<Json[]> {
  const rows = await Promise.all([
    request('GET', `pluginassemblies(${made.assembly})`),
    request('GET', `pluginassemblies(${made.assembly})?$select=content`),
    ...made.types.map((id) => request('GET', `plugintypes(${id})`)),
    request('GET', `${steps}(${made.open})`),
    request('GET', `${steps}(${made.secured})`),
    ...made.images.map((id) => request('GET', `${images}(${id})`)),
  ]);
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !passing.test(name))));
}

describe('unregistering an assembly', () => {
  it('shows what goes with it, deletes it from the images up, and restores it with the same ids', async () => {
    const connectionId = test.sandbox;
    const made = await makeAssembly();
    const before = await rowsOf(made);
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
    await expect(request('GET', `pluginassemblies(${made.assembly})`)).rejects.toThrow('404');
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
    expect(withoutLink(await rowsOf(made))).toEqual(withoutLink(before));
    const link = (await request('GET', `${steps}(${made.secured})`))
      ._sdkmessageprocessingstepsecureconfigid_value;
    expect(
      place.organisation.store.get('sdkmessageprocessingstepsecureconfig', String(link))?.secureconfig,
    ).toBe('typed again');
    const solution = await idOf('solutions', 'solutionid', "uniquename eq 'ContosoSales'");
    const { value } = await request(
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
    const made = await makeAssembly();
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
    await request('GET', `pluginassemblies(${made.assembly})`);
    expect((await request('GET', `${steps}(${made.secured})`)).statecode).toBe(1);
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

  it('asks before a content is lost that the server does not give out', async () => {
    const connectionId = test.sandbox;
    const made = await makeAssembly();
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
    const made = await makeAssembly();
    const [type = ''] = made.types;
    const ids = await Promise.all(Array.from({ length: 150 }, () => makeStep(type, { name: 'One of many' })));
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
});

describe('a package', () => {
  it('goes with its assemblies and types, and its steps come back on the types of the same name', async () => {
    const connectionId = test.sandbox;
    const name = 'contoso_Kept.Package';
    const bytes = buildPluginAssembly({ name: 'Kept.Package', classes: ['Kept.Package.Run'] });
    const content = buildPluginPackage([{ file: 'Kept.Package.dll', bytes }], { id: name }).toString(
      'base64',
    );
    const id = await create('pluginpackages', 'pluginpackageid', {
      name,
      uniquename: name,
      version: '1.0.0',
      content,
    });
    const type = await idOf('plugintypes', 'plugintypeid', "typename eq 'Kept.Package.Run'");
    const step = await makeStep(type, { name: 'Packed' });
    const assembly = await idOf('pluginassemblies', 'pluginassemblyid', "name eq 'Kept.Package'");

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
    const now = await idOf('plugintypes', 'plugintypeid', "typename eq 'Kept.Package.Run'");
    expect((await request('GET', `${steps}(${step})`))._eventhandler_value).toBe(now);
  });
});

describe('a file to restore from', () => {
  it.each([
    ['no JSON', 'registrations'],
    ['another format', '{"format":"something else"}'],
    [
      'a row that is none',
      '{"format":"registrar-registrations","version":2,"savedAt":"","organization":null,"webApi":"","steps":[5]}',
    ],
    [
      'nothing in it',
      '{"format":"registrar-registrations","version":2,"savedAt":"","organization":null,"webApi":"","steps":[{"name":"x"}]}',
    ],
  ])('is refused: %s', async (_what, text) => {
    const failure = await failureOf(
      test.core.call('restore.addPiece', {
        fileId: null,
        size: text.length,
        piece: Buffer.from(text).toString('base64'),
      }),
    );
    expect(failure).toMatchObject({
      code: 'invalid',
      sentence: expect.stringContaining('not a file of registrations'),
    });
  });

  it('writes nothing but columns that are its own', async () => {
    const connectionId = test.sandbox;
    const id = randomUUID();
    const text = JSON.stringify({
      format: 'registrar-registrations',
      version: 2,
      savedAt: '2026-01-02T03:04:05Z',
      organization: null,
      webApi: 'https://elsewhere.example/',
      serviceEndpoints: [
        {
          serviceendpointid: id,
          name: 'From a file',
          contract: 8,
          authtype: 4,
          isauthvalueset: true,
          url: 'https://hooks.example/',
          connectionmode: 1,
          messageformat: 2,
          userclaim: 1,
          'owner@odata.bind': '/systemusers(1)',
          statecode: { deep: true },
        },
      ],
    });
    const { fileId } = await test.core.call('restore.addPiece', {
      fileId: null,
      size: text.length,
      piece: Buffer.from(text).toString('base64'),
    });
    const preview = await test.core.call('restore.preview', { connectionId, fileId });
    expect(preview).toMatchObject({ sameOrganization: false, rows: [{ missingSecret: 'webhookKey' }] });
    const { results } = await test.core.call('restore.run', {
      connectionId,
      fileId,
      secrets: [{ id, secret: 'a webhook key' }],
    });
    expect(results).toMatchObject([{ outcome: 'restored', note: null }]);
    expect(place.organisation.store.get('serviceendpoint', id)?.authvalue).toBe('a webhook key');
    const { entries } = await test.core.call('activity.list', { connectionId });
    const sent = entries.find(({ operation }) => operation === 'restore.serviceEndpoint')?.requestBody ?? '';
    expect(sent).not.toContain('owner');
    expect(sent).not.toContain('a webhook key');
  });
});
