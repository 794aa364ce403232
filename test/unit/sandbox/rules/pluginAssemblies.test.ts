import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  buildPluginAssembly,
  type PluginAssembly,
  tokenOfWords,
} from '../../../support/buildPluginAssembly.ts';
import { ids, type JsonObject, type Reply, startApiUnderTest, stepBody } from '../apiUnderTest.ts';

const { send, create, organisation } = await startApiUnderTest();

const base64 = (assembly?: PluginAssembly): string => buildPluginAssembly(assembly).toString('base64');

let assemblies = 0;

/** A name that no other assembly of the organisation has. */
function freshName(): string {
  assemblies += 1;
  return `Contoso.Built${assemblies}`;
}

const assemblyBody = (assembly: PluginAssembly, changes: JsonObject = {}): JsonObject => ({
  name: assembly.name ?? 'Contoso.Built',
  content: base64(assembly),
  isolationmode: 2,
  sourcetype: 0,
  ...changes,
});

const typeBody = (assembly: string, typename: string, changes: JsonObject = {}): JsonObject => ({
  typename,
  name: typename,
  friendlyname: 'a friendly name',
  'pluginassemblyid@odata.bind': `/pluginassemblies(${assembly})`,
  ...changes,
});

async function register(assembly: PluginAssembly = {}): Promise<{ id: string; assembly: PluginAssembly }> {
  const named = { name: freshName(), ...assembly };
  return { id: await create('pluginassemblies', assemblyBody(named)), assembly: named };
}

const outcome = ({ status, code }: Reply): [number, string | undefined] => [status, code];

const update = async (id: string, changes: JsonObject): Promise<Reply> =>
  send('PATCH', `pluginassemblies(${id})`, changes);

describe('registering an assembly', () => {
  it('takes the identity from the bytes, whatever the body says', async () => {
    const id = await create('pluginassemblies', {
      name: 'Wrong',
      version: '9.9.9.9',
      culture: 'de',
      publickeytoken: '0000000000000000',
      content: base64({ name: 'Contoso.Identity', version: '1.2.3.4' }),
      isolationmode: 2,
      sourcetype: 0,
    });
    expect((await send('GET', `pluginassemblies(${id})`)).json).toMatchObject({
      name: 'Contoso.Identity',
      version: '1.2.3.4',
      major: 1,
      minor: 2,
      culture: 'neutral',
      publickeytoken: tokenOfWords('contoso'),
      customizationlevel: 1,
      ismanaged: false,
      ispasswordset: false,
    });
  });

  it('reads what a compiler made', async () => {
    const bytes = readFileSync(
      join(import.meta.dirname, '../../../fixtures/assemblies/Contoso.Signed.dll'),
    ).toString('base64');
    const id = await create('pluginassemblies', {
      content: bytes,
      name: 'x',
      isolationmode: 2,
      sourcetype: 0,
    });
    const { json } = await send('GET', `pluginassemblies(${id})?$select=name,version,publickeytoken,content`);
    expect(json).toMatchObject({
      name: 'Contoso.Signed',
      version: '1.0.0.0',
      publickeytoken: '5085dd0a38ceda32',
      content: bytes,
    });
    const type = await create('plugintypes', typeBody(id, 'Contoso.Small.OnlyPlugin'));
    expect((await send('GET', `plugintypes(${type})`)).json.isworkflowactivity).toBe(false);
  });

  it.each([
    ['an assembly without key', { key: null }, {}, '0x8004416c'],
    ['an assembly that is yet to be signed', { isSigned: false }, {}, '0x80081114'],
    ['a process of 32 bits', { cliFlags: 2 }, {}, '0x8004417e'],
    ['more than 16 MB', { padding: 16 * 1024 * 1024 }, {}, '0x8004418f'],
    ['a newer SDK than the server has', { sdkVersion: 10 }, {}, '0x8004419b'],
    ['what is no assembly', {}, { content: 'TVqQAAMAAAA=' }, '0x80044191'],
    ['empty content', {}, { content: '' }, '0x80040200'],
    ['no content', {}, { content: undefined }, '0x80040200'],
    [
      'an identity without content',
      {},
      { content: undefined, version: '1.0.0.0', culture: 'neutral', publickeytoken: '0123456789abcdef' },
      '0x80044191',
    ],
    ['what is no Base64', {}, { content: 'no, not this!' }, '0x80040203'],
    ['full trust', {}, { isolationmode: 1 }, '0x80040203'],
    ['no isolation mode', {}, { isolationmode: undefined }, '0x80040203'],
    ['the disk as its place', {}, { sourcetype: 1 }, '0x8004417d'],
    ['an isolation mode that is none', {}, { isolationmode: 7 }, '0x8004431a'],
  ])('refuses %s', async (_what, assembly, changes, code) => {
    const reply = await send(
      'POST',
      'pluginassemblies',
      assemblyBody({ name: freshName(), ...assembly }, changes),
    );
    expect(outcome(reply)).toEqual([400, code]);
  });

  it('refuses the same assembly twice; build and revision do not make another one', async () => {
    const { assembly } = await register({ version: '1.0.0.0' });
    const again = async (changes: PluginAssembly): Promise<[number, string | undefined]> =>
      outcome(await send('POST', 'pluginassemblies', assemblyBody({ ...assembly, ...changes })));
    expect(await again({})).toEqual([400, '0x8004417b']);
    expect(await again({ version: '1.0.7.9' })).toEqual([400, '0x8004417b']);
    expect(await again({ version: '1.1.0.0' })).toEqual([204, undefined]);
    expect(await again({ version: '2.0.0.0' })).toEqual([204, undefined]);
    expect(await again({ key: 'fabrikam' })).toEqual([204, undefined]);
    expect(await again({ culture: 'de' })).toEqual([204, undefined]);
  });

  it('makes no types', async () => {
    const { id } = await register();
    expect((await send('GET', `pluginassemblies(${id})/pluginassembly_plugintype`)).rows).toEqual([]);
  });

  it('is for those who may', async () => {
    const reply = await send('POST', 'pluginassemblies', assemblyBody({ name: freshName() }), {
      token: 'basic',
    });
    expect(outcome(reply)).toEqual([403, '0x80040220']);
  });
});

