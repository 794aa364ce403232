import { z } from 'zod';
import { CertificateFile } from '../../domain/certificate.ts';
import { call, nothing } from '../call.ts';

/** A certificate whose end the user wants to hear of. All of it is public. */
export const WatchedCertificate = z.object({
  /** SHA-1, upper-case hexadecimal. */
  thumbprint: z.string().regex(/^[0-9A-F]{40}$/),
  subject: z.string().max(4000),
  /** ISO times. */
  validFrom: z.string().max(40),
  validTo: z.string().max(40),
  /** What it is for, in the user's words. */
  note: z.string().trim().max(200),
});
export type WatchedCertificate = z.infer<typeof WatchedCertificate>;

export const certificateCalls = {
  /** Reads a file of certificates. A private key in it is noticed and left alone; the password goes no further. */
  'certificate.read': call(
    z.object({
      fileName: z.string().max(300),
      /** Base64. */
      content: z.base64().max(1_400_000),
      password: z.string().max(1000).default(''),
    }),
    CertificateFile,
  ),
  'certificate.watched': call(
    nothing,
    z.object({
      certificates: z.array(
        WatchedCertificate.extend({
          /** `signIn`: an account signs in with it, so that it is watched by itself. */
          source: z.enum(['user', 'signIn']),
        }),
      ),
    }),
  ),
  /** Watches one, or changes its note. */
  'certificate.watch': call(z.object({ certificate: WatchedCertificate }), nothing),
  'certificate.unwatch': call(z.object({ thumbprint: WatchedCertificate.shape.thumbprint }), nothing),
};
