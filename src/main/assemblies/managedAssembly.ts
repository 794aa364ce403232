import { createHash } from 'node:crypto';
import type { AssemblyReference } from '../../shared/domain/pluginFile.ts';
import { type MetadataHeaps, readMetadataHeaps } from './metadataHeaps.ts';
import { readMetadataRoot } from './metadataRoot.ts';
import { type MetadataTables, readMetadataTables } from './metadataTables.ts';
import { atRva, type PeFile, readPeFile } from './peFile.ts';
import { ReadingFault } from './readingFault.ts';
import { readTypeTable, type TypeTable } from './typeTable.ts';

/** An assembly whose bytes are open: everything else is read from it when it is asked for. */
export interface ManagedAssembly {
  readonly pe: PeFile;
  readonly runtimeVersion: string;
  readonly tables: MetadataTables;
  readonly heaps: MetadataHeaps;
  readonly types: TypeTable;
  readonly identity: AssemblyReference;
  readonly publicKey: Uint8Array;
  /** By row of the table: the first stands at 0. */
  readonly references: readonly AssemblyReference[];
}

/** Bit of the flags of a reference: the blob is the whole key, not its token. */
const wholePublicKey = 0x1;

/** @throws ReadingFault */
export function openManagedAssembly(bytes: Uint8Array): ManagedAssembly {
  const pe = readPeFile(bytes);
  const { address, size } = pe.cliHeader.metadata;
  const root = readMetadataRoot(atRva(pe.view, pe.sections, address, size, 'the .NET metadata'));
  const tables = readMetadataTables(root);
  const heaps = readMetadataHeaps(root, bytes.length);
  if (tables.rows('assembly') === 0) {
    throw new ReadingFault(
      'The file holds .NET code without an assembly around it (a module), which cannot be registered.',
      'Choose the assembly that your plug-in project builds.',
    );
  }
  const publicKey = heaps.blob(tables.column('assembly', 'publicKey')(1));
  return {
    pe,
    runtimeVersion: root.runtimeVersion,
    tables,
    heaps,
    types: readTypeTable(tables, heaps, root.uncompressed),
    publicKey,
    identity: {
      name: heaps.text(tables.column('assembly', 'name')(1)),
      version: versionReader(tables, 'assembly')(1),
      culture: heaps.text(tables.column('assembly', 'culture')(1)) || 'neutral',
      publicKeyToken: publicKey.length === 0 ? null : tokenOfKey(publicKey),
    },
    references: readReferences(tables, heaps),
  };
}

function readReferences(tables: MetadataTables, heaps: MetadataHeaps): AssemblyReference[] {
  const version = versionReader(tables, 'assemblyRef');
  const name = tables.column('assemblyRef', 'name');
  const culture = tables.column('assemblyRef', 'culture');
  const flags = tables.column('assemblyRef', 'flags');
  const keyOrToken = tables.column('assemblyRef', 'publicKeyOrToken');
  return Array.from({ length: tables.rows('assemblyRef') }, (_, index) => {
    const row = index + 1;
    const key = heaps.blob(keyOrToken(row));
    const whole = (flags(row) & wholePublicKey) !== 0;
    // Hashing and printing it is work too.
    heaps.spend(key.length);
    return {
      name: heaps.text(name(row)),
      version: version(row),
      culture: heaps.text(culture(row)) || 'neutral',
      publicKeyToken: key.length === 0 ? null : whole ? tokenOfKey(key) : hex(key),
    };
  });
}

function versionReader(tables: MetadataTables, table: 'assembly' | 'assemblyRef'): (row: number) => string {
  const parts = (['major', 'minor', 'build', 'revision'] as const).map((part) => tables.column(table, part));
  return (row) => parts.map((part) => part(row)).join('.');
}

/** ECMA-335 II.6.3: the last eight bytes of the key's SHA-1, backwards. */
function tokenOfKey(publicKey: Uint8Array): string {
  return createHash('sha1').update(publicKey).digest().subarray(-8).reverse().toString('hex');
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
