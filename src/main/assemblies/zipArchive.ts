import { crc32, inflateRawSync } from 'node:zlib';
import { ByteView } from './byteView.ts';
import { quote, ReadingFault } from './readingFault.ts';

/** A file in a zip archive (PKWARE's APPNOTE), not yet unpacked. */
export interface ZipEntry {
  /** Path with `/`, as the archive has it. */
  readonly name: string;
  /** Unpacked, as the archive claims; held to when unpacking. */
  readonly size: number;
  readonly packedSize: number;
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly headerOffset: number;
}

const signatures = { entry: 0x0201_4b50, local: 0x0403_4b50, end: 0x0605_4b50 } as const;
const methods = { stored: 0, deflated: 8 } as const;
const endSize = 22;
const longestComment = 0xffff;
const wide = { u16: 0xffff, u32: 0xffff_ffff } as const;
/** A package of plug-ins has some dozens. */
const mostEntries = 10_000;

export function looksLikeZip(bytes: Uint8Array): boolean {
  const [p, k, third, fourth] = bytes;
  return p === 0x50 && k === 0x4b && ((third === 3 && fourth === 4) || (third === 5 && fourth === 6));
}

/** Reads the directory at the end. @throws ReadingFault */
export function readZipDirectory(bytes: Uint8Array): ZipEntry[] {
  const view = new ByteView(bytes, 'the package');
  const end = findEnd(view);
  const count = view.u16(end + 10);
  const size = view.u32(end + 12);
  const offset = view.u32(end + 16);
  if (view.u16(end + 4) !== 0 || view.u16(end + 8) !== count) {
    throw new ReadingFault('The package is one part of an archive that was split into several.');
  }
  if (count === wide.u16 || size === wide.u32 || offset === wide.u32) {
    throw new ReadingFault(
      'The package is in the zip64 format, for archives over 4 GB, which Dataverse does not take.',
      'Pack it again with dotnet pack or nuget pack.',
    );
  }
  if (count > mostEntries)
    throw new ReadingFault(`The package has ${count} files; ${mostEntries} are the most.`);
  const directory = view.part(offset, size, 'the directory of the package');
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (directory.u32(at) !== signatures.entry)
      throw new ReadingFault('The directory of the package is damaged.');
    const flags = directory.u16(at + 8);
    const nameLength = directory.u16(at + 28);
    const name = directory.part(at + 46, nameLength, 'the directory of the package').bytes;
    entries.push({
      name: Buffer.from(name).toString('utf8').replaceAll('\\', '/'),
      size: directory.u32(at + 24),
      packedSize: directory.u32(at + 20),
      method: directory.u16(at + 10),
      encrypted: (flags & 0x41) !== 0,
      crc: directory.u32(at + 16),
      headerOffset: directory.u32(at + 42),
    });
    at += 46 + nameLength + directory.u16(at + 30) + directory.u16(at + 32);
  }
  return entries;
}

/** Unpacks one file; at most as many bytes come out as its entry claims. @throws ReadingFault */
export function unpackZipEntry(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  const { name, size, packedSize, method, crc, headerOffset } = entry;
  if (entry.encrypted) {
    throw new ReadingFault(
      `The file ${quote(name)} in the package is encrypted.`,
      'Pack it again without a password: Dataverse has to read it.',
    );
  }
  const view = new ByteView(bytes, 'the package');
  if (view.u32(headerOffset) !== signatures.local) throw damaged(name);
  const start = headerOffset + 30 + view.u16(headerOffset + 26) + view.u16(headerOffset + 28);
  const packed = view.part(start, packedSize, 'a file in the package').bytes;
  const content = method === methods.stored ? packed : inflate(packed, method, size, name);
  if (content.length !== size || crc32(content) !== crc) throw damaged(name);
  return content;
}

function inflate(packed: Uint8Array, method: number, size: number, name: string): Uint8Array {
  if (method !== methods.deflated) {
    throw new ReadingFault(
      `The file ${quote(name)} in the package is packed by a method (${method}) that packages do not use.`,
      'Pack it again with dotnet pack or nuget pack.',
    );
  }
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  } catch {
    throw damaged(name);
  }
}

function findEnd(view: ByteView): number {
  const first = Math.max(0, view.length - endSize - longestComment);
  for (let at = view.length - endSize; at >= first; at -= 1) {
    if (view.u32(at) === signatures.end && at + endSize + view.u16(at + 20) <= view.length) return at;
  }
  throw new ReadingFault('The package is cut off or damaged: the directory at its end is missing.');
}

function damaged(name: string): ReadingFault {
  return new ReadingFault(
    `The file ${quote(name)} in the package is damaged: it does not unpack to what the package says of it.`,
  );
}
