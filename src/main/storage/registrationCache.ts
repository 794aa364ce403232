import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ConnectionId } from '../../shared/domain/ids.ts';
import { Registrations } from '../../shared/domain/registration.ts';
import { createKeptFile, type KeptFile } from './keptFile.ts';
import { sealedFormat } from './sealedFormat.ts';

/** What the last load of each organisation brought, for showing it at once at the next start. */
export interface RegistrationCache {
  read(connectionId: ConnectionId): Promise<Registrations | null>;
  write(connectionId: ConnectionId, registrations: Registrations): Promise<void>;
  remove(connectionId: ConnectionId): Promise<void>;
}

export function createRegistrationCache(
  folder: string,
  onBroken?: (path: string) => void,
): RegistrationCache {
  const format = sealedFormat(Registrations);
  const files = new Map<ConnectionId, KeptFile<Registrations>>();

  function fileOf(connectionId: ConnectionId): KeptFile<Registrations> {
    let file = files.get(connectionId);
    if (!file) {
      // An id of ours, but still text: hashed, it can name nothing outside the folder.
      const name = createHash('sha256').update(connectionId).digest('hex').slice(0, 32);
      file = createKeptFile({
        path: join(folder, 'cache', `registrations-${name}.json`),
        format,
        onBroken,
      });
      files.set(connectionId, file);
    }
    return file;
  }

  return {
    read: (connectionId) => fileOf(connectionId).read(),
    write: (connectionId, registrations) => fileOf(connectionId).write(registrations),
    remove: (connectionId) => fileOf(connectionId).remove(),
  };
}
