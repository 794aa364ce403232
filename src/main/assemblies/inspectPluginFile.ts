import type { PluginFileReading } from '../../shared/domain/pluginFile.ts';
import { inspectAssembly } from './inspectAssembly.ts';
import { inspectPackage } from './inspectPackage.ts';
import { type ManagedAssembly, openManagedAssembly } from './managedAssembly.ts';
import { looksLikePe } from './peFile.ts';
import { ReadingFault } from './readingFault.ts';
import { looksLikeZip } from './zipArchive.ts';

/** The bytes of another assembly by its simple name; null when there is none. Asked at most once a name. */
export type BytesAtHand = (name: string) => Uint8Array | null;

/** Beyond this nothing is read at all. */
export const largestPluginFile = 256 * 1024 * 1024;

/**
 * Tells what a file is: an assembly, a plug-in package, or neither. Never throws for what is in the bytes.
 * Base classes of an assembly are also looked for in those that `atHand` gives; a package brings its own.
 */
export function inspectPluginFile(bytes: Uint8Array, atHand: BytesAtHand = () => null): PluginFileReading {
  try {
    if (bytes.length > largestPluginFile) {
      throw new ReadingFault('The file is over 256 MB; Dataverse takes assemblies of up to 16 MB.');
    }
    if (looksLikePe(bytes)) return inspectAssembly(openManagedAssembly(bytes), opening(atHand));
    if (looksLikeZip(bytes)) return inspectPackage(bytes);
    throw new ReadingFault(
      bytes.length === 0 ? 'The file is empty.' : 'The file is neither a .NET assembly nor a NuGet package.',
      'Choose the .dll that your plug-in project builds, or its .nupkg.',
    );
  } catch (error) {
    if (!(error instanceof ReadingFault)) throw error;
    return { kind: 'unreadable', sentence: error.message, advice: error.advice };
  }
}

/** The simple name by which other assemblies refer to it; null when the bytes are no assembly. */
export function nameOfAssembly(bytes: Uint8Array): string | null {
  return open(bytes)?.identity.name ?? null;
}

/** An assembly at hand that cannot be read is as good as not there. */
function opening(bytesAtHand: BytesAtHand): (name: string) => ManagedAssembly | null {
  const opened = new Map<string, ManagedAssembly | null>();
  return (name) => {
    const key = name.toLowerCase();
    const before = opened.get(key);
    if (before !== undefined) return before;
    const assembly = open(bytesAtHand(name));
    opened.set(key, assembly);
    return assembly;
  };
}

function open(bytes: Uint8Array | null): ManagedAssembly | null {
  if (bytes === null || bytes.length > largestPluginFile) return null;
  try {
    return openManagedAssembly(bytes);
  } catch (error) {
    if (error instanceof ReadingFault) return null;
    throw error;
  }
}
