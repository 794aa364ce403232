import { describe, expect, it } from 'vitest';
import {
  buildPluginAssembly,
  buildPluginPackage,
  type PluginAssembly,
  tokenOfWords,
} from '../../../support/buildPluginAssembly.ts';
import { type JsonObject, type Reply, startApiUnderTest, stepBody } from '../apiUnderTest.ts';

const { send, create, organisation } = await startApiUnderTest();

let packages = 0;

/** Names of a package and its assemblies that nobody else has. */
function freshName(): string {
  packages += 1;
  return `Built${packages}`;
}

const packed = (assemblies: readonly PluginAssembly[], options = {}): string =>
  buildPluginPackage(
    assemblies.map((assembly, index) => ({ file: `${index}.dll`, bytes: buildPluginAssembly(assembly) })),
    options,
  ).toString('base64');

const packageBody = (
  name: string,
  assemblies: readonly PluginAssembly[],
  changes: JsonObject = {},
): JsonObject => ({
  name: `con_${name}`,
  uniquename: `con_${name}`,
  version: '1.0.0',
  content: packed(assemblies),
  ...changes,
});

const outcome = ({ status, code }: Reply): [number, string | undefined] => [status, code];

const rowsOf = async (id: string): Promise<readonly JsonObject[]> =>
  (
    await send(
      'GET',
      `pluginpackages(${id})/pluginpackage_pluginassembly?$select=name,version,publickeytoken,isolationmode,content&$expand=pluginassembly_plugintype($select=typename,version,friendlyname;$orderby=typename)&$orderby=name`,
    )
  ).rows;

async function typesOf(id: string): Promise<{ readonly [typename: string]: string }> {
  const types = (await rowsOf(id)).flatMap((row) => row.pluginassembly_plugintype as JsonObject[]);
  return Object.fromEntries(types.map(({ typename, plugintypeid }) => [typename, String(plugintypeid)]));
}

async function register(
  assemblies: (name: string) => readonly PluginAssembly[],
): Promise<{ id: string; name: string }> {
  const name = freshName();
  return { id: await create('pluginpackages', packageBody(name, assemblies(name))), name };
}

const update = async (id: string, assemblies: readonly PluginAssembly[]): Promise<Reply> =>
  send('PATCH', `pluginpackages(${id})`, { content: packed(assemblies) });

describe('registering a package', () => {
  it('makes the rows of its assemblies and their plug-ins', async () => {
    const { id, name } = await register((each) => [
      {
        name: `${each}.Signed`,
        version: '1.2.3.4',
        classes: ['A.Plugin', { name: 'A.Activity', kind: 'activity' }],
      },
      { name: `${each}.Unsigned`, key: null, classes: ['B.Plugin', { name: 'B.Other', kind: 'neither' }] },
      { name: `${each}.Library`, classes: [{ name: 'C.Other', kind: 'neither' }] },
    ]);
    expect(await rowsOf(id)).toMatchObject([
      {
        name: `${name}.Signed`,
        version: '1.2.3.4',
        publickeytoken: tokenOfWords('contoso'),
        isolationmode: 2,
        content: null,
        pluginassembly_plugintype: [{ typename: 'A.Plugin', version: '1.2.3.4' }],
      },
      {
        name: `${name}.Unsigned`,
        publickeytoken: 'null',
        pluginassembly_plugintype: [{ typename: 'B.Plugin' }],
      },
    ]);
  });

  it('takes the version from the nuspec where the body says none', async () => {
    const name = freshName();
    const content = packed([{ name }], { version: '2.5.0-beta' });
    const id = await create('pluginpackages', packageBody(name, [], { content, version: undefined }));
    expect((await send('GET', `pluginpackages(${id})`)).json).toMatchObject({
      version: '2.5.0-beta',
      statecode: 0,
    });
  });

  it.each([
    ['a name without a publisher’s prefix', { name: 'Contoso.Package' }, 400, '0x80040265'],
    ['a prefix of nobody', { name: 'zzz_Package' }, 400, '0x80040265'],
    ['no unique name', { uniquename: undefined }, 400, '0x80040200'],
    ['no content', { content: undefined }, 400, '0x80040265'],
    ['what is no package', { content: Buffer.from('PK').toString('base64') }, 400, '0x80040265'],
    [
      'an assembly of more than 16 MB',
      { content: packed([{ padding: 16 * 1024 * 1024 }]) },
      400,
      '0x8004418f',
    ],
  ])('refuses %s', async (_what, changes, status, code) => {
    const name = freshName();
    expect(outcome(await send('POST', 'pluginpackages', packageBody(name, [{ name }], changes)))).toEqual([
      status,
      code,
    ]);
  });

  it('refuses a unique name twice, and an assembly that is registered already', async () => {
    const { name } = await register((each) => [{ name: each }]);
    const again = await send('POST', 'pluginpackages', packageBody(name, [{ name: freshName() }]));
    expect(outcome(again)).toEqual([412, '0x80040237']);
    const count = organisation.store.count('pluginpackage');
    const same = await send('POST', 'pluginpackages', packageBody(freshName(), [{ name }]));
    expect(outcome(same)).toEqual([400, '0x8004417b']);
    expect(organisation.store.count('pluginpackage')).toBe(count);
  });
});

