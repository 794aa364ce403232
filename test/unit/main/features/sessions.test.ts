import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallInput } from '../../../../src/shared/contract/contract.ts';
import type { ConnectionId } from '../../../../src/shared/domain/ids.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

/** Sessions of several accounts in use, over real sockets: renewed, revoked and cancelled in the middle of things. */

type Request = CallInput<'account.signIn'>['request'];

const nancy = 'nancy@contoso.example';
const sampleClient = '51f81489-12ee-4a9e-aaae-a2591f45987d';
let place: TestOrganisation;
let test: TestCore;

beforeAll(async () => {
  place = await startTestOrganisation();
});
afterAll(() => place.close());
beforeEach(async () => {
  test = await openTestCore(place.addresses);
});
afterEach(async () => {
  place.sandbox.signIn.disturbances.clear();
  place.webApi.faults.clear();
  await test.close();
});

function cloudNamed(name: 'commercial' | 'government') {
  const found = place.addresses.signIn.clouds.find((cloud) => cloud.name === name);
  if (!found) throw new Error(`There is no cloud ${name}.`);
  const { authority, discovery, graph } = found;
  return { kind: 'custom', authority, discovery, graph } as const;
}

function organizationNamed(friendlyName: string) {
  const found = place.addresses.signIn.organizations.find((one) => one.friendlyName === friendlyName);
  if (!found) throw new Error(`There is no organisation ${friendlyName}.`);
  return found;
}

function byPassword(userName: string, organization = 'Contoso Sandbox') {
  const { url, cloud } = organizationNamed(organization);
  return {
    method: 'password',
    cloud: cloudNamed(cloud === 'government' ? 'government' : 'commercial'),
    tenant: null,
    clientId: null,
    resource: url,
    userName,
    password: place.addresses.signIn.accounts.find((one) => one.userName === userName)?.password ?? '',
  } satisfies Request;
}

async function connect(userName: string, organization = 'Contoso Sandbox') {
  const { account } = await test.core.call('account.signIn', { request: byPassword(userName, organization) });
  const { connection } = await test.core.call('connection.addSignedIn', {
    accountId: account.id,
    name: organization,
    address: organizationNamed(organization).webApi,
    color: 'blue',
    production: false,
  });
  return { account, connectionId: connection.id };
}

/** Does something once, as soon as the first request of this connection has been answered. */
function afterFirstRequest(connectionId: ConnectionId, act: () => void): { readonly done: () => boolean } {
  let done = false;
  test.core.subscribe((name, value) => {
    if (done || name !== 'activity.added') return;
    const { connectionId: about } = value as { connectionId: ConnectionId };
    if (about !== connectionId) return;
    done = true;
    act();
  });
  return { done: () => done };
}

async function anyStep(connectionId: ConnectionId) {
  const { registrations } = await test.core.call('registrations.load', { connectionId });
  const step = registrations.steps.find(({ managed }) => !managed);
  if (!step) throw new Error('There is no step.');
  return step;
}

async function stateOf(connectionId: ConnectionId, id: string): Promise<boolean | undefined> {
  const { registrations } = await test.core.call('registrations.load', { connectionId });
  return registrations.steps.find((step) => step.id === id)?.enabled;
}

describe('a token that ends', () => {
  it('in the middle of a load is renewed, and the load brings everything', async () => {
    const { connectionId } = await connect(nancy);
    const { registrations: before } = await test.core.call('registrations.load', { connectionId });
    // Answers are slow enough that the others are still under way when the first one is there.
    place.webApi.faults.next({ match: /sdkmessageprocessingsteps|plugintypes/, delayMs: 300, times: 2 });
    const ended = afterFirstRequest(connectionId, () => place.sandbox.signIn.expireAccessTokens());
    const { registrations } = await test.core.call('registrations.load', { connectionId });
    expect(ended.done()).toBe(true);
    const { report: _before, ...expected } = before;
    const { report: _report, ...loaded } = registrations;
    expect(loaded).toEqual(expected);
    const { entries } = await test.core.call('activity.list', { connectionId });
    expect(entries.filter(({ attempts }) => attempts > 1)).not.toEqual([]);
    await test.core.call('registrations.load', { connectionId });
    expect((await test.core.call('account.list', {})).accounts[0]?.signInNeeded).toBe(false);
  });

  it('in the middle of a save is renewed, and the save happens once', async () => {
    const { connectionId } = await connect(nancy);
    const step = await anyStep(connectionId);
    const { entries } = await test.core.call('activity.list', { connectionId });
    const last = entries.at(-1)?.number ?? 0;
    // Between reading the row and writing it.
    const ended = afterFirstRequest(connectionId, () => place.sandbox.signIn.expireAccessTokens());
    await test.core.call('step.setState', { connectionId, ids: [step.id], enabled: !step.enabled });
    expect(ended.done()).toBe(true);
    place.sandbox.signIn.expireAccessTokens();
    await test.core.call('step.setState', { connectionId, ids: [step.id], enabled: step.enabled });
    const made = await test.core.call('activity.list', { connectionId, after: last });
    const writes = made.entries.filter(({ write }) => write);
    expect(writes.map(({ status }) => status !== null && status < 300)).toEqual([true, true]);
    // The second one met a token that had ended already.
    expect(writes[1]?.attempts ?? 0).toBeGreaterThan(1);
    expect(await stateOf(connectionId, step.id)).toBe(step.enabled);
  });

  it('is not renewed once consent was revoked: the save fails, says why, and works after a sign-in', async () => {
    const { connectionId } = await connect('hanna@contoso.example');
    const step = await anyStep(connectionId);
    const { directory } = place.sandbox.signIn;
    const consents = directory.consents.filter(({ appId }) => appId === sampleClient);
    place.sandbox.signIn.revokeConsent('hanna@contoso.example', sampleClient);
    place.sandbox.signIn.expireAccessTokens();
    const save = () =>
      test.core.call('step.setState', { connectionId, ids: [step.id], enabled: !step.enabled });
    await expect(save()).rejects.toMatchObject({
      failure: { code: 'signIn', serverCode: 'AADSTS65001', advice: expect.any(String) },
    });
    expect((await test.core.call('account.list', {})).accounts[0]?.signInNeeded).toBe(true);
    for (const consent of consents) directory.addConsent(consent);
    await test.core.call('account.signIn', { request: byPassword('hanna@contoso.example') });
    await save();
    expect(await stateOf(connectionId, step.id)).toBe(!step.enabled);
  });
});

