import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessageBody } from '../../../../src/main/messages/decodeMessageBody.ts';
import { contextChanges } from '../../../../src/shared/domain/contextChanges.ts';
import { targetOf } from '../../../../src/shared/domain/executionContext.ts';
import { expectSensible, readVector, utf8 } from './fixtures.ts';

const contentTypes = {
  json: 'application/json',
  xml: 'application/xml',
  'stream.xml': 'application/xml',
  msbin1: 'application/msbin1',
} as const;
type Kind = keyof typeof contentTypes;
const kinds = Object.keys(contentTypes) as Kind[];

/** Far above what any of these takes (milliseconds), far below a hang. */
const patience = 10_000;

const decodeInTime = (body: Uint8Array, contentType?: string) => {
  const start = performance.now();
  const decoded = decodeMessageBody(body, { contentType });
  if (decoded.context) {
    targetOf(decoded.context);
    contextChanges(decoded.context);
  }
  expect(performance.now() - start).toBeLessThan(patience);
  expectSensible(decoded, body);
  return decoded;
};

describe('messages that are cut off', () => {
  it.each(kinds)('%s: at every byte there is a sentence that says so', (kind) => {
    const whole = readVector(`minimal.${kind}`);
    const end = Buffer.from(whole).toString('latin1').trimEnd().length;
    for (let size = 1; size < end; size += 1) {
      const { problem, context } = decodeInTime(whole.subarray(0, size), contentTypes[kind]);
      expect(problem?.sentence, `cut at ${size}`).toMatch(/^The message ends in the middle/);
      expect(problem?.offset).toBe(size);
      // Once the first member is whole there is something to show.
      if (size > 400) expect(context?.correlationId).toBe('10203042-5060-7080-0102-030405060702');
    }
  });

  it.each(kinds)('%s: a message with every kind of value, cut at many places', (kind) => {
    const whole = readVector(`kitchen.${kind}`);
    for (let size = 1; size < whole.length - 2; size += 23) {
      const { problem } = decodeInTime(whole.subarray(0, size), contentTypes[kind]);
      expect(problem?.sentence, `cut at ${size}`).toMatch(/^The message ends in the middle/);
    }
  });

  it('shows a target’s columns as far as they arrived', () => {
    const whole = readVector('kitchen.json');
    const { context } = decodeInTime(whole.subarray(0, Buffer.from(whole).indexOf('"int80"')));
    expect(context && contextChanges(context).rows.map(({ column }) => column)).toEqual([
      'name',
      'empty',
      'nul',
      'int0',
      'int1',
      'int7f',
    ]);
  });
});

