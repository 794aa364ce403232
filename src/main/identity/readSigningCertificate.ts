import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { type Failure, FailureError } from '../../shared/contract/failure.ts';
import { isWrongPassword, readPfx } from './readPfx.ts';

/** A certificate with its private key, in the forms that MSAL takes. */
export interface SigningCertificate {
  /** PKCS#8 PEM, not encrypted. A secret. */
  readonly privateKey: string;
  /** SHA-256, hexadecimal without colons. */
  readonly thumbprintSha256: string;
  /** SHA-1, as the portal shows it. */
  readonly thumbprint: string;
  /** The certificate and those that it hangs from, PEM. */
  readonly chain: string;
  readonly subject: string;
  /** ISO times. */
  readonly validFrom: string;
  readonly validTo: string;
}

/**
 * Reads a certificate with its key from a PFX or a PEM file.
 * Rejects (FailureError `invalid`) what cannot be used, with the field `file` or `password` that is to blame.
 */
export function readSigningCertificate(bytes: Uint8Array, password: string, now: Date): SigningCertificate {
  const text = Buffer.from(bytes.subarray(0, 300_000)).toString('latin1');
  const { keys, certificates } = text.includes('-----BEGIN ')
    ? readPem(text, password)
    : openPfx(bytes, password);
  if (certificates.length === 0) {
    throw wrong(
      'file',
      'The file holds no certificate.',
      'Choose the PFX, or a PEM with both the certificate and its key.',
    );
  }
  if (keys.length === 0) {
    throw wrong(
      'file',
      'The file holds the certificate without its private key.',
      'Export it with the private key (PFX), or put both into one PEM file.',
    );
  }
  for (const key of keys) {
    const certificate = certificates.find((one) => one.checkPrivateKey(key));
    if (!certificate) continue;
    if (key.asymmetricKeyType !== 'rsa') {
      throw wrong(
        'file',
        'The certificate’s key is not an RSA key, which alone is accepted for signing in.',
        'Make a certificate with an RSA key of 2048 bits or more.',
      );
    }
    if (Date.parse(certificate.validTo) <= now.getTime()) {
      throw wrong(
        'file',
        `The certificate has expired (${certificate.validTo}).`,
        'Make a new one and upload its public part in the app registration.',
      );
    }
    const others = certificates.filter((one) => one !== certificate);
    return {
      privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
      thumbprintSha256: certificate.fingerprint256.replaceAll(':', ''),
      thumbprint: certificate.fingerprint.replaceAll(':', ''),
      chain: [certificate, ...others].map((one) => one.toString().trim()).join('\n'),
      subject: certificate.subject.replaceAll('\n', ', '),
      validFrom: new Date(certificate.validFrom).toISOString(),
      validTo: new Date(certificate.validTo).toISOString(),
    };
  }
  throw wrong(
    'file',
    'The private key in the file does not belong to the certificate in it.',
    'Choose the file that was exported with this certificate’s own key.',
  );
}

interface Contents {
  readonly keys: readonly KeyObject[];
  readonly certificates: readonly X509Certificate[];
}

function openPfx(bytes: Uint8Array, password: string): Contents {
  try {
    return readPfx(bytes, password);
  } catch (error) {
    if (isWrongPassword(error)) throw wrongPassword(password);
    if (canBeCertificate(bytes)) {
      throw wrong(
        'file',
        'The file holds the certificate without its private key.',
        'Export it with the private key, as a PFX file.',
      );
    }
    throw wrong(
      'file',
      'The file is neither a PFX nor a PEM file, or it is damaged.',
      'Export the certificate again, with its private key.',
    );
  }
}

function readPem(text: string, password: string): Contents {
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]{1,60})-----[\s\S]*?-----END \1-----/g)];
  const certificates: X509Certificate[] = [];
  const keys: KeyObject[] = [];
  for (const [block, label = ''] of blocks) {
    try {
      if (label === 'CERTIFICATE') certificates.push(new X509Certificate(block));
      else if (label.endsWith('PRIVATE KEY')) {
        keys.push(
          createPrivateKey({
            key: block,
            format: 'pem',
            ...(password === '' ? {} : { passphrase: password }),
          }),
        );
      }
    } catch (error) {
      const encrypted = label.startsWith('ENCRYPTED') || block.includes('Proc-Type: 4,ENCRYPTED');
      if (encrypted && label !== 'CERTIFICATE') throw wrongPassword(password, error);
      throw wrong(
        'file',
        'A part of the PEM file cannot be read; it may be damaged or cut off.',
        'Copy the file again, whole.',
      );
    }
  }
  return { keys, certificates };
}

function canBeCertificate(bytes: Uint8Array): boolean {
  try {
    new X509Certificate(bytes);
    return true;
  } catch {
    return false;
  }
}

function wrongPassword(password: string, cause?: unknown): FailureError {
  return password === ''
    ? wrong(
        'password',
        'The file is protected with a password.',
        'Type the password that was given when it was exported.',
        cause,
      )
    : wrong(
        'password',
        'The password does not open the file.',
        'Type the password that was given when it was exported.',
        cause,
      );
}

function wrong(field: 'file' | 'password', sentence: string, advice: string, cause?: unknown): FailureError {
  const failure: Failure = { code: 'invalid', sentence, advice, fields: { [field]: sentence } };
  return new FailureError(failure, cause === undefined ? {} : { cause });
}
