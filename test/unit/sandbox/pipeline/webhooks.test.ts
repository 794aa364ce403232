import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import type { Row } from '../../../../src/sandbox/store/row.ts';
import { type Loop, startLoop } from './loop.ts';

type Received = { readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: string };

let loop: Loop;
let server: Server;
let received: Received[];
/** Answers to give, first to last; 200 when there are none left, none for -1. */
let statuses: number[];

afterEach(async () => {
  await loop.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function startWebhook(
  values: Row,
  step: Row = {},
  options: { postTimeoutMs?: number } = {},
): Promise<void> {
  received = [];
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ url: request.url ?? '', headers: request.headers, body });
      const status = statuses.shift() ?? 200;
      if (status > 0) response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  loop = await startLoop({ retryBaseMs: 20, ...options });
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
    'x-ms-dynamics-organization': 'contoso-sandbox.crm.dynamics.com',
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

it('reads values however XML may write them', async () => {
  statuses = [];
  await startWebhook({
    authtype: 6,
    authvalue: `<settings>
      <setting value='say "hi" &#x26; &lt;go&gt;' name='q'/><setting name="ümlaut&#9;x" value="&apos;ß&apos;"></setting>
    </settings>`,
  });
  await loop.create('account', { name: 'Fabrikam' });
  await loop.job((job) => job.statuscode === 30);
  const query = new URL(received[0]?.url ?? '', 'http://localhost').searchParams;
  expect([...query]).toEqual([
    ['x', '1'],
    ['q', 'say "hi" & <go>'],
    ['ümlaut\tx', "'ß'"],
  ]);
});

it.each([
  [5, '<settings><setting name="a" value="1"', '0x80050203'],
  [5, '<settings><setting name="a b" value="1"/></settings>', '0x80050203'],
  [5, '<settings><setting name="host" value="elsewhere"/></settings>', '0x80050203'],
  [6, 'a=1', '0x80050204'],
])('posts nothing with values that cannot be sent (%i %s)', async (authtype, authvalue, code) => {
  statuses = [];
  await startWebhook({ authtype, authvalue }, { mode: 0 });
  await expect(loop.create('account', { name: 'Fabrikam' })).rejects.toMatchObject({ code });
  expect(received).toHaveLength(0);
});

it.each([502, 503, 504])('is tried once more after %i', async (status) => {
  statuses = [status];
  await startWebhook({ authtype: 4, authvalue: 'key' });
  await loop.create('account', { name: 'Fabrikam' });
  await loop.job((job) => job.statuscode === 30);
  expect(received).toHaveLength(2);
});

it('is given up after the second 503', async () => {
  statuses = [503, 503];
  await startWebhook({ authtype: 4, authvalue: 'key' });
  await loop.create('account', { name: 'Fabrikam' });
  const job = await loop.job((row) => row.statuscode === 31);
  expect(job.message).toContain('0x80050201');
  expect(received).toHaveLength(2);
});

it('gets what is over 256 KB without images, parent and input parameters, and is told so', async () => {
  statuses = [];
  await startWebhook({ authtype: 4, authvalue: 'key' }, { table: 'annotation' });
  await loop.create('annotation', {
    subject: 'Long',
    notetext: 'x'.repeat(95_000),
    documentbody: 'A'.repeat(200_000),
  });
  await loop.job((job) => job.statuscode === 30);
  const [post] = received;
  expect(post?.headers).toHaveProperty('x-ms-dynamics-msg-size-exceeded');
  expect(JSON.parse(post?.body ?? '')).toMatchObject({
    MessageName: 'Create',
    InputParameters: [],
    PostEntityImages: [],
    ParentContext: null,
  });
  received.length = 0;
  await loop.create('annotation', { subject: 'Short' });
  await loop.job((job) => job.statuscode === 30 && received.length > 0);
  expect(received[0]?.headers).not.toHaveProperty('x-ms-dynamics-msg-size-exceeded');
});

it('that keeps silent fails by its time-out, a synchronous step with it', async () => {
  statuses = [-1];
  await startWebhook({ authtype: 4, authvalue: 'key' }, { mode: 0 }, { postTimeoutMs: 300 });
  await expect(loop.create('account', { name: 'Fabrikam' })).rejects.toMatchObject({ code: '0x80050202' });
  expect([...loop.organisation.store.rows('account')].filter(({ name }) => name === 'Fabrikam')).toEqual([]);
});

it('that is not there fails without another try', async () => {
  statuses = [];
  await startWebhook({ authtype: 4, authvalue: 'key', url: 'http://127.0.0.1:1/' }, { mode: 0 });
  await expect(loop.create('account', { name: 'Fabrikam' })).rejects.toMatchObject({ code: '0x80050205' });
});

it('that redirects has not answered with success', async () => {
  statuses = [302];
  await startWebhook({ authtype: 4, authvalue: 'key' }, { mode: 0 });
  await expect(loop.create('account', { name: 'Fabrikam' })).rejects.toMatchObject({ code: '0x80050201' });
  expect(received).toHaveLength(1);
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
