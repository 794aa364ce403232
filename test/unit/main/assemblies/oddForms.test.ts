import { describe, expect, test } from 'vitest';
import { inspectPluginFile } from '../../../../src/main/assemblies/inspectPluginFile.ts';
import {
  codedTypes,
  planOfAllTables,
  planOfBigAssembly,
  planOfTypes,
} from '../../../support/assemblyPlans.ts';
import { type AssemblyPlan, buildAssembly } from '../../../support/buildAssembly.ts';
import { asAssembly, sentenceOf } from './fixtureFiles.ts';

/** What obfuscators, packers, other compilers and bad luck make of assemblies. */

const { pluginInterface, definition } = codedTypes;
const read = (plan: AssemblyPlan, atHand?: Parameters<typeof inspectPluginFile>[1]) =>
  asAssembly(inspectPluginFile(buildAssembly(plan), atHand));
const namesOf = (plan: AssemblyPlan) => read(plan).types.map(({ typeName }) => typeName);
const simple = planOfTypes([{ name: 'Plugin', namespace: 'Planned', interfaces: [pluginInterface] }]);
const wrongBytes = new Uint8Array(4000).fill(0x41);

describe('a plug-in is found', () => {
  test.each<[string, Partial<AssemblyPlan>]>([
    ['in tables with wide heaps', { heapFlags: 7 }],
    ['with extra data behind the row counts', { heapFlags: 0x40, extraData: 0xdead_beef }],
    ['with row counts of tables that do not exist', { unknownTables: { 45: 3, 50: 9, 63: 0xffff_ffff } }],
    ['with all indexes wide', { wideIndexes: true }],
    ['in a 64-bit file', { is64Bit: true }],
    ['in a file that understates its directories', { directoryCount: 2 }],
    ['in mixed code', { cliFlags: 0 }],
    [
      'among false heaps in front',
      { streamsBefore: ['#Strings', '#Blob', '#~', '#US'].map((name) => ({ name, bytes: wrongBytes })) },
    ],
    [
      'in the other form among false heaps behind, in other letters',
      {
        tableStream: '#-',
        rename: (name) => name.toLowerCase(),
        streamsAfter: ['#Strings', '#Blob', '#-'].map((name) => ({ name, bytes: wrongBytes })),
      },
    ],
    [
      'beside streams of any name',
      { streamsAfter: [{ name: 'obfuscated by nobody at all, 31', bytes: wrongBytes }] },
    ],
  ])('%s', (_, change) => {
    expect(namesOf({ tables: simple, ...change })).toEqual(['Planned.Plugin']);
  });

  test.each(['#~', '#-'] as const)('among all 45 tables in %s', (tableStream) => {
    const file = read(planOfAllTables(tableStream));
    expect(file.types).toMatchObject([
      { typeName: 'Planned.AllTables', baseType: 'System.Object', constructors: ['none'] },
    ]);
    expect(file.otherTypes).toMatchObject([{ typeName: 'Planned.AllTables+Nested', obstacles: ['generic'] }]);
  });

  test('through the pointer tables of the uncompressed form', () => {
    const tables = planOfTypes([
      { name: 'First', interfaces: [pluginInterface] },
      { name: 'Second', interfaces: [pluginInterface] },
    ]);
    const methods = tables[6]?.map((row, index) => (index === 0 ? ['other', ...row.slice(1)] : row)) ?? [];
    const renamed = methods.map((row, index) =>
      row.map((cell) => (index === 1 && cell === '.ctor' ? 'Run' : cell)),
    );
    const straight = read({ tables: { ...tables, 6: [tables[6]?.[0] ?? [], renamed[1] ?? []] } });
    expect(straight.types.map(({ constructors }) => constructors)).toEqual([['none'], []]);
    const swapped = { ...tables, 5: [[2], [1]], 6: [tables[6]?.[0] ?? [], renamed[1] ?? []] };
    const crossed = read({ tables: swapped, tableStream: '#-' });
    expect(crossed.types.map(({ constructors }) => constructors)).toEqual([[], ['none']]);
  });

  test('through an interface that is not written down twice', () => {
    const types = [
      { name: 'IOwn', flags: 0xa1, interfaces: [pluginInterface] },
      { name: 'IOwnToo', flags: 0xa1, interfaces: [definition(2)] },
      { name: 'Plugin', interfaces: [definition(3)] },
    ];
    expect(namesOf({ tables: planOfTypes(types) })).toEqual(['Plugin']);
  });

  test('in 16 MB with 54,900 classes', { timeout: 30_000 }, () => {
    const bytes = buildAssembly(planOfBigAssembly());
    expect(bytes.length / 2 ** 20).toBeGreaterThan(15);
    expect(bytes.length / 2 ** 20).toBeLessThan(16);
    const { types } = asAssembly(inspectPluginFile(bytes));
    expect(types).toHaveLength(110);
    expect(types[1]).toMatchObject({
      typeName: 'Contoso.Generated.Space78.Class500',
      baseType: 'Contoso.Generated.Space0.Class0',
      constructors: ['none'],
    });
  });
});

