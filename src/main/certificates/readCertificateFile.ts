import { X509Certificate } from 'node:crypto';
import { getCACertificates } from 'node:tls';
import type { CertificateFile, CertificateFormat } from '../../shared/domain/certificate.ts';
import { CertificateFault } from './certificateFault.ts';
import { describeCertificate } from './describeCertificate.ts';
import { orderChain } from './orderChain.ts';
import { certificatesOfPkcs7 } from './pkcs7.ts';

/** Opens a PFX; throws when the password is wrong, which `isWrongPassword` tells, or when it is none. */
export interface PfxReader {
  open(
    bytes: Uint8Array,
    password: string,
  ): { readonly keys: readonly unknown[]; readonly certificates: readonly X509Certificate[] };
  isWrongPassword(error: unknown): boolean;
}

interface Contents {
  readonly format: CertificateFormat;
  readonly certificates: readonly X509Certificate[];
  readonly hasPrivateKey: boolean;
}

/** Certificates have a few thousand bytes; a long chain a few dozen thousand. */
const largest = 1_000_000;
const mostCertificates = 100;

/**
 * Reads CER, CRT, PEM, DER, P7B and PFX files by what they hold, whatever they are called.
 * Private keys are noticed and left where they are.
 * @throws {CertificateFault}
 */
export function readCertificateFile(
  bytes: Uint8Array,
  fileName: string,
  password: string,
  pfx: PfxReader,
): CertificateFile {
  if (bytes.length === 0) throw damaged('The file is empty.');
  if (bytes.length > largest) throw damaged('The file is too large to hold certificates.');
  const { format, certificates, hasPrivateKey } = contentsOf(bytes, password, pfx);
  if (certificates.length === 0) {
    throw new CertificateFault(
      'file',
      hasPrivateKey ? 'The file holds a private key and no certificate.' : 'The file holds no certificate.',
      'Choose a CER, CRT, PEM, DER, P7B or PFX file.',
    );
  }
  const chain = orderChain(distinct(certificates).slice(0, mostCertificates));
  return {
    fileName,
    format,
    certificates: chain.map(describeCertificate),
    hasPrivateKey,
    endsAtTrusted: endsAtTrusted(chain.at(-1)),
  };
}

function contentsOf(bytes: Uint8Array, password: string, pfx: PfxReader): Contents {
  const text = Buffer.from(bytes).toString('latin1');
  if (text.includes('-----BEGIN ')) return contentsOfPem(text);
  const decoded = bytesOfBase64(text);
  if (decoded) return { ...contentsOfDer(decoded, password, pfx), format: 'base64' };
  return contentsOfDer(bytes, password, pfx);
}

function contentsOfPem(text: string): Contents {
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 #]{1,60})-----([\s\S]*?)-----END \1-----/g)];
  if (blocks.length === 0) throw damaged('A part of the PEM file is cut off: its END line is missing.');
  const certificates: X509Certificate[] = [];
  let hasPrivateKey = false;
  let isPkcs7 = false;
  for (const [, label = '', body = ''] of blocks) {
    if (label.endsWith('PRIVATE KEY')) hasPrivateKey = true;
    else if (label === 'PKCS7' || label === 'PKCS #7 SIGNED DATA' || label === 'CMS') {
      isPkcs7 = true;
      certificates.push(...certificatesOfPkcs7(Buffer.from(body, 'base64')));
    } else if (label === 'CERTIFICATE' || label === 'X509 CERTIFICATE' || label === 'TRUSTED CERTIFICATE') {
      certificates.push(parse(Buffer.from(body, 'base64')));
    }
  }
  return { format: isPkcs7 ? 'p7b' : 'pem', certificates, hasPrivateKey };
}

function contentsOfDer(bytes: Uint8Array, password: string, pfx: PfxReader): Contents {
  const certificate = tryParse(bytes);
  if (certificate) return { format: 'der', certificates: [certificate], hasPrivateKey: false };
  try {
    return { format: 'p7b', certificates: certificatesOfPkcs7(bytes), hasPrivateKey: false };
  } catch (error) {
    if (!(error instanceof CertificateFault)) throw error;
  }
  return contentsOfPfx(bytes, password, pfx);
}

function contentsOfPfx(bytes: Uint8Array, password: string, pfx: PfxReader): Contents {
  try {
    const { keys, certificates } = pfx.open(bytes, password);
    return { format: 'pfx', certificates, hasPrivateKey: keys.length > 0 };
  } catch (error) {
    if (!pfx.isWrongPassword(error)) {
      throw damaged('The file is none of CER, CRT, PEM, DER, P7B and PFX, or it is damaged.', error);
    }
    throw new CertificateFault(
      'password',
      password === '' ? 'The file is protected with a password.' : 'The password does not open the file.',
      'Type the password that was given when it was exported.',
      error,
    );
  }
}

/** Base64 alone, as the portal and some guides hand certificates out; null when the text is something else. */
function bytesOfBase64(text: string): Buffer | null {
  const compact = text.replaceAll(/\s/g, '');
  if (compact.length < 100 || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return null;
  const bytes = Buffer.from(compact, 'base64');
  // A sequence of ASN.1: anything else that looks like base64 is a text.
  return bytes[0] === 0x30 ? bytes : null;
}

function parse(bytes: Uint8Array): X509Certificate {
  const certificate = tryParse(bytes);
  if (!certificate) throw damaged('A certificate in the file is damaged or cut off.');
  return certificate;
}

function tryParse(bytes: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(bytes);
  } catch {
    return null;
  }
}

function distinct(certificates: readonly X509Certificate[]): X509Certificate[] {
  return [...new Map(certificates.map((one) => [one.fingerprint256, one])).values()];
}

function endsAtTrusted(last: X509Certificate | undefined): boolean {
  if (!last) return false;
  const trusted = trustedAuthorities();
  return trusted.some((root) => root.fingerprint256 === last.fingerprint256 || last.checkIssued(root));
}

let known: readonly X509Certificate[] | undefined;

/** Parsed once: there are a few hundred. */
function trustedAuthorities(): readonly X509Certificate[] {
  known ??= [...new Set([...getCACertificates('default'), ...getCACertificates('system')])].flatMap(
    (pem) => tryParse(Buffer.from(pem)) ?? [],
  );
  return known;
}

function damaged(sentence: string, cause?: unknown): CertificateFault {
  return new CertificateFault(
    'file',
    sentence,
    'Export the certificate again, or choose another file.',
    cause,
  );
}
