import type { ActivityEntry } from '../../shared/contract/calls/activity.ts';
import type { ConnectionId } from '../../shared/domain/ids.ts';
import type { ActivitySink } from '../dataverse/ports.ts';
import type { Tell } from '../ports.ts';
import type { Handlers } from './handlers.ts';

const mostEntries = 2000;

export interface Activity {
  readonly handlers: Pick<Handlers, 'activity.list' | 'activity.clear'>;
  sinkOf(connectionId: ConnectionId): ActivitySink;
  forget(connectionId: ConnectionId): void;
}

interface Ring {
  entries: ActivityEntry[];
  waiting: ActivityEntry[];
}

/** Every request to an organisation with its answer, the last 2,000 for each connection. */
export function createActivity(ports: { tell: Tell }): Activity {
  const rings = new Map<ConnectionId, Ring>();
  // Counts over all connections and never restarts: a page that asks for what comes after a number misses nothing.
  let last = 0;

  function ringOf(connectionId: ConnectionId): Ring {
    let ring = rings.get(connectionId);
    if (!ring) {
      ring = { entries: [], waiting: [] };
      rings.set(connectionId, ring);
    }
    return ring;
  }

  function tellWaiting(connectionId: ConnectionId, ring: Ring): void {
    const entries = ring.waiting;
    ring.waiting = [];
    if (entries.length > 0) ports.tell('activity.added', { connectionId, entries });
  }

  return {
    sinkOf(connectionId) {
      return {
        add(record) {
          const ring = ringOf(connectionId);
          last += 1;
          const entry: ActivityEntry = { number: last, connectionId, ...record };
          ring.entries.push(entry);
          // Let go in steps: taking one from the front of a long list each time would be slow.
          if (ring.entries.length > mostEntries * 1.25) ring.entries = ring.entries.slice(-mostEntries);
          ring.waiting.push(entry);
          // Requests that end in the same moment are told together.
          if (ring.waiting.length === 1) setImmediate(() => tellWaiting(connectionId, ring));
        },
      };
    },
    forget(connectionId) {
      rings.delete(connectionId);
    },
    handlers: {
      'activity.list': async ({ connectionId, after }) => ({
        entries: (rings.get(connectionId)?.entries ?? [])
          .slice(-mostEntries)
          .filter((entry) => entry.number > after),
      }),
      'activity.clear': async ({ connectionId }) => {
        const ring = rings.get(connectionId);
        if (ring) {
          ring.entries = [];
          ring.waiting = [];
        }
        return {};
      },
    },
  };
}
