import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { openWireSession } from '../../../src/main/wireSession.ts';
import { FailureError } from '../../../src/shared/contract/failure.ts';
import type { FromCore } from '../../../src/shared/contract/wire.ts';
import { ConnectionId } from '../../../src/shared/domain/ids.ts';
import { type ScriptedCore, scriptCore } from './scriptedCore.ts';
import { startTestHost, type TestHost } from './startTestHost.ts';

let core: ScriptedCore;
let host: TestHost;
let cookie: string;
beforeEach(async () => {
  core = scriptCore();
  host = await startTestHost(core, 10_000);
  cookie = await host.letIn();
});
afterEach(() => host.close());

const url = () => `${host.address.replace('http', 'ws')}wire`;
const ours = () => ({ cookie, origin: host.address.slice(0, -1) });

interface Page {
  readonly socket: WebSocket;
  readonly got: Record<string, unknown>[];
  send(message: unknown): void;
}

async function open(): Promise<Page> {
  const socket = new WebSocket(url(), { headers: ours() });
  const got: Record<string, unknown>[] = [];
  socket.on('message', (data) => got.push(JSON.parse(String(data)) as Record<string, unknown>));
  await once(socket, 'open');
  return { socket, got, send: (message) => socket.send(JSON.stringify(message)) };
}

/** The status with which an upgrade was refused, or `open`. */
function refusal(headers: Record<string, string>, address = url()): Promise<number | 'open'> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address, { headers });
    socket.once('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.resume();
    });
    socket.once('open', () => {
      socket.terminate();
      resolve('open');
    });
    socket.once('error', reject);
  });
}

describe('who may open the socket', () => {
  test('our own page, with the cookie', async () => {
    expect(await refusal(ours())).toBe('open');
  });
  test('nobody without the cookie', async () => {
    expect(await refusal({ origin: ours().origin })).toBe(401);
    expect(await refusal({ ...ours(), cookie: `registrar-${host.port}=wrong` })).toBe(401);
  });
  test('no other page, and nobody who names no page', async () => {
    expect(await refusal({ ...ours(), origin: 'https://evil.example' })).toBe(403);
    expect(await refusal({ ...ours(), origin: 'null' })).toBe(403);
    expect(await refusal({ ...ours(), origin: `http://localhost:${host.port}` })).toBe(403);
    expect(await refusal({ cookie })).toBe(403);
  });
  test('no other name of this computer', async () => {
    expect(await refusal({ ...ours(), host: `evil.example:${host.port}` })).toBe(421);
  });
  test('nowhere but at /wire', async () => {
    expect(await refusal(ours(), host.address.replace('http', 'ws'))).toBe(403);
  });
});

