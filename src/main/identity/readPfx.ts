import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import forge from 'node-forge';

export interface PfxContents {
  readonly keys: readonly KeyObject[];
  readonly certificates: readonly X509Certificate[];
}

/**
 * Opens a PFX (PKCS#12) file, also one with the encryptions of old Windows versions (RC2, triple DES), which Node's own
 * crypto refuses. Throws when the password is wrong or the file is none; the reason is `isWrongPassword`'s to tell.
 */
export function readPfx(bytes: Uint8Array, password: string): PfxContents {
  const structure = forge.asn1.fromDer(forge.util.createBuffer(Buffer.from(bytes).toString('binary')));
  const pfx = openWith(structure, password);
  const keys: KeyObject[] = [];
  const certificates: X509Certificate[] = [];
  for (const { safeBags } of pfx.safeContents) {
    for (const bag of safeBags) {
      if (bag.type === forge.pki.oids.pkcs8ShroudedKeyBag || bag.type === forge.pki.oids.keyBag) {
        const der = bag.key
          ? forge.asn1.toDer(forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key)))
          : forge.asn1.toDer(bag.asn1);
        keys.push(createPrivateKey({ key: bytesOf(der), format: 'der', type: 'pkcs8' }));
      }
      if (bag.type === forge.pki.oids.certBag) {
        const der = forge.asn1.toDer(bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1);
        certificates.push(new X509Certificate(bytesOf(der)));
      }
    }
  }
  return { keys, certificates };
}

export function isWrongPassword(error: unknown): boolean {
  return error instanceof Error && /mac could not be verified|invalid password/i.test(error.message);
}

function openWith(structure: forge.asn1.Asn1, password: string): forge.pkcs12.Pkcs12Pfx {
  try {
    return forge.pkcs12.pkcs12FromAsn1(structure, false, password);
  } catch (error) {
    // No password and an empty one are two different things in this format.
    if (password !== '' || !isWrongPassword(error)) throw error;
    return forge.pkcs12.pkcs12FromAsn1(structure, false);
  }
}

function bytesOf(buffer: forge.util.ByteStringBuffer): Buffer {
  return Buffer.from(buffer.getBytes(), 'binary');
}
