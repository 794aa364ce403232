import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UnreadableFile } from '../../../../src/sandbox/plugins/cliFile.ts';
import { pluginClassesOf } from '../../../../src/sandbox/plugins/pluginClasses.ts';
import { readAssembly } from '../../../../src/sandbox/plugins/readAssembly.ts';
import { readPluginPackage } from '../../../../src/sandbox/plugins/readPluginPackage.ts';
import { randomFrom } from '../../../fuzz/mutate.ts';
import { makeInput, regressionFolder, seedAssemblies } from '../../../fuzz/pluginFiles.ts';
import { judgeSandbox } from '../../../fuzz/sandboxReader.ts';
import { planOfAllTables, planOfBigAssembly, planOfTypes } from '../../../support/assemblyPlans.ts';
import { buildAssembly } from '../../../support/buildAssembly.ts';
import { buildPluginAssembly, buildPluginPackage } from '../../../support/buildPluginAssembly.ts';
import { packZip } from '../../../support/packZip.ts';

const folder = join(import.meta.dirname, '../../../fixtures/assemblies');
const fixture = (name: string): Buffer => readFileSync(join(folder, name));

type Listing = {
  readonly name: string;
  readonly version: string;
  readonly culture: string;
  readonly publicKeyToken: string | null;
  readonly targetFramework: string | null;
  readonly types: readonly {
    readonly typeName: string;
    readonly visible: boolean;
    readonly abstract: boolean;
    readonly interface: boolean;
    readonly valueType: boolean;
    readonly generic: boolean;
    readonly plugin: boolean;
    readonly workflowActivity: boolean;
  }[];
};

const listed = readdirSync(folder).filter((name) => /\.(?:dll|exe)\.json$/.test(name));
const base = readAssembly(fixture('Contoso.Base.dll'));

describe('the reader of assemblies', () => {
  it.each(listed)('agrees with what Mono says in %s', (file) => {
    const listing = JSON.parse(fixture(file).toString('utf8')) as Listing;
    const assembly = readAssembly(fixture(file.slice(0, -'.json'.length)));
    expect({
      name: assembly.name,
      version: assembly.version.join('.'),
      culture: assembly.culture,
      publicKeyToken: assembly.publicKeyToken ?? null,
      targetFramework: assembly.targetFramework ?? null,
    }).toEqual({
      name: listing.name,
      version: listing.version,
      culture: listing.culture,
      publicKeyToken: listing.publicKeyToken,
      targetFramework: listing.targetFramework,
    });
    const [classes = new Map()] = pluginClassesOf(
      assembly.name === base.name ? [assembly] : [assembly, base],
    );
    const expected = listing.types
      .filter((type) => type.visible && !type.abstract && !type.interface && !type.valueType && !type.generic)
      .map(({ typeName, plugin, workflowActivity }) => [
        typeName,
        plugin ? (workflowActivity ? 'both' : 'plugin') : workflowActivity ? 'activity' : 'neither',
      ]);
    expect(Object.fromEntries(classes)).toEqual(Object.fromEntries(expected));
  });

  it.each([
    ['Contoso.Signed.dll', true],
    ['Contoso.X64.dll', true],
    ['Contoso.X86.dll', false],
  ])('sees whether %s runs on the platform', (file, isPortable) => {
    expect(readAssembly(fixture(file)).isPortable).toBe(isPortable);
  });

  it.each(readdirSync(regressionFolder).filter((name) => name.endsWith('.bin')))(
    'answers to %s, over which another reader stumbled',
    (file) => {
      expect(judgeSandbox(readFileSync(join(regressionFolder, file)), 5)).toBeNull();
    },
  );

  it.each([
    ['indexes of four bytes throughout', { wideIndexes: true }],
    ['data between counts and tables', { heapFlags: 0x40, extraData: 7 }],
    ['large heaps', { heapFlags: 7 }],
    [
      'a false heap before the true one',
      { streamsBefore: [{ name: '#Strings', bytes: Buffer.from('no\0') }] },
    ],
    ['tables in the other form', planOfAllTables('#-')],
    ['64 bits', { is64Bit: true }],
  ])('reads an assembly with %s', (_what, changes) => {
    const { name, types } = readAssembly(buildAssembly({ ...planOfAllTables('#~'), ...changes }));
    expect([name, ...types.slice(2).map((type) => type?.typeName)]).toEqual([
      'Planned',
      'Planned.AllTables',
      'Planned.AllTables+Nested',
    ]);
  });

  it('takes what derives from an assembly that is not at hand for no plug-in', () => {
    const [classes] = pluginClassesOf([readAssembly(fixture('Contoso.Plugins.dll'))]);
    expect(classes?.get('Contoso.Plugins.DirectPlugin')).toBe('plugin');
    expect(classes?.get('Contoso.Plugins.DerivedPlugin')).toBe('neither');
  });

  it.each([
    ['Contoso.Signed.dll', true],
    ['Contoso.DelaySigned.dll', false],
    ['Contoso.Unsigned.dll', false],
  ])('sees whether %s is signed', (file, isSigned) => {
    expect(readAssembly(fixture(file)).isSigned).toBe(isSigned);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a text', Buffer.from('MZ, but no executable')],
    ['a module', fixture('Contoso.Module.netmodule')],
    [
      'a stand-in of the metadata’s tables',
      buildAssembly({ tables: planOfTypes([]), unknownTables: { 50: 1 } }),
    ],
    ['a type that lies in itself', buildAssembly(planWithLoop())],
  ])('refuses %s', (_what, bytes) => {
    expect(() => readAssembly(bytes)).toThrow(UnreadableFile);
  });

  it('refuses damaged files or reads them, in time', () => {
    const seeds = seedAssemblies();
    const random = randomFrom(11);
    for (let count = 0; count < 2000; count += 1)
      expect(judgeSandbox(makeInput(random, seeds), 5), `input ${count}`).toBeNull();
  });

  it('refuses a name that is long and in every row', () => {
    const types = Array.from({ length: 18_000 }, () => ({ name: 'x'.repeat(4000) }));
    expect(() => readAssembly(buildAssembly({ tables: planOfTypes(types) }))).toThrow(/too much text/);
  });

  it('reads thousands of classes', () => {
    const [classes = new Map()] = pluginClassesOf([readAssembly(buildAssembly(planOfBigAssembly(3000)))]);
    // Each thousandth implements the interface, and one derives from each of them.
    expect([...classes.values()].filter((kind) => kind === 'plugin').length).toBe(6);
  });
});

