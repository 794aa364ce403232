import { createHash, X509Certificate } from 'node:crypto';
import type { SigningCertificate } from '../../shared/domain/managedIdentity.ts';

/** What the platform reads from a certificate. Throws for a text that is none. */
export function readSigningCertificate(pem: string): SigningCertificate {
  const certificate = new X509Certificate(pem);
  const subject = dotNetName(certificate.subject);
  const issuer = dotNetName(certificate.issuer);
  return {
    subject,
    issuer,
    subjectHash: hashOf(subject),
    issuerHash: hashOf(issuer),
    sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    selfSigned: certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey),
    validTo: new Date(certificate.validTo).toISOString(),
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}

/** OpenSSL's names of parts that .NET calls otherwise. */
const dotNetKeys: Readonly<Record<string, string>> = {
  ST: 'S',
  emailAddress: 'E',
  serialNumber: 'SERIALNUMBER',
  street: 'STREET',
  GN: 'G',
  title: 'T',
  postalCode: 'PostalCode',
  businessCategory: 'OID.2.5.4.15',
  organizationIdentifier: 'OID.2.5.4.97',
  jurisdictionC: 'OID.1.3.6.1.4.1.311.60.2.1.3',
  jurisdictionST: 'OID.1.3.6.1.4.1.311.60.2.1.2',
  jurisdictionL: 'OID.1.3.6.1.4.1.311.60.2.1.1',
};

/**
 * A name as X509Certificate2.Subject has it: the last part first, values with special characters in quotation marks.
 * Node tells one part a line, and its values escaped by backslashes.
 */
function dotNetName(name: string | undefined): string {
  const parts = (name ?? '').split('\n').filter(Boolean).toReversed();
  return parts
    .map((part) =>
      part
        .split(/(?<!\\)\+/)
        .map(dotNetPart)
        .join(' + '),
    )
    .join(', ');
}

function dotNetPart(part: string): string {
  const at = part.indexOf('=');
  const key = part.slice(0, at).trim();
  const value = part
    .slice(at + 1)
    .replaceAll(/\\([0-9A-F]{2}|.)/g, (_escaped, meant: string) =>
      meant.length === 2 ? String.fromCharCode(Number.parseInt(meant, 16)) : meant,
    );
  const quoted = /[,+="\n<>#;]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  return `${dotNetKeys[key] ?? key}=${quoted}`;
}
