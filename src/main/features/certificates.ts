import type { WatchedCertificate } from '../../shared/contract/calls/certificates.ts';
import { FailureError } from '../../shared/contract/failure.ts';
import type { CertificateFile } from '../../shared/domain/certificate.ts';
import type { Log, Tell } from '../ports.ts';
import type { CertificateWatchFile } from '../storage/certificateWatchFile.ts';
import type { Handlers } from './handlers.ts';

export interface CertificatePorts {
  /** Throws an error with `field` and `advice` for what cannot be read. */
  readonly read: (bytes: Uint8Array, fileName: string, password: string) => CertificateFile;
  readonly isFault: (error: unknown) => error is Error & { field: 'file' | 'password'; advice: string };
  readonly watchFile: CertificateWatchFile;
  /** What accounts sign in with: a chain in PEM, without a key. */
  readonly signInCertificates: () => Promise<
    readonly { readonly accountName: string; readonly chain: string }[]
  >;
  readonly tell: Tell;
  readonly log: Log;
}

/** Certificates of any format, and those whose end is watched. */
export function createCertificates(
  ports: CertificatePorts,
): Pick<Handlers, 'certificate.read' | 'certificate.watched' | 'certificate.watch' | 'certificate.unwatch'> {
  const { watchFile, tell } = ports;
  let last: Promise<unknown> = Promise.resolve();

  /** One change after the other: two at the same time must not lose each other's. */
  function change(
    make: (certificates: readonly WatchedCertificate[]) => readonly WatchedCertificate[],
  ): Promise<void> {
    const done = last.then(async () => watchFile.write(make(await watchFile.list())));
    last = done.catch(() => undefined);
    return done;
  }

  async function ofSignIns(): Promise<WatchedCertificate[]> {
    const used = await ports.signInCertificates();
    return used.flatMap(({ accountName, chain }) => {
      try {
        const [facts] = ports.read(Buffer.from(chain), accountName, '').certificates;
        if (!facts) return [];
        const { thumbprintSha1: thumbprint, subject, validFrom, validTo } = facts;
        return [{ thumbprint, subject, validFrom, validTo, note: `Signs in ${accountName}` }];
      } catch (error) {
        ports.log.error('The certificate of a signed-in account could not be read.', error);
        return [];
      }
    });
  }

  return {
    'certificate.read': async ({ fileName, content, password }) => {
      try {
        return ports.read(Buffer.from(content, 'base64'), fileName, password);
      } catch (error) {
        if (!ports.isFault(error)) throw error;
        throw new FailureError({
          code: 'invalid',
          sentence: error.message,
          advice: error.advice,
          fields: { [error.field]: error.message },
        });
      }
    },

    'certificate.watched': async () => {
      const [byUser, bySignIn] = await Promise.all([watchFile.list(), ofSignIns()]);
      const known = new Set(byUser.map(({ thumbprint }) => thumbprint));
      return {
        certificates: [
          ...byUser.map((one) => ({ ...one, source: 'user' as const })),
          ...bySignIn
            .filter(({ thumbprint }) => !known.has(thumbprint))
            .map((one) => ({ ...one, source: 'signIn' as const })),
        ],
      };
    },

    'certificate.watch': async ({ certificate }) => {
      await change((list) => [
        ...list.filter(({ thumbprint }) => thumbprint !== certificate.thumbprint),
        certificate,
      ]);
      tell('certificates.changed', {});
      return {};
    },

    'certificate.unwatch': async ({ thumbprint }) => {
      await change((list) => list.filter((one) => one.thumbprint !== thumbprint));
      tell('certificates.changed', {});
      return {};
    },
  };
}
