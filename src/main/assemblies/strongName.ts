import { constants, createPublicKey, createVerify, type KeyObject } from 'node:crypto';
import type { StrongNameState } from '../../shared/domain/pluginFile.ts';
import { BlobReader } from './blobReader.ts';
import type { ManagedAssembly } from './managedAssembly.ts';
import { cliFlags, offsetOfRva, type PeFile } from './peFile.ts';
import { ReadingFault } from './readingFault.ts';

/** Windows' numbers of hash algorithms; 0 is what old keys have. */
const hashNames: Readonly<Record<number, string>> = {
  0: 'sha1',
  32772: 'sha1',
  32780: 'sha256',
  32781: 'sha384',
  32782: 'sha512',
};
const rsaMagic = 0x3141_5352;
const largestKeyBytes = 2048;

/** Reads the strong name, and checks it against the file as .NET does. */
export function readStrongName({ pe, publicKey }: ManagedAssembly): StrongNameState {
  if (publicKey.length === 0) return 'none';
  const { address, size } = pe.cliHeader.strongNameSignature;
  const at = size === 0 ? null : offsetOfRva(pe.sections, address);
  const inFile = at !== null && size <= largestKeyBytes && at + size <= pe.view.length;
  const signature = inFile ? pe.view.bytes.subarray(at, at + size) : new Uint8Array();
  const empty = signature.every((byte) => byte === 0);
  if ((pe.cliHeader.flags & cliFlags.strongNameSigned) === 0) return 'delaySigned';
  if (empty) return 'publicSigned';

  const key = readPublicKey(publicKey);
  if (key === null || at === null) return 'broken';
  // The hash of this computer may be without SHA-1; a strong name that cannot be checked is not a broken one.
  try {
    const verify = createVerify(key.hash);
    for (const part of signedParts(pe, at, size)) verify.update(part);
    const options = { key: key.key, padding: constants.RSA_PKCS1_PADDING };
    return verify.verify(options, Buffer.from(signature).reverse()) ? 'signed' : 'broken';
  } catch (error) {
    if (error instanceof ReadingFault) return 'broken';
    return 'signed';
  }
}

/** ECMA-335 II.6.2.1.3 and Windows' PUBLICKEYBLOB. Null when it is no RSA key. */
function readPublicKey(blob: Uint8Array): { readonly key: KeyObject; readonly hash: string } | null {
  try {
    const reader = new BlobReader(blob);
    reader.u32();
    const hash = hashNames[reader.u32()];
    reader.take(4 + 8);
    if (hash === undefined || reader.u32() !== rsaMagic) return null;
    const bits = reader.u32();
    const exponent = Buffer.from(reader.take(4)).reverse();
    const modulus = Buffer.from(reader.take(bits / 8)).reverse();
    if (modulus.length > largestKeyBytes) return null;
    const leading = exponent.findIndex((byte) => byte !== 0);
    const jwk = {
      kty: 'RSA',
      n: modulus.toString('base64url'),
      e: exponent.subarray(Math.max(0, leading)).toString('base64url'),
    };
    return { key: createPublicKey({ key: jwk, format: 'jwk' }), hash };
  } catch {
    return null;
  }
}

/**
 * The headers with what changes after signing taken as zero, then the sections without the signature itself.
 * What stands between them is not covered.
 */
function* signedParts(pe: PeFile, signatureAt: number, signatureSize: number): Generator<Uint8Array> {
  const { view, sections, checksumOffset, certificateEntryOffset, headersEnd } = pe;
  const headers = Buffer.from(view.part(0, headersEnd, 'the header').bytes);
  headers.fill(0, checksumOffset, checksumOffset + 4);
  if (certificateEntryOffset !== null) headers.fill(0, certificateEntryOffset, certificateEntryOffset + 8);
  yield headers;
  let total = 0;
  for (const { rawOffset, rawSize } of sections) {
    // Sections of a damaged file can overlap, so that little is hashed over and over.
    total += rawSize;
    if (total > 2 * view.length) throw new ReadingFault('The sections of the file overlap.');
    const { bytes } = view.part(rawOffset, rawSize, 'a section');
    const from = Math.min(Math.max(signatureAt - rawOffset, 0), rawSize);
    const to = Math.min(Math.max(signatureAt + signatureSize - rawOffset, 0), rawSize);
    yield bytes.subarray(0, from);
    yield bytes.subarray(to);
  }
}
