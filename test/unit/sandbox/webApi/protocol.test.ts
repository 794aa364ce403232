import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createOrganisation } from '../../../../src/sandbox/operations/organisation.ts';
import { startWebApi } from '../../../../src/sandbox/webApi/startWebApi.ts';
import { ids, startApiUnderTest } from '../apiUnderTest.ts';

const api = await startApiUnderTest();
const { send, server, organisation } = api;

afterEach(() => server.faults.clear());

describe('signing in', () => {
  it.each([null, 'unknown', 'toString'])('answers 401 with a challenge to the token %s', async (token) => {
    const reply = await send('GET', 'WhoAmI', undefined, { token });
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toContain(
      `${organisation.details.tenantId}/oauth2/authorize`,
    );
    expect(reply.headers.get('www-authenticate')).toContain('resource_id=http://127.0.0.1');
  });

  it('refuses a disabled user with 403', async () => {
    const reply = await send('GET', 'WhoAmI', undefined, { token: 'disabled' });
    expect([reply.status, reply.code]).toEqual([403, '0x80040225']);
  });

  it('knows each token as its user', async () => {
    expect((await send('GET', 'WhoAmI')).json.UserId).toBe(organisation.details.administratorId);
    expect((await send('GET', 'WhoAmI()', undefined, { token: 'basic' })).json.UserId).toBe(ids.basicUser);
  });

  it.each([
    ['mscrmcallerid', ids.basicUser, ids.basicUser],
    ['callerobjectid', 'c5e7091b-6d3f-e911-a812-000d3a1b1c73', organisation.details.administratorId],
  ])('acts for another user named by %s', async (name, value, userId) => {
    const reply = await send('GET', 'WhoAmI', undefined, { headers: { [name]: value } });
    expect(reply.json.UserId).toBe(userId);
  });

  it('refuses to act for a user that is not there', async () => {
    const reply = await send('GET', 'WhoAmI', undefined, { headers: { mscrmcallerid: randomUUID() } });
    expect([reply.status, reply.code]).toEqual([403, '0x80042f09']);
  });

  it('keeps who wrote on behalf of whom', async () => {
    const created = await send(
      'POST',
      'accounts',
      { name: 'On behalf' },
      { headers: { mscrmcallerid: ids.basicUser } },
    );
    const reply = await send(
      'GET',
      `accounts(${created.id})?$select=_createdby_value,_createdonbehalfby_value`,
    );
    expect(reply.json).toMatchObject({
      _createdby_value: ids.basicUser,
      _createdonbehalfby_value: organisation.details.administratorId,
    });
  });

  it('lets a user without the privilege neither read nor create, and names the privilege', async () => {
    const read = await send('GET', 'sdkmessageprocessingstepsecureconfigs', undefined, { token: 'basic' });
    expect([read.status, read.code]).toEqual([403, '0x80040220']);
    expect(read.text).toContain('prvReadSdkMessageProcessingStepSecureConfig');
    const create = await send('POST', 'serviceendpoints', { name: 'x' }, { token: 'basic' });
    expect([create.status, create.code]).toEqual([403, '0x80040220']);
    expect(create.text).toContain('prvCreateServiceEndpoint');
    const through = await send(
      'GET',
      'sdkmessageprocessingsteps?$expand=sdkmessageprocessingstepsecureconfigid($select=secureconfig)',
      undefined,
      { token: 'basic' },
    );
    expect(through.status).toBe(403);
    expect((await send('POST', 'accounts', { name: 'Mine' }, { token: 'basic' })).status).toBe(204);
  });
});

describe('functions without a binding', () => {
  it('tells the version', async () => {
    expect((await send('GET', 'RetrieveVersion()')).json.Version).toMatch(/^9\.2\.\d+\.\d+$/);
  });

  it.each([
    "RetrieveCurrentOrganization(AccessType='Default')",
    "RetrieveCurrentOrganization(AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Default')",
    "RetrieveCurrentOrganization(AccessType=@p1)?@p1=Microsoft.Dynamics.CRM.EndpointAccessType'Default'",
  ])('tells about the organisation: %s', async (path) => {
    const reply = await send('GET', path);
    expect(reply.status).toBe(200);
    expect(reply.json.Detail).toMatchObject({
      OrganizationId: organisation.details.organizationId,
      FriendlyName: organisation.details.friendlyName,
      Endpoints: { Keys: ['WebApplication', 'OrganizationService', 'OrganizationDataService'] },
    });
  });

  it.each([
    ["RetrieveCurrentOrganization(AccessType='Moon')", 400],
    ['RetrieveCurrentOrganization(AccessType=@p1)', 400],
    ['RetrieveCurrentOrganization()', 400],
    ['WhoAmI(a=1)', 400],
    ['WhoAmI?$select=UserId', 501],
    ['RetrieveRequiredComponents(ObjectId=1,ComponentType=91)', 501],
    ['NoSuchFunction()', 404],
    ['constructor', 404],
    ['toString()', 404],
    ['hasOwnProperty', 404],
    ['EntityDefinitions?$expand=constructor', 400],
    ["EntityDefinitions(LogicalName='account')/constructor", 404],
    ['$metadata', 501],
    ['accounts/$metadata', 404],
  ])('refuses %s with %i', async (path, status) => {
    const reply = await send('GET', path);
    expect(reply.status).toBe(status);
    expect(reply.code).toMatch(/^0x8/);
  });

  it('lists its sets', async () => {
    const reply = await send('GET', '');
    expect(reply.rows).toContainEqual({
      name: 'serviceendpoints',
      kind: 'EntitySet',
      url: 'serviceendpoints',
    });
  });
});

