import { DataverseFault, invalidArgument } from '../dataverseFault.ts';
import { UnreadableFile } from './cliFile.ts';
import { pluginClassesOf } from './pluginClasses.ts';
import { readAssembly } from './readAssembly.ts';
import { type LoadedAssembly, type PluginPackageContent, readPluginPackage } from './readPluginPackage.ts';

const largestAssembly = 16 * 1024 * 1024;

/** Rules ask for the same content again and again: once for each type of an assembly that is registered. */
function remembering<Content>(load: (base64: string) => Content): (base64: string) => Content {
  const most = 4;
  const known = new Map<string, Content>();
  return (base64) => {
    const found = known.get(base64) ?? load(base64);
    known.delete(base64);
    known.set(base64, found);
    for (const oldest of known.keys()) {
      if (known.size <= most) break;
      known.delete(oldest);
    }
    return found;
  };
}

/**
 * The assembly in a `content` column.
 * @throws {DataverseFault} what Dataverse answers to content that it cannot take
 */
export const loadAssembly: (base64: string) => LoadedAssembly = remembering((base64) => {
  const bytes = decode(base64);
  checkSize(bytes.length);
  try {
    const content = readAssembly(bytes);
    const [classes = new Map()] = pluginClassesOf([content]);
    return { content, classes };
  } catch (error) {
    if (error instanceof UnreadableFile) throw unableToLoadAssembly(error.message);
    throw error;
  }
});

/**
 * The NuGet package in a `content` column.
 * @throws {DataverseFault}
 */
export const loadPackage: (base64: string) => PluginPackageContent = remembering((base64) => {
  try {
    const content = readPluginPackage(decode(base64));
    for (const { size } of content.assemblies) checkSize(size);
    return content;
  } catch (error) {
    // Packages are handled by a plug-in of the platform's own, whose refusals all come with this code.
    if (error instanceof UnreadableFile)
      throw new DataverseFault(400, '0x80040265', `The plug-in package cannot be read. ${error.message}`);
    throw error;
  }
});

function decode(base64: string): Buffer {
  if (/[^A-Za-z0-9+/=\s]/.test(base64)) throw invalidArgument("The column 'content' is not a Base64 text.");
  return Buffer.from(base64, 'base64');
}

function checkSize(size: number): void {
  if (size > largestAssembly)
    throw new DataverseFault(
      400,
      '0x8004418f',
      `The plug-in assembly content size '${size} bytes' has exceeded the maximum value allowed for isolated ` +
        `plug-ins '${largestAssembly} bytes'.`,
    );
}

/** The reason is the sandbox's own: Dataverse stops after the first sentence. */
export function unableToLoadAssembly(reason: string): DataverseFault {
  return new DataverseFault(400, '0x80044191', `Unable to load plug-in assembly. ${reason}`);
}
