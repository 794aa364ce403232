import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { OpenOrganization } from '../../../../src/main/features/ports.ts';
import { createWebhookTests } from '../../../../src/main/features/webhookTests.ts';
import { ConnectionId, type ServiceEndpointId } from '../../../../src/shared/domain/ids.ts';
import type { WebhookDraft, WebhookSecret } from '../../../../src/shared/domain/webhook.ts';
import { maskedValue } from '../../../../src/shared/domain/webhookRequest.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

let organisation: TestOrganisation;
let test: TestCore;
const servers: Server[] = [];
let number = 0;

beforeAll(async () => {
  organisation = await startTestOrganisation();
  test = await openTestCore(organisation.addresses);
});
afterEach(async () => {
  await Promise.all(
    servers.splice(0).map((server) => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }),
  );
});
afterAll(async () => {
  await test.close();
  await organisation.close();
});

async function receiver(answer: (request: IncomingMessage, response: ServerResponse, body: string) => void) {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (piece: string) => {
      body += piece;
    });
    request.on('end', () => answer(request, response, body));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

const headers = (...pairs: [string, string][]): WebhookSecret => ({
  kind: 'httpHeader',
  pairs: pairs.map(([name, value]) => ({ name, value })),
});
const aDraft = (change: Partial<WebhookDraft> = {}): WebhookDraft => {
  number += 1;
  return {
    name: `Hook ${number}`,
    description: '',
    url: 'http://127.0.0.1:8080/hook',
    authorization: 'httpHeader',
    ...change,
  };
};
const create = (draft: WebhookDraft, secret: WebhookSecret) =>
  test.core.call('webhook.create', { connectionId: test.sandbox, draft, secret });
const read = (id: ServiceEndpointId) =>
  test.core.call('serviceEndpoint.read', { connectionId: test.sandbox, id });
const row = (id: ServiceEndpointId) => organisation.organisation.store.get('serviceendpoint', id);
const call = (url: string, secret?: WebhookSecret, signal?: AbortSignal) =>
  test.core.call(
    'webhook.test',
    {
      connectionId: test.sandbox,
      url,
      authorization: secret?.kind ?? 'httpHeader',
      ...(secret ? { secret } : {}),
    },
    signal ? { signal } : {},
  );

describe('registering a webhook', () => {
  it('writes what Dataverse wants of one, its values as XML', async () => {
    const draft = aDraft({ description: 'For orders' });
    const { id } = await create(draft, headers(['x-key', 'a"&<'], ['', '']));
    expect(row(id)).toMatchObject({
      name: draft.name,
      description: 'For orders',
      url: draft.url,
      contract: 8,
      authtype: 5,
      authvalue: '<settings><setting name="x-key" value="a&quot;&amp;&lt;"/></settings>',
      connectionmode: 1,
      messageformat: 2,
      userclaim: 1,
    });
    expect(test.told).toContainEqual({
      name: 'registrations.changed',
      value: { connectionId: test.sandbox },
    });
    const { endpoint } = await read(id);
    expect(endpoint).toMatchObject({ designationType: 'webhook', authValueSet: true });
    expect(JSON.stringify(endpoint)).not.toContain('x-key');
    const { entries } = await test.core.call('activity.list', { connectionId: test.sandbox });
    expect(JSON.stringify(entries)).not.toContain('setting name');
  });

  it('refuses what the rules refuse, beside the field', async () => {
    await expect(create(aDraft({ url: 'ftp://contoso.com' }), headers(['a', '1']))).rejects.toMatchObject({
      failure: { code: 'invalid', fields: { url: expect.stringContaining('ftp') } },
    });
    await expect(create(aDraft(), headers(['a b', '1']))).rejects.toMatchObject({
      failure: { code: 'invalid', fields: { 'pair.0.name': expect.any(String) } },
    });
    await expect(create(aDraft(), { kind: 'webhookKey', key: 'x' })).rejects.toMatchObject({
      failure: { code: 'invalid', fields: { authorization: expect.any(String) } },
    });
  });
});

describe('editing a webhook', () => {
  it('keeps the values unless others are typed', async () => {
    const draft = aDraft();
    const { id } = await create(draft, headers(['x-key', 'first']));
    const before = row(id)?.authvalue;
    const { etag } = await read(id);
    const renamed = { ...draft, name: `${draft.name} renamed`, url: 'http://localhost:9/other' };
    await test.core.call('webhook.update', { connectionId: test.sandbox, id, draft: renamed, etag });
    expect(row(id)).toMatchObject({ name: renamed.name, url: renamed.url, authvalue: before });
    await test.core.call('webhook.update', {
      connectionId: test.sandbox,
      id,
      draft: { ...renamed, authorization: 'webhookKey' },
      secret: { kind: 'webhookKey', key: 'second' },
      etag: (await read(id)).etag,
    });
    expect(row(id)).toMatchObject({ authtype: 4, authvalue: 'second' });
  });

  it('wants values for another kind of authorization: the stored ones would mean nothing there', async () => {
    const draft = aDraft();
    const { id } = await create(draft, headers(['x-key', 'first']));
    const { etag } = await read(id);
    const update = {
      connectionId: test.sandbox,
      id,
      draft: { ...draft, authorization: 'webhookKey' as const },
      etag,
    };
    await expect(test.core.call('webhook.update', update)).rejects.toMatchObject({
      failure: { fields: { key: expect.any(String) } },
    });
  });

  it('says what somebody else changed, and overwrites when asked to', async () => {
    const draft = aDraft();
    const { id } = await create(draft, headers(['x-key', 'first']));
    const { etag } = await read(id);
    await test.core.call('webhook.update', {
      connectionId: test.sandbox,
      id,
      draft: { ...draft, url: 'http://localhost:9/theirs' },
      etag,
    });
    const mine = { connectionId: test.sandbox, id, draft: { ...draft, description: 'mine' }, etag };
    await expect(test.core.call('webhook.update', mine)).rejects.toMatchObject({
      failure: { code: 'conflict', fields: { url: expect.stringContaining('theirs') } },
    });
    await test.core.call('webhook.update', { ...mine, overwrite: true });
    expect(row(id)).toMatchObject({ url: draft.url, description: 'mine' });
  });
});

