import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FailureError } from '../../../../src/shared/contract/failure.ts';
import { sasDraftOf, usesAcs } from '../../../../src/shared/domain/acsEndpoint.ts';
import { parseConnectionString } from '../../../../src/shared/domain/connectionString.ts';
import { ServiceEndpointId } from '../../../../src/shared/domain/ids.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

/** The way out of Access Control over real sockets: the seeded endpoint, its two steps, and the sandbox's own queue. */

let place: TestOrganisation;
let test: TestCore;
let id: ServiceEndpointId;

beforeAll(async () => {
  place = await startTestOrganisation();
});
afterAll(() => place.close());
beforeEach(async () => {
  await place.sandbox.reset();
  test = await openTestCore(place.addresses);
  for (const row of place.organisation.store.rows('serviceendpoint')) {
    if (row.authtype === 1) id = ServiceEndpointId.parse(row.serviceendpointid);
  }
});
afterEach(async () => {
  place.webApi.faults.clear();
  await test.close();
});

const columns = [
  'contract',
  'authtype',
  'connectionmode',
  'namespaceformat',
  'namespaceaddress',
  'solutionnamespace',
  'path',
  'saskeyname',
  'issaskeyset',
] as const;

function row(): Record<string, unknown> {
  const stored = place.organisation.store.get('serviceendpoint', id) ?? {};
  return Object.fromEntries(columns.map((column) => [column, stored[column] ?? null]));
}

async function move(path = 'crm-orders', core = test): Promise<void> {
  const at = { connectionId: core.sandbox, id };
  const { endpoint, etag } = await core.core.call('serviceEndpoint.read', at);
  const { draft, secret } = sasDraftOf(
    endpoint,
    parseConnectionString(place.addresses.connectionStrings.send),
    path,
  );
  if (!secret) throw new Error('The sandbox’s connection string has no key.');
  await core.core.call('acs.moveToSas', { ...at, draft, secret, etag });
}

