import { z } from 'zod';

/** How a file holds its certificates. */
export const CertificateFormat = z.enum(['pem', 'der', 'base64', 'p7b', 'pfx']);
export type CertificateFormat = z.infer<typeof CertificateFormat>;

export const certificateFormatLabels: Readonly<Record<CertificateFormat, string>> = {
  pem: 'PEM',
  der: 'DER',
  base64: 'Base64 without a header',
  p7b: 'PKCS #7 (P7B)',
  pfx: 'PFX (PKCS #12)',
};

/** One X.509 certificate in words. Everything in it is public. Times are ISO 8601 in UTC. */
export const CertificateFacts = z.object({
  /** The most telling part first: `CN=crm.contoso.com, O=Contoso`. */
  subject: z.string(),
  issuer: z.string(),
  /** Lower-case hexadecimal. */
  serialNumber: z.string(),
  /** DNS names, addresses and the like: `DNS:crm.contoso.com`. */
  names: z.array(z.string()),
  validFrom: z.string(),
  validTo: z.string(),
  /** Upper-case hexadecimal without colons, as Windows and the portal show it. */
  thumbprintSha1: z.string(),
  thumbprintSha256: z.string(),
  /** `RSA`, `EC` … */
  keyAlgorithm: z.string(),
  /** Bits; null where the algorithm has no choice of it. */
  keyBits: z.number().int().nullable(),
  signatureAlgorithm: z.string(),
  selfSigned: z.boolean(),
  authority: z.boolean(),
  /** In words: `Digital signature`, `Client authentication`. */
  uses: z.array(z.string()),
  /** PEM: what guides call the Base64 public certificate. */
  pem: z.string(),
});
export type CertificateFacts = z.infer<typeof CertificateFacts>;

export const CertificateFile = z.object({
  fileName: z.string(),
  format: CertificateFormat,
  /** The certificate itself first, then those that it hangs from, as far as the file has them. */
  certificates: z.array(CertificateFacts).min(1),
  /** A private key is in the file. It is neither read nor shown. */
  hasPrivateKey: z.boolean(),
  /** The last of the chain was issued by an authority that this computer trusts, or is one. */
  endsAtTrusted: z.boolean(),
});
export type CertificateFile = z.infer<typeof CertificateFile>;

export type ValidityState = 'notYet' | 'valid' | 'endsSoon' | 'expired';

export interface Validity {
  readonly state: ValidityState;
  /** Whole days until the end; negative when it is past. */
  readonly daysLeft: number;
  readonly sentence: string;
}

/** Days before the end at which it is time to act: an order and a roll-out take their while. */
const soonDays = 30;
const day = 86_400_000;

/** Whether a certificate holds at a time, and for how long. */
export function validityOf(
  { validFrom, validTo }: Pick<CertificateFacts, 'validFrom' | 'validTo'>,
  now: Date,
): Validity {
  const left = Date.parse(validTo) - now.getTime();
  const daysLeft = Math.floor(left / day);
  const until = Date.parse(validFrom) - now.getTime();
  if (until > 0) {
    return { state: 'notYet', daysLeft, sentence: `Becomes valid in ${days(Math.ceil(until / day))}.` };
  }
  if (left <= 0) {
    const since = Math.floor(-left / day);
    return {
      state: 'expired',
      daysLeft,
      sentence: since === 0 ? 'Ended today.' : `Ended ${days(since)} ago.`,
    };
  }
  const sentence = daysLeft === 0 ? 'Ends within a day.' : `Ends in ${days(daysLeft)}.`;
  return { state: daysLeft <= soonDays ? 'endsSoon' : 'valid', daysLeft, sentence };
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count.toLocaleString('en')} days`;
}
