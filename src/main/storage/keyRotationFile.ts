import { join } from 'node:path';
import { z } from 'zod';
import { KeyRotation } from '../../shared/domain/keyRotation.ts';
import { createJsonFile } from './jsonFile.ts';

/** How far rotations of keys have come; without a key. */
export interface KeyRotationFile {
  list(): Promise<readonly KeyRotation[]>;
  write(rotations: readonly KeyRotation[]): Promise<void>;
}

export function createKeyRotationFile(folder: string, onBroken?: (path: string) => void): KeyRotationFile {
  const file = createJsonFile({
    path: join(folder, 'keyRotations.json'),
    version: 1,
    schema: z.array(KeyRotation),
    onBroken,
  });
  return {
    list: async () => (await file.read()) ?? [],
    write: (rotations) => file.write([...rotations]),
  };
}
