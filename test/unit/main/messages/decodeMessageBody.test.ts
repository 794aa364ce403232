import { describe, expect, it } from 'vitest';
import { decodeMessageBody, largestBody } from '../../../../src/main/messages/decodeMessageBody.ts';
import { contextOf, expectSensible, readVector, utf8, vectorNames } from './fixtures.ts';
import { plainForm } from './plainForm.ts';

describe('the same message in every format', () => {
  it.each(vectorNames)('%s reads the same from both kinds of XML', (name) => {
    expect(contextOf(readVector(`${name}.stream.xml`))).toEqual(contextOf(readVector(`${name}.xml`)));
  });

  it.each(vectorNames)('%s reads the same from .NET binary', (name) => {
    expect(contextOf(readVector(`${name}.msbin1`))).toEqual(contextOf(readVector(`${name}.xml`)));
  });

  it.each(vectorNames)('%s reads the same from JSON, but for what JSON cannot say', (name) => {
    expect(plainForm(contextOf(readVector(`${name}.json`)))).toEqual(
      plainForm(contextOf(readVector(`${name}.xml`))),
    );
  });

  it.each(vectorNames)('%s: .NET binary shows as the XML that it is', (name) => {
    const binary = decodeMessageBody(readVector(`${name}.msbin1`));
    expect(binary.rawText).toBe(decodeMessageBody(readVector(`${name}.stream.xml`)).rawText);
    expect(binary.rawText).toContain('\n  <MessageName>');
  });

  it.each(vectorNames)('%s leaves nothing unknown and nothing missing', (name) => {
    for (const kind of ['json', 'xml', 'stream.xml', 'msbin1']) {
      const context = contextOf(readVector(`${name}.${kind}`));
      expect(context).toMatchObject({ absentMembers: [], unknownMembers: [] });
    }
  });

  it.each(vectorNames)('%s is accepted by the page', (name) => {
    for (const kind of ['json', 'xml', 'stream.xml', 'msbin1']) {
      const body = readVector(`${name}.${kind}`);
      expectSensible(decodeMessageBody(body), body);
    }
  });
});

