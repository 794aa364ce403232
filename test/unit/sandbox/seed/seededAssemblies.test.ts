import { describe, expect, it } from 'vitest';
import { inspectPluginFile } from '../../../../src/main/assemblies/inspectPluginFile.ts';
import { readAssembly } from '../../../../src/sandbox/plugins/readAssembly.ts';
import { seedOrganisation } from '../../../../src/sandbox/seed/seedOrganisation.ts';
import { textIn } from '../../../../src/sandbox/store/row.ts';
import { startApiUnderTest } from '../apiUnderTest.ts';

const { send, organisation } = await startApiUnderTest();
seedOrganisation({
  organisation,
  now: Date.parse('2026-03-02T10:00:00Z'),
  namespaceAddress: 'sb://127.0.0.1:50000/',
  sendKey: 'k'.repeat(44),
});
const { store } = organisation;

const withContent = [...store.rows('pluginassembly')]
  .filter((row) => (textIn(row, 'content')?.length ?? 0) > 100)
  .map((row) => ({ id: textIn(row, 'pluginassemblyid') ?? '', name: `${row.name} ${row.version}`, row }));

const typeNamesOf = (assembly: string): (string | undefined)[] =>
  store
    .referring('plugintype', 'pluginassemblyid', assembly)
    .map((type) => textIn(type, 'typename'))
    .sort();

describe('seeded assemblies', () => {
  it.each(withContent)('$name has the bytes that its row speaks of', ({ id, row }) => {
    const bytes = Buffer.from(textIn(row, 'content') ?? '', 'base64');
    const { name, version, publicKeyToken, isSigned, targetFramework } = readAssembly(bytes);
    expect({ name, version: version.join('.'), publicKeyToken, isSigned, targetFramework }).toEqual({
      name: row.name,
      version: row.version,
      publicKeyToken: row.publickeytoken,
      isSigned: true,
      targetFramework: '.NETFramework,Version=v4.6.2',
    });
    // The client's reader was written by others from the same standard: what it makes of the file is a second opinion.
    const reading = inspectPluginFile(bytes);
    expect(reading).toMatchObject({
      kind: 'assembly',
      name: row.name,
      publicKeyToken: row.publickeytoken,
      strongName: 'signed',
      strongNamed: true,
    });
    const found = reading.kind === 'assembly' ? reading.types : [];
    expect(found.map(({ typeName }) => typeName).sort()).toEqual(typeNamesOf(id));
  });

  it.each(withContent.filter(({ row }) => row.ismanaged !== true))(
    '$name can be downloaded and registered again',
    async ({ id }) => {
      const { json } = await send('GET', `pluginassemblies(${id})?$select=content`);
      const reply = await send('PATCH', `pluginassemblies(${id})`, { content: json.content });
      expect([reply.status, reply.code]).toEqual([204, undefined]);
    },
  );

  it('belong to those that were registered alone; the others say nothing', () => {
    expect(withContent.length).toBeGreaterThanOrEqual(6);
    expect(withContent.some(({ row }) => row.packageid !== undefined || row.customizationlevel === 0)).toBe(
      false,
    );
  });

  it('that come in a package are in it', async () => {
    const [row] = store.rows('pluginpackage');
    const id = textIn(row ?? {}, 'pluginpackageid') ?? '';
    const before = store
      .referring('pluginassembly', 'packageid', id)
      .map((each) => [
        each.pluginassemblyid,
        each.version,
        each.publickeytoken,
        ...typeNamesOf(textIn(each, 'pluginassemblyid') ?? ''),
      ]);
    const { json } = await send('GET', `pluginpackages(${id})?$select=content`);
    expect(inspectPluginFile(Buffer.from(String(json.content), 'base64'))).toMatchObject({
      kind: 'package',
      id: row?.uniquename,
      version: row?.version,
    });
    const reply = await send('PATCH', `pluginpackages(${id})`, { content: json.content });
    expect([reply.status, reply.code]).toEqual([204, undefined]);
    expect(
      store
        .referring('pluginassembly', 'packageid', id)
        .map((each) => [
          each.pluginassemblyid,
          each.version,
          each.publickeytoken,
          ...typeNamesOf(textIn(each, 'pluginassemblyid') ?? ''),
        ]),
    ).toEqual(before);
  });
});
