import type { PackagedAssembly, PackageFile } from '../../shared/domain/pluginFile.ts';
import { inspectAssembly } from './inspectAssembly.ts';
import { type ManagedAssembly, openManagedAssembly } from './managedAssembly.ts';
import { readNuspec } from './nuspec.ts';
import { quote, ReadingFault } from './readingFault.ts';
import { readZipDirectory, unpackZipEntry, type ZipEntry } from './zipArchive.ts';

/** Dataverse takes 16 MB an assembly; packages with more than this together are none that it takes. */
const largestUnpacked = 128 * 1024 * 1024;
const largestFile = 64 * 1024 * 1024;
const largestNuspec = 4 * 1024 * 1024;
const mostAssemblies = 500;
const mostTypes = 50_000;

/** Tells what a plug-in package is and holds. @throws ReadingFault */
export function inspectPackage(bytes: Uint8Array): PackageFile {
  const entries = readZipDirectory(bytes).filter(({ name }) => !name.endsWith('/'));
  refuseTraps(entries);
  const manifests = entries.filter(({ name }) => /^[^/]+\.nuspec$/i.test(name));
  const [manifest] = manifests;
  if (manifest === undefined) {
    throw new ReadingFault(
      'The file is a zip archive without a manifest (.nuspec), so it is no NuGet package.',
      'Choose the .nupkg that dotnet pack or pac plugin init makes.',
    );
  }
  if (manifests.length > 1) throw new ReadingFault('The package has more than one manifest (.nuspec).');
  if (manifest.size > largestNuspec)
    throw new ReadingFault('The manifest of the package (.nuspec) is too large.');
  const nuspec = readNuspec(unpackZipEntry(bytes, manifest));

  const wanted = entries.filter(isAssembly);
  if (wanted.length > mostAssemblies) {
    throw new ReadingFault(`The package has ${wanted.length} assemblies; ${mostAssemblies} are the most.`);
  }
  const opened: { readonly path: string; readonly folder: string; readonly assembly: ManagedAssembly }[] = [];
  const unreadable: PackageFile['unreadable'] = [];
  for (const entry of wanted) {
    try {
      const assembly = openManagedAssembly(unpackZipEntry(bytes, entry));
      opened.push({ path: entry.name, folder: folderOf(entry.name), assembly });
    } catch (error) {
      if (!(error instanceof ReadingFault)) throw error;
      unreadable.push({ path: entry.name, sentence: error.message });
    }
  }

  const assemblies: PackagedAssembly[] = [];
  let typeCount = 0;
  for (const { path, folder, assembly } of opened) {
    const neighbours = opened.filter((other) => other.folder === folder);
    const atHand = (name: string) =>
      neighbours.find((other) => sameName(other.assembly.identity.name, name))?.assembly ?? null;
    try {
      const file = inspectAssembly(assembly, atHand);
      const holdsPlugins = file.types.some(({ kind }) => kind === 'plugin');
      assemblies.push({ ...file, path, holdsPlugins });
      typeCount += file.types.length + file.otherTypes.length + file.undecidedTypes.length;
    } catch (error) {
      if (!(error instanceof ReadingFault)) throw error;
      unreadable.push({ path, sentence: error.message });
    }
    if (typeCount > mostTypes) {
      throw new ReadingFault(
        `The package has over ${mostTypes} plug-ins, so it was made to keep readers busy.`,
      );
    }
  }
  const { id, version, ...told } = nuspec;
  return { kind: 'package', id, version, assemblies, unreadable, ...told, size: bytes.length };
}

/** Refused before anything is unpacked: what would fill the memory, and names that lead out of the package. */
function refuseTraps(entries: readonly ZipEntry[]): void {
  let total = 0;
  const names = new Set<string>();
  for (const { name, size } of entries) {
    const plain = name.toLowerCase();
    if (/^([a-z]:|\/)/i.test(name) || name.split('/').includes('..') || name.includes('\0')) {
      throw new ReadingFault(
        `The package holds a file whose name leads out of it (${quote(name)}), so it was made to do harm.`,
        'Do not use it. Build the package again from your project.',
      );
    }
    if (names.has(plain)) {
      throw new ReadingFault(`The package holds ${quote(name)} twice, so it cannot be said which counts.`);
    }
    names.add(plain);
    if (!isAssembly({ name })) continue;
    total += size;
    if (size > largestFile || total > largestUnpacked) {
      throw new ReadingFault(
        `The package would unpack to more than ${size > largestFile ? '64 MB in one file' : '128 MB'}; Dataverse takes assemblies of up to 16 MB.`,
        'Leave out what the plug-ins do not need.',
      );
    }
  }
}

/** No other file is unpacked but the manifest. */
function isAssembly({ name }: Pick<ZipEntry, 'name'>): boolean {
  return /^lib\/.*\.(dll|exe)$/i.test(name);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')).toLowerCase();
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
