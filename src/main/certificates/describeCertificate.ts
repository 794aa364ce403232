import type { X509Certificate } from 'node:crypto';
import type { CertificateFacts } from '../../shared/domain/certificate.ts';
import { keyUsesOf } from './keyUses.ts';

/** A certificate in words. */
export function describeCertificate(certificate: X509Certificate): CertificateFacts {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  return {
    subject: nameLine(certificate.subject),
    issuer: nameLine(certificate.issuer),
    serialNumber: certificate.serialNumber.toLowerCase(),
    names: namesOf(certificate.subjectAltName),
    validFrom: isoTime(certificate.validFrom),
    validTo: isoTime(certificate.validTo),
    thumbprintSha1: certificate.fingerprint.replaceAll(':', ''),
    thumbprintSha256: certificate.fingerprint256.replaceAll(':', ''),
    keyAlgorithm: keyNames[asymmetricKeyType ?? ''] ?? (asymmetricKeyType ?? 'unknown').toUpperCase(),
    keyBits: asymmetricKeyDetails?.modulusLength ?? curveBits(asymmetricKeyDetails?.namedCurve),
    signatureAlgorithm: certificate.signatureAlgorithm ?? 'unknown',
    selfSigned: certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey),
    authority: certificate.ca,
    uses: keyUsesOf(certificate),
    pem: certificate.toString(),
  };
}

const keyNames: Readonly<Record<string, string>> = {
  rsa: 'RSA',
  'rsa-pss': 'RSA-PSS',
  ec: 'EC',
  ed25519: 'Ed25519',
  ed448: 'Ed448',
  dsa: 'DSA',
};

const bitsOfCurves: Readonly<Record<string, number>> = {
  prime256v1: 256,
  secp256k1: 256,
  secp384r1: 384,
  secp521r1: 521,
};

function curveBits(name: string | undefined): number | null {
  return name === undefined ? null : (bitsOfCurves[name] ?? null);
}

/** Node tells one part a line, from the country to the name; people read the name first. */
function nameLine(name: string | undefined): string {
  return (name ?? '')
    .split('\n')
    .filter((part) => part !== '')
    .toReversed()
    .join(', ');
}

/** Node quotes what holds a comma. */
function namesOf(text: string | undefined): string[] {
  if (text === undefined) return [];
  return (text.match(/[^,\s][^,:]*:(?:"(?:[^"\\]|\\.)*"|[^,]*)/g) ?? []).map((name) => name.trim());
}

function isoTime(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? text : time.toISOString();
}
