import { describe, expect, test } from 'vitest';
import { inspectPluginFile } from '../../../../src/main/assemblies/inspectPluginFile.ts';
import type { PackageFile, PluginFileReading } from '../../../../src/shared/domain/pluginFile.ts';
import { codedTypes, planOfTypes } from '../../../support/assemblyPlans.ts';
import { buildAssembly } from '../../../support/buildAssembly.ts';
import { type PackedFile, packZip } from '../../../support/packZip.ts';
import { inspectFixture, readFixture, sentenceOf } from './fixtureFiles.ts';

const nuspec = `<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata>
    <id>contoso_Plugins</id>
    <version>1.2.0</version>
    <title>Contoso &amp; Sons</title>
    <authors>Contoso</authors>
    <description><![CDATA[Plug-ins <all>]]></description>
    <dependencies>
      <group targetFramework=".NETFramework4.6.2">
        <dependency id="Microsoft.CrmSdk.CoreAssemblies" version="9.0.2.56" exclude="Build,Analyzers" />
      </group>
      <dependency id="Loose" />
    </dependencies>
    <files><id>not this</id></files>
  </metadata>
</package>`;
const manifest: PackedFile = { name: 'contoso_Plugins.nuspec', content: nuspec };
const lib = (file: string, name = file): PackedFile => ({
  name: `lib/net462/${name}`,
  content: readFixture(file),
});

function asPackage(reading: PluginFileReading): PackageFile {
  if (reading.kind === 'package') return reading;
  throw new Error(sentenceOf(reading));
}
const inspect = (files: readonly PackedFile[]) => inspectPluginFile(packZip(files));

test('tells its manifest, each assembly in lib, and which hold plug-ins', () => {
  const file = asPackage(
    inspect([
      { name: '[Content_Types].xml', content: '<Types/>' },
      manifest,
      { name: 'lib/', content: '', method: 0 },
      lib('Contoso.Plugins.dll'),
      lib('Contoso.Base.dll'),
      { ...lib('Contoso.Unsigned.dll'), method: 0 },
      lib('System.Activities.dll'),
      { name: 'lib/net462/Contoso.Plugins.pdb', content: 'BSJB' },
      { name: 'lib/net462/native.dll', content: 'MZ and no more' },
      { name: 'tools/Contoso.Small.dll', content: readFixture('Contoso.Signed.dll') },
    ]),
  );
  expect(file).toMatchObject({
    kind: 'package',
    id: 'contoso_Plugins',
    version: '1.2.0',
    title: 'Contoso & Sons',
    authors: 'Contoso',
    description: 'Plug-ins <all>',
    dependencies: [
      { id: 'Microsoft.CrmSdk.CoreAssemblies', version: '9.0.2.56', targetFramework: '.NETFramework4.6.2' },
      { id: 'Loose', version: null, targetFramework: null },
    ],
    unreadable: [{ path: 'lib/net462/native.dll', sentence: expect.stringContaining('cut off or damaged') }],
  });
  expect(file.assemblies.map(({ path, holdsPlugins }) => [path, holdsPlugins])).toEqual([
    ['lib/net462/Contoso.Plugins.dll', true],
    ['lib/net462/Contoso.Base.dll', false],
    ['lib/net462/Contoso.Unsigned.dll', true],
    ['lib/net462/System.Activities.dll', false],
  ]);
  const { path: _, holdsPlugins: __, ...plugins } = file.assemblies[0] ?? {};
  expect(plugins).toEqual(inspectFixture('Contoso.Plugins.dll'));
});

test('looks for base classes in the same folder of lib only', () => {
  const elsewhere = { name: 'lib/net48/Contoso.Base.dll', content: readFixture('Contoso.Base.dll') };
  const [plugins] = asPackage(inspect([manifest, lib('Contoso.Plugins.dll'), elsewhere])).assemblies;
  expect(plugins?.types.map(({ typeName }) => typeName)).not.toContain('Contoso.Plugins.DerivedPlugin');
  expect(plugins?.undecidedTypes).toContainEqual({
    typeName: 'Contoso.Plugins.DerivedPlugin',
    missingAssembly: 'Contoso.Base',
  });
});

test.each(['http://schemas.microsoft.com/packaging/2010/07/nuspec.xsd', ''])(
  'reads the namespace %j',
  (namespace) => {
    const content = nuspec.replace(/ xmlns="[^"]*"/, namespace === '' ? '' : ` xmlns="${namespace}"`);
    expect(asPackage(inspect([{ ...manifest, content }])).id).toBe('contoso_Plugins');
  },
);

test('reads a manifest in UTF-16, and one behind a comment of the archive', () => {
  const content = Buffer.from(`\ufeff${nuspec.replace('utf-8', 'utf-16')}`, 'utf16le');
  const archive = packZip([{ ...manifest, content }], { comment: 'PK\x05\x06 is no end' });
  expect(asPackage(inspectPluginFile(archive)).version).toBe('1.2.0');
});

