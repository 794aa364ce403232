import type { BridgeState, Transport, TransportListener } from './transport.ts';

const firstDelayMs = 250;
const longestDelayMs = 5000;
const connectPatienceMs = 10_000;

const stopped: BridgeState = {
  kind: 'lost',
  sentence: 'Registrar’s program does not answer: it was stopped, or the connection to it was cut.',
  advice: 'What you typed is kept. Start Registrar again, and this page goes on by itself.',
};
const notLetIn: BridgeState = {
  kind: 'lost',
  sentence: 'Registrar’s program was started anew, and does not know this page yet.',
  advice:
    'What you typed is kept. Open the address that the program printed in another tab, and this page goes on.',
};

/** In a browser the core is another process, which may be stopped and started again: tries until it is back. */
export function openSocketTransport(listener: TransportListener, page: Location = location): Transport {
  const address = `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}/wire`;
  let state: BridgeState = { kind: 'connecting' };
  let socket: WebSocket | null = null;
  let delay = firstDelayMs;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  function change(next: BridgeState): void {
    if (next === state) return;
    state = next;
    listener.stateChanged();
  }

  function connect(): void {
    clearTimeout(retry);
    const opening = new WebSocket(address);
    socket = opening;
    const patience = setTimeout(() => opening.close(), connectPatienceMs);
    opening.addEventListener('open', () => {
      clearTimeout(patience);
      delay = firstDelayMs;
      change({ kind: 'open' });
    });
    opening.addEventListener('message', (event: MessageEvent<unknown>) => {
      const message = typeof event.data === 'string' ? parseJson(event.data) : undefined;
      if (message !== undefined) listener.message(message);
    });
    opening.addEventListener('close', () => {
      clearTimeout(patience);
      if (closed || socket !== opening) return;
      socket = null;
      void lose();
    });
  }

  async function lose(): Promise<void> {
    if (state.kind !== 'lost') change(stopped);
    retry = setTimeout(connect, delay);
    delay = Math.min(delay * 2, longestDelayMs);
    // A refused WebSocket does not say why; a plain request does.
    const refused = await isRefused();
    // While it was asked the socket may have opened again.
    if (!closed && socketIsDown()) change(refused ? notLetIn : stopped);
  }

  function socketIsDown(): boolean {
    return state.kind === 'lost';
  }

  /** The user came back to this page, or the network came back: no reason to wait any longer. */
  function hurry(): void {
    if (closed || socket !== null || document.visibilityState === 'hidden') return;
    delay = firstDelayMs;
    connect();
  }

  window.addEventListener('online', hurry);
  document.addEventListener('visibilitychange', hurry);
  connect();

  return {
    state: () => state,
    send(message) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    // Browsers keep it to themselves.
    pathOf: () => null,
    close() {
      closed = true;
      clearTimeout(retry);
      window.removeEventListener('online', hurry);
      document.removeEventListener('visibilitychange', hurry);
      socket?.close();
    },
  };
}

async function isRefused(): Promise<boolean> {
  try {
    const response = await fetch('/session', { cache: 'no-store', signal: AbortSignal.timeout(3000) });
    return response.status === 401;
  } catch {
    return false;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
