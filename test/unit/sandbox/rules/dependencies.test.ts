import { expect, it } from 'vitest';
import { DataverseFault } from '../../../../src/sandbox/dataverseFault.ts';
import { createOrganisation } from '../../../../src/sandbox/operations/organisation.ts';
import { componentTypeOf } from '../../../../src/sandbox/rules/componentTypes.ts';
import { dependenciesForDelete } from '../../../../src/sandbox/rules/dependencies.ts';
import { seedOrganisation } from '../../../../src/sandbox/seed/seedOrganisation.ts';
import { textIn } from '../../../../src/sandbox/store/row.ts';

const organisation = createOrganisation();
const { store, schema } = organisation;
seedOrganisation({
  organisation,
  now: Date.now(),
  namespaceAddress: 'sb://127.0.0.1:50000/',
  sendKey: 'k'.repeat(44),
});

const call = organisation.platformCall();

/** Why the row cannot be deleted, or undefined when it can. It stays in any case. */
async function refusalOf(table: string, id: string): Promise<string | undefined> {
  class Undo extends Error {}
  try {
    await organisation.transact({ ...call, userId: organisation.details.administratorId }, async (writer) => {
      await writer.remove(table, id);
      throw new Undo();
    });
  } catch (error) {
    if (error instanceof Undo) return undefined;
    if (error instanceof DataverseFault) return error.code;
    throw error;
  }
  return undefined;
}

const components = schema.tables
  .filter(({ name }) => componentTypeOf(name) !== undefined)
  .flatMap((table) =>
    [...store.rows(table.name)]
      .filter((row) => row.ismanaged !== true)
      .map((row) => ({ table, id: textIn(row, table.primaryKey) ?? '' })),
  );

it('says of every component of the seeded organisation whether it can be deleted', async () => {
  const wrong: string[] = [];
  let refused = 0;
  for (const component of components) {
    const { table, id } = component;
    // What goes along with an endpoint is told before, and does not stand in the way.
    if (table.name === 'serviceendpoint') continue;
    // Processes are only read here.
    if (table.name === 'workflow') continue;
    const refusal = await refusalOf(table.name, id);
    // Parts of a package go with it only, whatever depends on them.
    if (refusal === '0x80040265') continue;
    expect(['0x8004f01f', undefined]).toContain(refusal);
    const isInUse = refusal !== undefined;
    if (isInUse) refused += 1;
    if (isInUse !== dependenciesForDelete(store, component).length > 0) wrong.push(`${table.name} ${id}`);
  }
  expect(wrong).toEqual([]);
  expect(refused).toBeGreaterThan(10);
});

it('tells the steps of an endpoint, which go along with it', async () => {
  const endpoints = components.filter(({ table }) => table.name === 'serviceendpoint');
  const withSteps = endpoints.filter((endpoint) => dependenciesForDelete(store, endpoint).length > 0);
  expect(withSteps.length).toBeGreaterThan(0);
  for (const { table, id } of withSteps) expect(await refusalOf(table.name, id)).toBeUndefined();
});

it('keeps a workflow activity, and its assembly, while an activated process runs it', async () => {
  const type = components.find(
    ({ table, id }) =>
      table.name === 'plugintype' && /CalculateDiscount/.test(String(store.get(table.name, id)?.typename)),
  );
  const process = [...store.rows('workflow')][0];
  if (!type || !process) throw new Error('The seed has a process that runs a workflow activity.');
  const { table, id } = type;
  expect(dependenciesForDelete(store, type).map(({ dependent }) => dependent.id)).toEqual([
    process.workflowid,
  ]);
  expect(await refusalOf(table.name, id)).toBe('0x8004f01f');
  store.put('workflow', { ...process, statecode: 0, statuscode: 1 });
  expect(dependenciesForDelete(store, type)).toEqual([]);
  expect(await refusalOf(table.name, id)).toBeUndefined();
});
