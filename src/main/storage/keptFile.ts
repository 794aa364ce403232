import { readFile, rename, rm } from 'node:fs/promises';
import { storageFailure, writeFileSafely } from './writeFileSafely.ts';

/** One value in one file. */
export interface KeptFile<Value> {
  /** Null when there is none, or when it was written by another version or is broken; a broken one is set aside. */
  read(): Promise<Value | null>;
  write(value: Value): Promise<void>;
  remove(): Promise<void>;
}

/** How a value becomes text and a text a value. */
export interface FileFormat<Value> {
  write(value: Value): string;
  read(text: string): FormatReading<Value>;
}

export type FormatReading<Value> =
  | { kind: 'value'; value: Value }
  /** Whole, but of another version of this program. */
  | { kind: 'otherVersion' }
  | { kind: 'broken' };

export interface KeptFileOptions<Value> {
  readonly path: string;
  readonly format: FileFormat<Value>;
  /** Told when a file could not be understood and was set aside under another name. */
  readonly onBroken?: ((path: string) => void) | undefined;
}

/** Writes follow each other: of two at the same time the later wins, and neither is torn. */
export function createKeptFile<Value>(options: KeptFileOptions<Value>): KeptFile<Value> {
  const { path, format } = options;
  let last: Promise<unknown> = Promise.resolve();

  function inOrder<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = last.then(task, task);
    last = result.catch(() => undefined);
    return result;
  }

  async function setAside(): Promise<null> {
    const kept = `${path}.broken`;
    // The one set aside before goes: there is never more than one.
    await rename(path, kept).catch(() => rm(path, { force: true }).catch(() => undefined));
    options.onBroken?.(kept);
    return null;
  }

  async function read(): Promise<Value | null> {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw storageFailure(error, path);
    }
    const reading = format.read(text);
    if (reading.kind === 'broken') return setAside();
    return reading.kind === 'value' ? reading.value : null;
  }

  return {
    read: () => inOrder(read),
    write: (value) => inOrder(async () => writeFileSafely(path, format.write(value))),
    remove: () =>
      inOrder(async () => {
        try {
          await rm(path, { force: true });
        } catch (error) {
          throw storageFailure(error, path);
        }
      }),
  };
}
