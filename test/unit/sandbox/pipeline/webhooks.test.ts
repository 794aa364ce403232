import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import type { Row } from '../../../../src/sandbox/store/row.ts';
import { type Loop, startLoop } from './loop.ts';

type Received = { readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: string };

let loop: Loop;
let server: Server;
let received: Received[];
/** Answers to give, first to last; 200 when there are none left. */
let statuses: number[];

afterEach(async () => {
  await loop.close();
  await new Promise((resolve) => server.close(resolve));
});

async function startWebhook(values: Row, step: Row = {}): Promise<void> {
  received = [];
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ url: request.url ?? '', headers: request.headers, body });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  loop = await startLoop({ retryBaseMs: 20 });
  const endpoint = loop.endpoint({
    contract: 8,
    url: `http://localhost:${port}/hook?x=1`,
    saskey: null,
    saskeyname: null,
    ...values,
  });
  loop.step(endpoint, { table: 'account', ...step });
}

it('gets the context as JSON, with Dataverse’s headers and the key in the query', async () => {
  statuses = [];
  await startWebhook({ authtype: 4, authvalue: 'a key&more' });
  const id = await loop.create('account', { name: 'Fabrikam' });
  await loop.job((job) => job.statuscode === 30);
  expect(received).toHaveLength(1);
  const [post] = received;
  expect(post?.url).toBe('/hook?x=1&code=a+key%26more');
  expect(JSON.parse(post?.body ?? '')).toMatchObject({ PrimaryEntityId: id, MessageName: 'Create' });
  expect(post?.headers).toMatchObject({
    'content-type': 'application/json',
    'x-ms-dynamics-entity-name': 'account',
    'x-ms-dynamics-request-name': 'Create',
    'x-ms-correlation-request-id': loop.call.correlationId,
  });
});

it('gets its headers from the settings', async () => {
  statuses = [];
  await startWebhook({
    authtype: 5,
    authvalue:
      '<settings><setting name="x-api-key" value="a&amp;b" /><setting name="two" value="2"/></settings>',
  });
  await loop.create('account', { name: 'Fabrikam' });
  await loop.job((job) => job.statuscode === 30);
  expect(received[0]?.headers).toMatchObject({ 'x-api-key': 'a&b', two: '2' });
});

it('is tried again after 503', async () => {
  statuses = [503, 503];
  await startWebhook({ authtype: 4, authvalue: 'key' });
  await loop.create('account', { name: 'Fabrikam' });
  await loop.job((job) => job.statuscode === 30 && job.retrycount === 2);
  expect(received).toHaveLength(3);
});

it('is not tried again after 500', async () => {
  statuses = [500];
  await startWebhook({ authtype: 4, authvalue: 'key' });
  await loop.create('account', { name: 'Fabrikam' });
  const job = await loop.job((row) => row.statuscode === 31);
  expect(job.message).toContain('HTTP status 500');
  expect(received).toHaveLength(1);
});

it('of a synchronous step refuses the operation when it fails', async () => {
  statuses = [400];
  await startWebhook({ authtype: 4, authvalue: 'key' }, { mode: 0 });
  await expect(loop.create('account', { name: 'Fabrikam' })).rejects.toMatchObject({ code: '0x80050201' });
});

it('outside this computer is not called', async () => {
  statuses = [];
  await startWebhook({ url: 'https://hooks.contoso.example/' });
  await loop.create('account', { name: 'Fabrikam' });
  const job = await loop.job((row) => row.statuscode === 31);
  expect(job.friendlymessage).toContain('hooks.contoso.example is elsewhere');
});
