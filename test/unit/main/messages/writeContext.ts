import type {
  Entity,
  EntityCollection,
  EntityReference,
  Pair,
  Value,
} from '../../../../src/shared/domain/contextValue.ts';
import type { ExecutionContext } from '../../../../src/shared/domain/executionContext.ts';

/**
 * Writes contexts as .NET's serializers do, as far as the generated ones need it: to check the decoders against
 * something that shares no code with them.
 */

const contracts = 'http://schemas.microsoft.com/xrm/2011/Contracts';
const generic = 'http://schemas.datacontract.org/2004/07/System.Collections.Generic';
const arrays = 'http://schemas.microsoft.com/2003/10/Serialization/Arrays';

const wireName = (property: string): string => property.charAt(0).toUpperCase() + property.slice(1);

const scalars = [
  'businessUnitId',
  'correlationId',
  'depth',
  'initiatingUserId',
  'isExecutingOffline',
  'isInTransaction',
  'isOfflinePlayback',
  'isolationMode',
  'messageName',
  'mode',
  'operationId',
  'organizationId',
  'organizationName',
  'primaryEntityId',
  'primaryEntityName',
  'requestId',
  'secondaryEntityName',
  'stage',
  'userId',
] as const;

// JSON -----------------------------------------------------------------------------------------------------------

const text = (value: string | undefined): string =>
  value === undefined ? 'null' : JSON.stringify(value).replaceAll('/', '\\/');

const object = (members: readonly (readonly [string, string])[], type?: string): string => {
  const hint = type === undefined ? [] : [`"__type":${text(`${type}:${contracts}`)}`];
  return `{${[...hint, ...members.map(([name, json]) => `${text(name)}:${json}`)].join(',')}}`;
};

const list = <T>(items: readonly T[], write: (item: T) => string): string =>
  `[${items.map(write).join(',')}]`;

const pairs = <T>(items: readonly Pair<T>[], write: (item: T) => string): string =>
  list(items, ({ key, value }) =>
    object([
      ['key', text(key)],
      ['value', write(value)],
    ]),
  );

const entityJson = (entity: Entity, type?: string): string =>
  object(
    [
      ['Attributes', pairs(entity.attributes, valueJson)],
      [
        'EntityState',
        String(
          entity.entityState === undefined
            ? null
            : ['Unchanged', 'Created', 'Changed'].indexOf(entity.entityState),
        ),
      ],
      ['FormattedValues', pairs(entity.formattedValues, text)],
      ['Id', text(entity.id)],
      ['KeyAttributes', pairs(entity.keyAttributes, valueJson)],
      ['LogicalName', text(entity.logicalName)],
      [
        'RelatedEntities',
        list(entity.relatedEntities, ({ relationship, rows }) =>
          object([
            [
              'key',
              object([
                ['PrimaryEntityRole', relationship.primaryEntityRole === 'Referenced' ? '1' : 'null'],
                ['SchemaName', text(relationship.schemaName)],
              ]),
            ],
            ['value', collectionJson(rows)],
          ]),
        ),
      ],
      ['RowVersion', text(entity.rowVersion)],
      ...(entity.unknownMembers ?? []).map(({ name, value }) => [name, valueJson(value)] as const),
    ],
    type,
  );

const referenceJson = (reference: EntityReference, type?: string): string =>
  object(
    [
      ['Id', text(reference.id)],
      ['KeyAttributes', pairs(reference.keyAttributes, valueJson)],
      ['LogicalName', text(reference.logicalName)],
      ['Name', text(reference.name)],
      ['RowVersion', text(reference.rowVersion)],
    ],
    type,
  );

const collectionJson = (collection: EntityCollection, type?: string): string =>
  object(
    [
      ['Entities', list(collection.entities, (entity) => entityJson(entity))],
      ['EntityName', text(collection.entityName)],
      ['MinActiveRowVersion', text(collection.minActiveRowVersion)],
      ['MoreRecords', String(collection.moreRecords ?? null)],
      ['PagingCookie', text(collection.pagingCookie)],
      ['TotalRecordCount', String(collection.totalRecordCount ?? null)],
      ['TotalRecordCountLimitExceeded', String(collection.totalRecordCountLimitExceeded ?? null)],
    ],
    type,
  );

const dateJson = (instant: string | undefined): string => text(`/Date(${Date.parse(instant ?? '')})/`);

