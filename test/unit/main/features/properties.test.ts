import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallInput } from '../../../../src/shared/contract/contract.ts';
import type { Registrations } from '../../../../src/shared/domain/registration.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

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

async function load(): Promise<Registrations> {
  return (await test.core.call('registrations.load', { connectionId: test.sandbox })).registrations;
}

function update(input: Omit<CallInput<'property.update'>, 'connectionId'>) {
  return test.core.call('property.update', { connectionId: test.sandbox, ...input });
}

function found<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new Error('The seed has one.');
  return row;
}

describe('property.update', () => {
  it('changes the description of an assembly, also within a package', async () => {
    const { assemblies } = await load();
    for (const inPackage of [false, true]) {
      const row = found(assemblies.find((one) => (one.packageId !== null) === inPackage && !one.managed));
      const node = { kind: row.kind, id: row.id } as const;
      await update({ node, property: 'description', from: row.description ?? '', to: 'Prices orders. ' });
      const after = found((await load()).assemblies.find(({ id }) => id === row.id));
      expect(after).toMatchObject({ description: 'Prices orders.', version: row.version });
    }
  });

  it('changes names of a type, and the group of a workflow activity', async () => {
    const { types } = await load();
    const row = found(types.find((one) => one.workflowActivity && !one.managed));
    const node = { kind: row.kind, id: row.id } as const;
    const group = row.workflowActivityGroup ?? '';
    await update({ node, property: 'workflowActivityGroup', from: group, to: 'Contoso tools' });
    await update({ node, property: 'friendlyName', from: row.friendlyName, to: 'Reads the rate' });
    const after = found((await load()).types.find(({ id }) => id === row.id));
    expect(after).toMatchObject({ workflowActivityGroup: 'Contoso tools', friendlyName: 'Reads the rate' });
  });

  it('changes a rank and takes it back, and clears a description', async () => {
    const row = found((await load()).steps.find((one) => !one.managed && !one.hidden));
    const node = { kind: row.kind, id: row.id } as const;
    await update({ node, property: 'rank', from: String(row.rank), to: '77' });
    expect((await load()).steps.find(({ id }) => id === row.id)?.rank).toBe(77);
    await update({ node, property: 'rank', from: '77', to: String(row.rank) });
    await update({ node, property: 'description', from: row.description ?? '', to: '' });
    const after = (await load()).steps.find(({ id }) => id === row.id);
    expect(after).toMatchObject({ rank: row.rank, description: null });
  });

  it('does not write over what somebody else wrote, until it is told to', async () => {
    const row = found((await load()).steps.find((one) => !one.managed && !one.hidden));
    const node = { kind: row.kind, id: row.id } as const;
    await update({ node, property: 'rank', from: String(row.rank), to: '5' });
    const late = { node, property: 'rank', from: String(row.rank), to: '6' } as const;
    await expect(update(late)).rejects.toMatchObject({
      failure: { code: 'conflict', fields: { rank: expect.stringContaining('“5”') } },
    });
    expect((await load()).steps.find(({ id }) => id === row.id)?.rank).toBe(5);
    await update({ ...late, overwrite: true });
    expect((await load()).steps.find(({ id }) => id === row.id)?.rank).toBe(6);
  });

  it('refuses what would not fit before it asks anybody', async () => {
    const row = found((await load()).steps[0]);
    const node = { kind: row.kind, id: row.id } as const;
    await expect(update({ node, property: 'rank', from: '1', to: 'first' })).rejects.toMatchObject({
      failure: { code: 'invalid' },
    });
  });
});
