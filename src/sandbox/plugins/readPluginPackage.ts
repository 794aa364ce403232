import { UnreadableFile } from './cliFile.ts';
import { type ClassesOfAssembly, pluginClassesOf } from './pluginClasses.ts';
import { type AssemblyContent, readAssembly } from './readAssembly.ts';
import { type ZipEntry, zipEntries } from './zipEntries.ts';

/** An assembly and what its classes are. */
export type LoadedAssembly = { readonly content: AssemblyContent; readonly classes: ClassesOfAssembly };

/** What the platform reads from a NuGet package. */
export type PluginPackageContent = {
  /** Of the nuspec. */
  readonly id: string;
  readonly version: string;
  /** Every assembly for the platform's framework, with plug-ins or without. */
  readonly assemblies: readonly (LoadedAssembly & { readonly size: number })[];
};

/** The folders that the platform takes assemblies from, the better one first. */
const frameworkFolders = ['lib/net462/', 'lib/net471/'];
const largestManifest = 1024 * 1024;

/** @throws {UnreadableFile} */
export function readPluginPackage(bytes: Buffer): PluginPackageContent {
  const entries = zipEntries(bytes);
  const manifest = readManifest(entries);
  const libraries = assembliesOf(entries);
  const classes = pluginClassesOf(libraries.map(({ content }) => content));
  return {
    ...manifest,
    assemblies: libraries.map((library, index) => ({ ...library, classes: classes[index] ?? new Map() })),
  };
}

function readManifest(entries: readonly ZipEntry[]): { readonly id: string; readonly version: string } {
  const manifest = entries.find(({ name }) => /^[^/]+\.nuspec$/i.test(name));
  if (manifest === undefined) throw new UnreadableFile('The package holds no nuspec.');
  if (manifest.size > largestManifest) throw new UnreadableFile('The nuspec is too large.');
  const text = manifest.read().toString('utf8');
  const id = elementText(text, 'id');
  const version = elementText(text, 'version');
  if (id === undefined || version === undefined)
    throw new UnreadableFile('The nuspec does not say id and version.');
  return { id, version };
}

/** The text of the first element of the name. Nothing in a nuspec comes before its metadata. */
function elementText(xml: string, name: string): string | undefined {
  const start = xml.indexOf(`<${name}>`);
  const end = start < 0 ? -1 : xml.indexOf(`</${name}>`, start);
  const text = end < 0 ? '' : xml.slice(start + name.length + 2, end).trim();
  return text === '' || text.length > 256 || text.includes('<') ? undefined : text;
}

function assembliesOf(entries: readonly ZipEntry[]): { content: AssemblyContent; size: number }[] {
  const isIn = (folder: string, { name }: ZipEntry): boolean => {
    const path = name.toLowerCase();
    return path.startsWith(folder) && path.endsWith('.dll') && !path.includes('/', folder.length);
  };
  const folder = frameworkFolders.find((each) => entries.some((entry) => isIn(each, entry)));
  if (folder === undefined) return [];
  return entries
    .filter((entry) => isIn(folder, entry))
    .flatMap((entry) => {
      const bytes = entry.read();
      try {
        return [{ content: readAssembly(bytes), size: entry.size }];
      } catch (error) {
        // A native library beside the assemblies is none of the platform's business.
        if (error instanceof UnreadableFile) return [];
        throw error;
      }
    });
}