const valueJson = (value: Value): string => {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(value.value);
    case 'string':
    case 'guid':
      return text(value.text);
    case 'number':
      return value.text;
    case 'dateTime':
      return dateJson(value.instant);
    case 'entity':
      return entityJson(value.entity, 'Entity');
    case 'entityReference':
      return referenceJson(value.reference, 'EntityReference');
    case 'entityReferenceCollection':
      return list(value.references, (reference) => referenceJson(reference, 'EntityReference'));
    case 'entityCollection':
      return collectionJson(value.collection, 'EntityCollection');
    case 'optionSetValue':
      return object([['Value', String(value.value)]], 'OptionSetValue');
    case 'optionSetValueCollection':
      return list(value.values, (choice) => object([['Value', String(choice)]], 'OptionSetValue'));
    case 'money':
      return object([['Value', value.text]], 'Money');
    case 'aliasedValue':
      return object(
        [
          ['AttributeLogicalName', text(value.attributeLogicalName)],
          ['EntityLogicalName', text(value.entityLogicalName)],
          ['NeedFormatting', String(value.needFormatting ?? null)],
          ['ReturnType', String(value.returnType ?? null)],
          ['Value', valueJson(value.value)],
        ],
        'AliasedValue',
      );
    case 'booleanManagedProperty':
      return object(
        [
          ['CanBeChanged', String(value.canBeChanged ?? null)],
          ['ManagedPropertyLogicalName', text(value.managedPropertyLogicalName)],
          ['Value', String(value.value)],
        ],
        'BooleanManagedProperty',
      );
    case 'relationship':
      return object(
        [
          ['PrimaryEntityRole', 'null'],
          ['SchemaName', text(value.schemaName)],
        ],
        'Relationship',
      );
    case 'bytes':
      return `[${[...Buffer.from(value.base64, 'base64')].join(',')}]`;
    case 'array':
      return list(value.items, valueJson);
    case 'keyValuePairs':
      return list(
        value.items,
        (item) =>
          `{"__type":"KeyValuePairOfstringstring:#System.Collections.Generic","key":${valueJson(item.key)},"value":${valueJson(item.value)}}`,
      );
    case 'object':
      return object(
        value.members.map(({ name, value: member }) => [name, valueJson(member)]),
        value.typeName,
      );
  }
};

/** A context whose collections and dates are all there, as DataContractJsonSerializer writes it. */
export const writeJsonContext = (context: ExecutionContext): string =>
  object([
    ...scalars.map((name): [string, string] => {
      const value = context[name];
      return [wireName(name), typeof value === 'string' ? text(value) : String(value ?? null)];
    }),
    ['InputParameters', pairs(context.inputParameters, valueJson)] as const,
    ['OperationCreatedOn', dateJson(context.operationCreatedOn?.instant)] as const,
    ['OutputParameters', pairs(context.outputParameters, valueJson)] as const,
    ['OwningExtension', context.owningExtension ? referenceJson(context.owningExtension) : 'null'] as const,
    ['ParentContext', context.parentContext ? writeJsonContext(context.parentContext) : 'null'] as const,
    [
      'PostEntityImages',
      pairs(context.postEntityImages, (image) => (image ? entityJson(image) : 'null')),
    ] as const,
    [
      'PreEntityImages',
      pairs(context.preEntityImages, (image) => (image ? entityJson(image) : 'null')),
    ] as const,
    ['SharedVariables', pairs(context.sharedVariables, valueJson)] as const,
    ...context.unknownMembers.map(({ name, value }) => [name, valueJson(value)] as const),
  ]);

// XML ------------------------------------------------------------------------------------------------------------

/** An element before it is written: text XML and .NET binary differ only in how that is done. */
export interface PlainElement {
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly content: readonly PlainElement[] | string;
}

type Attributes = PlainElement['attributes'];

const element = (
  name: string,
  content: PlainElement['content'] = [],
  attributes: Attributes = [],
): PlainElement => ({
  name,
  attributes,
  content,
});

const nil: Attributes = [['i:nil', 'true']];

const leaf = (name: string, value: string | number | boolean | undefined): PlainElement =>
  value === undefined ? element(name, [], nil) : element(name, String(value));

const pairElements = <T>(
  items: readonly Pair<T>[],
  itemName: string,
  write: (name: string, item: T) => PlainElement,
): PlainElement[] =>
  items.map(({ key, value }) => element(itemName, [element('g:key', key), write('g:value', value)]));

const valuePairs = (items: readonly Pair<Value>[]): PlainElement[] =>
  pairElements(items, 'KeyValuePairOfstringanyType', valueElement);