describe('updating a package', () => {
  it('adds and removes assemblies and classes, and keeps the ids of what stays', async () => {
    const { id, name } = await register((each) => [
      { name: each, classes: ['A.Stays', 'A.Goes'] },
      { name: `${each}.Gone`, classes: ['B.Goes'] },
    ]);
    const before = await typesOf(id);
    const reply = await update(id, [
      { name, version: '3.0.0.0', classes: ['A.Stays', 'A.New'] },
      { name: `${name}.New`, classes: ['C.New'] },
    ]);
    expect(reply.status).toBe(204);
    const after = await typesOf(id);
    expect(Object.keys(after).sort()).toEqual(['A.New', 'A.Stays', 'C.New']);
    expect(after['A.Stays']).toBe(before['A.Stays']);
    expect(await rowsOf(id)).toMatchObject([
      {
        name,
        version: '3.0.0.0',
        pluginassembly_plugintype: [{ version: '3.0.0.0' }, { version: '3.0.0.0' }],
      },
      { name: `${name}.New` },
    ]);
  });

  it('is refused while steps or custom APIs use a class that is gone', async () => {
    const { id, name } = await register((each) => [{ name: each, classes: ['A.Stays', 'A.Step', 'A.Api'] }]);
    const types = await typesOf(id);
    const step = await create(
      'sdkmessageprocessingsteps',
      stepBody({ 'eventhandler_plugintype@odata.bind': `/plugintypes(${types['A.Step']})` }),
    );
    const withoutStep = await update(id, [{ name, classes: ['A.Stays', 'A.Api'] }]);
    expect(outcome(withoutStep)).toEqual([400, '0x80040265']);
    expect(withoutStep.text).toContain(
      "Unable to delete 'A.Step' plugintype due to 1 step(s) registered on it.",
    );
    organisation.seed('customapi', {
      uniquename: 'con_Api',
      plugintypeid: { table: 'plugintype', id: types['A.Api'] ?? '' },
    });
    expect(outcome(await update(id, [{ name, classes: ['A.Stays', 'A.Step'] }]))).toEqual([
      400,
      '0x8004f01f',
    ]);
    expect(outcome(await update(id, [{ name: `${name}.Other` }]))).toEqual([400, '0x80040265']);
    expect(await typesOf(id)).toEqual(types);
    await send('DELETE', `sdkmessageprocessingsteps(${step})`);
    expect((await update(id, [{ name, classes: ['A.Stays', 'A.Api'] }])).status).toBe(204);
  });

  it('leaves name, unique name and version as they are', async () => {
    const { id, name } = await register((each) => [{ name: each }]);
    const patch = async (changes: JsonObject): Promise<Reply> =>
      send('PATCH', `pluginpackages(${id})`, changes);
    const version = await patch({ version: '2.0.0' });
    expect(outcome(version)).toEqual([400, '0x80040265']);
    expect(version.text).toContain(
      'PluginPackage version cannot be updated. Exiting Package Version 1.0.0, New Package Version 2.0.0',
    );
    expect(outcome(await patch({ name: `con_${name}Other` }))).toEqual([400, '0x80040265']);
    expect(outcome(await patch({ uniquename: 'con_other' }))).toEqual([400, '0x80040203']);
    expect(outcome(await patch({ content: null }))).toEqual([400, '0x80040265']);
    const newer = packed([{ name, version: '9.0.0.0' }], { version: '9.0.0' });
    expect((await patch({ version: '1.0.0', content: newer })).status).toBe(204);
    expect((await send('GET', `pluginpackages(${id})`)).json.version).toBe('1.0.0');
  });
});

