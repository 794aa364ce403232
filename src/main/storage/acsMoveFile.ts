import { join } from 'node:path';
import { z } from 'zod';
import { ConnectionId } from '../../shared/domain/ids.ts';
import { ServiceEndpoint } from '../../shared/domain/registration.ts';
import { createJsonFile } from './jsonFile.ts';

/** An endpoint before and after it was moved from ACS to SAS. Its key is not here. */
export const KeptAcsMove = z.object({
  connectionId: ConnectionId,
  before: ServiceEndpoint,
  after: ServiceEndpoint,
  movedAt: z.string(),
});
export type KeptAcsMove = z.infer<typeof KeptAcsMove>;

const mostMoves = 200;

/** Moves from ACS to SAS that may still be undone, the newest last. */
export interface AcsMoveFile {
  list(): Promise<readonly KeptAcsMove[]>;
  write(moves: readonly KeptAcsMove[]): Promise<void>;
}

export function createAcsMoveFile(folder: string, onBroken?: (path: string) => void): AcsMoveFile {
  const file = createJsonFile({
    path: join(folder, 'movedFromAcs.json'),
    version: 1,
    schema: z.array(KeptAcsMove),
    onBroken,
  });
  return {
    list: async () => (await file.read()) ?? [],
    write: (moves) => file.write(moves.slice(-mostMoves)),
  };
}