const entityContent = (entity: Entity): PlainElement[] => [
  element('Attributes', valuePairs(entity.attributes)),
  leaf('EntityState', entity.entityState),
  element('FormattedValues', pairElements(entity.formattedValues, 'KeyValuePairOfstringstring', leaf)),
  leaf('Id', entity.id),
  element('KeyAttributes', valuePairs(entity.keyAttributes)),
  leaf('LogicalName', entity.logicalName),
  element(
    'RelatedEntities',
    entity.relatedEntities.map(({ relationship, rows }) =>
      element('KeyValuePairOfRelationshipEntityCollectionHash', [
        element('g:key', [
          leaf('PrimaryEntityRole', relationship.primaryEntityRole),
          leaf('SchemaName', relationship.schemaName),
        ]),
        element('g:value', collectionContent(rows)),
      ]),
    ),
  ),
  leaf('RowVersion', entity.rowVersion),
  ...(entity.unknownMembers ?? []).map(({ name, value }) => valueElement(name, value)),
];

const referenceContent = (reference: EntityReference): PlainElement[] => [
  leaf('Id', reference.id),
  element('KeyAttributes', valuePairs(reference.keyAttributes)),
  leaf('LogicalName', reference.logicalName),
  leaf('Name', reference.name),
  leaf('RowVersion', reference.rowVersion),
];

const collectionContent = (collection: EntityCollection): PlainElement[] => [
  element(
    'Entities',
    collection.entities.map((entity) => element('Entity', entityContent(entity))),
  ),
  leaf('EntityName', collection.entityName),
  leaf('MinActiveRowVersion', collection.minActiveRowVersion),
  leaf('MoreRecords', collection.moreRecords),
  leaf('PagingCookie', collection.pagingCookie),
  leaf('TotalRecordCount', collection.totalRecordCount),
  leaf('TotalRecordCountLimitExceeded', collection.totalRecordCountLimitExceeded),
];

const ofType = (name: string, type: string, content: PlainElement['content']): PlainElement =>
  element(name, content, [['i:type', type]]);

const inArrays = (name: string, type: string, content: readonly PlainElement[]): PlainElement =>
  element(name, content, [
    ['xmlns:r', arrays],
    ['i:type', `r:${type}`],
  ]);

const valueElement = (name: string, value: Value): PlainElement => {
  switch (value.kind) {
    case 'null':
      return element(name, [], nil);
    case 'boolean':
      return ofType(name, 's:boolean', String(value.value));
    case 'string':
      return ofType(name, 's:string', value.text);
    case 'guid':
      return ofType(name, 'z:guid', value.text);
    case 'number':
      return ofType(name, `s:${value.type}`, value.text);
    case 'dateTime':
      return ofType(name, 's:dateTime', value.raw);
    case 'entity':
      return ofType(name, 'Entity', entityContent(value.entity));
    case 'entityReference':
      return ofType(name, 'EntityReference', referenceContent(value.reference));
    case 'entityReferenceCollection':
      return ofType(
        name,
        'EntityReferenceCollection',
        value.references.map((reference) => element('EntityReference', referenceContent(reference))),
      );
    case 'entityCollection':
      return ofType(name, 'EntityCollection', collectionContent(value.collection));
    case 'optionSetValue':
      return ofType(name, 'OptionSetValue', [leaf('Value', value.value)]);
    case 'optionSetValueCollection':
      return ofType(
        name,
        'OptionSetValueCollection',
        value.values.map((choice) => element('OptionSetValue', [leaf('Value', choice)])),
      );
    case 'money':
      return ofType(name, 'Money', [leaf('Value', value.text)]);
    case 'aliasedValue':
      return ofType(name, 'AliasedValue', [
        leaf('AttributeLogicalName', value.attributeLogicalName),
        leaf('EntityLogicalName', value.entityLogicalName),
        leaf('NeedFormatting', value.needFormatting),
        leaf('ReturnType', value.returnType),
        valueElement('Value', value.value),
      ]);
    case 'booleanManagedProperty':
      return ofType(name, 'BooleanManagedProperty', [
        leaf('CanBeChanged', value.canBeChanged),
        leaf('ManagedPropertyLogicalName', value.managedPropertyLogicalName),
        leaf('Value', value.value),
      ]);
    case 'relationship':
      return ofType(name, 'Relationship', [
        leaf('PrimaryEntityRole', value.primaryEntityRole),
        leaf('SchemaName', value.schemaName),
      ]);
    case 'bytes':
      return ofType(name, 's:base64Binary', value.base64);
    case 'array':
      return inArrays(
        name,
        'ArrayOfanyType',
        value.items.map((item) => valueElement('r:anyType', item)),
      );
    case 'keyValuePairs':
      return element(
        name,
        value.items.map((item) =>
          element('g:KeyValuePairOfstringstring', [
            valueElement('g:key', item.key),
            valueElement('g:value', item.value),
          ]),
        ),
        [['i:type', 'g:ArrayOfKeyValuePairOfstringstring']],
      );
    case 'object':
      return ofType(
        name,
        value.typeName ?? '',
        value.members.map((member) => valueElement(member.name, member.value)),
      );
  }
};

