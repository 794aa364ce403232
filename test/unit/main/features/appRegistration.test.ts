import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTrustingFetch } from '../../../../src/main/identity/trustingFetch.ts';
import type { CallInput, CallProgress } from '../../../../src/shared/contract/contract.ts';
import { freshPlan } from '../../../../src/shared/domain/appRegistration.ts';
import { createTestBrowser, type TestBrowser } from '../../sandbox/signIn/testBrowser.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

const nancy = 'nancy@contoso.example';
let place: TestOrganisation;
let test: TestCore;

beforeAll(async () => {
  place = await startTestOrganisation();
  place.sandbox.signIn.settings.deviceIntervalSeconds = 1;
});
afterAll(() => place.close());
beforeEach(async () => {
  test = await openTestCore(place.addresses);
});
afterEach(async () => {
  await test.close();
  place.sandbox.signIn.disturbances.clear();
  place.sandbox.signIn.settings.propagationSeconds = 0;
});

type Progress = CallProgress<'appRegistration.create'>;
type Act = (visitor: TestBrowser) => Promise<unknown>;

const signInAt = (tenant: string | null = null) => ({
  cloud: {
    kind: 'custom' as const,
    authority: place.addresses.signIn.authority,
    discovery: null,
    graph: null,
  },
  tenant,
  method: 'deviceCode' as const,
});

/** Follows what the core tells: types the device code in a browser of its own, and goes on there. */
function visitorWho(act: Act): {
  onProgress: (value: Progress) => void;
  told: string[];
  visited: () => Promise<void>;
} {
  const told: string[] = [];
  let visit = Promise.resolve();
  return {
    told,
    visited: () => visit,
    onProgress(value) {
      told.push(value.kind === 'stage' ? value.stage : value.kind);
      if (value.kind === 'stage') return;
      const { certificateAuthority } = place.addresses.signIn;
      const visitor = createTestBrowser(
        createTrustingFetch(fetch, async (url) => ({ origins: [url.origin], certificateAuthority })),
      );
      visit = (async () => {
        if (value.kind === 'deviceCode') {
          await visitor.open(value.address);
          await visitor.press('Next', { Code: value.code });
          await visitor.press('Continue');
          await act(visitor);
        } else {
          await visitor.open(value.link);
          await act(visitor);
          if (visitor.page.title === 'Working…') await visitor.press('Continue');
        }
      })();
    },
  };
}

function logIn(userName: string, consent: string | null = 'Accept'): Act {
  return async (visitor) => {
    await visitor.press('Next', { Email: userName });
    const password = place.addresses.signIn.accounts.find((one) => one.userName === userName)?.password ?? '';
    await visitor.press('Sign in', { Password: password });
    if (consent !== null && visitor.page.title === 'Permissions requested') await visitor.press(consent);
  };
}

async function create(act: Act = logIn(nancy), plan: Partial<typeof freshPlan> = {}) {
  const visitor = visitorWho(act);
  const input: CallInput<'appRegistration.create'> = { ...signInAt(), plan: { ...freshPlan, ...plan } };
  const { made } = await test.core.call('appRegistration.create', input, visitor);
  await visitor.visited();
  return { made, told: visitor.told };
}

async function testOf(clientId: string, act: Act = logIn(nancy), address = place.addresses.webApi) {
  const visitor = visitorWho(act);
  const report = await test.core.call('appRegistration.test', { ...signInAt(), clientId, address }, visitor);
  await visitor.visited();
  return { report, told: visitor.told };
}

const applicationsNamed = (name: string) =>
  place.sandbox.signIn.directory.applications.filter(({ displayName }) => displayName === name);

