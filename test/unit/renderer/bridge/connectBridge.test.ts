// @vitest-environment jsdom
import { describe, expect, test } from 'vitest';
import { connectBridge } from '../../../../src/renderer/bridge/connectBridge.ts';
import type { BridgeState, TransportListener } from '../../../../src/renderer/bridge/transport.ts';
import { FailureError } from '../../../../src/shared/contract/failure.ts';
import type { FromPage } from '../../../../src/shared/contract/wire.ts';
import { ConnectionId } from '../../../../src/shared/domain/ids.ts';

const connectionId = ConnectionId.parse('sandbox');
const lost: BridgeState = { kind: 'lost', sentence: 'The program was stopped.', advice: 'Start it.' };

/** A wire of which the test holds the other end. */
function connect(first: BridgeState = { kind: 'open' }) {
  let state = first;
  let listener: TransportListener | undefined;
  const sent: FromPage[] = [];
  const bridge = connectBridge((given) => {
    listener = given;
    return {
      state: () => state,
      send: (message) => sent.push(message),
      pathOf: () => null,
      close: () => undefined,
    };
  });
  return {
    bridge,
    sent,
    say: (message: unknown) => listener?.message(message),
    change(next: BridgeState) {
      state = next;
      listener?.stateChanged();
    },
  };
}

/** The failure with which a call ends, or what it gave. */
const outcome = (call: Promise<unknown>) =>
  call.then(
    (value) => ({ value }),
    (error: unknown) => (error instanceof FailureError ? error.failure : { thrown: error }),
  );

describe('a call', () => {
  test('ends with what the core says to its id', async () => {
    const { bridge, sent, say } = connect();
    const first = bridge.call('connection.list', {});
    const second = bridge.call('preference.list', {});
    expect(sent).toEqual([
      { kind: 'call', id: 1, name: 'connection.list', input: {} },
      { kind: 'call', id: 2, name: 'preference.list', input: {} },
    ]);
    say({ kind: 'done', id: 2, output: { theme: 'dark' } });
    say({ kind: 'done', id: 1, output: { connections: [] } });
    say({ kind: 'done', id: 1, output: { connections: ['late'] } });
    say({ kind: 'done', id: 99, output: {} });
    expect(await first).toEqual({ connections: [] });
    expect(await second).toEqual({ theme: 'dark' });
  });

  test('fails as the core says', async () => {
    const { bridge, say } = connect();
    const call = outcome(bridge.call('connection.list', {}));
    say({ kind: 'failed', id: 1, failure: { code: 'forbidden', sentence: 'No.', advice: 'Ask.' } });
    expect(await call).toEqual({ code: 'forbidden', sentence: 'No.', advice: 'Ask.' });
  });

  test('does not take an answer that breaks the contract', async () => {
    const { bridge, say } = connect();
    const call = outcome(bridge.call('connection.list', {}));
    say({ kind: 'done', id: 1, output: { connections: [{ id: 5 }] } });
    expect(await call).toMatchObject({ code: 'unexpected', operation: 'connection.list' });
  });

  test('is not disturbed by what is no message', async () => {
    const { bridge, say } = connect();
    const call = bridge.call('connection.list', {});
    for (const nonsense of [
      null,
      'done',
      { kind: 'done' },
      { kind: 'failed', id: 1 },
      { kind: 'new', id: 1 },
    ]) {
      say(nonsense);
    }
    say({ kind: 'done', id: 1, output: { connections: [] } });
    expect(await call).toEqual({ connections: [] });
  });

  test('tells its progress, and only what the contract knows', async () => {
    const { bridge, say } = connect();
    const progress: unknown[] = [];
    const call = bridge.call(
      'registrations.load',
      { connectionId },
      { onProgress: (value) => progress.push(value) },
    );
    say({ kind: 'progress', id: 1, value: { done: 1, total: 3 } });
    say({ kind: 'progress', id: 1, value: { done: 'x' } });
    say({ kind: 'progress', id: 2, value: { done: 2, total: 3 } });
    say({ kind: 'done', id: 1, output: { registrations: {} } });
    await call;
    expect(progress).toEqual([{ done: 1, total: 3 }]);
  });

  test('is cancelled by its signal, at once and in the core', async () => {
    const { bridge, sent, say } = connect();
    const controller = new AbortController();
    const call = outcome(bridge.call('connection.list', {}, { signal: controller.signal }));
    controller.abort();
    expect(await call).toMatchObject({ code: 'cancelled' });
    expect(sent.at(-1)).toEqual({ kind: 'cancel', id: 1 });
    say({ kind: 'done', id: 1, output: { connections: [] } });

    expect(await outcome(bridge.call('connection.list', {}, { signal: controller.signal }))).toMatchObject({
      code: 'cancelled',
    });
    expect(sent).toHaveLength(2);
  });

  test('that has ended is not cancelled any more', async () => {
    const { bridge, sent, say } = connect();
    const controller = new AbortController();
    const call = bridge.call('connection.list', {}, { signal: controller.signal });
    say({ kind: 'done', id: 1, output: { connections: [] } });
    await call;
    controller.abort();
    expect(sent).toHaveLength(1);
  });
});

describe('a connection', () => {
  test('that is not there yet holds calls back, but not the cancelled ones', async () => {
    const { bridge, sent, change } = connect({ kind: 'connecting' });
    const controller = new AbortController();
    void outcome(bridge.call('connection.list', {}));
    void outcome(bridge.call('preference.list', {}, { signal: controller.signal }));
    controller.abort();
    expect(sent.filter((message) => message.kind === 'call')).toEqual([]);
    change({ kind: 'open' });
    expect(sent.filter((message) => message.kind === 'call').map((message) => message.id)).toEqual([1]);
  });

  test('that is lost fails what is under way and what comes, and works again afterwards', async () => {
    const { bridge, sent, say, change } = connect();
    let changes = 0;
    const stop = bridge.onStateChange(() => {
      changes += 1;
    });
    const under = outcome(bridge.call('connection.list', {}));
    change(lost);
    expect(await under).toMatchObject({
      code: 'offline',
      sentence: lost.sentence,
      operation: 'connection.list',
    });
    expect(await outcome(bridge.call('connection.list', {}))).toMatchObject({ code: 'offline' });
    expect(sent).toHaveLength(1);
    change({ kind: 'open' });
    const again = bridge.call('connection.list', {});
    say({ kind: 'done', id: 2, output: { connections: [] } });
    expect(await again).toEqual({ connections: [] });
    expect(changes).toBe(2);
    stop();
    change(lost);
    expect(changes).toBe(2);
    expect(bridge.state()).toBe(lost);
  });

  test('that was never there fails the calls held back', async () => {
    const { bridge, change } = connect({ kind: 'connecting' });
    const call = outcome(bridge.call('connection.list', {}));
    change(lost);
    expect(await call).toMatchObject({ code: 'offline' });
  });
});

test('events reach those who listen, and only as the contract has them', () => {
  const { bridge, say } = connect();
  const got: unknown[] = [];
  const stop = bridge.on('menu.command', (value) => got.push(value));
  say({ kind: 'event', name: 'menu.command', value: { command: 'refresh', stray: 1 } });
  say({ kind: 'event', name: 'menu.command', value: { command: 'format the disk' } });
  say({ kind: 'event', name: 'constructor', value: {} });
  say({ kind: 'event', name: 'connections.changed', value: {} });
  stop();
  say({ kind: 'event', name: 'menu.command', value: { command: 'search' } });
  expect(got).toEqual([{ command: 'refresh' }]);
});
