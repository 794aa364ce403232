import type { X509Certificate } from 'node:crypto';
import forge from 'node-forge';

const keyUsageExtension = '2.5.29.15';

/** By the bit of the extension, RFC 5280, 4.2.1.3. */
const basicUses = [
  'Digital signature',
  'Non-repudiation',
  'Key encipherment',
  'Data encipherment',
  'Key agreement',
  'Certificate signing',
  'CRL signing',
  'Encipher only',
  'Decipher only',
] as const;

const extendedUses: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'Server authentication',
  '1.3.6.1.5.5.7.3.2': 'Client authentication',
  '1.3.6.1.5.5.7.3.3': 'Code signing',
  '1.3.6.1.5.5.7.3.4': 'E-mail protection',
  '1.3.6.1.5.5.7.3.8': 'Time stamping',
  '1.3.6.1.5.5.7.3.9': 'OCSP signing',
  '2.5.29.37.0': 'Any purpose',
};

type BitString = forge.asn1.Asn1 & { readonly bitStringContents?: string };

/** What a certificate may be used for, in words; empty where it says nothing, which allows everything. */
export function keyUsesOf(certificate: X509Certificate): string[] {
  // Node calls the extended uses "keyUsage", and does not tell the basic ones.
  const extended = (certificate.keyUsage ?? []).map((oid) => extendedUses[oid] ?? oid);
  return [...basicUsesOf(certificate.raw), ...extended];
}

function basicUsesOf(der: Uint8Array): string[] {
  const bits = basicBits(der);
  return basicUses.filter((_use, at) => ((bits[at >> 3] ?? 0) & (0x80 >> (at & 7))) !== 0);
}

/** The bits of the extension, without the count of unused ones; empty when it is not there. */
function basicBits(der: Uint8Array): Uint8Array {
  const { asn1 } = forge;
  const root = asn1.fromDer(forge.util.createBuffer(Buffer.from(der).toString('binary')));
  for (const extension of extensionsOf(root)) {
    const parts = childrenOf(extension);
    const [oid] = parts;
    if (!oid || asn1.derToOid(String(oid.value)) !== keyUsageExtension) continue;
    const inner: BitString = asn1.fromDer(String(parts.at(-1)?.value));
    // Bits that happen to look like a value of ASN.1 were taken apart by the library, which keeps the whole beside.
    const bits = inner.bitStringContents ?? (typeof inner.value === 'string' ? inner.value : '');
    return Buffer.from(bits, 'binary').subarray(1);
  }
  return new Uint8Array();
}

function extensionsOf(root: forge.asn1.Asn1): readonly forge.asn1.Asn1[] {
  const tbs = childrenOf(root)[0];
  const wrapped = childrenOf(tbs).find(
    ({ tagClass, type }) => tagClass === forge.asn1.Class.CONTEXT_SPECIFIC && Number(type) === 3,
  );
  return childrenOf(childrenOf(wrapped)[0]);
}

function childrenOf(value: forge.asn1.Asn1 | undefined): readonly forge.asn1.Asn1[] {
  return Array.isArray(value?.value) ? value.value : [];
}
