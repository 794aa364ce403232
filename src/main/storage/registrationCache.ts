import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ConnectionId } from '../../shared/domain/ids.ts';
import { Registrations } from '../../shared/domain/registration.ts';
import { createJsonFile, type JsonFile, type JsonFileOptions } from './jsonFile.ts';

/** What the last load of each organisation brought, for showing it at once at the next start. */
export interface RegistrationCache {
  read(connectionId: ConnectionId): Promise<Registrations | null>;
  write(connectionId: ConnectionId, registrations: Registrations): Promise<void>;
  remove(connectionId: ConnectionId): Promise<void>;
}

export function createRegistrationCache(
  folder: string,
  onBroken: JsonFileOptions<typeof Registrations>['onBroken'],
): RegistrationCache {
  const files = new Map<ConnectionId, JsonFile<Registrations>>();

  function fileOf(connectionId: ConnectionId): JsonFile<Registrations> {
    let file = files.get(connectionId);
    if (!file) {
      // An id of ours, but still text: hashed, it can name nothing outside the folder.
      const name = createHash('sha256').update(connectionId).digest('hex').slice(0, 32);
      file = createJsonFile({
        path: join(folder, 'cache', `registrations-${name}.json`),
        version: 1,
        schema: Registrations,
        ...(onBroken ? { onBroken } : {}),
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
