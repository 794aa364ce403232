/** The bytes are no assembly of .NET, or a broken one. */
export class UnreadableFile extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'UnreadableFile';
  }
}

/** The metadata of a managed executable, as its file holds it. */
export type CliFile = {
  /** Flags of the CLI header. */
  readonly flags: number;
  readonly tables: Buffer;
  /** Every index takes four bytes, however few rows there are. */
  readonly hasWideIndexes: boolean;
  readonly strings: Buffer;
  readonly blobs: Buffer;
};

const cliDirectory = 14;
const none = Buffer.alloc(0);

/**
 * Finds the metadata in a Portable Executable (ECMA-335 II.25 and II.24.2).
 * @throws {UnreadableFile}
 */
export function openCliFile(bytes: Buffer): CliFile {
  try {
    return readCliFile(bytes);
  } catch (error) {
    // Every read beyond the end is a RangeError of Buffer's own: one place to say what it means.
    if (error instanceof RangeError) throw new UnreadableFile('The file ends before its headers do.');
    throw error;
  }
}

function readCliFile(bytes: Buffer): CliFile {
  if (bytes.length < 64 || bytes.readUInt16LE(0) !== 0x5a4d)
    throw new UnreadableFile('The file is no executable.');
  const signature = bytes.readUInt32LE(0x3c);
  if (bytes.readUInt32LE(signature) !== 0x4550) throw new UnreadableFile('The file is no executable.');
  const sectionCount = bytes.readUInt16LE(signature + 6);
  const optional = signature + 24;
  const sections = optional + bytes.readUInt16LE(signature + 20);
  const directories = optional + (bytes.readUInt16LE(optional) === 0x20b ? 112 : 96);
  if (directories + (cliDirectory + 1) * 8 > sections) throw new UnreadableFile('The file is not managed.');
  const headerAddress = bytes.readUInt32LE(directories + cliDirectory * 8);
  if (headerAddress === 0) throw new UnreadableFile('The file is not managed.');

  const fromAddress = (address: number): Buffer => {
    for (let index = 0; index < sectionCount; index += 1) {
      const section = sections + index * 40;
      const start = bytes.readUInt32LE(section + 12);
      const size = bytes.readUInt32LE(section + 16);
      const raw = bytes.readUInt32LE(section + 20);
      if (address >= start && address < start + size)
        return bytes.subarray(raw + address - start, raw + size);
    }
    throw new UnreadableFile('The file refers to a place outside of its sections.');
  };
  const header = fromAddress(headerAddress);
  const metadata = fromAddress(header.readUInt32LE(8)).subarray(0, header.readUInt32LE(12));
  return { flags: header.readUInt32LE(16), ...streamsOf(metadata) };
}

function streamsOf(metadata: Buffer): Omit<CliFile, 'flags'> {
  if (metadata.readUInt32LE(0) !== 0x424a5342) throw new UnreadableFile('The file holds no metadata.');
  let at = 16 + metadata.readUInt32LE(12);
  const count = metadata.readUInt16LE(at + 2);
  at += 4;
  const streams = new Map<string, Buffer>();
  for (let index = 0; index < count; index += 1) {
    const offset = metadata.readUInt32LE(at);
    const size = metadata.readUInt32LE(at + 4);
    const end = metadata.indexOf(0, at + 8);
    if (end < 0 || end - at > 40) throw new UnreadableFile('A stream of the metadata has no name.');
    const name = metadata.toString('latin1', at + 8, end);
    // The runtime takes the last of several streams with one name. Obfuscators add false ones before.
    streams.set(name, metadata.subarray(offset, offset + size));
    at += 8 + Math.ceil((end - at - 7) / 4) * 4;
  }
  const tables = streams.get('#~') ?? streams.get('#-');
  if (tables === undefined) throw new UnreadableFile('The metadata holds no tables.');
  return {
    tables,
    hasWideIndexes: streams.has('#JTD'),
    strings: streams.get('#Strings') ?? none,
    blobs: streams.get('#Blob') ?? none,
  };
}
