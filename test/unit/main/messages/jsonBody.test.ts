import { describe, expect, it } from 'vitest';
import { decodeMessageBody } from '../../../../src/main/messages/decodeMessageBody.ts';
import type { Value } from '../../../../src/shared/domain/contextValue.ts';
import { contextOf, utf8 } from './fixtures.ts';

const contracts = 'http:\\/\\/schemas.microsoft.com\\/xrm\\/2011\\/Contracts';

/** Reads one value as a shared variable. */
const read = (json: string): Value | undefined =>
  contextOf(utf8(`{"SharedVariables":[{"key":"x","value":${json}}]}`)).sharedVariables[0]?.value;

describe('values in JSON', () => {
  it.each([
    ['9007199254740993', undefined],
    ['9223372036854775807', undefined],
    ['79228162514264337593543950335', undefined],
    ['-0.0000000001', -0.0000000001],
    ['1.50', 1.5],
    ['0.10', 0.1],
    ['-0', 0],
    ['1E+15', 1e15],
    ['123456789012345', 123456789012345],
    ['1.2345678901234567', undefined],
  ])('keeps the number %s as it is written', (text, value) => {
    expect(read(text)).toEqual({ kind: 'number', text, ...(value === undefined ? {} : { value }) });
  });

  it.each([
    ['NaN', 'NaN'],
    ['INF', 'INF'],
    ['-INF', '-INF'],
    ['Infinity', 'INF'],
    ['-Infinity', '-INF'],
  ])('reads a bare %s', (json, text) => {
    expect(read(json)).toEqual({ kind: 'number', text });
  });

  it.each([
    ['"\\/Date(1697526000000)\\/"', '2023-10-17T07:00:00', '2023-10-17T07:00:00Z', undefined],
    ['"/Date(1697526000123)/"', '2023-10-17T07:00:00.123', '2023-10-17T07:00:00.123Z', undefined],
    ['"\\/Date(1697526000000-0730)\\/"', '2023-10-16T23:30:00', '2023-10-17T07:00:00Z', -450],
    ['"\\/Date(1697526000000+0300)\\/"', '2023-10-17T10:00:00', '2023-10-17T07:00:00Z', 180],
    ['"\\/Date(-62135596800000+0000)\\/"', '0001-01-01T00:00:00', '0001-01-01T00:00:00Z', 0],
  ])('reads the date %s', (json, wallClock, instant, offsetMinutes) => {
    expect(read(json)).toEqual({
      kind: 'dateTime',
      raw: JSON.parse(json),
      wallClock,
      instant,
      ...(offsetMinutes === undefined ? {} : { offsetMinutes }),
    });
  });

  it('keeps a date that no calendar has', () => {
    expect(read('"\\/Date(99999999999999999)\\/"')).toEqual({
      kind: 'dateTime',
      raw: '/Date(99999999999999999)/',
    });
  });

  it('takes texts for what they are', () => {
    expect(read('"2023-10-17T09:00:00+02:00"')).toEqual({
      kind: 'string',
      text: '2023-10-17T09:00:00+02:00',
    });
    expect(read('"10203041-5060-7080-0102-030405060701"')).toEqual({
      kind: 'guid',
      text: '10203041-5060-7080-0102-030405060701',
      inferred: true,
    });
    expect(read('"a\\"\\\\\\/\\b\\f\\n\\r\\t\\u20ac\\ud83d\\ude00"')).toEqual({
      kind: 'string',
      text: 'a"\\/\b\f\n\r\t€😀',
    });
  });

  it('reads pairs with the short form of the type hint', () => {
    const hint = '"__type":"KeyValuePairOfstringstring:#System.Collections.Generic"';
    expect(read(`[{${hint},"key":"a","value":"1"},{${hint},"key":"a","value":"2"}]`)).toEqual({
      kind: 'keyValuePairs',
      items: [
        { key: { kind: 'string', text: 'a' }, value: { kind: 'string', text: '1' } },
        { key: { kind: 'string', text: 'a' }, value: { kind: 'string', text: '2' } },
      ],
    });
  });

  it('reads lists of references and of choices', () => {
    const reference = `{"__type":"EntityReference:${contracts}","Id":"1","KeyAttributes":[],"LogicalName":"contact","Name":null,"RowVersion":null}`;
    expect(read(`[${reference}]`)).toEqual({
      kind: 'entityReferenceCollection',
      references: [{ id: '1', logicalName: 'contact', keyAttributes: [] }],
    });
    const choice = `{"__type":"OptionSetValue:${contracts}","Value":7}`;
    expect(read(`[${choice},${choice}]`)).toEqual({ kind: 'optionSetValueCollection', values: [7, 7] });
    expect(read(`[${choice},null]`)).toEqual({
      kind: 'array',
      items: [{ kind: 'optionSetValue', value: 7 }, { kind: 'null' }],
    });
  });

  it('keeps a class that it does not know, with its name and all its members', () => {
    expect(
      read(
        `{"__type":"QueryExpression:${contracts}","EntityName":"account","TopCount":null,"Columns":["a"],"A":1,"A":2}`,
      ),
    ).toEqual({
      kind: 'object',
      typeName: 'QueryExpression',
      members: [
        { name: 'EntityName', value: { kind: 'string', text: 'account' } },
        { name: 'TopCount', value: { kind: 'null' } },
        { name: 'Columns', value: { kind: 'array', items: [{ kind: 'string', text: 'a' }] } },
        { name: 'A', value: { kind: 'number', text: '1', value: 1 } },
        { name: 'A', value: { kind: 'number', text: '2', value: 2 } },
      ],
    });
  });

  it('keeps an object that is not of the shape of its class', () => {
    expect(read(`{"__type":"Money:${contracts}","Value":"much"}`)).toMatchObject({
      kind: 'object',
      typeName: 'Money',
    });
    expect(read(`{"__type":"OptionSetValue:${contracts}","Value":1,"Label":"new"}`)).toMatchObject({
      kind: 'object',
      members: [{ name: 'Value' }, { name: 'Label' }],
    });
    expect(read(`{"__type":"Entity:${contracts}"}`)).toEqual({
      kind: 'object',
      typeName: 'Entity',
      members: [],
    });
    expect(read('{"__type":5}')).toMatchObject({ kind: 'object', members: [{ name: '__type' }] });
  });
});

