import { describe, expect, it, test } from 'vitest';
import {
  type AssemblyDraft,
  checkAssemblyFile,
  checkAssemblyRegistration,
  compareVersions,
  sameAssembly,
} from '../../../../src/shared/domain/assemblyRules.ts';
import type { AssemblyFile } from '../../../../src/shared/domain/pluginFile.ts';
import { assemblyFile, foundType, pluginAssembly } from '../../../support/pluginSamples.ts';

const draft: AssemblyDraft = {
  isolationMode: 'sandbox',
  source: 'database',
  serverFileName: '',
  description: '',
  solution: null,
  types: [{ typeName: 'Contoso.Numbering', group: null }],
};
const nothingThere = { assemblies: [], online: true };
const kindsOf = (problems: readonly { kind: string; severity: string }[]): string[] =>
  problems.map(({ kind, severity }) => `${severity} ${kind}`);

describe('what is wrong with a file', () => {
  it.each<[string, Partial<AssemblyFile>, string[]]>([
    ['nothing', {}, []],
    ['no strong name', { publicKeyToken: null, strongName: 'none' }, ['error unsigned']],
    ['changed after signing', { strongName: 'broken' }, ['warning signatureBroken']],
    ['signature still to come', { strongName: 'delaySigned' }, ['warning delaySigned']],
    ['exactly 16 MB', { size: 16 * 1024 * 1024 }, []],
    ['over 16 MB', { size: 16 * 1024 * 1024 + 1 }, ['error tooLarge']],
    ['.NET 8', { targetFramework: '.NETCoreApp,Version=v8.0' }, ['error wrongFramework']],
    ['.NET Standard', { targetFramework: '.NETStandard,Version=v2.0' }, ['error wrongFramework']],
    ['.NET Framework 4.5', { targetFramework: '.NETFramework,Version=v4.5' }, []],
    ['.NET Framework 4.7.1', { targetFramework: '.NETFramework,Version=v4.7.1' }, ['warning newFramework']],
    ['no framework named', { targetFramework: null }, []],
    ['64 bits alone', { architecture: 'x64' }, ['warning architecture']],
    ['C++/CLI', { mixedMode: true, architecture: 'x64' }, ['error mixedMode']],
    ['a class twice', { types: [foundType('A'), foundType('A')] }, ['error typeTwice']],
  ])('%s', (_name, change, expected) => {
    expect(kindsOf(checkAssemblyFile(assemblyFile(change)))).toEqual(expected);
  });
});

describe('what stands against registering', () => {
  const check = (
    change: Partial<AssemblyDraft>,
    there: Parameters<typeof checkAssemblyRegistration>[2] = nothingThere,
  ) =>
    checkAssemblyRegistration(assemblyFile(), { ...draft, ...change }, there).map(
      ({ field, kind }) => `${field} ${kind}`,
    );

  it('says nothing of a good one', () => expect(check({})).toEqual([]));
  it('wants a type', () => expect(check({ types: [] })).toEqual(['types noneChosen']));
  it('wants types of the file', () =>
    expect(check({ types: [{ typeName: 'Other', group: null }] })).toEqual(['types notInFile']));
  it('allows one isolation and one source online', () =>
    expect(check({ isolationMode: 'none', source: 'disk', serverFileName: 'a.dll' })).toEqual([
      'isolationMode onlySandbox',
      'source onlyDatabase',
    ]));
  it('allows more on-premises', () => {
    const there = { assemblies: [], online: false };
    expect(check({ isolationMode: 'none', source: 'globalAssemblyCache' }, there)).toEqual([]);
    expect(check({ isolationMode: 'none', source: 'disk' }, there)).toEqual(['serverFileName noServerFile']);
    expect(check({ source: 'disk', serverFileName: 'a.dll' }, there)).toEqual([
      'source sandboxNeedsDatabase',
    ]);
  });
  it('offers to update what has the same name, key, major and minor', () => {
    const there = (version: string) => ({ assemblies: [pluginAssembly({ version })], online: true });
    expect(check({}, there('1.0.7.1'))).toEqual(['file registered']);
    expect(check({}, there('1.1.0.0'))).toEqual([]);
  });
  it('names the class that is nearly a plug-in', () => {
    const unfit = {
      ...foundType('Contoso.Hidden'),
      obstacles: ['notPublic', 'abstract'] as ('notPublic' | 'abstract')[],
    };
    const [problem] = checkAssemblyRegistration(
      assemblyFile({ types: [], otherTypes: [unfit] }),
      { ...draft, types: [] },
      nothingThere,
    );
    expect(problem?.sentence).toContain('Contoso.Hidden would be one, but it is not public and abstract.');
  });
});

test('versions are compared by their numbers, and identities without regard to case', () => {
  expect(compareVersions('1.10.0.0', '1.9.0.0')).toBeGreaterThan(0);
  expect(compareVersions('1.0', '1.0.0.0')).toBe(0);
  const one = pluginAssembly({ culture: '', publicKeyToken: 'ABCDEF0123456789' });
  const other = pluginAssembly({
    name: 'contoso.plugins',
    culture: 'Neutral',
    publicKeyToken: 'abcdef0123456789',
    version: '1.0.9.9',
  });
  expect(sameAssembly(one, other)).toBe(true);
  expect(sameAssembly(one, { ...other, publicKeyToken: null })).toBe(false);
});
