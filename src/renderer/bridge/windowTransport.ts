import type { Bridge } from '../../shared/contract/wire.ts';
import type { BridgeState, Transport, TransportListener } from './transport.ts';

const open: BridgeState = { kind: 'open' };

/** In the desktop app the core lives as long as the window does: always open. */
export function openWindowTransport(bridge: Bridge, listener: TransportListener): Transport {
  const stop = bridge.receive((message) => listener.message(message));
  return {
    state: () => open,
    send: (message) => bridge.send(message),
    pathOf: (file) => bridge.pathOf(file) || null,
    close: stop,
  };
}
