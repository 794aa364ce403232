import type { Connection } from '../../../shared/contract/calls/connections.ts';

/** Why the production organisation is not confirmed yet; null when it is, or needs none. */
export function productionReason(connection: Connection | null, typed: string): string | null {
  if (!connection?.production || typed.trim() === connection.name) return null;
  return 'Type the name of the production organisation first.';
}