describe('a registration that is made for the user', () => {
  it('is made through Graph in his name, works, and leaves no account behind', async () => {
    const { made, told } = await create(logIn(nancy), { name: 'Made for me' });
    expect(told).toEqual(['deviceCode', 'application', 'enterpriseApplication']);
    expect(made).toMatchObject({
      name: 'Made for me',
      madeBy: nancy,
      tenantId: place.addresses.signIn.tenants.find(({ domain }) => domain === 'contoso.example')?.id,
      enterpriseApplication: { kind: 'made' },
    });
    expect(applicationsNamed('Made for me')).toEqual([
      expect.objectContaining({
        appId: made.clientId,
        objectId: made.objectId,
        signInAudience: 'AzureADMyOrg',
        isFallbackPublicClient: true,
        publicRedirectUris: ['http://localhost'],
      }),
    ]);
    expect((await test.core.call('account.list', {})).accounts).toEqual([]);

    const { report, told: waited } = await testOf(made.clientId);
    expect(report).toMatchObject({ outcome: 'passed', sentence: 'The registration works.' });
    expect(report.lines.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'known passed',
      'signIn passed',
      'application passed',
      'audience passed',
      'scope passed',
      'organization passed',
    ]);
    expect(report.lines.at(-1)?.sentence).toBe('Contoso Sandbox answered, and knows you as Nancy Davolio.');
    expect(waited).toEqual(['deviceCode', 'organization']);
    expect((await test.core.call('account.list', {})).accounts).toEqual([]);
    expect(JSON.stringify([report, made, test.told, test.logged])).not.toMatch(/eyJ[\w-]{10,}\./);
  });

  it('is made and tested through the browser as well', async () => {
    const visitor = visitorWho(logIn(nancy));
    const plan = { ...freshPlan, name: 'By browser' };
    const { made } = await test.core.call(
      'appRegistration.create',
      { ...signInAt(), method: 'browser', plan },
      visitor,
    );
    await visitor.visited();
    const again = visitorWho(logIn(nancy));
    const report = await test.core.call(
      'appRegistration.test',
      { ...signInAt(), method: 'browser', clientId: made.clientId, address: place.addresses.webApi },
      again,
    );
    await again.visited();
    expect([visitor.told[0], report.outcome]).toEqual(['browser', 'passed']);
  });

  it('is not made when consent is refused, and that is said', async () => {
    place.sandbox.signIn.revokeConsent(nancy, '14d82eec-204b-4c2f-b7e8-296a70dab67e');
    await expect(create(logIn(nancy, 'Cancel'), { name: 'Declined' })).rejects.toMatchObject({
      failure: {
        code: 'signIn',
        serverCode: expect.stringMatching(/^AADSTS/),
        sentence: expect.stringContaining('Nothing was made.'),
      },
    });
    expect(applicationsNamed('Declined')).toEqual([]);
  });

  it('is not made for who may not, with what to do instead', async () => {
    // The administrator has consented for everybody, which makes nobody an administrator.
    const { directory } = place.sandbox.signIn;
    directory.addConsent({
      tenantId: directory.accounts.find(({ userName }) => userName === nancy)?.tenantId ?? '',
      appId: '14d82eec-204b-4c2f-b7e8-296a70dab67e',
      resourceAppId: '00000003-0000-0000-c000-000000000000',
      scopes: ['Application.ReadWrite.All'],
    });
    await expect(create(logIn('hanna@contoso.example'), { name: 'Forbidden' })).rejects.toMatchObject({
      failure: {
        code: 'forbidden',
        httpStatus: 403,
        serverCode: 'Authorization_RequestDenied',
        sentence: 'This account may not register applications in its tenant. Nothing was made.',
        advice: expect.stringContaining('Application Developer'),
      },
    });
    expect(applicationsNamed('Forbidden')).toEqual([]);
  });

  it('is in doubt where the answer got lost, and is not made twice', async () => {
    place.sandbox.signIn.disturbances.next({ match: /POST \/v1\.0\/applications$/, cutSocket: 'after' });
    await expect(create(logIn(nancy), { name: 'Lost' })).rejects.toMatchObject({
      failure: {
        code: 'offline',
        sentence: expect.stringContaining('Whether the registration was made is not known.'),
        advice: expect.stringContaining('look for “Lost”'),
      },
    });
    expect(applicationsNamed('Lost')).toHaveLength(1);
  });

  it('says which half is missing when only one was made', async () => {
    place.sandbox.signIn.disturbances.next({ match: /POST \/v1\.0\/servicePrincipals$/, status: 403 });
    const { made } = await create(logIn(nancy), { name: 'Half' });
    expect(made.enterpriseApplication).toEqual({
      kind: 'missing',
      sentence: expect.stringMatching(/^The registration is made; the enterprise application .* is not: /),
      advice: expect.stringContaining('first consent'),
    });
    expect(applicationsNamed('Half')).toHaveLength(1);
  });

  it('gets its other half later where Graph is slow', async () => {
    place.sandbox.signIn.disturbances.next({
      match: /POST \/v1\.0\/servicePrincipals$/,
      status: 404,
      times: 2,
    });
    const { made } = await create(logIn(nancy), { name: 'Slow' });
    expect(made.enterpriseApplication).toEqual({ kind: 'made' });
  });

  it('can be cancelled while somebody has to sign in', async () => {
    const abort = new AbortController();
    const created = test.core.call(
      'appRegistration.create',
      { ...signInAt(), plan: { ...freshPlan, name: 'Cancelled' } },
      { signal: abort.signal, onProgress: () => abort.abort() },
    );
    await expect(created).rejects.toMatchObject({ failure: { code: 'cancelled' } });
    expect(applicationsNamed('Cancelled')).toEqual([]);
  });

  it('needs a Graph', async () => {
    const cloud = {
      kind: 'custom' as const,
      authority: 'https://sts.contoso.example/adfs',
      discovery: null,
      graph: null,
    };
    await expect(
      test.core.call('appRegistration.create', { ...signInAt(), cloud, plan: freshPlan }),
    ).rejects.toMatchObject({ failure: { code: 'unsupported', advice: expect.stringContaining('by hand') } });
  });
});

