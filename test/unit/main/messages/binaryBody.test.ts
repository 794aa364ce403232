import { describe, expect, it } from 'vitest';
import { decodeMessageBody } from '../../../../src/main/messages/decodeMessageBody.ts';
import { readNetBinaryXml } from '../../../../src/main/messages/netBinaryXmlReader.ts';
import { readVector, utf8 } from './fixtures.ts';

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replace(/\s/g, ''), 'hex'));

/** `<d>` with one text record in it. */
const textOf = (record: string): string | undefined => {
  const { root, fault } = readNetBinaryXml(bytes(`40 01 64 ${record} 01`));
  expect(fault).toBeUndefined();
  return root?.text;
};

describe('text records of .NET binary XML', () => {
  it.each([
    ['80', '0'],
    ['82', '1'],
    ['84', 'false'],
    ['86', 'true'],
    ['88 DE', '-34'],
    ['88 7F', '127'],
    ['8A 00 80', '-32768'],
    ['8C 15 CD 5B 07', '123456789'],
    ['8E 00 00 00 80 00 00 00 00', '2147483648'],
    ['8E 01 00 00 00 00 00 20 00', '9007199254740993'],
    ['90 CD CC 8C 3F', '1.100000023841858'],
    ['90 00 00 C0 3F', '1.5'],
    ['90 00 00 80 7F', 'INF'],
    ['90 00 00 80 FF', '-INF'],
    ['90 00 00 C0 7F', 'NaN'],
    ['90 00 00 00 80', '-0'],
    ['92 74 57 14 8B 0A BF 05 40', '2.71828182845905'],
    ['94 00 00 06 00 00 00 00 00 80 2D 4E 00 00 00 00 00', '5.123456'],
    ['94 00 00 0A 80 00 00 00 00 01 00 00 00 00 00 00 00', '-0.0000000001'],
    ['94 00 00 00 00 FF FF FF FF FF FF FF FF FF FF FF FF', '79228162514264337593543950335'],
    ['96 FF 3F 37 F4 75 28 CA 2B', '9999-12-31T23:59:59.9999999'],
    ['96 00 00 00 00 00 00 00 00', '0001-01-01T00:00:00'],
    ['96 00 00 00 00 00 00 00 40', '0001-01-01T00:00:00Z'],
    ['96 00 00 00 00 00 00 00 80', '0001-01-01T00:00:00+00:00'],
    ['98 05 68 65 6C 6C 6F', 'hello'],
    ['9A 05 00 68 65 6C 6C 6F', 'hello'],
    ['9C 05 00 00 00 68 65 6C 6C 6F', 'hello'],
    ['9E 08 00 01 02 03 04 05 06 07', 'AAECAwQFBgc='],
    ['A0 03 00 00 01 02', 'AAEC'],
    ['A2 03 00 00 00 00 01 02', 'AAEC'],
    ['9E 03 00 01 02 9E 03 FD FE FF', 'AAEC/f7/'],
    ['A4 88 7B 98 05 68 65 6C 6C 6F 86 A6', '123 hello true'],
    ['A8', ''],
    ['AC 00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF', 'urn:uuid:33221100-5544-7766-8899-aabbccddeeff'],
    ['B0 00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF', '33221100-5544-7766-8899-aabbccddeeff'],
    ['AE 00 C4 F5 32 FF FF FF FF', '-PT5M44S'],
    ['AE 00 00 00 00 00 00 00 00', 'PT0S'],
    ['AE 01 C0 69 2A C9 00 00 00', 'P1DT0.0000001S'],
    ['B2 FF FF FF FF FF FF FF FF', '18446744073709551615'],
    ['B4 01', 'true'],
    ['B6 06 75 00 6E 00 69 00', 'uni'],
    ['B8 06 00 75 00 6E 00 69 00', 'uni'],
    ['BA 06 00 00 00 75 00 6E 00 69 00', 'uni'],
    ['98 01 61 02 03 6F 68 21 98 01 62', 'ab'],
  ])('%s', (record, text) => {
    expect(textOf(record)).toBe(text);
  });
});

describe('elements and attributes of .NET binary XML', () => {
  it('reads every form of a name', () => {
    const { root, fault } = readNetBinaryXml(
      bytes(`
        41 01 70 01 64  09 01 70 03 75 72 6E  08 01 78
        04 01 61 98 01 31  05 01 70 01 62 86  35 01 63 A8
        6D 01 65  09 01 70 01 79  99 01 74
        01
      `),
    );
    expect(fault).toBeUndefined();
    expect(root).toMatchObject({
      prefix: 'p',
      local: 'd',
      namespace: 'urn',
      attributes: [
        { prefix: '', local: 'a', value: '1' },
        { prefix: 'p', local: 'b', value: 'true' },
        { prefix: 'p', local: 'c', value: '' },
      ],
      children: [{ prefix: 'p', local: 'e', namespace: 'y', text: 't' }],
    });
  });

  it('repeats the element of an array', () => {
    const { root, fault } = readNetBinaryXml(
      bytes('40 01 64  03 40 03 61 72 72 01 8B 03 33 33 88 88 DD DD  01'),
    );
    expect(fault).toBeUndefined();
    expect(root?.children.map(({ local, text }) => [local, text])).toEqual([
      ['arr', '13107'],
      ['arr', '-30584'],
      ['arr', '-8739'],
    ]);
  });
});