describe('what belongs to a package', () => {
  it('is not changed or deleted on its own', async () => {
    const { id, name } = await register((each) => [{ name: each, classes: ['A.Plugin'] }]);
    const [assembly] = await rowsOf(id);
    const path = `pluginassemblies(${String(assembly?.pluginassemblyid)})`;
    const type = `plugintypes(${(await typesOf(id))['A.Plugin']})`;
    expect(outcome(await send('PATCH', path, { description: 'D' }))).toEqual([400, '0x80040216']);
    expect((await send('PATCH', path, { description: 'D', version: '1.0.0.0' })).status).toBe(204);
    expect((await send('PATCH', path, { 'managedidentityid@odata.bind': null })).status).toBe(204);
    const content = buildPluginAssembly({ name }).toString('base64');
    expect(outcome(await send('PATCH', path, { content, version: '1.0.0.0' }))).toEqual([400, '0x8004418b']);
    const deleted = await send('DELETE', path);
    expect(outcome(deleted)).toEqual([400, '0x80040265']);
    expect(deleted.text).toContain('Unable to delete plug-in assembly as it is part of plugin package');
    expect(outcome(await send('DELETE', type))).toEqual([400, '0x80040265']);
    expect((await send('PATCH', type, { friendlyname: 'Friendly' })).status).toBe(204);
    const again = await send('POST', 'plugintypes', {
      typename: 'A.Plugin',
      friendlyname: 'x',
      'pluginassemblyid@odata.bind': `/${path}`,
    });
    expect(outcome(again)).toEqual([400, '0x8004417c']);
  });

  it('goes with it, unless steps are left', async () => {
    const { id } = await register((each) => [{ name: each, classes: ['A.Plugin'] }]);
    const [assembly] = await rowsOf(id);
    const type = (await typesOf(id))['A.Plugin'];
    const step = await create(
      'sdkmessageprocessingsteps',
      stepBody({ 'eventhandler_plugintype@odata.bind': `/plugintypes(${type})` }),
    );
    expect(outcome(await send('DELETE', `pluginpackages(${id})`))).toEqual([400, '0x8004f01f']);
    await send('DELETE', `sdkmessageprocessingsteps(${step})`);
    expect((await send('DELETE', `pluginpackages(${id})`)).status).toBe(204);
    expect((await send('GET', `pluginassemblies(${String(assembly?.pluginassemblyid)})`)).status).toBe(404);
    expect((await send('GET', `plugintypes(${type})`)).status).toBe(404);
  });

  it('gets a row by hand only with the identity of one of its assemblies', async () => {
    const { id, name } = await register((each) => [{ name: each }]);
    const [assembly] = await rowsOf(id);
    const body = {
      name,
      isolationmode: 2,
      version: '1.0.0.0',
      culture: 'neutral',
      publickeytoken: tokenOfWords('contoso'),
      'PackageId@odata.bind': `/pluginpackages(${id})`,
    };
    const post = async (changes: JsonObject): Promise<[number, string | undefined]> =>
      outcome(await send('POST', 'pluginassemblies', { ...body, ...changes }));
    expect(await post({ isolationmode: undefined })).toEqual([400, '0x80040203']);
    expect(await post({ version: '1.0.0.1' })).toEqual([400, '0x80044191']);
    expect(await post({})).toEqual([400, '0x8004417b']);
    organisation.store.remove('pluginassembly', String(assembly?.pluginassemblyid));
    expect(await post({})).toEqual([204, undefined]);
  });
});
