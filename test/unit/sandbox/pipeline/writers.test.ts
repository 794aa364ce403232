import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  emptyGuid,
  type RemoteContext,
  type WireEntity,
  type WirePair,
} from '../../../../src/sandbox/pipeline/contextValue.ts';
import { writeContextBinary } from '../../../../src/sandbox/pipeline/writeContextBinary.ts';
import { writeContextJson } from '../../../../src/sandbox/pipeline/writeContextJson.ts';
import { writeContextXml } from '../../../../src/sandbox/pipeline/writeContextXml.ts';

/** The fixtures were written by the genuine SDK class from the values below. */
function fixture(name: string): Buffer {
  return readFileSync(new URL(`../../../fixtures/messages/${name}`, import.meta.url));
}

function guid(n: number): string {
  return `102030${(0x40 + n).toString(16)}-5060-7080-0102-0304050607${n.toString(16).padStart(2, '0')}`;
}

const minimal: RemoteContext = {
  businessUnitId: guid(1),
  correlationId: guid(2),
  depth: 1,
  initiatingUserAzureActiveDirectoryObjectId: emptyGuid,
  initiatingUserId: guid(3),
  inputParameters: [],
  isInTransaction: false,
  isolationMode: 1,
  messageName: 'Create',
  mode: 1,
  operationCreatedOn: { kind: 'dateTime', ms: 1_709_210_096_789, clock: 'utc' },
  operationId: guid(5),
  organizationId: guid(6),
  organizationName: 'unqorg',
  outputParameters: [],
  owningExtension: { kind: 'reference', id: guid(9), logicalName: 'sdkmessageprocessingstep', name: null },
  parentContext: null,
  postEntityImages: [],
  preEntityImages: [],
  primaryEntityId: guid(7),
  primaryEntityName: 'account',
  requestId: guid(8),
  secondaryEntityName: 'none',
  sharedVariables: [],
  stage: 40,
  userAzureActiveDirectoryObjectId: emptyGuid,
  userId: guid(4),
};

const deletion: RemoteContext = {
  ...minimal,
  messageName: 'Delete',
  inputParameters: [['Target', { kind: 'reference', id: guid(7), logicalName: 'account', name: null }]],
};

describe.each([
  ['minimal', minimal],
  ['delete', deletion],
])('the %s context', (name, context) => {
  it('is written in JSON as the SDK writes it', () => {
    expect(writeContextJson(context)).toBe(fixture(`${name}.json`).toString('utf8'));
  });

  it('is written in XML as the SDK writes it to a stream', () => {
    expect(writeContextXml(context)).toBe(fixture(`${name}.stream.xml`).toString('utf8'));
  });

  it('is written in .NET binary XML as the SDK writes it', () => {
    expect(writeContextBinary(context).toString('hex')).toBe(fixture(`${name}.msbin1`).toString('hex'));
  });
});

