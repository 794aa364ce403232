import { FailureError } from '../../shared/contract/failure.ts';
import type { ConnectionId } from '../../shared/domain/ids.ts';
import type { ConnectionFile, KeptConnection } from '../storage/connectionFile.ts';

/** The connections that the user has added, in memory and in their file. */
export interface KeptConnections {
  list(): Promise<readonly KeptConnection[]>;
  /** Rejects with a FailureError when there is none of this id. */
  find(id: ConnectionId): Promise<KeptConnection>;
  /** One change after the other: two at the same time must not lose each other's. */
  change(make: (connections: readonly KeptConnection[]) => readonly KeptConnection[]): Promise<void>;
}

export function createKeptConnections(file: ConnectionFile): KeptConnections {
  let kept: Promise<readonly KeptConnection[]> | undefined;
  let lastWrite: Promise<unknown> = Promise.resolve();

  function list(): Promise<readonly KeptConnection[]> {
    kept ??= file.list().catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    return kept;
  }

  return {
    list,
    async find(id) {
      const found = (await list()).find((connection) => connection.id === id);
      if (found) return found;
      throw new FailureError({
        code: 'notFound',
        sentence: 'This connection is not on this computer any more.',
        advice: 'Choose another one, or add it again.',
      });
    },
    change(make) {
      const done = lastWrite.then(async () => {
        const next = make(await list());
        await file.write(next);
        kept = Promise.resolve(next);
      });
      lastWrite = done.catch(() => undefined);
      return done;
    },
  };
}
