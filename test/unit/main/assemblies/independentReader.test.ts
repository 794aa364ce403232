import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openManagedAssembly } from '../../../../src/main/assemblies/managedAssembly.ts';
import type { TableName } from '../../../../src/main/assemblies/tableLayouts.ts';
import { planOfAllTables, planOfOddNames } from '../../../support/assemblyPlans.ts';
import { buildAssembly } from '../../../support/buildAssembly.ts';
import { fixtureFolder, inspectFixture, type ListedType, readFixture, readListing } from './fixtureFiles.ts';

/** The reader against what Mono said of the same files when they were built. */

const files = readdirSync(fixtureFolder).filter((name) => /\.(dll|exe)$/.test(name));
const isOne = (type: ListedType) => (type.plugin || type.workflowActivity) && !type.interface;
const canBeRegistered = (type: ListedType) =>
  isOne(type) && type.visible && !type.abstract && !type.generic && !type.valueType;
const forms: Readonly<Record<string, string>> = {
  '()': 'none',
  '(System.String)': 'unsecure',
  '(System.String, System.String)': 'unsecureAndSecure',
};

test('there are fixtures of each sort', () => {
  expect(files.length).toBeGreaterThanOrEqual(13);
});

describe.each(files)('%s', (name) => {
  const listing = readListing(name);
  const file = inspectFixture(name);

  test('identity, framework and references', () => {
    expect(file).toMatchObject({
      name: listing.name,
      version: listing.version,
      culture: listing.culture,
      publicKeyToken: listing.publicKeyToken,
      targetFramework: listing.targetFramework,
    });
    expect(file.references).toEqual(listing.references);
    expect(file.undecidedTypes).toEqual([]);
  });

  test('the types that can be registered, and no other', () => {
    const expected = listing.types.filter(canBeRegistered).map((type) => ({
      typeName: type.typeName,
      kind: type.plugin ? 'plugin' : 'workflowActivity',
      public: true,
      abstract: false,
      baseType: type.baseType,
      constructors: Object.keys(forms).flatMap((form) =>
        type.constructors.includes(form) ? [forms[form]] : [],
      ),
    }));
    expect(file.types.map(({ attributes: _, ...type }) => type)).toEqual(expected);
  });

  test('the others, and what is in their way', () => {
    const expected = listing.types
      .filter((type) => isOne(type) && !canBeRegistered(type))
      .map((type) => ({
        typeName: type.typeName,
        kind: type.plugin ? 'plugin' : 'workflowActivity',
        public: type.visible,
        abstract: type.abstract,
        baseType: type.baseType,
        obstacles: [
          ...(type.visible ? [] : ['notPublic']),
          ...(type.abstract ? ['abstract'] : []),
          ...(type.generic ? ['generic'] : []),
          ...(type.valueType ? ['notAClass'] : []),
        ],
      }));
    expect(file.otherTypes).toEqual(expected);
  });

  test('registration attributes', () => {
    for (const { typeName, attributes } of file.types) {
      const told = listing.types.find((type) => type.typeName === typeName)?.attributes ?? [];
      const expected = told.filter(({ attributeType }) => attributeType.endsWith('RegistrationAttribute'));
      expect(attributes.map(withoutAssemblyNames)).toEqual(
        expected.map((attribute) => ({ ...withoutAssemblyNames(attribute), complete: true })),
      );
    }
  });

  test('rows of each table', () => {
    const rows = JSON.parse(readFixture(`${name}.rows.json`).toString('utf8')) as Record<TableName, number>;
    const { tables } = openManagedAssembly(readFixture(name));
    const names = Object.keys(rows) as TableName[];
    expect(names.length).toBeGreaterThan(25);
    expect(Object.fromEntries(names.map((table) => [table, tables.rows(table)]))).toEqual(rows);
  });
});

test('the listings of generated assemblies are of those that the tests generate', () => {
  expect(Buffer.compare(buildAssembly(planOfAllTables('#~')), readFixture('Planned.AllTables.dll'))).toBe(0);
  const wide = buildAssembly({ ...planOfAllTables('#~'), heapFlags: 7, is64Bit: true });
  expect(Buffer.compare(buildAssembly(planOfOddNames()), readFixture('Planned.Names.dll'))).toBe(0);
  expect(Buffer.compare(wide, readFixture('Planned.Wide.dll'))).toBe(0);
});

/** Types in attributes stand with their assembly, which reflection tells apart. */
function withoutAssemblyNames<Value>(value: Value): Value {
  const text = JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'string' ? item.replace(/(\[\[.*\]\])?(, [\w.]+, Version=.*)?$/s, '') : item,
  );
  return JSON.parse(text) as Value;
}
