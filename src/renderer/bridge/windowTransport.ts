import type { Bridge } from '../../shared/contract/wire.ts';
import type { Transport, TransportListener } from './transport.ts';

/** In the desktop app the core lives as long as the window does: always open. */
export function openWindowTransport(bridge: Bridge, listener: TransportListener): Transport {
  const stop = bridge.receive((message) => listener.message(message));
  return {
    state: () => ({ kind: 'open' }),
    send: (message) => bridge.send(message),
    close: stop,
  };
}