describe('a test call', () => {
  it('posts a context with the headers of Dataverse, and hides what it is authorized by', async () => {
    const got: { headers: IncomingMessage['headers']; body: string }[] = [];
    const url = await receiver((request, response, body) => {
      got.push({ headers: request.headers, body });
      response
        .writeHead(201, { 'content-type': 'text/plain', 'x-echo': 'hush-hush' })
        .end('key was hush-hush');
    });
    const report = await call(url, headers(['x-api-key', 'hush-hush']));
    expect(got[0]?.headers).toMatchObject({
      'x-api-key': 'hush-hush',
      'content-type': 'application/json',
      'x-ms-dynamics-organization': new URL(organisation.addresses.webApi).host,
      'x-ms-dynamics-entity-name': 'account',
      'x-ms-dynamics-request-name': 'Create',
    });
    expect(JSON.parse(got[0]?.body ?? '')).toMatchObject({
      MessageName: 'Create',
      PrimaryEntityName: 'account',
    });
    expect(got[0]?.body).toMatch(/"\\\/Date\(\d+\)\\\/"/);
    expect(report).toMatchObject({
      outcome: 'accepted',
      sentence: expect.stringContaining('201'),
      answer: { status: 201, body: 'key was [removed]', bodyCut: false },
    });
    expect(report.request.headers).toContainEqual({ name: 'x-api-key', value: maskedValue });
    expect(JSON.stringify(report)).not.toContain('hush');
  });

  it.each([
    [302, 'redirect'],
    [400, '400'],
    [401, 'does not accept'],
    [404, 'nothing at this address'],
    [500, 'went wrong in it'],
    [503, 'once more'],
  ])('tells what an answer of %i means', async (status, words) => {
    const url = await receiver((_, response) =>
      response.writeHead(status, { location: 'http://elsewhere/' }).end(),
    );
    expect(await call(url)).toMatchObject({
      outcome: 'refused',
      sentence: expect.stringContaining(words),
      answer: { status },
    });
  });

  it('reads the beginning of a long answer', async () => {
    const url = await receiver((_, response) => response.end('x'.repeat(300_000)));
    const { answer } = await call(url);
    expect(answer).toMatchObject({ bodyCut: true });
    expect(answer?.body).toHaveLength(65_536);
  });

  it('tells why there was no answer', async () => {
    const closed = await receiver(() => undefined);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    expect(await call(closed)).toMatchObject({
      outcome: 'unanswered',
      sentence: expect.stringContaining('refused'),
      answer: null,
    });
    expect(await call('https://no-such-host.invalid/')).toMatchObject({
      sentence: expect.stringContaining('No computer is called no-such-host.invalid'),
    });
    const cut = await receiver((request) => request.socket.destroy());
    expect(await call(cut)).toMatchObject({ sentence: expect.stringContaining('without an answer') });
    const plain = await receiver((_, response) => response.end());
    expect(await call(plain.replace('http:', 'https:'))).toMatchObject({
      sentence: expect.stringContaining('no common way to encrypt'),
    });
    const { authority } = organisation.addresses.signIn;
    const fetchOfThisProcess = createWebhookTests({
      open: async () => opened,
      fetch,
      clock: { now: () => Date.now() },
    })['webhook.test'];
    const untrusted = {
      connectionId: ConnectionId.parse('x'),
      url: authority,
      authorization: 'httpHeader' as const,
      message: 'Create',
      table: 'account',
    };
    expect(
      await fetchOfThisProcess(untrusted, {
        signal: new AbortController().signal,
        progress: () => undefined as never,
      }),
    ).toMatchObject({ outcome: 'unanswered', sentence: expect.stringContaining('certificate') });
  });

  it('gives up in time, and when it is cancelled', async () => {
    const url = await receiver(() => undefined);
    const impatient = createWebhookTests({
      open: async () => opened,
      fetch,
      clock: { now: () => Date.now() },
      patience: 100,
    })['webhook.test'];
    const input = {
      connectionId: ConnectionId.parse('x'),
      url,
      authorization: 'httpHeader' as const,
      message: 'Create',
      table: 'account',
    };
    expect(
      await impatient(input, { signal: new AbortController().signal, progress: () => undefined as never }),
    ).toMatchObject({ outcome: 'unanswered', sentence: expect.stringContaining('60 seconds') });
    const stop = new AbortController();
    const began = await receiver(() => stop.abort());
    await expect(call(began, undefined, stop.signal)).rejects.toMatchObject({
      failure: { code: 'cancelled' },
    });
  });
});

/** As much of an organisation as a test call looks at. */
const opened = {
  connection: { kind: 'sandbox', webApi: 'http://127.0.0.1:1/api/data/v9.2/' },
  memory: {
    information: {
      organizationId: '4c1d1f7a-93b5-4a0e-8a53-6d8a6f2f0b11',
      uniqueName: 'contoso',
      userId: 'a3c5e7f9-6d3f-e911-a812-000d3a1b1c71',
    },
  },
} as unknown as OpenOrganization;
