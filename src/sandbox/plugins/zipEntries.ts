import { crc32, inflateRawSync } from 'node:zlib';
import { UnreadableFile } from './cliFile.ts';

/** One file of an archive; it is unpacked when asked for. */
export type ZipEntry = { readonly name: string; readonly size: number; read(): Buffer };

const mostEntries = 10_000;
/** Of one file, unpacked. */
const largestEntry = 32 * 1024 * 1024;
/** Of all files together, unpacked. */
const largestArchive = 128 * 1024 * 1024;
const endSize = 22;
const longestComment = 0xffff;

/**
 * Lists the files of a zip archive as its directory names them. What the directory says of sizes is taken at its word
 * and held to it, so that a small file cannot become more than it announced.
 * @throws {UnreadableFile}
 */
export function zipEntries(bytes: Buffer): readonly ZipEntry[] {
  try {
    return listEntries(bytes);
  } catch (error) {
    if (error instanceof RangeError) throw new UnreadableFile('The archive is cut short.');
    throw error;
  }
}

function listEntries(bytes: Buffer): ZipEntry[] {
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  if (count > mostEntries) throw new UnreadableFile(`The archive holds more than ${mostEntries} files.`);
  let at = bytes.readUInt32LE(end + 16);
  let total = 0;
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw new UnreadableFile('The archive’s directory is broken.');
    const flags = bytes.readUInt16LE(at + 8);
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/');
    const entry = {
      name,
      isEncrypted: (flags & 1) !== 0,
      method: bytes.readUInt16LE(at + 10),
      checksum: bytes.readUInt32LE(at + 16),
      packedSize: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      localHeader: bytes.readUInt32LE(at + 42),
    };
    total += entry.size;
    if (entry.size > largestEntry || total > largestArchive)
      throw new UnreadableFile('The archive is too large when unpacked.');
    if (!name.endsWith('/')) entries.push({ name, size: entry.size, read: () => unpack(bytes, entry) });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function findEnd(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - endSize - longestComment);
  const end = bytes.subarray(first).lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0) throw new UnreadableFile('The file is no zip archive.');
  return first + end;
}

type Packed = {
  readonly name: string;
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly checksum: number;
  readonly packedSize: number;
  readonly size: number;
  readonly localHeader: number;
};

function unpack(bytes: Buffer, entry: Packed): Buffer {
  const broken = new UnreadableFile(`The file '${entry.name}' of the archive cannot be read.`);
  const header = entry.localHeader;
  if (entry.isEncrypted || header + 30 > bytes.length || bytes.readUInt32LE(header) !== 0x04034b50)
    throw broken;
  const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
  const packed = bytes.subarray(start, start + entry.packedSize);
  if (packed.length !== entry.packedSize) throw broken;
  const content = inflated(packed, entry, broken);
  if (content.length !== entry.size || crc32(content) !== entry.checksum) throw broken;
  return content;
}

function inflated(packed: Buffer, { method, size }: Packed, broken: UnreadableFile): Buffer {
  if (method === 0) return packed;
  if (method !== 8) throw broken;
  try {
    // At least 1: zlib takes 0 for no limit at all.
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  } catch {
    throw broken;
  }
}
