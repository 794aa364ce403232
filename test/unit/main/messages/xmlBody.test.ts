import { describe, expect, it } from 'vitest';
import { decodeMessageBody } from '../../../../src/main/messages/decodeMessageBody.ts';
import type { Value } from '../../../../src/shared/domain/contextValue.ts';
import { contextOf, utf8 } from './fixtures.ts';

const root =
  '<RemoteExecutionContext xmlns="http://schemas.microsoft.com/xrm/2011/Contracts" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:s="http://www.w3.org/2001/XMLSchema">';
const inContext = (xml: string): Uint8Array => utf8(`${root}${xml}</RemoteExecutionContext>`);
const generic = 'http://schemas.datacontract.org/2004/07/System.Collections.Generic';

/** Reads one value as a shared variable. */
const read = (attributes: string, content: string): Value | undefined =>
  contextOf(
    inContext(
      `<SharedVariables><KeyValuePairOfXhash1 xmlns:g="${generic}"><g:key>x</g:key><g:value ${attributes}>${content}</g:value></KeyValuePairOfXhash1></SharedVariables>`,
    ),
  ).sharedVariables[0]?.value;

describe('values in XML', () => {
  it('keeps a number as written, with its type', () => {
    expect(read('i:type="s:decimal"', '79228162514264337593543950335')).toEqual({
      kind: 'number',
      text: '79228162514264337593543950335',
      type: 'decimal',
    });
    expect(read('i:type="s:double"', '-INF')).toEqual({ kind: 'number', text: '-INF', type: 'double' });
    expect(read('i:type="s:int"', ' 5 ')).toEqual({ kind: 'number', text: '5', value: 5, type: 'int' });
  });

  it('resolves a type’s prefix by the declarations in scope, the element’s own included', () => {
    expect(read('xmlns:q="http://www.w3.org/2001/XMLSchema" i:type="q:int"', '5')).toMatchObject({
      kind: 'number',
    });
    expect(read('xmlns:s="urn:other" i:type="s:int"', '5')).toEqual({ kind: 'string', text: '5' });
    expect(read('i:type="nowhere:int"', '5')).toEqual({ kind: 'string', text: '5' });
    expect(read('type="s:int"', '5')).toEqual({ kind: 'string', text: '5' });
  });

  it('keeps a value that is not of its type', () => {
    expect(read('i:type="s:int"', 'five')).toEqual({ kind: 'string', text: 'five' });
    expect(read('i:type="s:boolean"', 'maybe')).toEqual({ kind: 'string', text: 'maybe' });
    expect(read('i:type="s:dateTime"', 'soon')).toEqual({ kind: 'string', text: 'soon' });
    expect(read('i:type="s:base64Binary"', 'a=b')).toEqual({ kind: 'string', text: 'a=b' });
    expect(read('i:type="Money"', '<Value>much</Value>')).toMatchObject({
      kind: 'object',
      typeName: 'Money',
    });
  });

  it.each([
    ['2023-10-17T07:00:00Z', '2023-10-17T07:00:00', '2023-10-17T07:00:00Z'],
    ['2023-10-17T07:00:00.1234567Z', '2023-10-17T07:00:00.1234567', '2023-10-17T07:00:00.123Z'],
    ['2023-10-17T07:00:00-07:00', '2023-10-17T07:00:00', '2023-10-17T14:00:00Z'],
    ['2023-10-17T07:00:00', '2023-10-17T07:00:00', undefined],
  ])('reads the date %s', (raw, wallClock, instant) => {
    expect(read('i:type="s:dateTime"', raw)).toMatchObject({ kind: 'dateTime', raw, wallClock });
    expect((read('i:type="s:dateTime"', raw) as { instant?: string }).instant).toBe(instant);
  });

  it('reads bytes', () => {
    expect(read('i:type="s:base64Binary"', 'AAEC/f7/')).toEqual({
      kind: 'bytes',
      base64: 'AAEC/f7/',
      size: 6,
    });
    expect(read('i:type="s:base64Binary"', 'AA==')).toMatchObject({ size: 1 });
    expect(read('i:type="s:base64Binary"', '')).toMatchObject({ kind: 'bytes', size: 0 });
  });

  it('keeps empty collections apart from empty texts', () => {
    expect(read('i:type="EntityReferenceCollection"', '')).toEqual({
      kind: 'entityReferenceCollection',
      references: [],
    });
    expect(read('i:type="OptionSetValueCollection"', '')).toEqual({
      kind: 'optionSetValueCollection',
      values: [],
    });
    expect(read('i:type="ArrayOfstring"', '')).toEqual({ kind: 'array', items: [] });
    expect(read('i:type="s:string"', '')).toEqual({ kind: 'string', text: '' });
  });

  it('reads a query with its lists', () => {
    const arrays = 'xmlns:a="http://schemas.microsoft.com/2003/10/Serialization/Arrays"';
    expect(
      read(
        'i:type="QueryExpression"',
        `<ColumnSet><AllColumns>false</AllColumns><Columns ${arrays}><a:string>name</a:string></Columns></ColumnSet>` +
          '<Criteria><Conditions><ConditionExpression><AttributeName>x</AttributeName></ConditionExpression></Conditions></Criteria>' +
          '<TopCount i:nil="true"/>',
      ),
    ).toMatchObject({
      kind: 'object',
      typeName: 'QueryExpression',
      members: [
        {
          name: 'ColumnSet',
          value: {
            kind: 'object',
            members: [
              { name: 'AllColumns' },
              { name: 'Columns', value: { kind: 'array', items: [{ kind: 'string', text: 'name' }] } },
            ],
          },
        },
        {
          name: 'Criteria',
          value: { kind: 'object', members: [{ name: 'Conditions', value: { kind: 'array', items: [{}] } }] },
        },
        { name: 'TopCount', value: { kind: 'null' } },
      ],
    });
  });

  it('reads pairs by place, whatever their element is called', () => {
    const pairs = (name: string) =>
      read(
        `i:type="ArrayOf${name}"`,
        `<${name}><g:key>a</g:key><g:value>1</g:value></${name}><${name}><g:key>b</g:key><g:value>2</g:value></${name}>`,
      );
    expect(pairs('KeyValuePairOfstringstring')).toMatchObject({ kind: 'keyValuePairs', items: [{}, {}] });
    expect(pairs('Something_hash9')).toEqual(pairs('KeyValuePairOfstringstring'));
  });

  it('understands character data, references and comments', () => {
    expect(read('i:type="s:string"', 'a<![CDATA[<&>]]><!-- no -->&#x20AC;&lt;')).toEqual({
      kind: 'string',
      text: 'a<&>€<',
    });
  });
});