describe('members of a context in JSON', () => {
  it('keeps members that are unknown, repeated or of another type', () => {
    const context = contextOf(
      utf8('{"Depth":"deep","MessageName":"Update","MessageName":"Create","NewMember":{"a":1},"Stage":40}'),
    );
    expect(context).toMatchObject({ messageName: 'Update', stage: 40 });
    expect(context).not.toHaveProperty('depth');
    expect(context.unknownMembers).toEqual([
      { name: 'Depth', value: { kind: 'string', text: 'deep' } },
      { name: 'MessageName', value: { kind: 'string', text: 'Create' } },
      {
        name: 'NewMember',
        value: { kind: 'object', members: [{ name: 'a', value: { kind: 'number', text: '1', value: 1 } }] },
      },
    ]);
    expect(context.absentMembers).toContain('InputParameters');
    expect(context.absentMembers).not.toContain('InitiatingUserAgent');
  });

  it('keeps the order of pairs, and keys that repeat', () => {
    const context = contextOf(
      utf8('{"InputParameters":[{"key":"b","value":1},{"key":"a","value":2},{"key":"b","value":3}]}'),
    );
    expect(
      context.inputParameters.map(({ key, value }) => [key, value.kind === 'number' && value.value]),
    ).toEqual([
      ['b', 1],
      ['a', 2],
      ['b', 3],
    ]);
  });

  it('keeps a collection whole when one of its items is no pair', () => {
    const context = contextOf(utf8('{"InputParameters":[{"key":"a","value":1},{"nokey":2}],"Depth":1}'));
    expect(context.inputParameters).toEqual([]);
    expect(context.unknownMembers).toMatchObject([{ name: 'InputParameters', value: { kind: 'array' } }]);
    expect(JSON.stringify(context.unknownMembers)).toContain('nokey');
  });

  it('keeps unknown members of rows and references', () => {
    const context = contextOf(
      utf8(
        '{"OwningExtension":{"LogicalName":"x","New":1},"PreEntityImages":[{"key":"p","value":{"Attributes":[],"New":2,"FormattedValues":7}},{"key":"q","value":null}]}',
      ),
    );
    expect(context.owningExtension?.unknownMembers).toMatchObject([{ name: 'New' }]);
    expect(context.preEntityImages[0]?.value?.unknownMembers).toMatchObject([
      { name: 'New' },
      { name: 'FormattedValues', value: { kind: 'number', text: '7' } },
    ]);
    expect(context.preEntityImages[1]).toEqual({ key: 'q', value: null });
  });
});

