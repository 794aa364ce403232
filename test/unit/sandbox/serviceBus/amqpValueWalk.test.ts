import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amqpMessages, amqpTypes, encodeTyped } from '../../../../src/sandbox/serviceBus/amqpLibrary.ts';
import { MalformedAmqpError, walkAmqpValue } from '../../../../src/sandbox/serviceBus/amqpValueWalk.ts';
import { decodeTransfer } from '../../../../src/sandbox/serviceBus/batchDecoding.ts';
import { FrameGuard } from '../../../../src/sandbox/serviceBus/frameGuard.ts';

const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.boolean(),
    fc.integer(),
    // Rhea can't write integers beyond 2^53.
    fc.double({ noNaN: true }).filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value)),
    fc.constant(null),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc.date({ noInvalidDate: true }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 5 }),
  ),
})).value;

test('every value that the library writes is walked to its end, and no part of it is taken for the whole', () => {
  fc.assert(
    fc.property(values, fc.nat(), (value, cut) => {
      const bytes = encodeTyped(amqpTypes.wrap(value));
      expect(walkAmqpValue(bytes, 0, bytes.length)).toBe(bytes.length);
      const part = bytes.subarray(0, cut % bytes.length);
      expect(() => walkAmqpValue(part, 0, part.length)).toThrow(MalformedAmqpError);
    }),
  );
});

test('whatever the walk accepts, the library can read', () => {
  fc.assert(
    fc.property(values, fc.nat(), fc.nat(255), (value, position, byte) => {
      const bytes = encodeTyped(amqpTypes.wrap(value));
      bytes[position % bytes.length] = byte;
      try {
        walkAmqpValue(bytes, 0, bytes.length);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedAmqpError);
        return;
      }
      expect(() => new amqpTypes.Reader(bytes).read()).not.toThrow();
    }),
    { numRuns: 1000 },
  );
});

test('a changed message is read or refused, nothing else', () => {
  const message = amqpMessages.encode({
    message_id: 'id',
    durable: true,
    ttl: 5000,
    message_annotations: { 'x-opt-partition-key': 'p', 'x-opt-sequence-number': 5 },
    application_properties: { a: 1, b: 'two', c: null },
    body: amqpMessages.data_section(Buffer.from('{"a":1}')),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }), (changes) => {
      const bytes = Buffer.from(message);
      for (const [position, byte] of changes) bytes[position % bytes.length] = byte;
      try {
        decodeTransfer(bytes, 0);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedAmqpError);
      }
    }),
    { numRuns: 2000 },
  );
});

test('frames are the same however they are cut', () => {
  const open = Buffer.concat([
    Buffer.from('414d515000010000', 'hex'),
    Buffer.from('0000000c02000000005317' + '45', 'hex'),
    Buffer.from('0000000802000000', 'hex'),
  ]);
  fc.assert(
    fc.property(fc.array(fc.nat(open.length), { maxLength: 6 }), (cuts) => {
      const guard = new FrameGuard();
      const edges = [0, ...cuts.sort((one, other) => one - other), open.length];
      const parts = edges.slice(1).map((edge, index) => guard.accept(open.subarray(edges[index], edge)));
      expect(Buffer.concat(parts)).toEqual(open);
    }),
  );
});

test('random bytes are refused by the guard, never by accident', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.boolean(), (random, afterHeader) => {
      const guard = new FrameGuard();
      if (afterHeader) guard.accept(Buffer.from('414d515000010000', 'hex'));
      try {
        guard.accept(Buffer.from(random));
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedAmqpError);
      }
    }),
  );
});
