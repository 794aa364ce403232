import { createHash, verify, X509Certificate } from 'node:crypto';
import type { Authenticode } from '../../shared/domain/pluginFile.ts';
import { type DerValue, derChildren, derTags, expectDer, objectIdText, readDer, timeText } from './der.ts';
import type { PeFile } from './peFile.ts';
import { ReadingFault } from './readingFault.ts';

/**
 * Authenticode (Microsoft's "Windows Authenticode Portable Executable Signature Format"): a PKCS #7 message at the end
 * of the file that signs a digest of all the rest.
 */

const objectIds = {
  signedData: '1.2.840.113549.1.7.2',
  indirectData: '1.3.6.1.4.1.311.2.1.4',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  counterSignature: '1.2.840.113549.1.9.6',
  timeStampToken: '1.3.6.1.4.1.311.3.3.1',
} as const;
const hashNames: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
const pkcsSignedData = 2;

/** Null when the file has no signature at all. */
export function readAuthenticode(pe: PeFile): Authenticode | null {
  if (pe.certificates.address === 0 || pe.certificates.size === 0) return null;
  try {
    return readSignature(pe);
  } catch (error) {
    if (error instanceof ReadingFault) return { state: 'unreadable', sentence: error.message };
    // What node:crypto refuses: a key or a certificate of a form that it does not know.
    const reason = error instanceof Error ? ` (${error.message})` : '';
    return {
      state: 'unreadable',
      sentence: `The Authenticode signature of the file cannot be read${reason}.`,
    };
  }
}

function readSignature(pe: PeFile): Authenticode {
  const [contentType, wrapped] = derChildren(expectDer(readDer(pkcsMessage(pe)), derTags.sequence));
  if (objectIdText(contentType) !== objectIds.signedData) throw unknownForm();
  const signedData = expectDer(derChildren(expectDer(wrapped, derTags.context0))[0], derTags.sequence);
  const [, , encapsulated, certificates, ...others] = derChildren(signedData);
  const [innerType, innerWrapped] = derChildren(expectDer(encapsulated, derTags.sequence));
  if (objectIdText(innerType) !== objectIds.indirectData) throw unknownForm();
  const indirectData = expectDer(derChildren(expectDer(innerWrapped, derTags.context0))[0], derTags.sequence);
  const signer = readSigner(others.find(({ tag }) => tag === derTags.set));
  const certificate = findCertificate(expectDer(certificates, derTags.context0), signer);

  const [, digestInfo] = derChildren(indirectData);
  const [digestType, digest] = derChildren(expectDer(digestInfo, derTags.sequence));
  const digestAlgorithm = hashName(expectDer(digestType, derTags.sequence));
  const hashMatches = digestOf(pe, digestAlgorithm).equals(expectDer(digest, derTags.octets).content);

  const hash = createHash(signer.hash).update(indirectData.content).digest();
  const signatureValid =
    hash.equals(expectDer(signer.attributes.get(objectIds.messageDigest), derTags.octets).content) &&
    verify(signer.hash, signer.signedBytes, certificate.publicKey, signer.signature);
  return {
    state: !signatureValid ? 'signatureBroken' : hashMatches ? 'intact' : 'fileChanged',
    subject: nameLine(certificate.subject),
    issuer: nameLine(certificate.issuer),
    serialNumber: certificate.serialNumber.toLowerCase(),
    thumbprint: certificate.fingerprint.replaceAll(':', '').toLowerCase(),
    validFrom: dateText(certificate.validFrom),
    validTo: dateText(certificate.validTo),
    pem: certificate.toString(),
    digestAlgorithm,
    hashMatches,
    signatureValid,
    signedOn: signer.signedOn,
  };
}

/** Entries of eight-byte alignment, each with its length and kind in front. */
function pkcsMessage({ view, certificates: { address, size } }: PeFile): Uint8Array {
  const table = view.part(address, size, 'the Authenticode signature');
  for (let at = 0; at + 8 <= table.length; ) {
    const length = table.u32(at);
    if (length < 8) break;
    if (table.u16(at + 6) === pkcsSignedData) return table.part(at + 8, length - 8, table.what).bytes;
    at += (length + 7) & ~7;
  }
  throw unknownForm();
}

interface Signer {
  readonly issuer: Uint8Array;
  readonly serial: Uint8Array;
  readonly hash: string;
  readonly attributes: ReadonlyMap<string, DerValue>;
  readonly signedBytes: Buffer;
  readonly signature: Uint8Array;
  readonly signedOn: string | null;
}