describe('refuses with a sentence', () => {
  const bomb = 300 * 1024 * 1024;
  test.each<[string, readonly PackedFile[], string]>([
    ['an archive that is no package', [{ name: 'a.txt', content: 'a' }], 'without a manifest'],
    ['two manifests', [manifest, { ...manifest, name: 'b.nuspec' }], 'more than one manifest'],
    [
      'the same file twice',
      [manifest, lib('Contoso.Base.dll'), lib('Contoso.Base.dll', 'CONTOSO.base.dll')],
      'twice',
    ],
    ['a name that leads out', [manifest, { name: 'lib/../../x.dll', content: '' }], 'leads out of it'],
    [
      'a name that leads out, of Windows',
      [manifest, { name: 'lib\\..\\x.dll', content: '' }],
      'leads out of it',
    ],
    ['a name from the root', [manifest, { name: '/etc/x.dll', content: '' }], 'leads out of it'],
    ['a name with a drive', [manifest, { name: 'C:\\x.dll', content: '' }], 'leads out of it'],
    [
      'a file that unpacks to too much',
      [manifest, { name: 'lib/a.dll', content: 'a', size: bomb }],
      'more than 64 MB',
    ],
    [
      'files that unpack to too much together',
      [
        manifest,
        ...Array.from({ length: 5 }, (_, at) => ({ name: `lib/${at}.dll`, content: 'a', size: bomb / 5 })),
      ],
      'more than 128 MB',
    ],
    ['an encrypted manifest', [{ ...manifest, flags: 1 }], 'is encrypted'],
    ['a method that packages do not use', [{ ...manifest, method: 14 }], 'by a method (14)'],
    ['a manifest that unpacks to more than it says', [{ ...manifest, size: 20 }], 'is damaged'],
    ['a manifest with a wrong checksum', [{ ...manifest, crc: 1 }], 'is damaged'],
    ['a manifest that is no XML', [{ ...manifest, content: 'id' }], 'not well-formed'],
    [
      'a manifest with entities',
      [{ ...manifest, content: `<!DOCTYPE a [<!ENTITY a "b">]>${nuspec}` }],
      'has a DOCTYPE',
    ],
    ['an unknown entity', [{ ...manifest, content: nuspec.replace('&amp;', '&bomb;') }], 'not well-formed'],
    ['a manifest with a DOCTYPE', [{ ...manifest, content: `<!DOCTYPE package><package/>` }], 'DOCTYPE'],
    [
      'a manifest without an id',
      [{ ...manifest, content: '<package><metadata/></package>' }],
      'no id or no version',
    ],
    [
      'a manifest nested without end',
      [{ ...manifest, content: '<a>'.repeat(100_000) }],
      'nested without end',
    ],
  ])('%s', (_, files, sentence) => {
    expect(sentenceOf(inspect(files))).toContain(sentence);
  });

  test('zip64, parts of a split archive, and archives that are cut', () => {
    const archive = packZip([manifest]);
    const changed = (at: number, value: number) => {
      const copy = Buffer.from(archive);
      copy.writeUInt16LE(value, copy.length - 22 + at);
      return sentenceOf(inspectPluginFile(copy));
    };
    const wide = Buffer.from(archive);
    wide.writeUInt32LE(0xffff_ffff, wide.length - 6);
    expect(sentenceOf(inspectPluginFile(wide))).toContain('zip64');
    expect(changed(4, 1)).toContain('split into several');
    expect(sentenceOf(inspectPluginFile(archive.subarray(0, -30)))).toContain(
      'directory at its end is missing',
    );
    expect(sentenceOf(inspectPluginFile(Buffer.from('PK\x05\x06', 'latin1')))).toContain('cut off');
  });

  test('more plug-ins than a package can have', { timeout: 30_000 }, () => {
    const types = Array.from({ length: 15_000 }, (_, index) => ({
      name: `P${index}`,
      interfaces: [codedTypes.pluginInterface],
    }));
    const content = buildAssembly({ tables: planOfTypes(types) });
    const many = Array.from({ length: 20 }, (_, index) => ({ name: `lib/net462/${index}.dll`, content }));
    expect(sentenceOf(inspect([manifest, ...many]))).toContain('over 50000 plug-ins');
  });

  test('an encrypted assembly is told beside the others', () => {
    const file = asPackage(
      inspect([manifest, { ...lib('Contoso.Base.dll'), flags: 1 }, lib('Contoso.Unsigned.dll')]),
    );
    expect(file.assemblies).toHaveLength(1);
    expect(file.unreadable).toEqual([
      {
        path: 'lib/net462/Contoso.Base.dll',
        sentence: 'The file "lib/net462/Contoso.Base.dll" in the package is encrypted.',
      },
    ]);
  });
});