describe('damaged .NET binary XML', () => {
  it.each([
    ['40 01 64 42 00 01', 3, 'uses a dictionary of names (record 0x42)'],
    ['40 01 64 AB 00', 3, 'uses a dictionary of names'],
    ['40 01 64 78', 3, 'there is no record 0x78'],
    ['40 01 64 04 01 61 99 01 31', 6, 'there is no record 0x99'],
    ['40 01 64 99 FF 31', 6, 'ends in the middle'],
    ['40 01 64 9D FF FF FF FF', 8, 'a length is negative'],
    ['40 01 64 40 FF FF FF FF 7F', 4, 'a length is too large'],
    ['40 01 64 03 40 01 61 01 8B FF FF FF FF 07 00', 15, 'ends in the middle'],
    ['40 01 64 94 00 00 1D 00 00 00 00 00 00 00 00 00 00 00 00 00', 20, 'a decimal has a wrong scale'],
    ['40 01 64 96 FF FF FF FF FF FF FF 3F', 12, 'beyond the year 9999'],
    ['40 01 64 5E 01 61 01 01', 6, 'the prefix “a” without saying what it means'],
    ['40 01 64 01 01', 4, 'more bytes after the end'],
    ['40 01 64', 3, 'ends in the middle'],
  ])('%s: says what is wrong, and where', (hex, offset, sentence) => {
    const decoded = decodeMessageBody(bytes(hex));
    expect(decoded.format).toBe('binaryXml');
    expect(decoded.problem?.sentence).toContain(sentence);
    expect(decoded.problem?.offset).toBe(offset);
    expect(decoded.rawText).toMatch(/^00000000 {2}40 01 64/);
  });

  it('shows what came before the end of a cut-off message', () => {
    const whole = readVector('kitchen.msbin1');
    const decoded = decodeMessageBody(whole.subarray(0, whole.length - 200));
    expect(decoded.context).toMatchObject({ messageName: 'Update', primaryEntityName: 'account' });
    expect(decoded.problem?.sentence).toMatch(/^The message ends in the middle of \w+, at byte \d+\./);
  });
});

describe('a local time in .NET binary XML', () => {
  const context = (mode: string, ticks: string): Uint8Array =>
    Buffer.concat([
      bytes('40 16'),
      utf8('RemoteExecutionContext'),
      bytes('40 04'),
      utf8('Mode'),
      bytes(mode),
      bytes('40 12'),
      utf8('OperationCreatedOn'),
      bytes(`97 ${ticks} 01`),
    ]);

  it('may be off in asynchronous messages, and says so: its offset is not in the message', () => {
    const read = (mode: string, ticks: string) =>
      decodeMessageBody(context(mode, ticks)).context?.operationCreatedOn;
    expect(read('83', '00 00 00 00 00 00 00 80')).toMatchObject({
      instant: '0001-01-01T00:00:00Z',
      note: expect.stringContaining('too early or too late'),
    });
    expect(read('81', '00 00 00 00 00 00 00 80')).not.toHaveProperty('note');
    expect(read('83', '00 00 00 00 00 00 00 40')).not.toHaveProperty('note');
  });
});

describe('a text that .NET wrapped in binary XML', () => {
  const wrap = (text: string): Uint8Array => {
    const content = utf8(text);
    const head = Buffer.concat([
      bytes('40 06'),
      utf8('string'),
      bytes('08 33'),
      utf8('http://schemas.microsoft.com/2003/10/Serialization/'),
      bytes('9B'),
      new Uint8Array([content.length % 256, content.length >> 8]),
    ]);
    return Buffer.concat([head, content]);
  };

  it('is decoded as JSON or XML', () => {
    for (const file of ['minimal.json', 'minimal.xml']) {
      const inner = readVector(file);
      const decoded = decodeMessageBody(wrap(new TextDecoder().decode(inner)));
      expect(decoded).toMatchObject({ format: 'binaryXml', context: { messageName: 'Create' } });
      expect(decoded.context).toEqual(decodeMessageBody(inner).context);
    }
  });

  it('is shown as text otherwise', () => {
    expect(decodeMessageBody(wrap('Hello'))).toMatchObject({ format: 'binaryXml', rawText: 'Hello' });
  });
});