describe('members of a context in XML', () => {
  it('does not care which prefixes are used', () => {
    const context = contextOf(
      utf8(
        '<?xml version="1.0" encoding="utf-8"?>\n<c:RemoteExecutionContext xmlns:c="http://schemas.microsoft.com/xrm/2011/Contracts" xmlns:n="http://www.w3.org/2001/XMLSchema-instance">\n  <c:MessageName>Update</c:MessageName>\n  <c:RequestId n:nil="1"/>\n</c:RemoteExecutionContext>\n',
      ),
    );
    expect(context.messageName).toBe('Update');
    expect(context).not.toHaveProperty('requestId');
    expect(context.absentMembers).not.toContain('RequestId');
  });

  it('keeps members that are unknown, repeated or of another type', () => {
    const context = contextOf(
      inContext('<Depth>deep</Depth><Mode>1</Mode><Mode>0</Mode><NewMember><A>1</A><B>2</B></NewMember>'),
    );
    expect(context.mode).toBe(1);
    expect(context.unknownMembers).toEqual([
      { name: 'Depth', value: { kind: 'string', text: 'deep' } },
      { name: 'Mode', value: { kind: 'string', text: '0' } },
      {
        name: 'NewMember',
        value: {
          kind: 'object',
          members: [
            { name: 'A', value: { kind: 'string', text: '1' } },
            { name: 'B', value: { kind: 'string', text: '2' } },
          ],
        },
      },
    ]);
  });

  it('puts OperationCreatedOn of asynchronous messages right', () => {
    const { operationCreatedOn } = contextOf(
      inContext('<Mode>1</Mode><OperationCreatedOn>2023-10-17T07:00:00.5-07:00</OperationCreatedOn>'),
    );
    expect(operationCreatedOn).toMatchObject({ instant: '2023-10-17T07:00:00.5Z', offsetMinutes: -420 });
    expect(operationCreatedOn?.note).toContain('7 h too late');
  });
});

describe('damaged and hostile XML', () => {
  it('refuses document types, and with them every entity', () => {
    const laughs = Array.from(
      { length: 20 },
      (_, level) => `<!ENTITY l${level + 1} "&l${level};&l${level};">`,
    );
    const body = utf8(
      `<!DOCTYPE r [<!ENTITY l0 "ha">${laughs.join('')}]><RemoteExecutionContext><MessageName>&l20;</MessageName></RemoteExecutionContext>`,
    );
    const decoded = decodeMessageBody(body);
    expect(decoded.context).toBeUndefined();
    expect(decoded.problem?.sentence).toContain('document type declaration (DOCTYPE)');
    expect(decoded.rawText).toContain('<!DOCTYPE');
  });

  it('does not fetch or invent entities', () => {
    const decoded = decodeMessageBody(inContext('<MessageName>&secret;</MessageName>'));
    expect(decoded.problem?.sentence).toContain('The XML is damaged: undefined entity');
  });

  it.each([
    ['<Depth>1</Mode>', 'unexpected close tag'],
    ['<Depth a="1" a="2">1</Depth>', 'duplicate attribute'],
    ['<q:Depth>1</q:Depth>', 'prefix'],
    ['<Depth>\u0001</Depth>', 'disallowed character'],
  ])('%s: says what is wrong, and where', (xml, sentence) => {
    const { problem } = decodeMessageBody(inContext(`<Mode>1</Mode>${xml}`));
    expect(problem?.sentence).toContain(sentence);
    expect(problem?.offset).toBeGreaterThan(root.length);
  });

  it('shows what came before the end of a cut-off message', () => {
    const whole = `${root}<Depth>3</Depth><InputParameters><P><key>a</key><value>1</value></P><P><key>b</key><val`;
    expect(decodeMessageBody(utf8(whole))).toMatchObject({
      context: { depth: 3, inputParameters: [{ key: 'a', value: { kind: 'string', text: '1' } }] },
      problem: {
        sentence: expect.stringContaining('ends in the middle of InputParameters'),
        offset: whole.length,
      },
    });
  });
});
