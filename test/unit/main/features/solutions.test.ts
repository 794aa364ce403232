import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FailureError } from '../../../../src/shared/contract/failure.ts';
import type { NodeReference, Registrations } from '../../../../src/shared/domain/registration.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

let place: TestOrganisation;
let test: TestCore;
let registrations: Registrations;

beforeAll(async () => {
  place = await startTestOrganisation();
  test = await openTestCore(place.addresses);
  ({ registrations } = await test.core.call('registrations.load', { connectionId: test.sandbox }));
});
afterAll(async () => {
  await test.close();
  await place.close();
});
afterEach(() => place.webApi.faults.clear());

async function failureOf(promise: Promise<unknown>): Promise<FailureError['failure']> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof FailureError) return error.failure;
  throw new Error(`A FailureError was expected, not ${String(error)}.`);
}

function found<Row extends { readonly name: string }>(rows: readonly Row[], name: string): Row {
  const row = rows.find((one) => one.name === name);
  if (!row) throw new Error(`The seed has no ${name}.`);
  return row;
}

/** The ids that a solution holds, from the organisation's own store. */
function heldBy(solution: string): Set<unknown> {
  const { store } = place.organisation;
  const row = [...store.rows('solution')].find(({ uniquename }) => uniquename === solution);
  return new Set(
    [...store.rows('solutioncomponent')]
      .filter(({ solutionid }) => (solutionid as { id: string } | null)?.id === row?.solutionid)
      .map(({ objectid }) => objectid),
  );
}

function add(
  nodes: NodeReference[],
  change: { solution?: string; withSteps?: boolean; withRequired?: boolean },
) {
  return test.core.call('solution.addComponents', {
    connectionId: test.sandbox,
    solution: 'ContosoIntegration',
    nodes,
    withSteps: false,
    withRequired: false,
    ...change,
  });
}

describe('solutions', () => {
  it('are the unmanaged and visible ones, with the prefix of their publisher', async () => {
    const { solutions } = await test.core.call('solution.list', { connectionId: test.sandbox });
    const names = solutions.map(({ uniqueName }) => uniqueName);
    expect(names).toEqual(expect.arrayContaining(['ContosoIntegration', 'ContosoSales']));
    for (const name of ['Default', 'Active', 'System', 'FabrikamAddressing'])
      expect(names).not.toContain(name);
    expect(solutions.find(({ uniqueName }) => uniqueName === 'ContosoSales')).toMatchObject({
      friendlyName: 'Contoso Sales',
      prefix: 'contoso',
    });
  });

  it('take a new endpoint as it is registered', async () => {
    const { id } = await test.core.call('serviceEndpoint.create', {
      connectionId: test.sandbox,
      draft: {
        name: 'Born in a solution',
        description: '',
        designationType: 'queue',
        namespaceAddress: place.namespaceAddress,
        path: 'crm-orders',
        authorization: { kind: 'sasKey', keyName: 'send' },
        messageFormat: 'json',
        userInformation: 'none',
      },
      secret: { kind: 'sasKey', key: 'pF3+secretKey01234567890abcdefghijABCDEFGHI=' },
      solution: 'ContosoSales',
    });
    expect(heldBy('ContosoSales')).toContain(id);
    expect(heldBy('ContosoIntegration')).not.toContain(id);
  });

  it('take a new webhook as it is registered', async () => {
    const { id } = await test.core.call('webhook.create', {
      connectionId: test.sandbox,
      draft: {
        name: 'Hook in a solution',
        description: '',
        url: 'http://127.0.0.1:8080/hook',
        authorization: 'webhookKey',
      },
      secret: { kind: 'webhookKey', key: 'a key of the webhook' },
      solution: 'ContosoSales',
    });
    expect(heldBy('ContosoSales')).toContain(id);
    expect(heldBy('ContosoIntegration')).not.toContain(id);
  });

  it('take many at once, with the steps of an assembly, and say what was there', async () => {
    const assembly = found(registrations.assemblies, 'Contoso.Service.Plugins');
    const endpoint = found(registrations.endpoints, 'Order queue');
    const owner = registrations.packages[0];
    const packed = registrations.assemblies.find(({ packageId }) => packageId !== null);
    if (!owner || !packed) throw new Error('The seed has a package.');
    const nodes: NodeReference[] = [
      { kind: 'assembly', id: assembly.id },
      { kind: 'serviceEndpoint', id: endpoint.id },
      { kind: 'assembly', id: packed.id },
    ];
    const seen: number[] = [];
    const { results } = await test.core.call(
      'solution.addComponents',
      {
        connectionId: test.sandbox,
        solution: 'ContosoIntegration',
        nodes,
        withSteps: true,
        withRequired: false,
      },
      { onProgress: ({ done }) => void seen.push(done) },
    );
    expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(seen.at(-1)).toBe(results.length);
    const held = heldBy('ContosoIntegration');
    for (const { node } of results) expect(held).toContain(node.id);
    // The package stands for its assembly.
    expect(results.map(({ node }) => node.id)).toContain(owner.id);
    expect(results.map(({ node }) => node.id)).not.toContain(packed.id);
    expect(results.filter(({ node }) => node.kind === 'step').length).toBeGreaterThanOrEqual(6);

    const again = await add(nodes, { withSteps: true });
    expect(new Set(again.results.map(({ outcome }) => outcome))).toEqual(new Set(['alreadyThere']));
  });

  it('go on after one that is refused, and stop where nothing else would go either', async () => {
    const [first, second, third] = registrations.steps.filter(({ managed }) => !managed);
    if (!first || !second || !third) throw new Error('The seed has steps.');
    const nodes: NodeReference[] = [first, second, third].map(({ id }) => ({ kind: 'step', id }));
    place.webApi.faults.next({ match: /AddSolutionComponent/, status: 400, code: '0x80040203' });
    const one = await add(nodes, { solution: 'ContosoSales', withRequired: true });
    expect(one.results.map(({ outcome }) => outcome)).toContain('failed');
    expect(one.results.filter(({ outcome }) => outcome === 'failed')).toHaveLength(1);
    expect(one.results.some(({ outcome }) => outcome === 'notTried')).toBe(false);

    place.webApi.faults.next({ match: /AddSolutionComponent/, status: 401, times: 8 });
    const two = await add(nodes, { solution: 'ContosoSales', withRequired: true });
    expect(two.results.map(({ outcome }) => outcome)).toEqual(['failed', 'notTried', 'notTried']);
  });

  it('that are gone or managed are refused before anything is sent', async () => {
    const nodes: NodeReference[] = [
      { kind: 'assembly', id: found(registrations.assemblies, 'Contoso.Service.Plugins').id },
    ];
    expect(await failureOf(add(nodes, { solution: 'FabrikamAddressing' }))).toMatchObject({
      code: 'notFound',
      fields: { solution: expect.any(String) },
    });
    // A name that would break out of its header never leaves the page's side of the contract.
    expect((await failureOf(add(nodes, { solution: 'A\r\nX: y' }))).code).toBe('invalid');
  });
});
