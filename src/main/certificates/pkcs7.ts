import { X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { CertificateFault } from './certificateFault.ts';

const signedData = '1.2.840.113549.1.7.2';

/**
 * The certificates in a PKCS #7 message, of any key type: their bytes are cut out and read by node:crypto, for the
 * library's own reader of the message knows RSA alone.
 * @throws {CertificateFault} when it is no such message.
 */
export function certificatesOfPkcs7(bytes: Uint8Array): readonly X509Certificate[] {
  try {
    const message = forge.asn1.fromDer(forge.util.createBuffer(Buffer.from(bytes).toString('binary')));
    const [type, wrapped] = childrenOf(message);
    if (type === undefined || forge.asn1.derToOid(String(type.value)) !== signedData) throw notPkcs7();
    const parts = childrenOf(childrenOf(wrapped)[0]);
    const list = parts.find(
      ({ tagClass, type: tag }) => tagClass === forge.asn1.Class.CONTEXT_SPECIFIC && Number(tag) === 0,
    );
    return childrenOf(list).map((one) => {
      const der = forge.asn1.toDer(one).getBytes();
      return new X509Certificate(Buffer.from(der, 'binary'));
    });
  } catch (error) {
    throw error instanceof CertificateFault ? error : notPkcs7(error);
  }
}

function childrenOf(value: forge.asn1.Asn1 | undefined): readonly forge.asn1.Asn1[] {
  return Array.isArray(value?.value) ? value.value : [];
}

function notPkcs7(cause?: unknown): CertificateFault {
  return new CertificateFault(
    'file',
    'The file is no PKCS #7 message, or it is damaged.',
    'Export the certificates again.',
    cause,
  );
}