const attributes: readonly WirePair[] = [
  ['name', { kind: 'string', value: `Café € 😀 <&"'/>` }],
  ['empty', { kind: 'string', value: '' }],
  ['nul', { kind: 'null' }],
  ['int0', { kind: 'int', value: 0 }],
  ['int1', { kind: 'int', value: 1 }],
  ['int7f', { kind: 'int', value: 127 }],
  ['int80', { kind: 'int', value: 128 }],
  ['intneg', { kind: 'int', value: -1 }],
  ['int8000', { kind: 'int', value: 40_000 }],
  ['intmax', { kind: 'int', value: 2_147_483_647 }],
  ['intmin', { kind: 'int', value: -2_147_483_648 }],
  ['bigint', { kind: 'long', value: '9007199254740993' }],
  ['dbl', { kind: 'double', value: 1.5 }],
  ['dbl1', { kind: 'double', value: 0.1 }],
  ['nan', { kind: 'double', value: Number.NaN }],
  ['inf', { kind: 'double', value: Number.POSITIVE_INFINITY }],
  ['dec', { kind: 'decimal', value: '10.12' }],
  ['decbig', { kind: 'decimal', value: '79228162514264337593543950335' }],
  ['decneg', { kind: 'decimal', value: '-0.0000000001' }],
  ['money', { kind: 'money', value: '345.678' }],
  ['opt', { kind: 'optionSet', value: 342_490_000 }],
  ['opts', { kind: 'optionSets', value: [1, 2] }],
  ['guid', { kind: 'guid', value: '10203055-5060-7080-0102-030405060715' }],
  ['utc', { kind: 'dateTime', ms: 1_697_526_000_000, clock: 'utc' }],
  ['unspec', { kind: 'dateTime', ms: 1_697_500_800_000, clock: 'unspecified' }],
  ['local', { kind: 'dateTime', ms: 1_697_526_000_000, clock: 'local' }],
  ['min', { kind: 'dateTime', ms: -62_135_596_800_000, clock: 'unspecified' }],
  ['yes', { kind: 'boolean', value: true }],
  ['no', { kind: 'boolean', value: false }],
  ['bytes', { kind: 'bytes', value: new Uint8Array([0, 1, 2, 253, 254, 255]) }],
  [
    'from',
    {
      kind: 'entities',
      entityName: 'activityparty',
      entities: [
        {
          kind: 'entity',
          id: '1020305e-5060-7080-0102-03040506071e',
          logicalName: 'activityparty',
          rowVersion: null,
          formattedValues: [],
          attributes: [
            [
              'partyid',
              {
                kind: 'reference',
                id: '1020305f-5060-7080-0102-03040506071f',
                logicalName: 'contact',
                name: null,
              },
            ],
            ['participationtypemask', { kind: 'optionSet', value: 1 }],
          ],
        },
      ],
    },
  ],
];

function contextWith(attribute: WirePair): RemoteContext {
  const target: WireEntity = {
    kind: 'entity',
    id: guid(7),
    logicalName: 'account',
    rowVersion: null,
    formattedValues: [],
    attributes: [attribute],
  };
  return { ...minimal, inputParameters: [['Target', target]] };
}

/** The part between two marks, both left out. */
function between(text: string, from: string, to: string): string {
  const start = text.indexOf(from) + from.length;
  return text.slice(start, text.indexOf(to, start));
}

describe('every kind of value', () => {
  const json = fixture('kitchen.json').toString('utf8');
  const xml = fixture('kitchen.stream.xml').toString('utf8');
  const binary = fixture('kitchen.msbin1').toString('latin1');

  it.each(attributes)('%s is written as the SDK writes it', (...attribute) => {
    const context = contextWith(attribute);
    const [name] = attribute;
    const jsonPair = between(
      writeContextJson(context),
      '"Attributes":[',
      `],"EntityState":null,"FormattedValues":[],"Id":"${guid(7)}"`,
    );
    expect(jsonPair).toContain(`{"key":"${name}",`);
    expect(json).toContain(jsonPair);

    const tail = `</Attributes><EntityState i:nil="true"/><FormattedValues/><Id>${guid(7)}</Id>`;
    const xmlPair = between(writeContextXml(context), '<Attributes>', tail);
    expect(xmlPair).toContain(`<a:key>${name}</a:key>`);
    expect(xml).toContain(xmlPair);

    // An end element closes the attributes; the next element is the entity's state, then its id.
    const written = writeContextBinary(context).toString('latin1');
    const start = written.indexOf('Attributes', written.indexOf('Target')) + 'Attributes'.length;
    const end = written.lastIndexOf('\u0001@\u000bEntityState');
    const binaryPair = written.slice(start, end);
    expect(binaryPair).toContain(name);
    expect(binary).toContain(binaryPair);
  });
});

describe('pairs in shared variables', () => {
  const context: RemoteContext = {
    ...minimal,
    sharedVariables: [['ChangedEntityTypes', { kind: 'pairs', value: [['contact', 'Update']] }]],
  };

  it('carry the short type hint in JSON', () => {
    expect(writeContextJson(context)).toContain(
      '{"__type":"KeyValuePairOfstringstring:#System.Collections.Generic","key":"contact","value":"Update"}',
    );
  });

  it('are an array of pairs in XML', () => {
    expect(writeContextXml(context)).toContain(
      '<a:value i:type="a:ArrayOfKeyValuePairOfstringstring"><a:KeyValuePairOfstringstring>' +
        '<a:key>contact</a:key><a:value>Update</a:value></a:KeyValuePairOfstringstring></a:value>',
    );
  });
});
