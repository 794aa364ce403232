import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { RequestRecord } from '../../../../src/main/dataverse/ports.ts';
import { createServiceEndpoints } from '../../../../src/main/dataverse/serviceEndpoints.ts';
import { createWebApi, type WebApi } from '../../../../src/main/dataverse/webApi.ts';
import { Etag, ServiceEndpointId } from '../../../../src/shared/domain/ids.ts';
import {
  type Answer,
  cut,
  json,
  plain,
  refusal,
  type ScriptedServer,
  startScriptedServer,
} from '../support/scriptedServer.ts';
import { createTestRunner } from '../support/testRunner.ts';

let server: ScriptedServer;
let api: WebApi;
let records: RequestRecord[];

beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.close());
beforeEach(() => {
  const test = createTestRunner(server.webApi);
  api = createWebApi(test.runner, server.webApi);
  records = test.records;
});

const Row = z.object({ n: z.number() });
const query = { operation: 'test.list', path: 'accounts' };

describe('reading rows', () => {
  it('follows next links to the end', async () => {
    server.script(
      json({ value: [{ n: 1 }], '@odata.nextLink': `${server.webApi}accounts?$skiptoken=a%20b` }),
      json({ value: [{ n: 2 }], '@odata.nextLink': `${server.webApi}accounts?$skiptoken=c` }),
      json({ value: [{ n: 3 }] }),
    );
    expect(await api.readRows(query, Row)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(server.requests.map(({ path }) => path)).toEqual([
      'accounts',
      'accounts?$skiptoken=a%20b',
      'accounts?$skiptoken=c',
    ]);
  });

  it('refuses a next link to another server, and one that goes in a circle', async () => {
    server.script(
      json({ value: [], '@odata.nextLink': 'https://elsewhere.example/api/data/v9.2/accounts?b' }),
    );
    await expect(api.readRows(query, Row)).rejects.toMatchObject({ failure: { code: 'unsupported' } });
    expect(server.requests).toHaveLength(1);
    server.script(json({ value: [], '@odata.nextLink': `${server.webApi}accounts?x` }));
    await expect(api.readRows(query, Row)).rejects.toMatchObject({
      failure: { serverMessage: 'Its list of rows never ends.' },
    });
    expect(server.requests).toHaveLength(2);
  });

  it.each<[string, Answer]>([
    ['HTML', plain(200, '<html><title>Sign in</title></html>', { 'Content-Type': 'text/html' })],
    ['no list', json({ n: 1 })],
    ['another shape', json({ value: [{ n: 'one' }] })],
    ['nothing', plain(200)],
  ])('says that an answer is not Dataverse’s: %s', async (_name, answer) => {
    server.script(answer);
    await expect(api.readRows(query, Row)).rejects.toMatchObject({
      failure: { code: 'unsupported', operation: 'test.list' },
    });
  });
});

describe('writes that are repeated', () => {
  const create = { operation: 'test.create', set: 'accounts', body: { accountid: '1' } };

  it('a create whose first attempt had worked meets its own row', async () => {
    server.script(cut, refusal(412, '0x80040237', 'Cannot insert duplicate key.'));
    await api.create(create);
    expect(server.requests).toHaveLength(2);
  });

  it('a create that meets somebody else’s row is a duplicate', async () => {
    server.script(refusal(412, '0x80040237', 'Cannot insert duplicate key.'));
    await expect(api.create(create)).rejects.toMatchObject({ failure: { code: 'duplicate' } });
  });

  it('a delete whose first attempt had worked finds nothing', async () => {
    server.script(cut, refusal(404, '0x80040217', 'Does Not Exist'));
    await api.delete({ operation: 'test.delete', path: 'accounts(1)' });
    server.script(refusal(404, '0x80040217', 'Does Not Exist'));
    await expect(api.delete({ operation: 'test.delete', path: 'accounts(1)' })).rejects.toMatchObject({
      failure: { code: 'notFound' },
    });
  });
});

describe('a batch', () => {
  const part = (status: number, body: string): string =>
    `--r\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 ${status} X\r\nREQ_ID: part-id\r\n\r\n${body}\r\n`;
  const multipart = { 'Content-Type': 'multipart/mixed; boundary=r' };

  it('tells the failure of the part that was refused', async () => {
    const body = JSON.stringify({ error: { code: '0x80040217', message: 'Gone.' } });
    server.script(plain(400, `${part(404, body)}--r--`, multipart));
    await expect(
      api.changeSet({
        operation: 'test.batch',
        operations: [{ method: 'DELETE', path: 'accounts(1)' }],
        repeatable: true,
      }),
    ).rejects.toMatchObject({
      failure: { code: 'notFound', serverMessage: 'Gone.', httpStatus: 404, requestId: 'part-id' },
    });
    expect(records[0]?.failure).toContain('does not exist any more');
  });

  it('also when the batch as a whole succeeds', async () => {
    const body = JSON.stringify({ error: { code: '0x80040220', message: 'No.' } });
    server.script(plain(200, `${part(403, body)}--r--`, multipart));
    await expect(
      api.changeSet({
        operation: 'test.batch',
        operations: [{ method: 'DELETE', path: 'accounts(1)' }],
        repeatable: true,
      }),
    ).rejects.toMatchObject({ failure: { code: 'forbidden' } });
  });

  it('refuses an answer with fewer parts than there were changes', async () => {
    server.script(plain(200, `${part(204, '')}--r--`, multipart));
    const operations = [1, 2].map((n) => ({ method: 'DELETE' as const, path: `accounts(${n})` }));
    await expect(
      api.changeSet({ operation: 'test.batch', operations, repeatable: true }),
    ).rejects.toMatchObject({ failure: { code: 'unsupported' } });
  });
});

describe('an update whose outcome was left open by a cut connection', () => {
  const id = ServiceEndpointId.parse('11111111-1111-1111-1111-111111111111');
  const stored = {
    serviceendpointid: id,
    '@odata.etag': 'W/"2"',
    name: 'Old',
    contract: 6,
    authtype: 2,
    messageformat: 2,
    userclaim: 1,
    namespaceaddress: 'sb://a.servicebus.windows.net/',
    solutionnamespace: 'a',
    path: 'q',
    saskeyname: 'send',
  };
  const changedElsewhere = refusal(412, '0x80060882', 'The version of the existing record doesn’t match.');

  async function updateName(secret: string | undefined): Promise<void> {
    const endpoints = createServiceEndpoints(api);
    server.script(json(stored));
    const { endpoint } = await endpoints.read(id);
    await Promise.resolve();
    const draft = {
      name: 'New',
      description: '',
      designationType: 'queue' as const,
      namespaceAddress: 'sb://a.servicebus.windows.net/',
      path: 'q',
      authorization: { kind: 'sasKey' as const, keyName: 'send' },
      messageFormat: 'json' as const,
      userInformation: 'none' as const,
    };
    script();
    await endpoints.update(
      endpoint,
      draft,
      secret === undefined ? undefined : { kind: 'sasKey', key: secret },
      Etag.parse('W/"1"'),
    );
  }
  let script = (): void => undefined;

  it('has succeeded when the row holds what was sent', async () => {
    script = () => server.script(cut, changedElsewhere, json({ ...stored, name: 'New' }));
    await updateName(undefined);
    expect(server.requests.map(({ method }) => method)).toEqual(['PATCH', 'PATCH', 'GET']);
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({ name: 'New' });
  });

  it('sends a secret once more, which cannot be read back', async () => {
    script = () => server.script(cut, changedElsewhere, json({ ...stored, name: 'New' }), plain(204));
    await updateName('secret-key-of-the-test');
    expect(server.requests.map(({ method }) => method)).toEqual(['PATCH', 'PATCH', 'GET', 'PATCH']);
    expect(server.requests[3]?.headers['if-match']).toBe('W/"2"');
    expect(JSON.parse(server.requests[3]?.body ?? '')).toEqual({ saskey: 'secret-key-of-the-test' });
  });

  it('is a conflict when the row holds something else', async () => {
    script = () => server.script(cut, changedElsewhere, json({ ...stored, name: 'Theirs' }));
    await expect(updateName(undefined)).rejects.toMatchObject({ failure: { code: 'conflict' } });
  });

  it('is a conflict at once when nothing was cut', async () => {
    script = () => server.script(changedElsewhere);
    await expect(updateName(undefined)).rejects.toMatchObject({ failure: { code: 'conflict' } });
    expect(server.requests).toHaveLength(1);
  });
});

describe('what the activity keeps', () => {
  it('holds no secret, in no body and no path', async () => {
    const key = 'pF3+secret/Key0123456789abcdefghijABCDEFGHI=';
    const token = 'SharedAccessSignature sr=sb%3a%2f%2fa&sig=c2VjcmV0LXNpZ25hdHVyZQ%3d%3d&se=1&skn=send';
    server.script(refusal(400, '0x80040203', `Bad saskey "${key}"`));
    for (const body of [
      { saskey: key, name: 'A' },
      { sastoken: token },
      { authvalue: `<settings><setting name="x-key" value="${key}" /></settings>` },
      { secureconfig: `Password=${key}` },
    ]) {
      await expect(
        api.create({
          operation: 'test.create',
          set: `serviceendpoints?code=${encodeURIComponent(key)}`,
          body,
        }),
      ).rejects.toThrow();
    }
    const multipart = `--r\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{"authvalue":"${key}"}\r\n--r--`;
    server.script(plain(200, multipart, { 'Content-Type': 'multipart/mixed; boundary=r' }));
    await api.changeSet({
      operation: 'test.batch',
      operations: [{ method: 'PATCH', path: 'serviceendpoints(1)', body: { saskey: key, sastoken: token } }],
      repeatable: false,
    });
    const kept = JSON.stringify(records);
    expect(records).toHaveLength(5);
    expect(kept).toContain('serviceendpoints(1)');
    for (const secret of [
      key,
      encodeURIComponent(key),
      'c2VjcmV0LXNpZ25hdHVyZQ',
      'test-token',
      'pF3+secret',
    ]) {
      expect(kept).not.toContain(secret);
    }
  });

  it('keeps bodies of writes and failures only, and not without end', async () => {
    server.script(json({ value: [{ n: 1 }] }));
    await api.readRows(query, Row);
    expect(records[0]).toMatchObject({ requestBody: null, responseBody: null, write: false });
    server.script(plain(204));
    await api.create({
      operation: 'test.create',
      set: 'accounts',
      body: { description: 'x'.repeat(100_000) },
    });
    expect(records[1]?.requestBody?.length).toBeLessThan(17_000);
    expect(records[1]?.requestBody).toMatch(/characters more$/);
  });
});
