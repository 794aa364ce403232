import { SaxesParser } from 'saxes';
import type { PackageFile } from '../../shared/domain/pluginFile.ts';
import { quote, ReadingFault } from './readingFault.ts';

export type Nuspec = Pick<
  PackageFile,
  'id' | 'version' | 'title' | 'authors' | 'description' | 'dependencies'
>;

const deepestElement = 64;
const mostDependencies = 5000;
/** .NET 4.6.2 and the like; the parser has its own limit on names. */
const longestText = 100_000;

/** Reads the manifest of a NuGet package, whichever of its namespaces it is in. @throws ReadingFault */
export function readNuspec(bytes: Uint8Array): Nuspec {
  const texts = new Map<string, string>();
  const dependencies: Nuspec['dependencies'] = [];
  const path: string[] = [];
  let group: string | null = null;

  const parser = new SaxesParser({ xmlns: false });
  parser.on('error', (error) => {
    throw new ReadingFault(
      `The manifest of the package (.nuspec) is not well-formed XML: ${quote(error.message)}.`,
    );
  });
  parser.on('doctype', () => {
    throw new ReadingFault(
      'The manifest of the package (.nuspec) has a DOCTYPE, which manifests must not have.',
    );
  });
  parser.on('opentag', ({ name, attributes }) => {
    path.push(localName(name));
    if (path.length > deepestElement)
      throw new ReadingFault('The manifest of the package is nested without end.');
    const place = path.join('/');
    if (place === 'package/metadata/dependencies/group') group = attributes.targetFramework ?? null;
    const own = place === 'package/metadata/dependencies/dependency';
    if (!own && place !== 'package/metadata/dependencies/group/dependency') return;
    if (dependencies.length >= mostDependencies) {
      throw new ReadingFault('The manifest of the package names more dependencies than a package can have.');
    }
    dependencies.push({
      id: attributes.id ?? '',
      version: attributes.version ?? null,
      targetFramework: own ? null : group,
    });
  });
  const addText = (text: string) => {
    if (path.length !== 3 || path[0] !== 'package' || path[1] !== 'metadata') return;
    const name = path[2] ?? '';
    const before = texts.get(name) ?? '';
    if (before.length < longestText) texts.set(name, before + text);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    path.pop();
  });
  parser.write(decode(bytes)).close();

  const textOf = (name: string) => texts.get(name)?.trim() || null;
  const id = textOf('id');
  const version = textOf('version');
  if (id === null || version === null) {
    throw new ReadingFault('The manifest of the package (.nuspec) has no id or no version.');
  }
  return {
    id,
    version,
    title: textOf('title'),
    authors: textOf('authors'),
    description: textOf('description'),
    dependencies,
  };
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function decode(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