describe('what a context holds', () => {
  it('reads every scalar of the contract', () => {
    const context = contextOf(readVector('minimal.json'));
    expect(context).toEqual({
      messageName: 'Create',
      primaryEntityName: 'account',
      primaryEntityId: '10203047-5060-7080-0102-030405060707',
      secondaryEntityName: 'none',
      stage: 40,
      mode: 1,
      isolationMode: 1,
      depth: 1,
      userId: '10203044-5060-7080-0102-030405060704',
      initiatingUserId: '10203043-5060-7080-0102-030405060703',
      userAzureActiveDirectoryObjectId: '00000000-0000-0000-0000-000000000000',
      initiatingUserAzureActiveDirectoryObjectId: '00000000-0000-0000-0000-000000000000',
      businessUnitId: '10203041-5060-7080-0102-030405060701',
      organizationId: '10203046-5060-7080-0102-030405060706',
      organizationName: 'unqorg',
      correlationId: '10203042-5060-7080-0102-030405060702',
      requestId: '10203048-5060-7080-0102-030405060708',
      operationId: '10203045-5060-7080-0102-030405060705',
      operationCreatedOn: {
        raw: '/Date(1709210096789)/',
        wallClock: '2024-02-29T12:34:56.789',
        instant: '2024-02-29T12:34:56.789Z',
      },
      isExecutingOffline: false,
      isInTransaction: false,
      isOfflinePlayback: false,
      owningExtension: {
        id: '10203049-5060-7080-0102-030405060709',
        logicalName: 'sdkmessageprocessingstep',
        keyAttributes: [],
      },
      inputParameters: [],
      outputParameters: [],
      sharedVariables: [],
      preEntityImages: [],
      postEntityImages: [],
      absentMembers: [],
      unknownMembers: [],
    });
  });

  it.each(['kitchen.json', 'kitchen.xml', 'kitchen.stream.xml', 'kitchen.msbin1'])(
    '%s: a column of every type',
    (file) => {
      const context = contextOf(readVector(file));
      const target = context.inputParameters[0]?.value;
      if (target?.kind !== 'entity') throw new Error('no target');
      const { entity } = target;
      const read = (column: string) => entity.attributes.find(({ key }) => key === column)?.value;
      expect(entity).toMatchObject({
        logicalName: 'account',
        id: '10203047-5060-7080-0102-030405060707',
        entityState: 'Changed',
        rowVersion: '1469122',
      });
      expect(read('name')).toEqual({ kind: 'string', text: 'Café € 😀 <&"\'/>' });
      expect(read('empty')).toEqual({ kind: 'string', text: '' });
      expect(read('nul')).toEqual({ kind: 'null' });
      expect(read('intmin')).toMatchObject({ kind: 'number', text: '-2147483648', value: -2147483648 });
      expect(read('bigint')).toMatchObject({ kind: 'number', text: '9007199254740993' });
      expect(read('bigint')).not.toHaveProperty('value');
      expect(read('decbig')).toMatchObject({ kind: 'number', text: '79228162514264337593543950335' });
      expect(read('decbig')).not.toHaveProperty('value');
      expect(read('decneg')).toMatchObject({ kind: 'number', text: '-0.0000000001' });
      expect(read('nan')).toMatchObject({ kind: 'number', text: 'NaN' });
      expect(read('inf')).toMatchObject({ kind: 'number', text: 'INF' });
      expect(read('money')).toEqual({ kind: 'money', text: '345.678' });
      expect(read('opt')).toEqual({ kind: 'optionSetValue', value: 342490000 });
      expect(read('opts')).toEqual({ kind: 'optionSetValueCollection', values: [1, 2] });
      expect(read('lookup')).toMatchObject({
        kind: 'entityReference',
        reference: { logicalName: 'contact', name: 'Some Contact', rowVersion: '1469122' },
      });
      expect(read('guid')).toMatchObject({ kind: 'guid', text: '10203055-5060-7080-0102-030405060715' });
      expect(read('utc')).toMatchObject({ kind: 'dateTime', instant: '2023-10-17T07:00:00Z' });
      expect(read('unspec')).toMatchObject({ kind: 'dateTime', wallClock: '2023-10-17T00:00:00' });
      expect(read('min')).toMatchObject({ kind: 'dateTime', wallClock: '0001-01-01T00:00:00' });
      expect(read('yes')).toEqual({ kind: 'boolean', value: true });
      expect(read('strs')).toEqual({
        kind: 'array',
        items: [{ kind: 'string', text: 'a' }, { kind: 'string', text: 'b' }, { kind: 'null' }],
      });
      expect(read('strss')).toMatchObject({
        kind: 'array',
        items: [{ kind: 'array' }, { kind: 'array' }],
      });
      expect(read('bmp')).toEqual({ kind: 'booleanManagedProperty', value: true, canBeChanged: true });
      expect(read('aliasopt')).toMatchObject({
        kind: 'aliasedValue',
        entityLogicalName: 'contact',
        value: { kind: 'optionSetValue', value: 3 },
      });
      expect(read('from')).toMatchObject({
        kind: 'entityCollection',
        collection: {
          entityName: 'activityparty',
          moreRecords: false,
          entities: [{ logicalName: 'activityparty' }],
        },
      });
      expect(entity.formattedValues).toEqual([
        { key: 'opt', value: 'Zero' },
        { key: 'money', value: '€345.68' },
      ]);
      expect(entity.keyAttributes.map(({ key }) => key)).toEqual(['accountnumber', 'n']);
      expect(entity.relatedEntities).toMatchObject([
        {
          relationship: { schemaName: 'account_contacts' },
          rows: { entities: [{ logicalName: 'contact' }] },
        },
      ]);
      expect(context.preEntityImages[0]).toMatchObject({
        key: 'Pre',
        value: { attributes: [{ key: 'name' }, { key: 'telephone1', value: { kind: 'null' } }] },
      });
    },
  );

  it.each(['parent.json', 'parent.xml', 'parent.msbin1'])('%s: the parent is a context too', (file) => {
    const { parentContext } = contextOf(readVector(file));
    expect(parentContext).toMatchObject({ absentMembers: [], unknownMembers: [] });
    expect(parentContext?.messageName).toBeDefined();
  });
});

