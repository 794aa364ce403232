import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

describe('solution.contents', () => {
  it('tells of each visible solution which registrations it holds', async () => {
    const connectionId = test.sandbox;
    const { solutions } = await test.core.call('solution.contents', { connectionId });
    const names = solutions.map(({ uniqueName }) => uniqueName);
    expect(names.length).toBeGreaterThan(1);
    expect(names).not.toContain('Default');
    expect(names).not.toContain('Active');

    const { registrations } = await test.core.call('registrations.load', { connectionId });
    const known = new Set(registrations.assemblies.map(({ id }) => id));
    const managed = solutions.find(({ uniqueName }) => uniqueName === 'NorthwindDuplicateGuard');
    expect(managed).toMatchObject({ managed: true, publisher: expect.any(String) });
    expect(managed?.components.assembly.filter((id) => known.has(id))).toHaveLength(1);
  });

  it('knows at once what was put into a solution', async () => {
    const connectionId = test.sandbox;
    const { solutions } = await test.core.call('solution.list', { connectionId });
    const { registrations } = await test.core.call('registrations.load', { connectionId });
    const target = solutions[0];
    const endpoint = registrations.endpoints.at(-1);
    if (!target || !endpoint) throw new Error('The seed has a solution and an endpoint.');
    const node = { kind: endpoint.kind, id: endpoint.id } as const;
    await test.core.call('solution.addComponents', {
      connectionId,
      solution: target.uniqueName,
      nodes: [node],
      withSteps: false,
      withRequired: false,
    });
    const after = await test.core.call('solution.contents', { connectionId });
    expect(after.solutions.find(({ id }) => id === target.id)?.components.serviceEndpoint).toContain(
      endpoint.id,
    );
  });
});
