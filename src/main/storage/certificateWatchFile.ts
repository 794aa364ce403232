import { join } from 'node:path';
import { z } from 'zod';
import { WatchedCertificate } from '../../shared/contract/calls/certificates.ts';
import { createJsonFile } from './jsonFile.ts';

/** The certificates whose end the user wants to hear of. */
export interface CertificateWatchFile {
  list(): Promise<readonly WatchedCertificate[]>;
  write(certificates: readonly WatchedCertificate[]): Promise<void>;
}

export function createCertificateWatchFile(
  folder: string,
  onBroken?: (path: string) => void,
): CertificateWatchFile {
  const file = createJsonFile({
    path: join(folder, 'watchedCertificates.json'),
    version: 1,
    schema: z.array(WatchedCertificate),
    onBroken,
  });
  return {
    list: async () => (await file.read()) ?? [],
    write: (certificates) => file.write([...certificates]),
  };
}