function readSigner(signers: DerValue | undefined): Signer {
  const signer = expectDer(derChildren(expectDer(signers, derTags.set))[0], derTags.sequence);
  const [, issuerAndSerial, digestAlgorithm, signedAttributes, , signature, unsignedAttributes] =
    derChildren(signer);
  const [issuer, serial] = derChildren(expectDer(issuerAndSerial, derTags.sequence));
  const signedBytes = Buffer.from(expectDer(signedAttributes, derTags.context0).whole);
  // What is signed is the same set under its own tag.
  signedBytes[0] = derTags.set;
  const attributes = readAttributes(signedAttributes);
  return {
    issuer: expectDer(issuer, derTags.sequence).whole,
    serial: expectDer(serial, derTags.integer).content,
    hash: hashName(expectDer(digestAlgorithm, derTags.sequence)),
    attributes,
    signedBytes,
    signature: expectDer(signature, derTags.octets).content,
    signedOn: readTimeStamp(unsignedAttributes) ?? timeIn(attributes),
  };
}

/** The first value of each attribute. */
function readAttributes(list: DerValue | undefined): Map<string, DerValue> {
  const attributes = new Map<string, DerValue>();
  for (const attribute of list === undefined ? [] : derChildren(list)) {
    const [type, values] = derChildren(expectDer(attribute, derTags.sequence));
    const [value] = derChildren(expectDer(values, derTags.set));
    if (value !== undefined) attributes.set(objectIdText(type), value);
  }
  return attributes;
}

function timeIn(attributes: ReadonlyMap<string, DerValue>): string | null {
  const time = attributes.get(objectIds.signingTime);
  return time === undefined ? null : timeText(time);
}

/** A time stamp is told, not checked, so one of another form is as good as none. */
function readTimeStamp(unsignedAttributes: DerValue | undefined): string | null {
  if (unsignedAttributes?.tag !== derTags.context1) return null;
  try {
    const attributes = readAttributes(unsignedAttributes);
    const counterSigner = attributes.get(objectIds.counterSignature);
    if (counterSigner !== undefined) return timeIn(readAttributes(derChildren(counterSigner)[3]));
    const token = attributes.get(objectIds.timeStampToken);
    if (token === undefined) return null;
    const signedData = derChildren(expectDer(derChildren(token)[1], derTags.context0))[0];
    const [, , encapsulated] = derChildren(expectDer(signedData, derTags.sequence));
    const wrapped = expectDer(derChildren(expectDer(encapsulated, derTags.sequence))[1], derTags.context0);
    const info = readDer(expectDer(derChildren(wrapped)[0], derTags.octets).content);
    const time = derChildren(info).find(({ tag }) => tag === derTags.generalizedTime);
    return time === undefined ? null : timeText(time);
  } catch (error) {
    if (error instanceof ReadingFault) return null;
    throw error;
  }
}

function findCertificate(list: DerValue, { issuer, serial }: Signer): X509Certificate {
  for (const certificate of derChildren(list)) {
    const [toBeSigned] = derChildren(certificate);
    const parts = derChildren(expectDer(toBeSigned, derTags.sequence));
    // The version in front may be left out.
    const start = parts[0]?.tag === derTags.context0 ? 1 : 0;
    const [ownSerial, , ownIssuer] = parts.slice(start);
    const same =
      Buffer.compare(expectDer(ownSerial, derTags.integer).content, serial) === 0 &&
      Buffer.compare(expectDer(ownIssuer, derTags.sequence).whole, issuer) === 0;
    if (same) return new X509Certificate(Buffer.from(certificate.whole));
  }
  throw new ReadingFault("The Authenticode signature of the file comes without its signer's certificate.");
}

/** Everything but the checksum, the place of the signature in the headers, and the signature. */
function digestOf(pe: PeFile, algorithm: string): Buffer {
  const { view, checksumOffset, certificateEntryOffset, certificates } = pe;
  const hash = createHash(algorithm);
  const entry = certificateEntryOffset ?? checksumOffset + 4;
  const { bytes } = view;
  hash.update(bytes.subarray(0, checksumOffset));
  hash.update(bytes.subarray(checksumOffset + 4, entry));
  hash.update(bytes.subarray(entry + 8, certificates.address));
  hash.update(bytes.subarray(certificates.address + certificates.size));
  return hash.digest();
}

function hashName(algorithm: DerValue): string {
  const name = hashNames[objectIdText(derChildren(algorithm)[0])];
  if (name === undefined) throw unknownForm();
  return name;
}

/** Node tells one part a line, from the country to the name; Windows the other way round. */
function nameLine(name: string | undefined): string {
  return (name ?? '').split('\n').toReversed().join(', ');
}

function dateText(date: string): string {
  const time = new Date(date);
  return Number.isNaN(time.getTime()) ? date : time.toISOString();
}

function unknownForm(): ReadingFault {
  return new ReadingFault('The Authenticode signature of the file is of a form that is not known.');
}
