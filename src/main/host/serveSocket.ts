import type { RawData, WebSocket } from 'ws';
import type { Core } from '../core.ts';
import type { Log } from '../ports.ts';
import { openWireSession } from '../wireSession.ts';

export interface ServeSocketOptions {
  readonly core: Core;
  readonly log: Log;
  readonly maxMessageBytes: number;
}

/** A page that takes nothing any more (a sleeping tab) is let go at this many unsent bytes; it comes back by itself. */
const maxUnsentBytes = 64_000_000;
const pingEveryMs = 20_000;

/** Joins one WebSocket to one session: JSON text both ways. */
export function serveSocket(socket: WebSocket, { core, log, maxMessageBytes }: ServeSocketOptions): void {
  const session = openWireSession({
    core,
    log,
    maxSize: maxMessageBytes,
    send: (message) => {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > maxUnsentBytes) {
        log.info('A page took no more messages and was let go.');
        socket.terminate();
        return;
      }
      socket.send(JSON.stringify(message));
    },
  });

  // A browser that went away without a word (sleep, a cut tunnel) would keep its calls running for ever.
  let answered = true;
  const pings = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, pingEveryMs);
  pings.unref();

  socket.on('pong', () => {
    answered = true;
  });
  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (isBinary) return;
    const message = parseJson(data.toString());
    if (message !== undefined) session.receive(message);
  });
  socket.on('error', (error) => {
    log.info('The connection to a page broke.', { reason: error.message });
  });
  socket.on('close', () => {
    clearInterval(pings);
    session.close();
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
