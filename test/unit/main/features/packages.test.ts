import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PackageId } from '../../../../src/shared/domain/ids.ts';
import { packageName } from '../../../../src/shared/domain/packageRules.ts';
import { buildPluginAssembly, buildPluginPackage } from '../../../support/buildPluginAssembly.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';
import { addFile, arrangeTypeStep, failureOf, load } from '../support/pluginWork.ts';

let place: TestOrganisation;
let test: TestCore;

beforeAll(async () => {
  place = await startTestOrganisation();
  test = await openTestCore(place.addresses);
});
afterAll(async () => {
  await test.close();
  await place.close();
});

interface Wanted {
  readonly id?: string;
  readonly version?: string;
  readonly folder?: string;
  readonly classes?: readonly string[];
}

const packed = ({
  id = 'Contoso.Packed',
  version = '1.0.0',
  folder = 'lib/net462',
  classes = ['P.One'],
}: Wanted) =>
  buildPluginPackage(
    [{ file: 'P.dll', bytes: buildPluginAssembly({ name: `${id}.Assembly`, key: null, classes }) }],
    { id, version, folder },
  );

async function register(wanted: Wanted, change: { name?: string; solution?: string | null } = {}) {
  const opened = await addFile(test, packed(wanted), 'p.nupkg');
  const { id = 'Contoso.Packed' } = wanted;
  return test.core.call('package.register', {
    connectionId: test.sandbox,
    fileId: opened.fileId,
    draft: { name: packageName(id, 'contoso'), solution: 'ContosoSales', ...change },
  });
}

async function update(id: PackageId, wanted: Wanted) {
  const opened = await addFile(test, packed(wanted), 'p.nupkg');
  const { etag } = await test.core.call('package.prepareUpdate', { connectionId: test.sandbox, id });
  return test.core.call('package.update', { connectionId: test.sandbox, id, fileId: opened.fileId, etag });
}

it('is registered under its prefix, updated, and given back', async () => {
  const wanted = { id: 'Contoso.Whole', classes: ['P.One', 'P.Two'] };
  const { id, assemblies, types } = await register(wanted);
  expect([assemblies, types]).toEqual([1, 2]);
  const there = (await load(test)).packages.find((one) => one.id === id);
  expect(there).toMatchObject({ name: 'contoso_Contoso.Whole', version: '1.0.0' });

  // Another version of the file: the row keeps its own.
  await update(id, { ...wanted, version: '1.1.0', classes: ['P.Two', 'P.Three'] });
  const now = await load(test);
  const own = now.assemblies.filter(({ packageId }) => packageId === id).map((assembly) => assembly.id);
  expect(now.packages.find((one) => one.id === id)?.version).toBe('1.0.0');
  expect(
    now.types
      .filter(({ assemblyId }) => own.includes(assemblyId))
      .map(({ typeName }) => typeName)
      .sort(),
  ).toEqual(['P.Three', 'P.Two']);

  const { fileName, content } = await test.core.call('package.download', { connectionId: test.sandbox, id });
  expect(fileName).toBe('contoso_Contoso.Whole.1.0.0.nupkg');
  const bytes = packed({ ...wanted, version: '1.1.0', classes: ['P.Two', 'P.Three'] });
  expect(Buffer.from(content, 'base64').equals(bytes)).toBe(true);
});

it('keeps a class that a step runs', async () => {
  const wanted = { id: 'Contoso.Used', classes: ['P.Used', 'P.Idle'] };
  const { id } = await register(wanted);
  const type = (await load(test)).types.find(({ typeName }) => typeName === 'P.Used');
  if (!type) throw new Error('The type is not there.');
  await arrangeTypeStep(place, test, type.id, 'Uses it');
  const failure = await failureOf(update(id, { ...wanted, classes: ['P.Idle'] }));
  expect(failure.fields?.file).toContain(
    'The class P.Used is not in the package, and the step Uses it runs it',
  );
  await update(id, { ...wanted, classes: ['P.Used'] });
});

it.each<[string, Wanted, { name?: string; solution?: string | null }, string, RegExp]>([
  ['without a solution', {}, { solution: null }, 'solution', /Choose a solution/],
  ['with another prefix', {}, { name: 'other_Contoso.Packed' }, 'name', /has to begin with contoso_/],
  ['with odd letters', {}, { name: 'contoso_a b' }, 'name', /letters, digits/],
  ['with a name that is taken', {}, { name: 'contoso_Contoso.Integration' }, 'name', /registered already/],
  ['of another framework', { folder: 'lib/net8.0' }, {}, 'file', /lib\/net8\.0.*looks into lib\/net462/],
  ['without a plug-in', { classes: [] }, {}, 'file', /no plug-in in it/],
])('one %s is refused before it is sent', async (_name, wanted, change, field, sentence) => {
  expect((await failureOf(register(wanted, change))).fields?.[field]).toMatch(sentence);
});

it('is not confused with another one', async () => {
  const { id } = await register({ id: 'Contoso.Mine' });
  const failure = await failureOf(update(id, { id: 'Contoso.Yours' }));
  expect(failure.fields?.file).toContain('The file is the package Contoso.Yours');
  // An assembly is no package at all.
  const opened = await addFile(test, buildPluginAssembly());
  const { etag } = await test.core.call('package.prepareUpdate', { connectionId: test.sandbox, id });
  const other = test.core.call('package.update', {
    connectionId: test.sandbox,
    id,
    fileId: opened.fileId,
    etag,
  });
  expect((await failureOf(other)).sentence).toContain('is an assembly, not a package');
});
