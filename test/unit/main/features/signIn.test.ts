import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallInput } from '../../../../src/shared/contract/contract.ts';
import type { ConnectionId } from '../../../../src/shared/domain/ids.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

const nancy = 'nancy@contoso.example';
let place: TestOrganisation;
let dataFolder: string;
let test: TestCore;

beforeAll(async () => {
  place = await startTestOrganisation();
});
afterAll(() => place.close());
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'registrar-sign-in-'));
  test = await openTestCore(place.addresses, { dataFolder });
});
afterEach(async () => {
  await test.close();
  await rm(dataFolder, { recursive: true, force: true });
  place.sandbox.signIn.settings.accessTokenSeconds = 3600;
});

function passwordRequest(userName = nancy): CallInput<'account.signIn'>['request'] {
  const { signIn } = place.addresses;
  return {
    method: 'password',
    cloud: { kind: 'custom', authority: signIn.authority, discovery: null, graph: null },
    tenant: null,
    clientId: null,
    resource: signIn.organizations[0]?.url ?? '',
    userName,
    password: signIn.accounts.find((account) => account.userName === userName)?.password ?? '',
  };
}

async function connect(change: Partial<CallInput<'connection.addSignedIn'>> = {}) {
  const { account } = await test.core.call('account.signIn', { request: passwordRequest() });
  const added = await test.core.call('connection.addSignedIn', {
    accountId: account.id,
    name: 'Contoso',
    address: place.addresses.webApi,
    color: 'blue',
    production: false,
    ...change,
  });
  return { account, ...added };
}

describe('accounts', () => {
  it('sign in, are listed, and sign out', async () => {
    const { account } = await test.core.call('account.signIn', { request: passwordRequest() });
    expect(account).toMatchObject({
      userName: nancy,
      // The sandbox's other services were found by its authority.
      cloud: { discovery: place.addresses.signIn.discovery, graph: place.addresses.signIn.graph },
    });
    expect((await test.core.call('account.list', {})).accounts).toEqual([
      { ...account, signInNeeded: false },
    ]);
    expect(test.told.map(({ name }) => name)).toContain('accounts.changed');
    const { organizations } = await test.core.call('account.organizations', { accountId: account.id });
    expect(organizations.map(({ name }) => name)).toContain('Contoso Sandbox');
    await test.core.call('account.signOut', { accountId: account.id });
    expect((await test.core.call('account.list', {})).accounts).toEqual([]);
    await expect(test.core.call('account.organizations', { accountId: account.id })).rejects.toMatchObject({
      failure: { code: 'signIn' },
    });
  });

  it('can be cancelled through the contract', async () => {
    const abort = new AbortController();
    const told: unknown[] = [];
    const request = { ...passwordRequest(), method: 'deviceCode' } as const;
    const signedIn = test.core.call(
      'account.signIn',
      { request },
      {
        signal: abort.signal,
        onProgress: (value) => {
          told.push(value);
          abort.abort();
        },
      },
    );
    await expect(signedIn).rejects.toMatchObject({ failure: { code: 'cancelled' } });
    expect(told).toEqual([expect.objectContaining({ kind: 'deviceCode', code: expect.any(String) })]);
  });

  it('are refused what no sign-in can be made of, by field', async () => {
    await expect(
      test.core.call('account.signIn', { request: { ...passwordRequest(), tenant: '../evil' } }),
    ).rejects.toMatchObject({
      failure: { code: 'invalid', fields: { 'request.tenant': expect.any(String) } },
    });
  });
});

