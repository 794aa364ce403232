import { open, readFile, rename, rm } from 'node:fs/promises';

export type ReadState<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'missing' }
  /** The file could not be used; `sentence` says where it is now. */
  | { readonly kind: 'setAside'; readonly sentence: string };

/** Reads a JSON file of our own. One that cannot be understood is renamed, never deleted and never fatal. */
export async function readStateFile<T>(path: string, parse: (value: unknown) => T): Promise<ReadState<T>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return { kind: 'missing' };
    throw error;
  }
  try {
    return { kind: 'read', value: parse(JSON.parse(text)) };
  } catch (error) {
    const aside = `${path}.broken-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
    await rename(path, aside);
    const reason = error instanceof Error ? error.message : String(error);
    return {
      kind: 'setAside',
      sentence: `${path} could not be read (${reason}), so it was renamed to ${aside} and begun anew.`,
    };
  }
}

/**
 * Writes the file whole or not at all: a temporary file in the same folder, flushed, then renamed. Readable by its
 * owner only, as it holds keys.
 */
export async function writeStateFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