describe('several organisations at once', () => {
  it('three of them, two accounts and two clouds: each has its own session and its own registrations', async () => {
    const sandbox = await connect(nancy);
    const production = await connect(nancy, 'Contoso Production');
    const county = await connect('diego@woodgrove.example', 'Woodgrove County');
    expect(sandbox.account.id).toBe(production.account.id);
    expect(county.account.id).not.toBe(sandbox.account.id);
    const all = [sandbox, production, county];
    const names = async () =>
      (
        await Promise.all(
          all.map(({ connectionId }) => test.core.call('registrations.load', { connectionId })),
        )
      ).map(({ registrations }) => registrations.organization.friendlyName);
    const expected = ['Contoso Sandbox', 'Contoso Production', 'Woodgrove County'];
    expect(await names()).toEqual(expected);
    place.sandbox.signIn.expireAccessTokens();
    expect(await names()).toEqual(expected);

    await test.core.call('account.signOut', { accountId: county.account.id });
    await expect(
      test.core.call('registrations.load', { connectionId: county.connectionId }),
    ).rejects.toMatchObject({ failure: { code: 'signIn' } });
    // What it had loaded can be looked through all the same.
    const { registrations } = await test.core.call('registrations.cached', {
      connectionId: county.connectionId,
    });
    expect(registrations?.organization.friendlyName).toBe('Woodgrove County');
    await test.core.call('registrations.load', { connectionId: production.connectionId });
  });
});

describe('cancelling', () => {
  const slowly = { delayMs: 20_000, times: 20 };
  const asSecret = (): Request => {
    const own = place.addresses.signIn.applications.find(
      ({ displayName }) => displayName === 'Contoso ERP Connector',
    );
    const { userName: _userName, password: _password, ...common } = byPassword(nancy);
    return {
      ...common,
      method: 'secret',
      tenant: 'contoso.example',
      clientId: own?.clientId ?? '',
      secret: own?.secret ?? '',
    };
  };

  /** Begins, waits until the other side has got a request, and cancels. */
  async function cancelled(
    hits: () => number,
    begin: (signal: AbortSignal) => Promise<unknown>,
  ): Promise<void> {
    const abort = new AbortController();
    const before = hits();
    const outcome = expect(begin(abort.signal)).rejects.toMatchObject({ failure: { code: 'cancelled' } });
    await expect.poll(hits, { interval: 10 }).toBeGreaterThan(before);
    abort.abort();
    await outcome;
  }
  const authorityHits = () => place.sandbox.signIn.disturbances.hits;
  const webApiHits = () => place.webApi.faults.hits;

  it.each([
    ['while the authority is looked up', /openid-configuration|discovery\/instance/],
    ['while the token is asked for', /\/token/],
  ])('a sign-in %s keeps nothing, whichever way it is', async (_when, match) => {
    for (const request of [byPassword(nancy), asSecret()]) {
      place.sandbox.signIn.disturbances.clear();
      place.sandbox.signIn.disturbances.next({ match, ...slowly });
      await cancelled(authorityHits, (signal) => test.core.call('account.signIn', { request }, { signal }));
      expect((await test.core.call('account.list', {})).accounts).toEqual([]);
    }
    place.sandbox.signIn.disturbances.clear();
    await test.core.call('account.signIn', { request: byPassword(nancy) });
  });

  it('the question where one signs in', async () => {
    place.webApi.faults.next(slowly);
    const address = place.addresses.webApi;
    await cancelled(webApiHits, (signal) => test.core.call('organization.learn', { address }, { signal }));
  });

  it('the list of organisations, and the connecting, keeps nothing', async () => {
    const { account } = await test.core.call('account.signIn', { request: byPassword(nancy) });
    const accountId = account.id;
    place.sandbox.signIn.disturbances.next({ match: /Instances/, ...slowly });
    await cancelled(authorityHits, (signal) =>
      test.core.call('account.organizations', { accountId }, { signal }),
    );
    place.webApi.faults.next({ match: /\$batch|WhoAmI/, ...slowly });
    await cancelled(webApiHits, (signal) =>
      test.core.call(
        'connection.addSignedIn',
        { accountId, name: 'Not kept', address: place.addresses.webApi, color: 'blue', production: false },
        { signal },
      ),
    );
    expect((await test.core.call('connection.list', {})).connections).toHaveLength(1);
  });

  it('a load that waits for a renewal leaves the session as it was', async () => {
    const { connectionId } = await connect(nancy);
    place.sandbox.signIn.expireAccessTokens();
    place.webApi.faults.next({ match: /plugintypes/, ...slowly });
    await cancelled(webApiHits, (signal) =>
      test.core.call('registrations.load', { connectionId }, { signal }),
    );
    place.webApi.faults.clear();
    await test.core.call('registrations.load', { connectionId });
    expect((await test.core.call('account.list', {})).accounts[0]?.signInNeeded).toBe(false);
  });
});