describe('names', () => {
  test.each([
    ['a+b,c[d]&*\\', 'N\\.s', 'N\\\\.s.a\\+b\\,c\\[d\\]\\&\\*\\\\'],
    ['\u202e\u0001\u200b', '', '\u202e\u0001\u200b'],
    ['名前', 'größe', 'größe.名前'],
    ['', '', ''],
    ['__proto__', 'constructor', 'constructor.__proto__'],
  ])('%j in %j is %j', (name, namespace, expected) => {
    expect(namesOf({ tables: planOfTypes([{ name, namespace, interfaces: [pluginInterface] }]) })).toEqual([
      expected,
    ]);
  });

  test('that are no UTF-8 are read with a sign for what is wrong', () => {
    const bytes = buildAssembly({ tables: planOfTypes([{ name: 'Wrong', interfaces: [pluginInterface] }]) });
    bytes.write('\xff', bytes.indexOf('Wrong\0'), 'latin1');
    expect(asAssembly(inspectPluginFile(bytes)).types[0]?.typeName).toBe('\ufffdrong');
  });

  test('of types deleted in place are passed over', () => {
    const tables = planOfTypes([
      { name: '_Deleted0', interfaces: [pluginInterface] },
      { name: 'Alive', interfaces: [pluginInterface] },
    ]);
    expect(namesOf({ tables, tableStream: '#-', heapFlags: 0x80 })).toEqual(['Alive']);
    expect(namesOf({ tables, tableStream: '#-' })).toEqual(['_Deleted0', 'Alive']);
  });
});

describe('circles end', () => {
  test('of base classes', () => {
    const types = [
      { name: 'A', extends: definition(3) },
      { name: 'B', extends: definition(2) },
      { name: 'Self', extends: definition(4) },
      { name: 'C', extends: definition(6) },
      { name: 'D', extends: definition(5), interfaces: [pluginInterface] },
    ];
    expect(namesOf({ tables: planOfTypes(types) })).toEqual(['C', 'D']);
  });

  test('of classes within each other', () => {
    const types = [
      { name: 'A', within: 3, interfaces: [pluginInterface] },
      { name: 'B', within: 2 },
    ];
    const reading = inspectPluginFile(buildAssembly({ tables: planOfTypes(types) }));
    expect(sentenceOf(reading)).toContain('nested without end');
  });

  test('of references within each other, and of constructed types', () => {
    const tables = planOfTypes([
      { name: 'A', extends: (3 << 2) | 1 },
      { name: 'B', extends: (1 << 2) | 2 },
    ]);
    const looped = {
      ...tables,
      1: [...(tables[1] ?? []), [(3 << 2) | 3, 'Loop', '']],
      27: [[Uint8Array.of(0x15, 0x12, 6)]],
    };
    expect(namesOf({ tables: looped })).toEqual([]);
  });

  test('of types that were moved from one assembly to the other', () => {
    const moved = (to: string) =>
      buildAssembly({
        tables: {
          ...planOfTypes([]),
          35: [[1, 0, 0, 0, 0, new Uint8Array(), to, '', new Uint8Array()]],
          39: [[0x20_0000, 0, 'Base', 'Elsewhere', (1 << 2) | 1]],
        },
      });
    const tables = planOfTypes([{ name: 'A', extends: (3 << 2) | 1 }]);
    const plan = {
      tables: {
        ...tables,
        1: [...(tables[1] ?? []), [(3 << 2) | 2, 'Base', 'Elsewhere']],
        35: [...(tables[35] ?? []), [1, 0, 0, 0, 0, new Uint8Array(), 'Ping', '', new Uint8Array()]],
      },
    };
    const atHand = (name: string) =>
      name === 'Ping' ? moved('Pong') : name === 'Pong' ? moved('Ping') : null;
    expect(read(plan, atHand).types).toEqual([]);
  });

  test.each([40_000, 60_000])('of %i classes in one line', { timeout: 30_000 }, (count) => {
    const types = Array.from({ length: count }, (_, index) => ({
      name: `C${index}`,
      ...(index === 0 ? { interfaces: [pluginInterface] } : { extends: definition(index + 1) }),
    }));
    const reading = inspectPluginFile(buildAssembly({ tables: planOfTypes(types) }));
    if (count < 50_000) expect(asAssembly(reading).types).toHaveLength(count);
    else expect(sentenceOf(reading)).toContain('over 50000 plug-ins');
  });
});

test('many types that another assembly moved on are not looked for one by one', { timeout: 30_000 }, () => {
  const nothing = new Uint8Array();
  const moved = Array.from({ length: 100_000 }, (_, index) => [0x20_0000, 0, `B${index}`, 'E', (1 << 2) | 1]);
  const mover = buildAssembly({ tables: { ...planOfTypes([]), 39: moved } });
  const count = 5000;
  const tables = planOfTypes(
    Array.from({ length: count }, (_, index) => ({ name: `A${index}`, extends: ((3 + index) << 2) | 1 })),
  );
  const references = Array.from({ length: count }, (_, index) => [(3 << 2) | 2, `Z${index}`, 'E']);
  const bytes = buildAssembly({
    tables: {
      ...tables,
      1: [...(tables[1] ?? []), ...references],
      35: [...(tables[35] ?? []), [1, 0, 0, 0, 0, nothing, 'Mover', '', nothing]],
    },
  });
  const before = process.cpuUsage();
  expect(asAssembly(inspectPluginFile(bytes, () => mover)).types).toEqual([]);
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(3);
});

test('a method that many types claim is not counted for each without end', () => {
  const count = 20_000;
  const tables = planOfTypes(
    Array.from({ length: count }, () => ({ name: 'P', interfaces: [pluginInterface] })),
  );
  const all = (tables[2] ?? []).map((row, index) => [...row.slice(0, 5), index % 2 === 0 ? 1 : count]);
  const bytes = buildAssembly({ tables: { ...tables, 2: all } });
  const before = process.cpuUsage();
  const reading = inspectPluginFile(bytes);
  expect(sentenceOf(reading)).toContain('made to keep readers busy');
  // Of the processor, as the clock also counts what others do on this computer.
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(5);
});