describe('OperationCreatedOn', () => {
  const readOperationCreatedOn = (date: string, mode: number) =>
    contextOf(utf8(`{"Mode":${mode},"OperationCreatedOn":"\\/Date(${date})\\/"}`)).operationCreatedOn;

  it.each([
    ['1697500800000-0700', '2023-10-16T17:00:00Z', '7 h too late'],
    ['1697500800000+0300', '2023-10-17T03:00:00Z', '3 h too early'],
    ['1697500800000+0530', '2023-10-17T05:30:00Z', '5.5 h too early'],
  ])('of asynchronous messages is put right: %s', (date, instant, note) => {
    const operationCreatedOn = readOperationCreatedOn(date, 1);
    expect(operationCreatedOn).toMatchObject({ raw: `/Date(${date})/`, instant });
    expect(operationCreatedOn?.note).toContain(note);
  });

  it('is left alone where it is right', () => {
    expect(readOperationCreatedOn('1697500800000+0000', 1)).not.toHaveProperty('note');
    expect(readOperationCreatedOn('1697500800000', 1)).not.toHaveProperty('note');
    expect(readOperationCreatedOn('1697500800000-0700', 0)).toMatchObject({
      instant: '2023-10-17T00:00:00Z',
    });
    expect(readOperationCreatedOn('1697500800000-0700', 0)).not.toHaveProperty('note');
  });

  it('is put right in the parent too, by the parent’s own mode', () => {
    const { parentContext } = contextOf(
      utf8('{"Mode":0,"ParentContext":{"Mode":1,"OperationCreatedOn":"/Date(1697500800000+0200)/"}}'),
    );
    expect(parentContext?.operationCreatedOn?.instant).toBe('2023-10-17T02:00:00Z');
  });
});

describe('damaged JSON', () => {
  it.each([
    ['{"Depth":1,}', 11, 'a member’s name in quotation marks should be here, but there is “}”'],
    ['{"Depth" 1}', 9, 'a colon should be here, but there is “1”'],
    ['{"Depth":1 "Mode":0}', 11, 'a comma or } should be here, but there is “"”'],
    ['{"Depth":1}{', 11, 'There is more text after the end of the message'],
    ['{"Depth":+1}', 9, 'a value should be here, but there is “+”'],
    ['{"Depth":"\\q"}', 10, 'a backslash is followed by “q”'],
    ['{"Organisation":"é","x":€}', 25, 'a value should be here, but there is “€”'],
    ['{"Depth":1,"Mode":\u0001}', 18, 'but there is the character U+0001'],
  ])('%s: says what is wrong, and where in bytes', (text, offset, sentence) => {
    const { problem } = decodeMessageBody(utf8(text));
    expect(problem?.sentence).toContain(sentence);
    expect(problem?.offset).toBe(offset);
  });

  it('shows what came before the end of a cut-off message', () => {
    const text =
      '{"Depth":3,"InputParameters":[{"key":"a","value":1},{"key":"b","value":{"x":12},{"key":"c","va';
    expect(decodeMessageBody(utf8(text.replace('12}', '12}}')))).toMatchObject({
      context: { depth: 3, inputParameters: [{ key: 'a' }, { key: 'b', value: { kind: 'object' } }] },
      problem: {
        sentence:
          'The message ends in the middle of InputParameters, at byte 95. It was cut off on its way, or written incompletely. What came before is shown.',
        offset: 95,
      },
    });
  });
});
