import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { FailureError } from '../../shared/contract/failure.ts';

export interface PluginPath {
  readonly path: string;
  readonly fileName: string;
  readonly bytes: Buffer;
  /** Another assembly in the same folder, where base classes may lie; null when there is none. */
  neighbour(name: string): Uint8Array | null;
}

/** Reads an assembly or a package that the user has named by its path. Rejects with a FailureError that says why not. */
export async function readPluginPath(text: string, largest: number): Promise<PluginPath> {
  const path = unquoted(text);
  if (!isAbsolute(path)) {
    throw refused('This is not a whole path.', 'Enter the path from its root on, with the file’s name.');
  }
  // No other file of the computer is opened for a page, whatever it asks.
  if (!/\.(dll|exe|nupkg)$/i.test(path)) {
    throw refused(
      'The path does not end in .dll, .exe or .nupkg.',
      'Enter the path of the assembly that your project builds, or of its package.',
    );
  }
  return { path, fileName: basename(path), bytes: await readBounded(path, largest), neighbour };

  function neighbour(name: string): Uint8Array | null {
    if (!/^[\w.-]{1,200}$/.test(name)) return null;
    try {
      return readFileSync(join(dirname(path), `${name}.dll`));
    } catch {
      return null;
    }
  }
}

/** Windows copies paths in quotes. */
function unquoted(text: string): string {
  const trimmed = text.trim();
  return /^"[^"]*"$/.test(trimmed) ? trimmed.slice(1, -1) : trimmed;
}

async function readBounded(path: string, largest: number): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const stat = await file.stat();
      if (!stat.isFile()) throw refused('There is no file at this path.', 'Enter the path of a file.');
      if (stat.size > largest) {
        throw refused(
          `The file is over ${Math.round(largest / (1024 * 1024))} MB.`,
          'Dataverse takes assemblies of up to 16 MB.',
        );
      }
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof FailureError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw refused('There is no file at this path.', 'Check the path; the project may not be built yet.');
    }
    if (code === 'EACCES' || code === 'EPERM') {
      throw refused('This program may not read the file.', 'Check the rights to the file.');
    }
    if (code === 'EBUSY') {
      throw refused('Another program holds the file.', 'Try again when the build is done.');
    }
    throw new FailureError(
      { code: 'storage', sentence: 'The file could not be read.', serverMessage: String(code ?? error) },
      { cause: error },
    );
  }
}

function refused(sentence: string, advice: string): FailureError {
  return new FailureError({ code: 'invalid', sentence, advice, fields: { path: sentence } });
}
