import type { RequestScope } from './ports.ts';
import { RequestFailure } from './requestFailure.ts';
import type { WebApi } from './webApi.ts';

type Value = string | number | boolean | null;

export interface ExaminedUpdate {
  readonly operation: string;
  readonly path: string;
  /** Columns with their new values. */
  readonly changed: Readonly<Record<string, Value>>;
  /** Columns that can be written but not read back: secrets, and lookups written by their navigation names. */
  readonly unreadable: Readonly<Record<string, unknown>>;
  readonly etag: string;
  readonly readAgain: () => Promise<{ columns: Readonly<Record<string, Value>>; etag: string }>;
}

/**
 * Updates a row against the etag that was read. When the connection was cut and the repeat is refused because the row
 * is not as it was, our own first attempt may be the reason: the row is read again, and when it holds what we sent,
 * the update has succeeded. What cannot be read back is then sent once more, against the newest etag.
 */
export async function updateExamined(
  api: WebApi,
  update: ExaminedUpdate,
  scope?: RequestScope,
): Promise<void> {
  const { operation, path, changed, unreadable } = update;
  const body = { ...changed, ...unreadable };
  if (Object.keys(body).length === 0) return;
  try {
    await api.update({ operation, path, body, etag: update.etag }, scope);
  } catch (error) {
    if (!(error instanceof RequestFailure) || !error.maybeExecuted || error.failure.code !== 'conflict') {
      throw error;
    }
    const now = await update.readAgain();
    const isOurs = Object.entries(changed).every(
      ([column, value]) => (now.columns[column] ?? null) === value,
    );
    if (!isOurs) throw error;
    if (Object.keys(unreadable).length > 0) {
      await api.update({ operation, path, body: unreadable, etag: now.etag }, scope);
    }
  }
}
