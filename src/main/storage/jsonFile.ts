import { z } from 'zod';
import { createKeptFile, type FileFormat, type KeptFile } from './keptFile.ts';

export interface JsonFileOptions<Schema extends z.ZodType> {
  readonly path: string;
  /** Goes up when the shape changes; older files are then read as none. */
  readonly version: number;
  readonly schema: Schema;
  /** Told when a file could not be understood and was set aside under another name. */
  readonly onBroken?: ((path: string) => void) | undefined;
}

/** A JSON value of one shape and version in one file, parsed when it is read. */
export function createJsonFile<Schema extends z.ZodType>({
  path,
  version,
  schema,
  onBroken,
}: JsonFileOptions<Schema>): KeptFile<z.output<Schema>> {
  return createKeptFile({ path, format: parsedFormat(schema, version), onBroken });
}

const Envelope = z.object({ version: z.number().int(), value: z.unknown() });

function parsedFormat<Schema extends z.ZodType>(
  schema: Schema,
  version: number,
): FileFormat<z.output<Schema>> {
  return {
    write: (value) => JSON.stringify({ version, value }),
    read(text) {
      let content: unknown;
      try {
        content = JSON.parse(text);
      } catch {
        return { kind: 'broken' };
      }
      const envelope = Envelope.safeParse(content);
      if (!envelope.success) return { kind: 'broken' };
      if (envelope.data.version !== version) return { kind: 'otherVersion' };
      const value = schema.safeParse(envelope.data.value);
      return value.success ? { kind: 'value', value: value.data } : { kind: 'broken' };
    },
  };
}
