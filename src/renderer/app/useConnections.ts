import type { Connection } from '../../shared/contract/calls/connections.ts';
import { useCoreQuery } from './core/useCoreQuery.ts';
import { useTabs } from './tabs.ts';

/** Every organisation that this computer knows; null until they are read. */
export function useConnections(): readonly Connection[] | null {
  return useCoreQuery('connection.list', {}).data?.connections ?? null;
}

export function useConnection(id: Connection['id'] | null): Connection | null {
  return useConnections()?.find((connection) => connection.id === id) ?? null;
}

/** The one in front. */
export function useActiveConnection(): Connection | null {
  return useConnection(useTabs((tabs) => tabs.active));
}
