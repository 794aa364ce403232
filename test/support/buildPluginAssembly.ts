import { createHash } from 'node:crypto';
import { buildAssembly, type Cell } from './buildAssembly.ts';
import { packZip } from './packZip.ts';

interface PluginClass {
  /** Full name, without nesting. */
  readonly name: string;
  /** Plug-in unless said otherwise. */
  readonly kind?: 'plugin' | 'activity' | 'both' | 'neither';
  readonly flags?: number;
}

export interface PluginAssembly {
  readonly name?: string;
  readonly version?: string;
  readonly culture?: string;
  /** Words that the public key is made of; nothing for an assembly without a key. */
  readonly key?: string | null;
  readonly isSigned?: boolean;
  readonly classes?: readonly (string | PluginClass)[];
  readonly sdkVersion?: number;
  /** Beside those for managed code and a signature. */
  readonly cliFlags?: number;
  /** Adds so many bytes behind the end. */
  readonly padding?: number;
}

const object = (1 << 2) | 1;
const pluginInterface = (2 << 2) | 1;
const activityClass = (3 << 2) | 1;
const publicClass = 0x10_0001;
const signedFlags = 9;

/** An assembly with the identity and the classes asked for, signed with a key that nobody holds. */
export function buildPluginAssembly({
  name = 'Contoso.Built',
  version = '1.0.0.0',
  culture = '',
  key = 'contoso',
  isSigned = key !== null,
  classes = ['Contoso.Built.First', 'Contoso.Built.Second'],
  sdkVersion = 9,
  cliFlags = 0,
  padding = 0,
}: PluginAssembly = {}): Buffer {
  const types = classes.map((each): PluginClass => (typeof each === 'string' ? { name: each } : each));
  const [major = 0, minor = 0, build = 0, revision = 0] = version.split('.').map(Number);
  const publicKey = key === null ? new Uint8Array() : publicKeyOf(key);
  const bytes = buildAssembly({
    cliFlags: cliFlags | (isSigned ? signedFlags : 1),
    tables: {
      0: [[0, `${name}.dll`, 1, 0, 0]],
      1: [
        [(1 << 2) | 2, 'Object', 'System'],
        [(2 << 2) | 2, 'IPlugin', 'Microsoft.Xrm.Sdk'],
        [(3 << 2) | 2, 'CodeActivity', 'System.Activities'],
      ],
      2: [
        [0, '<Module>', '', 0, 1, 1],
        ...types.map(({ name: fullName, kind, flags }): Cell[] => {
          const dot = fullName.lastIndexOf('.');
          const isActivity = kind === 'activity' || kind === 'both';
          const base = isActivity ? activityClass : object;
          return [
            flags ?? publicClass,
            fullName.slice(dot + 1),
            fullName.slice(0, Math.max(dot, 0)),
            base,
            1,
            1,
          ];
        }),
      ],
      9: types.flatMap(({ kind = 'plugin' }, index) =>
        kind === 'plugin' || kind === 'both' ? [[index + 2, pluginInterface]] : [],
      ),
      32: [[0x8004, major, minor, build, revision, key === null ? 0 : 1, publicKey, name, culture]],
      35: [
        [4, 0, 0, 0, 0, new Uint8Array(), 'mscorlib', '', new Uint8Array()],
        [sdkVersion, 0, 0, 0, 0, new Uint8Array(), 'Microsoft.Xrm.Sdk', '', new Uint8Array()],
        [4, 0, 0, 0, 0, new Uint8Array(), 'System.Activities', '', new Uint8Array()],
      ],
    },
  });
  return padding === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(padding)]);
}

/** Looks like a key of 1024 bits. */
function publicKeyOf(words: string): Buffer {
  const header = Buffer.from('0024000004800000940000000602000000240000525341310004000001000100', 'hex');
  const modulus = Array.from({ length: 4 }, (_, index) =>
    createHash('sha256').update(`${words} ${index}`).digest(),
  );
  return Buffer.concat([header, ...modulus]);
}

/** Token of the public key made of the words. */
export function tokenOfWords(words: string): string {
  return createHash('sha1').update(publicKeyOf(words)).digest().subarray(-8).reverse().toString('hex');
}

/** A NuGet package with its nuspec and the assemblies in one folder of `lib`. */
export function buildPluginPackage(
  assemblies: readonly { readonly file: string; readonly bytes: Uint8Array }[],
  { id = 'con_Built', version = '1.0.0', folder = 'lib/net462' } = {},
): Buffer {
  const manifest =
    '<?xml version="1.0" encoding="utf-8"?>\n' +
    '<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">\n' +
    `  <metadata>\n    <id>${id}</id>\n    <version>${version}</version>\n  </metadata>\n</package>\n`;
  return packZip([
    { name: `${id}.nuspec`, content: manifest },
    { name: '[Content_Types].xml', content: '<Types/>' },
    ...assemblies.map(({ file, bytes }) => ({ name: `${folder}/${file}`, content: bytes })),
  ]);
}