describe('telling the format', () => {
  it.each([
    ['json', 'kitchen.json'],
    ['textXml', 'kitchen.xml'],
    ['binaryXml', 'kitchen.msbin1'],
  ])('sees %s without a content type, and with a wrong one', (format, file) => {
    for (const contentType of [
      undefined,
      'application/json',
      'application/xml',
      'application/msbin1',
      'text/plain',
    ]) {
      expect(decodeMessageBody(readVector(file), { contentType })).toMatchObject({ format });
    }
  });

  it('reads JSON and XML with a byte order mark, and in UTF-16', () => {
    for (const file of ['minimal.json', 'minimal.xml']) {
      const text = new TextDecoder().decode(readVector(file));
      expect(contextOf(utf8(`\ufeff${text}`))).toEqual(contextOf(readVector(file)));
      expect(contextOf(Buffer.from(`\ufeff${text}`, 'utf16le'))).toEqual(contextOf(readVector(file)));
    }
  });

  it('reads Windows-1252, which an endpoint can be set to', () => {
    const body = Buffer.from('{"MessageName":"Update","OrganizationName":"Café Zürich"}', 'latin1');
    expect(contextOf(body).organizationName).toBe('Café Zürich');
    expect(
      decodeMessageBody(body, { contentType: 'application/json; charset=windows-1252' }).context,
    ).toEqual(contextOf(body));
  });

  it('says which bytes are damaged in UTF-8', () => {
    const body = Buffer.concat([utf8('{"MessageName":"é'), Buffer.from([0xff]), utf8('te", "Depth": 1}')]);
    expect(decodeMessageBody(body)).toMatchObject({
      context: { messageName: 'é�te', depth: 1 },
      problem: { sentence: expect.stringContaining('not valid UTF-8') },
    });
  });

  it('takes the content type when the start is damaged', () => {
    const decoded = decodeMessageBody(utf8('x{"MessageName":"Update"}'), { contentType: 'application/json' });
    expect(decoded).toMatchObject({ format: 'json', problem: { offset: 0 } });
    expect(decoded.problem?.sentence).toContain('a value should be here, but there is “x”');
  });

  it('shows plain text and bytes for what they are', () => {
    expect(decodeMessageBody(utf8('Hello, Zürich'))).toMatchObject({
      format: 'text',
      rawText: 'Hello, Zürich',
      problem: { sentence: 'The message is plain text, not one that Dataverse posts.' },
    });
    expect(decodeMessageBody(new Uint8Array([1, 2, 3, 0xff]))).toMatchObject({
      format: 'unknown',
      rawText: '00000000  01 02 03 ff                                      ....',
    });
    expect(decodeMessageBody(new Uint8Array())).toMatchObject({
      format: 'unknown',
      problem: { sentence: 'The message has no body.' },
    });
  });

  it('says that other JSON and XML is not from Dataverse', () => {
    for (const text of ['{"order":1}', '[1,2]', '["text"]', '<order/>', '<RemoteExecutionContext/>']) {
      const decoded = decodeMessageBody(utf8(text));
      expect(decoded.context).toBeUndefined();
      expect(decoded.problem?.sentence).toContain('not a message that Dataverse posts');
    }
  });

  it('does not decode what is far too large', () => {
    const body = new Uint8Array(largestBody + 1).fill(0x20);
    body[0] = 0x7b;
    const decoded = decodeMessageBody(body);
    expect(decoded).toMatchObject({ format: 'json', size: largestBody + 1 });
    expect(decoded.problem?.sentence).toContain('larger than 8 MB');
    expect(decoded.rawText?.length).toBeLessThan(1_000_000);
  });
});
