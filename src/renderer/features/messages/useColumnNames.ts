import { useQuery } from '@tanstack/react-query';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { useCore } from '../../app/core/coreContext.ts';

/** Beyond this many columns that the first answer does not name, the logical names do. */
const mostSought = 80;

/** The organisation's labels of a table's columns, by logical name; empty until they are known. */
export function useColumnNames(
  connectionId: ConnectionId,
  table: string | undefined,
  columns: readonly string[],
): ReadonlyMap<string, string> {
  const bridge = useCore();
  const wanted = [...new Set(columns)].sort();
  const query = useQuery({
    queryKey: ['columnNames', { connectionId, table, wanted }],
    enabled: table !== undefined && table !== '' && wanted.length > 0,
    staleTime: 10 * 60_000,
    queryFn: async ({ signal }) => {
      const names = new Map<string, string>();
      const ask = async (text: string) => {
        const answer = await bridge.call(
          'column.search',
          { connectionId, table: table ?? '', text },
          { signal },
        );
        for (const { logicalName, displayName } of answer.columns) {
          if (displayName !== null) names.set(logicalName, displayName);
        }
        return answer.more;
      };
      if (await ask('')) {
        const missing = wanted.filter((name) => !names.has(name)).slice(0, mostSought);
        await Promise.all(missing.map(ask));
      }
      return names;
    },
  });
  return query.data ?? none;
}

const none: ReadonlyMap<string, string> = new Map();
