import { createHash, createPublicKey, generateKeyPair, type KeyObject, randomBytes, sign } from 'node:crypto';
import { promisify } from 'node:util';
import {
  bitString,
  boolean,
  empty,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  tagged,
  taggedBytes,
  utcTime,
  utf8String,
} from './der.ts';

/** A certificate (PEM) and the key it is for. */
export type KeyedCertificate = { readonly certificate: string; readonly privateKey: KeyObject };

export type CertificateWish = {
  readonly commonName: string;
  readonly use: 'authority' | 'server' | 'client';
  /** Key that the certificate is for. */
  readonly privateKey: KeyObject;
  /** Without it the certificate signs itself. */
  readonly issuer?: { readonly commonName: string; readonly privateKey: KeyObject };
  readonly notBefore: Date;
  readonly notAfter: Date;
};

const makeKeyPair = promisify(generateKeyPair);
const loopback = [127, 0, 0, 1];

/** A key for certificates: fast to make. */
export async function newCertificateKey(): Promise<KeyObject> {
  return (await makeKeyPair('ec', { namedCurve: 'P-256' })).privateKey;
}

/** A key for tokens and client assertions, which are signed by RSA. */
export async function newTokenKey(): Promise<KeyObject> {
  return (await makeKeyPair('rsa', { modulusLength: 2048 })).privateKey;
}

/**
 * Makes an X.509 certificate (RFC 5280). An authority may vouch for this machine's loopback only, so that whoever
 * trusts it takes no risk; a server's certificate is for `127.0.0.1` and `localhost`.
 * @returns PEM
 */
export function makeCertificate(wish: CertificateWish): string {
  const issuer = wish.issuer ?? wish;
  const publicKey = createPublicKey(wish.privateKey).export({ type: 'spki', format: 'der' });
  const algorithm = algorithmOf(issuer.privateKey);
  const contents = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    nameOf(issuer.commonName),
    sequence(utcTime(wish.notBefore), utcTime(wish.notAfter)),
    nameOf(wish.commonName),
    publicKey,
    tagged(3, sequence(...extensionsFor(wish, publicKey))),
  );
  const signature = sign('sha256', contents, issuer.privateKey);
  const base64 = sequence(contents, algorithm, bitString(signature)).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}

function algorithmOf(key: KeyObject): Buffer {
  return key.asymmetricKeyType === 'ec'
    ? sequence(objectIdentifier('1.2.840.10045.4.3.2'))
    : sequence(objectIdentifier('1.2.840.113549.1.1.11'), empty());
}

function nameOf(commonName: string): Buffer {
  const attribute = (type: string, text: string) => set(sequence(objectIdentifier(type), utf8String(text)));
  return sequence(attribute('2.5.4.10', 'Registrar'), attribute('2.5.4.3', commonName));
}

function extensionsFor(wish: CertificateWish, publicKey: Buffer): Buffer[] {
  const issuerKey = createPublicKey((wish.issuer ?? wish).privateKey).export({ type: 'spki', format: 'der' });
  const both = [
    extension('2.5.29.14', octetString(keyIdentifier(publicKey))),
    extension('2.5.29.35', sequence(taggedBytes(0, keyIdentifier(issuerKey)))),
  ];
  if (wish.use === 'authority')
    return [
      ...both,
      extension('2.5.29.19', sequence(boolean(true)), true),
      extension('2.5.29.15', bitString(Buffer.from([0b0000_0110]), 1), true),
      extension('2.5.29.30', sequence(tagged(0, ...permitted())), true),
    ];
  const isServer = wish.use === 'server';
  return [
    ...both,
    extension('2.5.29.19', sequence(), true),
    extension('2.5.29.15', bitString(Buffer.from([0b1000_0000]), 7), true),
    extension('2.5.29.37', sequence(objectIdentifier(isServer ? '1.3.6.1.5.5.7.3.1' : '1.3.6.1.5.5.7.3.2'))),
    ...(isServer
      ? [extension('2.5.29.17', sequence(localhost(), taggedBytes(7, Buffer.from(loopback))))]
      : []),
  ];
}

/** Name constraints: an address is followed by its mask. */
function permitted(): Buffer[] {
  return [sequence(localhost()), sequence(taggedBytes(7, Buffer.from([...loopback, 255, 255, 255, 255])))];
}

function localhost(): Buffer {
  return taggedBytes(2, Buffer.from('localhost', 'ascii'));
}

function extension(type: string, content: Buffer, critical = false): Buffer {
  return sequence(objectIdentifier(type), ...(critical ? [boolean(true)] : []), octetString(content));
}

function keyIdentifier(publicKey: Buffer): Buffer {
  return createHash('sha1').update(publicKey).digest();
}
