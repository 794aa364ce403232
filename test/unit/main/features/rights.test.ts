import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallInput } from '../../../../src/shared/contract/contract.ts';
import type { ConnectionId } from '../../../../src/shared/domain/ids.ts';
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
});
afterAll(() => place.close());
beforeEach(async () => {
  test = await openTestCore(place.addresses);
});
afterEach(() => test.close());

const erpConnector = () => {
  const found = place.addresses.signIn.applications.find(
    ({ displayName }) => displayName === 'Contoso ERP Connector',
  );
  if (!found) throw new Error('The application is missing.');
  return found;
};

async function check(connectionId: ConnectionId, applicationId: string | null = null) {
  return (await test.core.call('rights.check', { connectionId, applicationId })).report;
}

async function connectWith(accessToken: string): Promise<ConnectionId> {
  const { connection } = await test.core.call('connection.add', {
    name: 'Contoso',
    address: place.addresses.webApi,
    accessToken,
    color: 'blue',
    production: false,
  });
  return connection.id;
}

describe('rights in an organisation', () => {
  it('are complete for an administrator', async () => {
    expect(await check(test.sandbox)).toMatchObject({
      user: { name: 'Nancy Davolio', kind: 'user', accessMode: 'readWrite' },
      roles: ['System Administrator'],
      outcome: 'passed',
    });
  });

  it('are named where they are missing', async () => {
    const report = await check(await connectWith(place.restrictedToken));
    expect(report).toMatchObject({ user: { name: 'Kenji Mori' }, roles: ['Basic User'], outcome: 'failed' });
    const missing = report.areas.flatMap((area) => area.missing.map(({ privilege }) => privilege));
    expect(missing).toContain('prvCreateServiceEndpoint');
    expect(missing).toContain('prvReadSdkMessageProcessingStepSecureConfig');
    expect(missing).not.toContain('prvReadServiceEndpoint');
  });

  it('are told of an application user by its client id', async () => {
    const { clientId } = erpConnector();
    const report = await check(test.sandbox, clientId.toUpperCase());
    expect(report).toMatchObject({
      user: { kind: 'application', applicationId: clientId, accessMode: 'nonInteractive' },
      roles: ['System Customizer'],
      outcome: 'warning',
      sentence: expect.stringMatching(/ERP Connector lacks privileges for steps and images\.$/),
    });
  });

  it('are told to the application itself, which signs in by its secret', async () => {
    const { signIn } = place.addresses;
    const { clientId, secret } = erpConnector();
    const request: CallInput<'account.signIn'>['request'] = {
      method: 'secret',
      cloud: { kind: 'custom', authority: signIn.authority, discovery: null, graph: null },
      tenant: 'contoso.example',
      clientId,
      resource: signIn.organizations[0]?.url ?? '',
      secret: secret ?? '',
    };
    const { account } = await test.core.call('account.signIn', { request });
    const { connection } = await test.core.call('connection.addSignedIn', {
      accountId: account.id,
      name: 'As a program',
      address: place.addresses.webApi,
      color: 'blue',
      production: false,
    });
    expect(await check(connection.id)).toMatchObject({
      user: { applicationId: clientId },
      outcome: 'warning',
    });
  });

  it('say what to do where no application user is bound to the id', async () => {
    await expect(check(test.sandbox, '0f0f0f0f-1111-4222-8333-444444444444')).rejects.toMatchObject({
      failure: { code: 'notFound', advice: expect.stringContaining('New app user') },
    });
    await expect(check(test.sandbox, "x' or '1' eq '1")).rejects.toMatchObject({
      failure: { code: 'invalid', fields: { applicationId: expect.any(String) } },
    });
  });
});