describe('headers', () => {
  it('answers with ids, limits and versions', async () => {
    const correlationId = randomUUID();
    const reply = await send('GET', 'WhoAmI', undefined, {
      headers: { 'x-ms-correlation-request-id': correlationId },
    });
    expect(reply.headers.get('req_id')).toBe(reply.headers.get('x-ms-service-request-id'));
    expect(reply.headers.get('x-ms-correlation-request-id')).toBe(correlationId);
    expect(reply.headers.get('odata-version')).toBe('4.0');
    expect(Number(reply.headers.get('x-ms-ratelimit-burst-remaining-xrm-requests'))).toBeGreaterThan(0);
    expect(reply.headers.get('content-type')).toBe('application/json; odata.metadata=minimal');
  });

  it('answers on the versions 9.0 to 9.2 and nowhere else', async () => {
    expect((await send('GET', '/api/data/v9.0/WhoAmI')).status).toBe(200);
    expect((await send('GET', '/api/data/v9.1/WhoAmI')).json['@odata.context']).toContain('/api/data/v9.1/');
    expect((await send('GET', '/api/data/v8.0/WhoAmI')).status).toBe(404);
    expect((await send('GET', '/')).status).toBe(404);
  });

  it('refuses an address that is too long', async () => {
    const reply = await send('GET', `accounts?$filter=name eq '${'x'.repeat(33_000)}'`);
    expect(reply.status).toBe(414);
  });

  it.each([
    ['MSCRM.SuppressDuplicateDetection', 'false'],
    ['MSCRM.BypassBusinessLogicExecution', 'CustomSync'],
    ['Prefer', 'odata.track-changes'],
  ])('refuses %s rather than leave it out', async (name, value) => {
    const reply = await send('POST', 'accounts', { name: 'x' }, { headers: { [name]: value } });
    expect(reply.status).toBe(501);
  });
});

describe('disturbances', () => {
  it('answers once with the status asked for, and does nothing else', async () => {
    server.faults.next({ match: /^POST .*accounts/, status: 429, retryAfter: 7 });
    expect((await send('GET', 'WhoAmI')).status).toBe(200);
    const before = organisation.store.count('account');
    const reply = await send('POST', 'accounts', { name: 'x' });
    expect([reply.status, reply.code, reply.headers.get('retry-after')]).toEqual([429, '0x80072322', '7']);
    expect(organisation.store.count('account')).toBe(before);
    expect((await send('POST', 'accounts', { name: 'x' })).status).toBe(204);
    expect(server.faults.hits).toBe(1);
  });

  it('cuts the connection before the work, or after it', async () => {
    const before = organisation.store.count('account');
    server.faults.next({ cutSocket: 'before' });
    await expect(send('POST', 'accounts', { name: 'cut' })).rejects.toThrow();
    expect(organisation.store.count('account')).toBe(before);
    server.faults.next({ cutSocket: 'after' });
    await expect(send('POST', 'accounts', { name: 'cut' })).rejects.toThrow();
    expect(organisation.store.count('account')).toBe(before + 1);
  });

  it('waits', async () => {
    server.faults.next({ delayMs: 80 });
    const started = performance.now();
    await send('GET', 'WhoAmI');
    expect(performance.now() - started).toBeGreaterThan(70);
  });

  it('reaches the operations of a batch', async () => {
    server.faults.next({ match: /^GET .*WhoAmI/, status: 503 });
    const body = '--b\r\nContent-Type: application/http\r\n\r\nGET WhoAmI HTTP/1.1\r\n\r\n\r\n--b--';
    const reply = await send('POST', '$batch', body, {
      headers: { 'Content-Type': 'multipart/mixed; boundary=b' },
    });
    expect(reply.text).toContain('HTTP/1.1 503');
  });
});

describe('the server', () => {
  it('says so when its port is taken', async () => {
    await expect(
      startWebApi({ organisation: createOrganisation(), port: server.port, accessTokens: {} }),
    ).rejects.toThrow(`Port ${server.port} is in use`);
  });

  it('adds its latency to every answer', async () => {
    const slow = await startApiUnderTest({}, { latencyMs: 60 });
    const started = performance.now();
    await slow.send('GET', 'WhoAmI');
    expect(performance.now() - started).toBeGreaterThan(50);
  });

  it('limits requests in a window of five minutes when told to', async () => {
    let now = Date.now();
    const limited = await startApiUnderTest({ clock: () => now }, { requestLimit: 2 });
    expect((await limited.send('GET', 'WhoAmI')).status).toBe(200);
    expect((await limited.send('GET', 'WhoAmI')).status).toBe(200);
    const reply = await limited.send('GET', 'WhoAmI');
    expect([reply.status, reply.code, reply.headers.get('retry-after')]).toEqual([429, '0x80072322', '300']);
    now += 300_000;
    expect((await limited.send('GET', 'WhoAmI')).status).toBe(200);
  });

  it('survives a socket that sends rubbish', async () => {
    await new Promise<void>((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () => socket.end('\x00\x01 not http \r\n\r\n'));
      socket.on('close', () => resolve());
      socket.on('error', () => resolve());
      socket.resume();
    });
    expect((await send('GET', 'WhoAmI')).status).toBe(200);
  });
});
