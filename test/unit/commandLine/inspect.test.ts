import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describePluginFile } from '../../../src/main/commandLine/describePluginFile.ts';
import { packZip } from '../../support/packZip.ts';
import { startProgram } from '../../support/startProgram.ts';
import { fixtureFolder, inspectFixture, readFixture } from '../main/assemblies/fixtureFiles.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registrar-inspect-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function inspect(...args: string[]) {
  const program = startProgram('src/main/commandLine/entry.ts', ['inspect', ...args], {});
  const code = await program.ended;
  return { code, out: program.stdout(), error: program.stderr() };
}
const fixture = (name: string) => join(fixtureFolder, name);

test('prints an assembly as JSON, with base classes from beside it', async () => {
  const { code, out, error } = await inspect(fixture('Contoso.Plugins.dll'), '--json');
  expect({ code, error }).toEqual({ code: 0, error: '' });
  const printed = JSON.parse(out) as ReturnType<typeof inspectFixture>;
  expect(Object.keys(printed).slice(0, 9)).toEqual([
    'kind',
    'name',
    'version',
    'culture',
    'publicKeyToken',
    'targetFramework',
    'strongNamed',
    'authenticode',
    'references',
  ]);
  expect(Object.keys(printed)[9]).toBe('types');
  expect(Object.keys(printed.types[0] ?? {}).slice(0, 5)).toEqual([
    'typeName',
    'kind',
    'public',
    'abstract',
    'baseType',
  ]);
  expect(printed).toEqual(inspectFixture('Contoso.Plugins.dll'));
});

test('finds base classes in other folders by --with', async () => {
  const alone = join(folder, 'Contoso.Plugins.dll');
  const base = join(folder, 'other', 'renamed.bin');
  await copyFile(fixture('Contoso.Plugins.dll'), alone);
  await mkdir(join(folder, 'other'));
  await copyFile(fixture('Contoso.Base.dll'), base);
  const without = JSON.parse((await inspect(alone, '--json')).out) as ReturnType<typeof inspectFixture>;
  expect(without.undecidedTypes.length).toBeGreaterThan(0);
  const { out } = await inspect('--json', '--with', base, alone);
  expect(JSON.parse(out)).toEqual(inspectFixture('Contoso.Plugins.dll'));
});

test('prints a package as JSON and as text', async () => {
  const path = join(folder, 'contoso.nupkg');
  const nuspec = '<package><metadata><id>c_P</id><version>1.0.0</version></metadata></package>';
  const content = readFixture('Contoso.Unsigned.dll');
  await writeFile(
    path,
    packZip([
      { name: 'c.nuspec', content: nuspec },
      { name: 'lib/net462/c.dll', content },
    ]),
  );
  const printed = JSON.parse((await inspect(path, '--json')).out) as Record<string, unknown>;
  expect(Object.keys(printed).slice(0, 4)).toEqual(['kind', 'id', 'version', 'assemblies']);
  expect(printed).toMatchObject({ kind: 'package', id: 'c_P', assemblies: [{ holdsPlugins: true }] });
  const text = (await inspect(path)).out;
  expect(text).toContain('Package c_P 1.0.0');
  expect(text).toContain('    Contoso.Small.OnlyPlugin (plug-in, from System.Object)');
});

describe('ends with code 2 and a sentence on standard error', () => {
  test.each<[string, () => Promise<string[]>, string]>([
    ['a text', async () => [fixture('build.sh'), '--json'], 'neither a .NET assembly nor a NuGet package'],
    ['a folder', async () => [folder], 'is no file'],
    ['no file', async () => ['--json'], 'Which file?'],
    ['two files', async () => ['a.dll', 'b.dll'], 'One file at a time'],
    ['an unknown flag', async () => ['a.dll', '--jsno'], '--jsno is not known here'],
    ['--with and no more', async () => ['a.dll', '--with'], '--with needs a value'],
    [
      '--with a text',
      async () => ['--with', fixture('build.sh'), fixture('Contoso.Base.dll')],
      'is no .NET assembly',
    ],
    ['a cut assembly', async () => [await cut()], 'cut off or damaged'],
  ])('%s', async (_, args, sentence) => {
    const { code, out, error } = await inspect(...(await args()));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain(sentence);
  });

  async function cut(): Promise<string> {
    const path = join(folder, 'cut.dll');
    await writeFile(path, readFixture('Contoso.Unsigned.dll').subarray(0, 1500));
    return path;
  }
});

test.each([[['missing.dll']], [[fixture('Contoso.Plain.exe'), '--with', 'missing.dll']]])(
  'ends with code 1 when a file is missing: %j',
  async (args) => {
    const { code, out, error } = await inspect(...args);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(error).toContain('missing.dll cannot be read: it does not exist.');
  },
);

test('the text tells what can be registered, what cannot, and why', () => {
  const text = describePluginFile(inspectFixture('Contoso.Plugins.dll'));
  expect(text).toContain(
    '  Contoso.Plugins.Outer+Nested (plug-in, from System.Object)\n    constructors: ()\n',
  );
  expect(text).toContain('  Contoso.Plugins.GenericPlugin`1 (plug-in, but generic)\n');
  expect(text).toContain('  Contoso.Plugins.AbstractPlugin (plug-in, but abstract)\n');
  expect(text).toContain('constructors: none that the platform can call');
  expect(describePluginFile(inspectFixture('Contoso.Authenticode.dll'))).toMatch(
    /Authenticode: intact, by CN=Contoso Plug-in Signing, .* valid 20\d\d-\d\d-\d\d to 20\d\d-/,
  );
});

test('a name from the file cannot steer the terminal', () => {
  const file = inspectFixture('Contoso.Unsigned.dll');
  const text = describePluginFile({ ...file, name: 'a\u001b[2J\nb\u202e' });
  expect(text.split('\n')[0]).toContain('a\\u001b[2J\\u000ab\\u202e');
});