describe('the test of a registration', () => {
  it('waits until a new one is known everywhere', async () => {
    const { made } = await create(logIn(nancy), { name: 'New' });
    const { directory, settings } = place.sandbox.signIn;
    const [application] = applicationsNamed('New');
    if (!application) throw new Error('The application is missing.');
    directory.putApplication({ ...application, createdAt: Date.now() });
    settings.propagationSeconds = 1;
    const { report, told } = await testOf(made.clientId);
    expect(told[0]).toBe('waiting');
    expect(report.outcome).toBe('passed');
  });

  it('gives up on one that nobody knows', async () => {
    const { report } = await testOf('0f0f0f0f-1111-4222-8333-444444444444');
    expect(report).toMatchObject({
      outcome: 'failed',
      lines: [{ id: 'known', state: 'failed', details: expect.stringContaining('AADSTS700016') }],
    });
  });

  it('says that public client flows are off, and that the permission is missing', async () => {
    const unfinished = applicationsNamed('Contoso Unfinished Tool')[0];
    const { report } = await testOf(unfinished?.appId ?? '');
    expect(report.outcome).toBe('failed');
    expect(report.lines.slice(0, 2)).toMatchObject([
      { id: 'known', state: 'passed' },
      { id: 'publicClient', state: 'warning', advice: expect.stringContaining('Allow public client flows') },
    ]);
    expect(report.lines.at(-1)).toMatchObject({ id: 'signIn', state: 'failed' });
  });

  it('says that consent was refused', async () => {
    const { made } = await create(logIn(nancy), { name: 'Not wanted' });
    const { report } = await testOf(made.clientId, logIn('jonas@contoso.example', 'Cancel'));
    expect(report.lines.at(-1)).toMatchObject({
      id: 'signIn',
      state: 'failed',
      sentence: expect.stringContaining('declined'),
    });
  });

  it('tells an organisation that does not know the user from a registration that is wrong', async () => {
    const { made } = await create(logIn(nancy), { name: 'For Garth' });
    const { report } = await testOf(made.clientId, logIn('garth@contoso.example'));
    expect(report.lines.filter(({ state }) => state === 'failed').map(({ id }) => id)).toEqual([
      'organization',
    ]);
  });

  it('refuses what is no id and no address', async () => {
    const clientId = 'not-an-id';
    await expect(
      test.core.call('appRegistration.test', { ...signInAt(), clientId, address: place.addresses.webApi }),
    ).rejects.toMatchObject({ failure: { code: 'invalid', fields: { clientId: expect.any(String) } } });
  });
});