async function createInvoice(name: string): Promise<void> {
  const [account] = place.organisation.store.rows('account');
  const answer = await fetch(`${place.addresses.webApi}invoices`, {
    method: 'POST',
    headers: { authorization: `Bearer ${place.addresses.accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name,
      'customerid_account@odata.bind': `/accounts(${String(account?.accountid)})`,
    }),
  });
  expect(answer.status).toBe(204);
}

async function failureOf(promise: Promise<unknown>): Promise<FailureError['failure']> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
  throw new Error('It did not fail.');
}

describe('an endpoint of ACS', () => {
  it('is loaded as what it is', async () => {
    const { registrations } = await test.core.call('registrations.load', { connectionId: test.sandbox });
    const found = registrations.endpoints.filter(usesAcs);
    expect(found.map((endpoint) => endpoint.id)).toEqual([id]);
    expect(found[0]).toMatchObject({ connectionMode: 'federated', namespaceFormat: 'name' });
    expect(registrations.steps.filter(({ handler }) => handler.id === id)).toHaveLength(2);
  });

  it('moves to SAS, keeps its steps, and posts', async () => {
    const before = [...place.organisation.store.rows('sdkmessageprocessingstep')].length;
    await move();
    expect(row()).toMatchObject({
      authtype: 2,
      connectionmode: 1,
      namespaceformat: 2,
      contract: 6,
      namespaceaddress: place.namespaceAddress,
      path: 'crm-orders',
      saskeyname: 'send',
      issaskeyset: true,
    });
    expect([...place.organisation.store.rows('sdkmessageprocessingstep')]).toHaveLength(before);
    const counted = place.sandbox.broker.counts('crm-orders').active;
    await createInvoice('Moved');
    await expect
      .poll(() => place.sandbox.broker.counts('crm-orders').active, { timeout: 10_000 })
      .toBe(counted + 1);
  });

  it('goes back to what it was while nothing was sent, also after a restart', async () => {
    const before = row();
    await move();
    const folder = test.dataFolder;
    const again = await openTestCore(place.addresses, { dataFolder: folder });
    const at = { connectionId: again.sandbox, id };
    const { move: kept } = await again.core.call('acs.lastMove', at);
    expect(kept).toMatchObject({ obstacle: null, remark: null });
    await again.core.call('acs.undoMove', at);
    expect(row()).toEqual(before);
    expect(await again.core.call('acs.lastMove', at)).toEqual({ move: null });
    await again.close();
  });

  it('stays on SAS once something was sent', async () => {
    await move();
    await createInvoice('Sent');
    const at = { connectionId: test.sandbox, id };
    await expect
      .poll(async () => (await test.core.call('acs.lastMove', at)).move?.obstacle, { timeout: 10_000 })
      .toMatch(/^A message was sent since/);
    expect(await failureOf(test.core.call('acs.undoMove', at))).toMatchObject({ code: 'invalid' });
    expect(row()).toMatchObject({ authtype: 2 });
  });

  it('can still be undone after a post that failed', async () => {
    await move('no-such-queue');
    await createInvoice('Lost');
    const at = { connectionId: test.sandbox, id };
    await expect
      .poll(
        () =>
          [...place.organisation.store.rows('asyncoperation')].some(
            ({ friendlymessage }) =>
              typeof friendlymessage === 'string' && friendlymessage.includes('no-such-queue'),
          ),
        { timeout: 10_000 },
      )
      .toBe(true);
    await test.core.call('acs.undoMove', at);
    expect(row()).toMatchObject({ authtype: 1 });
  });

  it('is not undone over what somebody changed since', async () => {
    await move();
    const other = await openTestCore(place.addresses);
    const at = { connectionId: other.sandbox, id };
    const { endpoint, etag } = await other.core.call('serviceEndpoint.read', at);
    const { draft } = sasDraftOf(
      endpoint,
      parseConnectionString(place.addresses.connectionStrings.send),
      'crm-returns',
    );
    await other.core.call('serviceEndpoint.update', { ...at, draft, etag });
    await other.close();
    const failure = await failureOf(test.core.call('acs.undoMove', { connectionId: test.sandbox, id }));
    expect(failure).toMatchObject({
      code: 'conflict',
      fields: { path: 'Now “crm-returns”; it was “crm-orders” after the move.' },
    });
    expect(row()).toMatchObject({ authtype: 2, path: 'crm-returns' });
  });

  it('is not moved twice, nor over what somebody else did', async () => {
    const at = { connectionId: test.sandbox, id };
    const { endpoint, etag } = await test.core.call('serviceEndpoint.read', at);
    const parsed = parseConnectionString(place.addresses.connectionStrings.send);
    const { draft, secret } = sasDraftOf(endpoint, parsed, 'crm-orders');
    if (!secret) throw new Error('There is no key.');
    const stale = test.core.call('acs.moveToSas', { ...at, draft, secret, etag: 'W/"1"' as typeof etag });
    expect(await failureOf(stale)).toMatchObject({ code: 'conflict' });
    await test.core.call('acs.moveToSas', { ...at, draft, secret, etag });
    const second = test.core.call('acs.moveToSas', { ...at, draft, secret, etag });
    expect(await failureOf(second)).toMatchObject({ code: 'invalid' });
  });

  it('is refused what Dataverse would not take, and keeps its key out of the folder', async () => {
    const at = { connectionId: test.sandbox, id };
    const { endpoint, etag } = await test.core.call('serviceEndpoint.read', at);
    const parsed = parseConnectionString(place.addresses.connectionStrings.send);
    const { draft, secret } = sasDraftOf(endpoint, parsed, '');
    if (secret?.kind !== 'sasKey') throw new Error('There is no key.');
    const refused = await failureOf(test.core.call('acs.moveToSas', { ...at, draft, secret, etag }));
    expect(refused.fields?.path).toBeDefined();
    expect(row()).toMatchObject({ authtype: 1 });
    await move();
    const kept = await readFile(join(test.dataFolder, 'movedFromAcs.json'), 'utf8');
    expect(kept).toContain(id);
    expect(kept).not.toContain(secret.key);
  });
});
