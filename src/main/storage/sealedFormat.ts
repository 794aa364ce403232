import { hash } from 'node:crypto';
import { z } from 'zod';
import type { FileFormat } from './keptFile.ts';

/** The seal stands at the beginning, so that the value's own text need not be cut out by parsing. */
const seal = /^\{"shape":"([0-9a-f]{64})","sha256":"([0-9a-f]{64})","value":/;

/**
 * JSON with a seal that says what shape the value has and what its text hashes to. What carries our own seal and
 * today's shape was valid when it was written, so a cache of thousands of rows is not parsed by its schema again:
 * that took longer than reading it. A change of the shape needs no version number; it is seen in the hash of the shape.
 */
export function sealedFormat<Schema extends z.ZodType>(schema: Schema): FileFormat<z.output<Schema>> {
  let known: string | undefined;
  function shape(): string {
    known ??= hash('sha256', JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })));
    return known;
  }

  return {
    write(value) {
      const text = JSON.stringify(value);
      return `{"shape":"${shape()}","sha256":"${hash('sha256', text)}","value":${text}}`;
    },
    read(text) {
      const match = seal.exec(text);
      if (!match || !text.endsWith('}')) return { kind: 'broken' };
      const value = text.slice(match[0].length, -1);
      if (hash('sha256', value) !== match[2]) return { kind: 'broken' };
      if (match[1] !== shape()) return { kind: 'otherVersion' };
      const read: z.output<Schema> = JSON.parse(value);
      return { kind: 'value', value: read };
    },
  };
}
