import { join } from 'node:path';
import { z } from 'zod';
import { Connection } from '../../shared/contract/calls/connections.ts';
import { createJsonFile } from './jsonFile.ts';

/** What is kept of a connection. Never its token: that is in the SecretBox. */
export const KeptConnection = Connection.omit({ signedIn: true, kind: true }).extend({
  /** Of a connection by account: what its tokens are for, and in which tenant. */
  resource: z.string().optional(),
  tenant: z.string().optional(),
});
export type KeptConnection = z.output<typeof KeptConnection>;

/** The list of connections that the user has added. */
export interface ConnectionFile {
  list(): Promise<readonly KeptConnection[]>;
  write(connections: readonly KeptConnection[]): Promise<void>;
}

const schema = z.array(KeptConnection);

export function createConnectionFile(folder: string, onBroken?: (path: string) => void): ConnectionFile {
  const file = createJsonFile({
    path: join(folder, 'connections.json'),
    version: 1,
    schema,
    onBroken,
  });
  return {
    list: async () => (await file.read()) ?? [],
    write: (connections) => file.write([...connections]),
  };
}
