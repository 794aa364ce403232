import { describe, expect, test } from 'vitest';
import { inspectPluginFile, largestPluginFile } from '../../../../src/main/assemblies/inspectPluginFile.ts';
import { PluginFile } from '../../../../src/shared/domain/pluginFile.ts';
import { asAssembly, fixturesAtHand, inspectFixture, readFixture, sentenceOf } from './fixtureFiles.ts';

describe('what is neither an assembly nor a package', () => {
  test.each([
    ['nothing', '', 'is empty'],
    ['a text', 'using System;', 'neither a .NET assembly nor a NuGet package'],
    ['only the first letters', 'MZ', 'cut off or damaged'],
    ['a DOS program', `MZ${'\0'.repeat(200)}`, 'PE header is missing'],
  ])('%s', (_, text, sentence) => {
    const reading = inspectPluginFile(Buffer.from(text, 'latin1'));
    expect(sentenceOf(reading)).toContain(sentence);
    expect(reading).toMatchObject({ kind: 'unreadable', advice: expect.stringMatching(/^(Choose|Build)/) });
  });

  test('a Windows program without .NET', () => {
    const bytes = readFixture('Contoso.Unsigned.dll');
    const directories = bytes.readUInt32LE(0x3c) + 24 + 96;
    bytes.fill(0, directories + 14 * 8, directories + 15 * 8);
    expect(sentenceOf(inspectPluginFile(bytes))).toContain('without .NET in it');
  });

  test('a module without an assembly', () => {
    expect(sentenceOf(inspectPluginFile(readFixture('Contoso.Module.netmodule')))).toContain('a module');
  });

  test('encrypted metadata', () => {
    const bytes = readFixture('Contoso.Unsigned.dll');
    bytes.fill(0x5a, bytes.indexOf('BSJB'), bytes.indexOf('BSJB') + 4);
    expect(sentenceOf(inspectPluginFile(bytes))).toContain('damaged or encrypted');
  });

  test('what is too large is not read at all', () => {
    const huge = { length: largestPluginFile + 1 } as Uint8Array;
    expect(sentenceOf(inspectPluginFile(huge))).toContain('over 256 MB');
  });
});

test('every cut of a file is told in a sentence', () => {
  const bytes = readFixture('Contoso.Unsigned.dll');
  for (let length = 0; length < bytes.length; length += 1) {
    const reading = inspectPluginFile(bytes.subarray(0, length));
    expect(reading.kind).toBe('unreadable');
  }
});

describe('base classes in other assemblies', () => {
  test('are asked for once, by the name of the assembly, and only where they matter', () => {
    const asked: string[] = [];
    inspectPluginFile(readFixture('Contoso.Plugins.dll'), (name) => {
      asked.push(name);
      return fixturesAtHand(name);
    });
    expect(asked).toEqual(['Contoso.Base']);
  });

  test.each([
    ['is not at hand', null],
    ['cannot be read', Buffer.from('MZ')],
  ])('that %s are told as missing', (_, bytes) => {
    const file = asAssembly(inspectPluginFile(readFixture('Contoso.Plugins.dll'), () => bytes));
    const undecided = ['DerivedPlugin', 'TwiceDerivedPlugin', 'OfGenericBase', 'OfNestedBase', 'NotAPlugin'];
    expect(file.undecidedTypes).toEqual(
      undecided.map((name) => ({ typeName: `Contoso.Plugins.${name}`, missingAssembly: 'Contoso.Base' })),
    );
    expect(file.types.map(({ typeName }) => typeName)).toContain('Contoso.Plugins.DirectPlugin');
    // The compiler writes down each interface, so that this one can be told without its own.
    expect(file.types.map(({ typeName }) => typeName)).toContain('Contoso.Plugins.ByInterfacePlugin');
  });
});

test.each(['Contoso.Plugins.dll', 'Contoso.Authenticode.dll', 'Contoso.Plain.exe'])(
  'what is said of %s has the form that the page is promised',
  (name) => {
    const file = inspectFixture(name);
    expect(PluginFile.parse(file)).toEqual(file);
  },
);

test.each([
  ['Contoso.Unsigned.dll', 'anyCpu', false],
  ['Contoso.X64.dll', 'x64', false],
  ['Contoso.X86.dll', 'x86', false],
])('%s is for %s', (name, architecture, mixedMode) => {
  expect(inspectFixture(name)).toMatchObject({ architecture, mixedMode, runtimeVersion: 'v4.0.30319' });
});

test('registration attributes are told with all that they were written with', () => {
  const { types } = inspectFixture('Contoso.Plugins.dll');
  const direct = types.find(({ typeName }) => typeName === 'Contoso.Plugins.DirectPlugin');
  expect(direct?.attributes[0]).toEqual({
    attributeType: 'Contoso.Registration.CrmPluginRegistrationAttribute',
    arguments: ['Update', 'account', 40],
    named: {
      Image1Attributes: 'name,größe',
      DeleteAsyncOperation: true,
      Small: 2,
      Long: '9007199254740993',
      Number: 1.5,
      Letter: 'x',
      Columns: ['name', null, ''],
      Huge: '18446744073709551615',
    },
    complete: true,
  });
  expect(direct?.attributes[1]).toMatchObject({
    arguments: [
      'custom',
      5,
      expect.stringMatching(/^System\.Collections\.Generic\.List`1\[\[System\.String/),
      [1, -2],
    ],
    named: { Boxed: [1, 'two', 1, null], Type: 'Contoso.Plugins.Outer+Nested' },
    complete: true,
  });
});