const contextContent = (context: ExecutionContext): PlainElement[] => [
  ...scalars.map((name) => leaf(wireName(name), context[name])),
  element('InputParameters', valuePairs(context.inputParameters)),
  leaf('OperationCreatedOn', context.operationCreatedOn?.raw),
  element('OutputParameters', valuePairs(context.outputParameters)),
  context.owningExtension
    ? element('OwningExtension', referenceContent(context.owningExtension))
    : element('OwningExtension', [], nil),
  context.parentContext
    ? element('ParentContext', contextContent(context.parentContext))
    : element('ParentContext', [], nil),
  element('PostEntityImages', imagePairs(context.postEntityImages)),
  element('PreEntityImages', imagePairs(context.preEntityImages)),
  element('SharedVariables', valuePairs(context.sharedVariables)),
  ...context.unknownMembers.map(({ name, value }) => valueElement(name, value)),
];

const imagePairs = (images: ExecutionContext['preEntityImages']): PlainElement[] =>
  pairElements(images, 'KeyValuePairOfstringEntityHash', (name, image) =>
    image ? element(name, entityContent(image)) : element(name, [], nil),
  );

export const contextElement = (context: ExecutionContext): PlainElement =>
  element('RemoteExecutionContext', contextContent(context), [
    ['xmlns', contracts],
    ['xmlns:i', 'http://www.w3.org/2001/XMLSchema-instance'],
    ['xmlns:s', 'http://www.w3.org/2001/XMLSchema'],
    ['xmlns:z', 'http://schemas.microsoft.com/2003/10/Serialization/'],
    ['xmlns:g', generic],
  ]);

const escapeXml = (value: string): string =>
  value.replace(/[&<>"\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);

export const writeTextXml = ({ name, attributes, content }: PlainElement): string => {
  const start = [name, ...attributes.map(([attribute, value]) => `${attribute}="${escapeXml(value)}"`)].join(
    ' ',
  );
  const inside = typeof content === 'string' ? escapeXml(content) : content.map(writeTextXml).join('');
  return inside === '' ? `<${start}/>` : `<${start}>${inside}</${name}>`;
};

const lengthAndText = (value: string): Buffer => {
  const content = Buffer.from(value);
  const length: number[] = [];
  let rest = content.length;
  do {
    length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Buffer.concat([Buffer.from(length), content]);
};

/** Prefix and local name. */
const split = (name: string): [string, string] => {
  const [first = '', second] = name.split(':');
  return second === undefined ? ['', first] : [first, second];
};

const prefixRecord = (first: number, prefix: string): number => first + prefix.charCodeAt(0) - 0x61;

const writeBinaryAttribute = ([name, value]: readonly [string, string]): Buffer => {
  const [prefix, local] = split(name);
  if (name === 'xmlns') return Buffer.concat([Buffer.from([0x08]), lengthAndText(value)]);
  if (prefix === 'xmlns')
    return Buffer.concat([Buffer.from([0x09]), lengthAndText(local), lengthAndText(value)]);
  const content = Buffer.from(value);
  return Buffer.concat([
    Buffer.from([prefixRecord(0x26, prefix)]),
    lengthAndText(local),
    Buffer.from([0x98, content.length]),
    content,
  ]);
};

const characters = (value: string, endsElement: boolean): Buffer => {
  const content = Buffer.from(value);
  const end = endsElement ? 1 : 0;
  if (content.length === 0) return Buffer.from([0xa8 + end]);
  if (/^-?\d{1,9}$/.test(value) && String(Number(value)) === value) {
    const integer = Buffer.alloc(5, 0x8c + end);
    integer.writeInt32LE(Number(value), 1);
    return integer;
  }
  const head = Buffer.alloc(content.length < 256 ? 2 : 5);
  head[0] = (content.length < 256 ? 0x98 : 0x9c) + end;
  if (content.length < 256) head[1] = content.length;
  else head.writeInt32LE(content.length, 1);
  return Buffer.concat([head, content]);
};

export const writeBinaryXml = ({ name, attributes, content }: PlainElement): Buffer => {
  const [prefix, local] = split(name);
  const record = prefix === '' ? 0x40 : prefixRecord(0x5e, prefix);
  const start = [Buffer.from([record]), lengthAndText(local), ...attributes.map(writeBinaryAttribute)];
  if (typeof content === 'string') return Buffer.concat([...start, characters(content, true)]);
  return Buffer.concat([...start, ...content.map(writeBinaryXml), Buffer.from([0x01])]);
};