describe('organisations by account', () => {
  it('say where one signs in for them', async () => {
    const { signIn } = place.addresses;
    expect(await test.core.call('organization.learn', { address: place.addresses.webApi })).toEqual({
      webApi: place.addresses.webApi,
      resource: new URL(place.addresses.webApi).origin,
      tenant: signIn.tenants.find(({ domain }) => domain === 'contoso.example')?.id,
      cloud: {
        kind: 'custom',
        authority: signIn.authority,
        discovery: signIn.discovery,
        graph: signIn.graph,
      },
    });
    await expect(
      test.core.call('organization.learn', { address: 'make.powerapps.com' }),
    ).rejects.toMatchObject({
      failure: { code: 'invalid', fields: { address: expect.stringContaining('portal') } },
    });
  });

  it('are connected to and loaded; the connection outlives the program', async () => {
    const { account, connection, organization } = await connect();
    expect(connection).toMatchObject({ kind: 'account', accountId: account.id, signedIn: true });
    expect(connection).not.toHaveProperty('resource');
    expect(organization).toMatchObject({ userName: 'Nancy Davolio' });
    const { registrations } = await test.core.call('registrations.load', { connectionId: connection.id });
    expect(registrations.assemblies.length).toBeGreaterThan(0);
    await test.close();
    test = await openTestCore(place.addresses, { dataFolder });
    const { connections } = await test.core.call('connection.list', {});
    // The SecretBox of this test is memory: the account is gone, the connection stays and says so.
    expect(connections.find(({ id }) => id === connection.id)).toMatchObject({
      kind: 'account',
      signedIn: false,
    });
  });

  it('go on with a fresh token in the middle of a load and of a save', async () => {
    const { connection } = await connect();
    const connectionId = connection.id;
    place.sandbox.signIn.expireAccessTokens();
    const loaded = await test.core.call('registrations.load', { connectionId });
    place.sandbox.signIn.expireAccessTokens();
    const step = loaded.registrations.steps.find(({ managed }) => !managed);
    if (!step) throw new Error('There is no step.');
    const before = step.enabled;
    await test.core.call('step.setState', { connectionId, ids: [step.id], enabled: !before });
    const { registrations } = await test.core.call('registrations.load', { connectionId });
    expect(registrations.steps.find(({ id }) => id === step.id)?.enabled).toBe(!before);
    const { entries } = await test.core.call('activity.list', { connectionId });
    expect(entries.filter(({ status }) => status === 401)).toEqual([]);
    expect(entries.filter(({ attempts }) => attempts > 1).length).toBeGreaterThan(0);
    expect(JSON.stringify(entries)).not.toMatch(/eyJ[\w-]{10,}\./);
  });

  it('say when the account has to sign in again, and work after it', async () => {
    const { connection } = await connect();
    place.sandbox.signIn.revokeSessions(nancy);
    place.sandbox.signIn.expireAccessTokens();
    await expect(test.core.call('registrations.load', { connectionId: connection.id })).rejects.toMatchObject(
      { failure: { code: 'signIn', serverCode: 'AADSTS50173' } },
    );
    expect(await connectionNow(connection.id)).toMatchObject({ signedIn: false });
    await expect(
      test.core.call('connection.renew', { connectionId: connection.id, accessToken: 'x' }),
    ).rejects.toMatchObject({ failure: { code: 'invalid', advice: expect.stringContaining('Sign in') } });
    await test.core.call('account.signIn', { request: passwordRequest() });
    expect(await connectionNow(connection.id)).toMatchObject({ signedIn: true });
    await test.core.call('registrations.load', { connectionId: connection.id });
  });

  it('are not kept when the account is no member of them', async () => {
    const { account } = await test.core.call('account.signIn', {
      request: passwordRequest('garth@contoso.example'),
    });
    await expect(
      test.core.call('connection.addSignedIn', {
        accountId: account.id,
        name: 'Contoso',
        address: place.addresses.webApi,
        color: 'blue',
        production: false,
      }),
    ).rejects.toMatchObject({ failure: { code: 'forbidden' } });
    expect((await test.core.call('connection.list', {})).connections).toHaveLength(1);
  });

  it('show what their token holds, and a connection string without its secret', async () => {
    const { account, connection } = await connect();
    const { contents, problems } = await test.core.call('connection.inspectToken', {
      connectionId: connection.id,
    });
    expect(contents).toMatchObject({
      audience: new URL(place.addresses.webApi).origin,
      userName: nancy,
      scopes: ['user_impersonation'],
    });
    expect(problems).toEqual([]);
    const { text } = await test.core.call('connection.connectionString', { connectionId: connection.id });
    expect(text).toBe(
      `AuthType=OAuth;Url=${new URL(place.addresses.webApi).origin};Username=${nancy};ClientId=${account.clientId};Password=`,
    );
    await expect(
      test.core.call('connection.inspectToken', { connectionId: test.sandbox }),
    ).rejects.toMatchObject({ failure: { code: 'unsupported' } });
  });

  it('leave no token and no password in any file, event or log', async () => {
    const { connection } = await connect();
    await test.core.call('registrations.load', { connectionId: connection.id });
    await test.core.close();
    const files = await readdir(dataFolder, { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      files
        .filter((file) => file.isFile())
        .map((file) => readFile(join(file.parentPath, file.name), 'latin1')),
    );
    const everything = `${texts.join('\n')}${JSON.stringify([test.told, test.logged])}`;
    expect(texts.length).toBeGreaterThan(0);
    expect(everything).not.toMatch(/eyJ[\w-]{10,}\./);
    expect(everything).not.toContain(passwordOf(nancy));
  });
});

function passwordOf(userName: string): string {
  return place.addresses.signIn.accounts.find((account) => account.userName === userName)?.password ?? '';
}

async function connectionNow(id: ConnectionId) {
  return (await test.core.call('connection.list', {})).connections.find((connection) => connection.id === id);
}
