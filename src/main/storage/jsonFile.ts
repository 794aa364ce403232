import { readFile, rename, rm } from 'node:fs/promises';
import { z } from 'zod';
import { storageFailure, writeFileSafely } from './writeFileSafely.ts';

/** A JSON value of one shape and version in one file. */
export interface JsonFile<Value> {
  /** Null when there is none, or when it was written by another version or is broken; a broken one is set aside. */
  read(): Promise<Value | null>;
  write(value: Value): Promise<void>;
  remove(): Promise<void>;
}

export interface JsonFileOptions<Schema extends z.ZodType> {
  readonly path: string;
  /** Goes up when the shape changes; older files are then read as none. */
  readonly version: number;
  readonly schema: Schema;
  /** Told when a file could not be understood and was set aside under another name. */
  readonly onBroken?: (path: string) => void;
}

const Envelope = z.object({ version: z.number().int(), value: z.unknown() });

/** Writes follow each other: of two at the same time the later wins, and neither is torn. */
export function createJsonFile<Schema extends z.ZodType>(
  options: JsonFileOptions<Schema>,
): JsonFile<z.output<Schema>> {
  const { path, version, schema } = options;
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

  async function read(): Promise<z.output<Schema> | null> {
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw storageFailure(error, path);
    }
    let content: unknown;
    try {
      content = JSON.parse(text);
    } catch {
      return setAside();
    }
    const envelope = Envelope.safeParse(content);
    if (!envelope.success) return setAside();
    if (envelope.data.version !== version) return null;
    const value = schema.safeParse(envelope.data.value);
    return value.success ? value.data : setAside();
  }

  return {
    read: () => inOrder(read),
    write: (value) => inOrder(() => writeFileSafely(path, JSON.stringify({ version, value }))),
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