describe('a session', () => {
  test('answers calls by their id, in the order in which they end', async () => {
    const page = await open();
    page.send({ kind: 'call', id: 1, name: 'application.describe', input: {} });
    page.send({ kind: 'call', id: 2, name: 'connection.list', input: {} });
    await vi.waitUntil(() => core.asked.length === 2);
    core.asked[1]?.resolve({ connections: [] });
    core.asked[0]?.resolve({ name: 'Registrar' });
    await vi.waitUntil(() => page.got.length === 2);
    expect(page.got).toEqual([
      { kind: 'done', id: 2, output: { connections: [] } },
      { kind: 'done', id: 1, output: { name: 'Registrar' } },
    ]);
  });

  test('fills in defaults and drops what the contract does not know', async () => {
    const page = await open();
    const connectionId = ConnectionId.parse('sandbox');
    page.send({ kind: 'call', id: 1, name: 'activity.list', input: { connectionId, stray: true } });
    await vi.waitUntil(() => core.asked.length === 1);
    expect(core.asked[0]?.input).toEqual({ connectionId, after: 0 });
  });

  test('tells progress until the call has ended', async () => {
    const page = await open();
    const connectionId = ConnectionId.parse('sandbox');
    page.send({ kind: 'call', id: 7, name: 'registrations.load', input: { connectionId } });
    await vi.waitUntil(() => core.asked.length === 1);
    core.asked[0]?.onProgress?.({ done: 1, total: 3 });
    core.asked[0]?.resolve({ registrations: [] });
    await vi.waitUntil(() => page.got.length === 2);
    core.asked[0]?.onProgress?.({ done: 2, total: 3 });
    page.send({ kind: 'call', id: 8, name: 'application.describe', input: {} });
    await vi.waitUntil(() => core.asked.length === 2);
    core.asked[1]?.resolve({});
    await vi.waitUntil(() => page.got.length === 3);
    expect(page.got.map((message) => message.kind)).toEqual(['progress', 'done', 'done']);
  });

  test('says which fields of an input are wrong, and asks the core nothing', async () => {
    const page = await open();
    page.send({ kind: 'call', id: 1, name: 'connection.add', input: { name: '', address: 5 } });
    await vi.waitUntil(() => page.got.length === 1);
    expect(page.got[0]).toMatchObject({
      kind: 'failed',
      id: 1,
      failure: { code: 'invalid', operation: 'connection.add', fields: { name: expect.any(String) } },
    });
    expect(core.asked).toHaveLength(0);
  });

  test.each(['nothing.known', 'constructor', '__proto__', 'toString'])('does not know %s', async (name) => {
    const page = await open();
    page.send({ kind: 'call', id: 1, name, input: {} });
    await vi.waitUntil(() => page.got.length === 1);
    expect(page.got[0]).toMatchObject({ kind: 'failed', failure: { code: 'unsupported' } });
  });

  test('cancels a call, and a call of no such id harmlessly', async () => {
    const page = await open();
    page.send({ kind: 'cancel', id: 99 });
    page.send({ kind: 'call', id: 1, name: 'connection.list', input: {} });
    await vi.waitUntil(() => core.asked.length === 1);
    expect(core.asked[0]?.signal?.aborted).toBe(false);
    page.send({ kind: 'cancel', id: 1 });
    await vi.waitUntil(() => core.asked[0]?.signal?.aborted === true);
  });

  test('hands failures over as data, and hides what a bug says', async () => {
    const page = await open();
    page.send({ kind: 'call', id: 1, name: 'connection.list', input: {} });
    page.send({ kind: 'call', id: 2, name: 'connection.list', input: {} });
    page.send({ kind: 'call', id: 3, name: 'connection.list', input: {} });
    await vi.waitUntil(() => core.asked.length === 3);
    core.asked[0]?.reject(new FailureError({ code: 'forbidden', sentence: 'No.', advice: 'Ask.' }));
    core.asked[1]?.reject(new Error('SharedAccessKey=secret'));
    core.asked[2]?.resolve({ connections: [10n] });
    await vi.waitUntil(() => page.got.length === 3);
    expect(page.got[0]).toEqual({
      kind: 'failed',
      id: 1,
      failure: { code: 'forbidden', sentence: 'No.', advice: 'Ask.' },
    });
    expect(page.got[1]).toMatchObject({ failure: { code: 'unexpected', logId: 'id' } });
    expect(page.got[2]).toMatchObject({ failure: { code: 'unexpected', logId: 'id' } });
    expect(JSON.stringify(page.got)).not.toContain('SharedAccessKey');
  });

  test('tells events to every page', async () => {
    const pages = [await open(), await open()];
    core.tell('connections.changed', {});
    await vi.waitUntil(() => pages.every((page) => page.got.length === 1));
    expect(pages[1]?.got[0]).toEqual({ kind: 'event', name: 'connections.changed', value: {} });
  });

  test('cancels what is under way and stops listening when the page goes', async () => {
    const page = await open();
    page.send({ kind: 'call', id: 1, name: 'connection.list', input: {} });
    await vi.waitUntil(() => core.asked.length === 1);
    expect(core.listeners()).toBe(1);
    page.socket.terminate();
    await vi.waitUntil(() => core.asked[0]?.signal?.aborted === true);
    expect(core.listeners()).toBe(0);
  });

  test('takes no more calls at once than it should', async () => {
    const page = await open();
    for (let id = 1; id <= 101; id++) page.send({ kind: 'call', id, name: 'connection.list', input: {} });
    await vi.waitUntil(() => page.got.length === 1);
    expect(page.got[0]).toMatchObject({ kind: 'failed', id: 101, failure: { code: 'throttled' } });
    core.asked[0]?.resolve({ connections: [] });
    await vi.waitUntil(() => page.got.length === 2);
    page.send({ kind: 'call', id: 102, name: 'connection.list', input: {} });
    await vi.waitUntil(() => core.asked.length === 101);
  });

  test('survives what is no message, and goes on', async () => {
    const page = await open();
    page.socket.send('{');
    page.socket.send('null');
    page.socket.send('[]');
    page.socket.send(Buffer.from([1, 2, 3]));
    page.send({ kind: 'call', id: 'one', name: 'connection.list' });
    page.send({ kind: 'call', id: 1, name: 5 });
    page.send({ kind: 'destroy', id: 1 });
    page.send({ kind: 'call', id: 1, name: 'connection.list', input: {} });
    await vi.waitUntil(() => core.asked.length === 1);
    expect(page.got).toEqual([]);
  });

  test('closes on a message that is too large for the socket', async () => {
    const page = await open();
    page.send({ kind: 'call', id: 2, name: 'connection.list', input: { text: 'x'.repeat(20_000) } });
    const [code] = (await once(page.socket, 'close')) as [number];
    expect(code).toBe(1009);
  });

  test('answers that a message is too large where the wire itself has no limit', () => {
    const sent: FromCore[] = [];
    const log = { info: () => undefined, error: () => 'id' };
    const session = openWireSession({ core, log, maxSize: 100, send: (message) => sent.push(message) });
    const round: Record<string, unknown> = {};
    round.itself = round;
    const inputs = [
      { text: 'x'.repeat(101) },
      { ['x'.repeat(101)]: 1 },
      { bytes: new Uint8Array(101) },
      round,
    ];
    for (const [id, input] of inputs.entries()) {
      session.receive({ kind: 'call', id, name: 'connection.list', input });
    }
    expect(sent.map((message) => message.kind === 'failed' && message.failure.code)).toEqual(
      inputs.map(() => 'tooLarge'),
    );
    session.receive({ kind: 'call', id: 9, name: 'connection.list', input: {} });
    expect(core.asked).toHaveLength(1);
    session.close();
  });

  test('ends when the host does', async () => {
    const page = await open();
    const closed = once(page.socket, 'close');
    await host.close();
    await closed;
    expect(core.listeners()).toBe(0);
  });
});