describe('messages that are damaged', () => {
  it.each(kinds)('%s: flipped bytes', (kind) => {
    const whole = readVector(`parent.${kind}`);
    const flip = fc.record({ at: fc.nat(whole.length - 1), to: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(flip, { minLength: 1, maxLength: 20 }), (flips) => {
        const body = Uint8Array.from(whole);
        for (const { at, to } of flips) body[at] = to;
        decodeInTime(body, contentTypes[kind]);
        decodeInTime(body);
      }),
      { numRuns: 100 },
    );
  });

  it.each(kinds)('%s: pieces missing, doubled or moved', (kind) => {
    const whole = readVector(`kitchen.${kind}`);
    const place = fc.nat(whole.length);
    fc.assert(
      fc.property(place, place, place, (from, to, target) => {
        const piece = whole.subarray(Math.min(from, to), Math.max(from, to));
        const body = Buffer.concat([whole.subarray(0, target), piece, whole.subarray(target)]);
        decodeInTime(body, contentTypes[kind]);
        decodeInTime(
          Buffer.concat([whole.subarray(0, Math.min(from, to)), whole.subarray(Math.max(from, to))]),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('any bytes, under any content type', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom(undefined, ...Object.values(contentTypes)),
        fc.constantFrom('', '{', '<a', '@\x06string'),
        (bytes, contentType, start) => {
          decodeInTime(Buffer.concat([utf8(start), bytes]), contentType);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('any JSON, also in the place of every member', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const decoded = decodeInTime(utf8(json), 'application/json');
        expect(decoded.problem?.sentence ?? '').not.toMatch(/damaged|ends in the middle/);
        const members = [
          'InputParameters',
          'PreEntityImages',
          'ParentContext',
          'Depth',
          'OwningExtension',
          'Mode',
        ];
        const context = decodeInTime(
          utf8(`{${members.map((name) => `"${name}":${json}`).join(',')}}`),
        ).context;
        const known = ['null', '[]'].includes(json.trim());
        if (!known && !/^-?\d+$/.test(json.trim())) expect(context?.unknownMembers.length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

describe('messages made to do harm', () => {
  const depth = 100_000;
  it.each([
    ['[', ''],
    ['{"MessageName":', ''],
    ['{"InputParameters":[{"key":"a","value":', ''],
    ['<a>', ''],
    ['<a xmlns="urn:a" xmlns:b="urn:b">', ''],
    ['@\x01a', '@\x01a'],
    ['@\x01a\x08\x01u', '@\x01a'],
  ])('%s nested 100,000 deep', (piece, start) => {
    const decoded = decodeInTime(utf8(`${start}${piece.repeat(depth)}`));
    expect(decoded.problem?.sentence).toMatch(/nested more than 250 deep/);
  });

  it('rows in rows with a fault on every level: nothing is read twice', () => {
    let json = '1';
    for (let level = 0; level < 60; level += 1) {
      const good = `{"key":"a","value":${json}}`;
      json = `{"__type":"Entity:x","Attributes":[${good},{"nokey":1}],"RelatedEntities":[{"key":{"SchemaName":"s"},"value":{"Entities":[{"Attributes":[]},7]}}]}`;
    }
    const { context } = decodeInTime(utf8(`{"InputParameters":[{"key":"Target","value":${json}}]}`));
    expect(context?.inputParameters[0]?.value.kind).toBe('entity');
  });

  it.each([
    ['a text of 5 MB', `{"MessageName":"${'x'.repeat(5_000_000)}"}`],
    ['5 MB of escapes', `{"MessageName":"${'\\u20ac'.repeat(830_000)}"}`],
    ['a number of 5 MB', `{"SharedVariables":[{"key":"x","value":${'1'.repeat(5_000_000)}}]}`],
    ['a fraction of 5 MB', `{"SharedVariables":[{"key":"x","value":0.${'0'.repeat(4_999_999)}1}]}`],
    ['5 MB of white space', `{"MessageName":${' '.repeat(5_000_000)}"x"}`],
    ['a name of 5 MB', `{"Depth":1,"${'x'.repeat(5_000_000)}":1}`],
    [
      'a text of 5 MB in XML',
      `<RemoteExecutionContext><MessageName>${'x'.repeat(5_000_000)}</MessageName></RemoteExecutionContext>`,
    ],
    [
      '5 MB of references in XML',
      `<RemoteExecutionContext><MessageName>${'&lt;'.repeat(1_250_000)}</MessageName></RemoteExecutionContext>`,
    ],
    [
      '5 MB of spaces in XML',
      `<RemoteExecutionContext>${' '.repeat(5_000_000)}<Depth>1</Depth></RemoteExecutionContext>`,
    ],
  ])('%s', (_, text) => {
    const decoded = decodeInTime(utf8(text));
    expect(decoded.problem).toBeUndefined();
    expect(decoded.context).toBeDefined();
  });

  it.each([
    ['too many values', `{"SharedVariables":[${'0,'.repeat(600_000)}0]}`, 'more than 500000 values'],
    [
      'too many elements',
      `<RemoteExecutionContext>${'<a/>'.repeat(600_000)}</RemoteExecutionContext>`,
      'more than 500000 elements',
    ],
    [
      'too many attributes',
      `<RemoteExecutionContext>${Array.from({ length: 510_000 }, (_, index) => ` a${index}=""`)
        .join('')
        .replace(/^/, '<a')
        .concat('/>')}</RemoteExecutionContext>`,
      'more than 500000 elements',
    ],
  ])('%s', (_, text, sentence) => {
    expect(decodeInTime(utf8(text)).problem?.sentence).toContain(sentence);
  });

  it('a hundred thousand declarations, and as many elements that use them', () => {
    const declarations = Array.from(
      { length: 100_000 },
      (_, index) => ` xmlns:p${index}="urn:${index}"`,
    ).join('');
    const elements = Array.from({ length: 50_000 }, (_, index) => `<p${index}:a xmlns:q="urn:q"/>`).join('');
    const body = utf8(
      `<RemoteExecutionContext${declarations}><Depth>1</Depth><X>${elements}</X></RemoteExecutionContext>`,
    );
    expect(decodeInTime(body).context?.unknownMembers).toMatchObject([
      { name: 'X', value: { kind: 'array' } },
    ]);
  });

  it('bytes that are no UTF-8, by the million', () => {
    const body = new Uint8Array(5_000_000).fill(0xff);
    body.set(utf8('{"MessageName":"é'));
    body.set(utf8('a"}'), body.length - 3);
    expect(decodeInTime(body).problem?.sentence).toContain('not valid UTF-8');
  });

  it('an array of two thousand million items in .NET binary XML', () => {
    const body = Buffer.from('40016403400161018bffffffff070000', 'hex');
    expect(decodeInTime(body).problem?.sentence).toContain('ends in the middle');
  });

  it('names that JavaScript knows', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      const json = `{"${name}":{"x":1},"MessageName":"${name}","SharedVariables":[{"key":"${name}","value":{"__type":"${name}:x","${name}":1}}]}`;
      expect(decodeInTime(utf8(json)).context).toMatchObject({
        messageName: name,
        unknownMembers: [{ name, value: { kind: 'object' } }],
        sharedVariables: [{ key: name, value: { kind: 'object', typeName: name, members: [{ name }] } }],
      });
      const xml = `<RemoteExecutionContext><${name}>1</${name}><MessageName>${name}</MessageName></RemoteExecutionContext>`;
      expect(decodeInTime(utf8(xml)).context).toMatchObject({
        messageName: name,
        unknownMembers: [{ name }],
      });
    }
  });
});