function planWithLoop() {
  const plan = planOfAllTables('#~');
  return {
    ...plan,
    tables: {
      ...plan.tables,
      41: [
        [2, 3],
        [3, 2],
      ],
    },
  };
}

describe('the reader of packages', () => {
  const plugins = buildPluginAssembly();

  it('finds the assemblies of the platform’s framework and their plug-ins', () => {
    const read = readPluginPackage(
      buildPluginPackage(
        [
          { file: 'Contoso.Plugins.dll', bytes: fixture('Contoso.Plugins.dll') },
          { file: 'Contoso.Base.dll', bytes: fixture('Contoso.Base.dll') },
          { file: 'native.dll', bytes: Buffer.from('MZ') },
          { file: 'deeper/Contoso.Built.dll', bytes: plugins },
        ],
        { id: 'con_Read', version: '3.1.4-beta' },
      ),
    );
    expect(read).toMatchObject({ id: 'con_Read', version: '3.1.4-beta' });
    expect(read.assemblies.map(({ content }) => content.name)).toEqual(['Contoso.Plugins', 'Contoso.Base']);
    expect(read.assemblies[0]?.classes.get('Contoso.Plugins.DerivedPlugin')).toBe('plugin');
  });

  it('finds none for other frameworks', () => {
    const file = buildPluginPackage([{ file: 'a.dll', bytes: plugins }], { folder: 'lib/net8.0' });
    expect(readPluginPackage(file).assemblies).toEqual([]);
  });

  const manifest = { name: 'a.nuspec', content: '<package><id>a</id><version>1.0</version></package>' };
  const library = { name: 'lib/net462/a.dll', content: plugins };

  it.each([
    ['no archive', Buffer.from('PK, but no archive')],
    ['no nuspec', packZip([library])],
    ['a nuspec without version', packZip([{ name: 'a.nuspec', content: '<id>a</id>' }])],
    ['a false size', packZip([manifest, { ...library, size: 12 }])],
    ['a false checksum', packZip([manifest, { ...library, crc: 12 }])],
    ['an encrypted file', packZip([manifest, { ...library, flags: 1 }])],
    ['an unknown way of packing', packZip([manifest, { ...library, method: 12 }])],
    ['a file that would be huge', packZip([manifest, { ...library, size: 0x7fff_ffff }])],
    [
      'files that would be huge together',
      packZip([manifest, ...Array.from({ length: 5 }, () => ({ ...library, size: 0x01f0_0000 }))]),
    ],
  ])('refuses %s', (_what, bytes) => {
    expect(() => readPluginPackage(bytes)).toThrow(UnreadableFile);
  });
});