describe('updating an assembly', () => {
  it('takes the same version, and another build, whose version its types repeat', async () => {
    const { id, assembly } = await register({ version: '1.0.0.0' });
    const type = await create('plugintypes', typeBody(id, 'Contoso.Built.First'));
    expect((await update(id, { content: base64(assembly), description: 'again' })).status).toBe(204);
    const content = base64({ ...assembly, version: '1.0.5.6' });
    expect((await update(id, { content, version: '7.0.0.0' })).status).toBe(204);
    const read = await send('GET', `pluginassemblies(${id})?$expand=pluginassembly_plugintype`);
    expect(read.json).toMatchObject({
      version: '1.0.5.6',
      content,
      description: 'again',
      pluginassembly_plugintype: [
        { plugintypeid: type, version: '1.0.5.6', major: 1, minor: 0, assemblyname: assembly.name },
      ],
    });
  });

  it('leaves the identity alone when no bytes are sent', async () => {
    const { id, assembly } = await register();
    expect((await update(id, { name: 'Other', version: '3.0.0.0', culture: 'fr' })).status).toBe(204);
    expect((await send('GET', `pluginassemblies(${id})`)).json).toMatchObject({
      name: assembly.name,
      version: '1.0.0.0',
      culture: 'neutral',
    });
  });

  it.each([
    ['another name', { name: 'Contoso.Other' }, '0x8004418b'],
    ['another major version', { version: '2.0.0.0' }, '0x8004418b'],
    ['another minor version', { version: '1.1.0.0' }, '0x8004418b'],
    ['another culture', { culture: 'de' }, '0x8004418b'],
    ['another key', { key: 'fabrikam' }, '0x8004418b'],
    ['no key any more', { key: null }, '0x8004418b'],
    ['a signature that went missing', { isSigned: false }, '0x80081114'],
    ['too much', { padding: 16 * 1024 * 1024 }, '0x8004418f'],
  ])('refuses %s', async (_what, changes, code) => {
    const { id, assembly } = await register();
    expect(outcome(await update(id, { content: base64({ ...assembly, ...changes }) }))).toEqual([400, code]);
    expect((await send('GET', `pluginassemblies(${id})`)).json.version).toBe('1.0.0.0');
  });

  it('refuses to take the bytes away', async () => {
    const { id } = await register();
    expect(outcome(await update(id, { content: null }))).toEqual([400, '0x8004418b']);
    expect(outcome(await update(id, { isolationmode: 1 }))).toEqual([400, '0x80040203']);
  });

  it('refuses bytes without a class that is registered, until its type is gone', async () => {
    const { id, assembly } = await register();
    const type = await create('plugintypes', typeBody(id, 'Contoso.Built.Second'));
    const without = base64({ ...assembly, classes: ['Contoso.Built.First'] });
    expect(outcome(await update(id, { content: without }))).toEqual([400, '0x8004418b']);
    const internal = base64({ ...assembly, classes: [{ name: 'Contoso.Built.Second', flags: 0x10_0000 }] });
    expect(outcome(await update(id, { content: internal }))).toEqual([400, '0x8004418b']);
    const changed = base64({ ...assembly, classes: [{ name: 'Contoso.Built.Second', kind: 'activity' }] });
    expect(outcome(await update(id, { content: changed }))).toEqual([400, '0x8004418b']);
    expect((await send('DELETE', `plugintypes(${type})`)).status).toBe(204);
    expect((await update(id, { content: without })).status).toBe(204);
  });

  it('is refused for managed rows', async () => {
    const { id, assembly } = await register();
    const row = organisation.store.get('pluginassembly', id);
    organisation.store.put('pluginassembly', {
      ...row,
      ismanaged: true,
      iscustomizable: { value: true, canBeChanged: false },
    });
    expect(outcome(await update(id, { content: base64(assembly) }))).toEqual([400, '0x8004f026']);
    expect(outcome(await send('DELETE', `pluginassemblies(${id})`))).toEqual([400, '0x8004f032']);
  });

  it('asks for the version that was read', async () => {
    const { id, assembly } = await register();
    const { headers } = await send('GET', `pluginassemblies(${id})?$select=name`);
    expect(headers.get('etag')).toMatch(/^W\//);
    const stale = await send(
      'PATCH',
      `pluginassemblies(${id})`,
      { content: base64(assembly) },
      {
        headers: { 'If-Match': 'W/"1"' },
      },
    );
    expect(outcome(stale)).toEqual([412, '0x80060882']);
  });
});

describe('registering a type', () => {
  const classes = [
    'Contoso.Built.First',
    { name: 'Contoso.Built.Step', kind: 'activity' },
    { name: 'Contoso.Built.Both', kind: 'both' },
    { name: 'Contoso.Built.Neither', kind: 'neither' },
    { name: 'Contoso.Built.Internal', flags: 0x10_0000 },
    { name: 'Contoso.Built.Abstract', flags: 0x10_0081 },
  ] as const;

  it('fills in what the assembly says', async () => {
    const { id, assembly } = await register({ classes, version: '4.5.6.7' });
    const plugin = await create(
      'plugintypes',
      typeBody(id, 'Contoso.Built.First', {
        version: '1.0.0.0',
        isworkflowactivity: true,
        assemblyname: 'x',
      }),
    );
    expect((await send('GET', `plugintypes(${plugin})`)).json).toMatchObject({
      assemblyname: assembly.name,
      version: '4.5.6.7',
      major: 4,
      minor: 5,
      culture: 'neutral',
      publickeytoken: tokenOfWords('contoso'),
      isworkflowactivity: false,
      _pluginassemblyid_value: id,
    });
    const activity = await create(
      'plugintypes',
      typeBody(id, 'Contoso.Built.Step', { workflowactivitygroupname: 'Mine' }),
    );
    expect((await send('GET', `plugintypes(${activity})`)).json).toMatchObject({
      isworkflowactivity: true,
      workflowactivitygroupname: 'Mine',
    });
    const step = await send(
      'POST',
      'sdkmessageprocessingsteps',
      stepBody({ 'eventhandler_plugintype@odata.bind': `/plugintypes(${activity})` }),
    );
    expect(outcome(step)).toEqual([400, '0x80040203']);
  });

  it.each([
    ['a class that is not there', 'Contoso.Built.Third', '0x80044190'],
    ['a name in other case', 'contoso.built.first', '0x80044190'],
    ['a class that is not public', 'Contoso.Built.Internal', '0x80044190'],
    ['an abstract class', 'Contoso.Built.Abstract', '0x80044190'],
    ['a class that is both plug-in and activity', 'Contoso.Built.Both', '0x8004418c'],
    ['a class that is neither', 'Contoso.Built.Neither', '0x8004418c'],
    ['no class', '', '0x80040200'],
  ])('refuses %s', async (_what, typename, code) => {
    const { id } = await register({ classes });
    expect(outcome(await send('POST', 'plugintypes', typeBody(id, typename)))).toEqual([400, code]);
  });

  it('refuses the same class twice in an assembly', async () => {
    const { id } = await register({ classes });
    const { id: other } = await register({ classes });
    const first = await create('plugintypes', typeBody(id, 'Contoso.Built.First'));
    const again = await send('POST', 'plugintypes', typeBody(id, 'Contoso.Built.First'));
    expect(outcome(again)).toEqual([400, '0x8004417c']);
    await create('plugintypes', typeBody(other, 'Contoso.Built.First'));
    expect((await send('PATCH', `plugintypes(${first})`, { typename: 'Contoso.Built.First' })).status).toBe(
      204,
    );
    const renamed = await send('PATCH', `plugintypes(${first})`, { typename: 'Contoso.Built.Third' });
    expect(outcome(renamed)).toEqual([400, '0x80044190']);
  });

  it('can be done together with the assembly', async () => {
    const name = freshName();
    const type = { typename: 'Contoso.Built.First', friendlyname: 'F' };
    const together = await create(
      'pluginassemblies',
      assemblyBody(
        { name },
        { pluginassembly_plugintype: [type, { ...type, typename: 'Contoso.Built.Second' }] },
      ),
    );
    const read = await send('GET', `pluginassemblies(${together})?$expand=pluginassembly_plugintype`);
    expect(read.json.pluginassembly_plugintype).toHaveLength(2);
    const count = organisation.store.count('pluginassembly');
    const failed = await send(
      'POST',
      'pluginassemblies',
      assemblyBody(
        { name: freshName() },
        { pluginassembly_plugintype: [type, { ...type, typename: 'No.Such' }] },
      ),
    );
    expect(outcome(failed)).toEqual([400, '0x80044190']);
    expect(organisation.store.count('pluginassembly')).toBe(count);
  });

  it('keeps the ids that the body asks for', async () => {
    const ids = { assembly: crypto.randomUUID(), type: crypto.randomUUID() };
    const body = assemblyBody({ name: freshName() }, { pluginassemblyid: ids.assembly });
    expect(await create('pluginassemblies', body)).toBe(ids.assembly);
    const type = typeBody(ids.assembly, 'Contoso.Built.First', { plugintypeid: ids.type });
    expect(await create('plugintypes', type)).toBe(ids.type);
  });

  it('needs an assembly', async () => {
    const none = await send(
      'POST',
      'plugintypes',
      typeBody('', 'A', { 'pluginassemblyid@odata.bind': undefined }),
    );
    expect(outcome(none)).toEqual([400, '0x80040200']);
    const lost = await send('POST', 'plugintypes', typeBody('40000000-0000-4000-8000-00000000000f', 'A'));
    expect(outcome(lost)).toEqual([404, '0x80040217']);
    const broken = await send('POST', 'plugintypes', typeBody(ids.assembly, 'A'));
    expect(outcome(broken)).toEqual([400, '0x80044191']);
  });

  it('lets names and group be changed', async () => {
    const { id } = await register({ classes });
    const type = await create('plugintypes', typeBody(id, 'Contoso.Built.Step'));
    const changes = { name: 'N', friendlyname: 'F', description: 'D', workflowactivitygroupname: 'G' };
    expect((await send('PATCH', `plugintypes(${type})`, changes)).status).toBe(204);
    expect((await send('GET', `plugintypes(${type})`)).json).toMatchObject(changes);
  });
});

describe('unregistering', () => {
  it('takes the types along with their assembly, unless steps use them', async () => {
    const { id } = await register();
    const type = await create('plugintypes', typeBody(id, 'Contoso.Built.First'));
    const step = await create(
      'sdkmessageprocessingsteps',
      stepBody({ 'eventhandler_plugintype@odata.bind': `/plugintypes(${type})` }),
    );
    for (const path of [`plugintypes(${type})`, `pluginassemblies(${id})`])
      expect(outcome(await send('DELETE', path))).toEqual([400, '0x8004f01f']);
    expect((await send('GET', `plugintypes(${type})`)).status).toBe(200);
    await send('DELETE', `sdkmessageprocessingsteps(${step})`);
    expect((await send('DELETE', `pluginassemblies(${id})`)).status).toBe(204);
    expect((await send('GET', `plugintypes(${type})`)).status).toBe(404);
  });

  it('is refused while a custom API runs on the type', async () => {
    const { id } = await register();
    const type = await create('plugintypes', typeBody(id, 'Contoso.Built.First'));
    const api = organisation.seed('customapi', {
      uniquename: 'con_Api',
      plugintypeid: { table: 'plugintype', id: type },
    });
    expect(outcome(await send('DELETE', `plugintypes(${type})`))).toEqual([400, '0x8004f01f']);
    organisation.store.remove('customapi', api);
    expect((await send('DELETE', `plugintypes(${type})`)).status).toBe(204);
  });
});
