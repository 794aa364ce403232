import { ByteView } from './byteView.ts';
import { ReadingFault } from './readingFault.ts';

/** The outer shell of each .dll and .exe (Microsoft's PE/COFF specification), as far as .NET needs it. */

export interface DataDirectory {
  /** A place in memory, except for the certificates: theirs is a place in the file. */
  readonly address: number;
  readonly size: number;
}

interface Section {
  readonly virtualAddress: number;
  /** In memory; what goes beyond the raw data is zero. */
  readonly virtualSize: number;
  readonly rawOffset: number;
  readonly rawSize: number;
}

export interface PeFile {
  readonly view: ByteView;
  /** IMAGE_FILE_MACHINE: 0x14c x86, 0x8664 x64 … */
  readonly machine: number;
  readonly is64Bit: boolean;
  readonly sections: readonly Section[];
  /** Behind the table of sections. */
  readonly headersEnd: number;
  readonly checksumOffset: number;
  /** Where the entry of the certificates stands in the headers; null when the headers end before. */
  readonly certificateEntryOffset: number | null;
  readonly certificates: DataDirectory;
  readonly cliHeader: CliHeader;
}

/** ECMA-335 II.25.3.3. */
export interface CliHeader {
  readonly metadata: DataDirectory;
  readonly flags: number;
  readonly strongNameSignature: DataDirectory;
}

export const cliFlags = {
  ilOnly: 0x1,
  needs32Bit: 0x2,
  strongNameSigned: 0x8,
  prefers32Bit: 0x2_0000,
} as const;

const certificateDirectory = 4;
const cliDirectory = 14;
/** Windows loads no more. */
const largestSectionCount = 96;

/** True for anything that begins as a Windows program does, so that its faults can be told as such. */
export function looksLikePe(bytes: Uint8Array): boolean {
  return bytes[0] === 0x4d && bytes[1] === 0x5a;
}

/** @throws ReadingFault when it is no PE file, or one without .NET's header. */
export function readPeFile(bytes: Uint8Array): PeFile {
  const view = new ByteView(bytes, 'the file');
  const peOffset = view.u32(0x3c);
  if (view.u32(peOffset) !== 0x4550) {
    throw new ReadingFault('The file begins like a Windows program and is none: its PE header is missing.');
  }
  const machine = view.u16(peOffset + 4);
  const sectionCount = view.u16(peOffset + 6);
  const optionalSize = view.u16(peOffset + 20);
  const optional = peOffset + 24;
  const magic = view.u16(optional);
  if (magic !== 0x10b && magic !== 0x20b) {
    throw new ReadingFault('The PE header of the file is of a kind that Windows does not load.');
  }
  const is64Bit = magic === 0x20b;
  const directories = optional + (is64Bit ? 112 : 96);
  // The count of directories is not asked: some obfuscators understate it, and .NET loads the file all the same.
  const entryOf = (index: number): number | null =>
    directories + index * 8 + 8 <= optional + optionalSize ? directories + index * 8 : null;
  const directoryAt = (entry: number | null): DataDirectory =>
    entry === null ? nowhere : { address: view.u32(entry), size: view.u32(entry + 4) };

  const certificateEntryOffset = entryOf(certificateDirectory);
  const cli = directoryAt(entryOf(cliDirectory));
  if (cli.address === 0) {
    throw new ReadingFault(
      'The file is a Windows program without .NET in it (it has no CLI header), so it can hold no plug-in.',
      'Choose the assembly that your plug-in project builds.',
    );
  }
  if (sectionCount > largestSectionCount) {
    throw new ReadingFault(
      `The file claims ${sectionCount} sections; Windows loads at most ${largestSectionCount}.`,
    );
  }
  const sections = readSections(view, optional + optionalSize, sectionCount);
  const header = atRva(view, sections, cli.address, 72, 'the CLI header');
  return {
    view,
    machine,
    is64Bit,
    sections,
    headersEnd: optional + optionalSize + sectionCount * 40,
    checksumOffset: optional + 64,
    certificateEntryOffset,
    certificates: directoryAt(certificateEntryOffset),
    cliHeader: {
      metadata: { address: header.u32(8), size: header.u32(12) },
      flags: header.u32(16),
      strongNameSignature: { address: header.u32(32), size: header.u32(36) },
    },
  };
}

const nowhere: DataDirectory = { address: 0, size: 0 };

function readSections(view: ByteView, at: number, count: number): Section[] {
  return Array.from({ length: count }, (_, index) => {
    const header = view.part(at + index * 40, 40, 'the table of sections');
    // Windows loads no file that ends before its sections do, even where what is missing is only code.
    if (header.u32(16) > 0) view.part(header.u32(20), header.u32(16), 'a section');
    return {
      virtualSize: header.u32(8),
      virtualAddress: header.u32(12),
      rawSize: header.u32(16),
      rawOffset: header.u32(20),
    };
  });
}

/** The place in the file of a place in memory; null when no section has it in the file. */
export function offsetOfRva(sections: readonly Section[], rva: number): number | null {
  let firstSection = Number.POSITIVE_INFINITY;
  for (const { virtualAddress, rawOffset, rawSize } of sections) {
    if (rva >= virtualAddress && rva < virtualAddress + rawSize) return rawOffset + (rva - virtualAddress);
    firstSection = Math.min(firstSection, virtualAddress);
  }
  // The headers are loaded as they stand, and packers put things among them.
  return rva < firstSection ? rva : null;
}

/** @throws ReadingFault when it is not in the file. */
export function atRva(view: ByteView, sections: readonly Section[], rva: number, size: number, what: string) {
  const offset = offsetOfRva(sections, rva);
  if (offset === null) {
    throw new ReadingFault(`The file is cut off or damaged: ${what} lies outside of its sections.`);
  }
  return view.part(offset, size, what);
}
