import type {
  RemoteContext,
  WireDate,
  WireEntity,
  WirePair,
  WireReference,
  WireValue,
} from './contextValue.ts';
import type { XmlElement, XmlName, XmlText } from './xmlTree.ts';

const contracts = 'http://schemas.microsoft.com/xrm/2011/Contracts';
const keyContracts = 'http://schemas.microsoft.com/xrm/7.1/Contracts';
const choicesContracts = 'http://schemas.microsoft.com/xrm/9.0/Contracts';
const generic = 'http://schemas.datacontract.org/2004/07/System.Collections.Generic';
const schema = 'http://www.w3.org/2001/XMLSchema';
const serialization = 'http://schemas.microsoft.com/2003/10/Serialization/';

const anyPair = 'KeyValuePairOfstringanyType';
const textPair = 'KeyValuePairOfstringstring';
/** The suffix is .NET's hash of the type arguments' namespaces. */
const imagePair = 'KeyValuePairOfstringEntitygUGIFE1S';

type Traits = Pick<XmlElement, 'type' | 'nil' | 'declares'>;
type Content = { readonly traits: Traits; readonly content: XmlElement['content'] };

/** The context as DataContractSerializer arranges it, for the text and the binary XML format. */
export function contextTree(context: RemoteContext): XmlElement {
  return { name: contract('RemoteExecutionContext'), content: contextMembers(context) };
}

function contextMembers(context: RemoteContext): XmlElement[] {
  return [
    member('BusinessUnitId', text(context.businessUnitId)),
    member('CorrelationId', text(context.correlationId)),
    member('Depth', whole(context.depth)),
    ...(context.initiatingUserAgent === undefined
      ? []
      : [member('InitiatingUserAgent', text(context.initiatingUserAgent))]),
    member(
      'InitiatingUserAzureActiveDirectoryObjectId',
      text(context.initiatingUserAzureActiveDirectoryObjectId),
    ),
    member('InitiatingUserId', text(context.initiatingUserId)),
    parameters('InputParameters', context.inputParameters),
    member('IsExecutingOffline', truth(false)),
    member('IsInTransaction', truth(context.isInTransaction)),
    member('IsOfflinePlayback', truth(false)),
    member('IsolationMode', whole(context.isolationMode)),
    member('MessageName', text(context.messageName)),
    member('Mode', whole(context.mode)),
    member('OperationCreatedOn', date(context.operationCreatedOn)),
    member('OperationId', text(context.operationId)),
    member('OrganizationId', text(context.organizationId)),
    member('OrganizationName', text(context.organizationName)),
    parameters('OutputParameters', context.outputParameters),
    member('OwningExtension', referenceMembers(context.owningExtension)),
    context.parentContext === null
      ? nil(contract('ParentContext'))
      : member('ParentContext', contextMembers(context.parentContext)),
    images('PostEntityImages', context.postEntityImages),
    images('PreEntityImages', context.preEntityImages),
    member('PrimaryEntityId', text(context.primaryEntityId)),
    member('PrimaryEntityName', text(context.primaryEntityName)),
    textMember('RequestId', context.requestId),
    member('SecondaryEntityName', text(context.secondaryEntityName)),
    parameters('SharedVariables', context.sharedVariables),
    member('Stage', whole(context.stage)),
    member('UserAzureActiveDirectoryObjectId', text(context.userAzureActiveDirectoryObjectId)),
    member('UserId', text(context.userId)),
  ];
}

function contract(name: string): XmlName {
  return { name, namespace: contracts };
}

function member(name: string, content: XmlElement['content']): XmlElement {
  return { name: contract(name), content };
}

function nil(name: XmlName): XmlElement {
  return { name, nil: true, content: [] };
}

function textMember(name: string, value: string | null): XmlElement {
  return value === null ? nil(contract(name)) : member(name, text(value));
}

function pair(item: string, key: string, value: Content): XmlElement {
  return {
    name: contract(item),
    content: [
      { name: { name: 'key', namespace: generic }, content: text(key) },
      { name: { name: 'value', namespace: generic }, ...value.traits, content: value.content },
    ],
  };
}

function collection(name: string, items: readonly XmlElement[]): XmlElement {
  return { name: contract(name), declares: [generic], content: items };
}

function parameters(name: string, items: readonly WirePair[]): XmlElement {
  return collection(
    name,
    items.map(([key, value]) => pair(anyPair, key, anyValue(value))),
  );
}

function images(name: string, items: readonly WirePair<WireEntity>[]): XmlElement {
  return collection(
    name,
    items.map(([key, value]) => pair(imagePair, key, { traits: {}, content: entityMembers(value) })),
  );
}

function anyValue(value: WireValue): Content {
  switch (value.kind) {
    case 'null':
      return { traits: { nil: true }, content: [] };
    case 'string':
      return primitive('string', text(value.value));
    case 'guid':
      return { traits: { type: { name: 'guid', namespace: serialization } }, content: text(value.value) };
    case 'boolean':
      return primitive('boolean', value);
    case 'int':
      return primitive('int', value);
    case 'long':
      return primitive('long', value);
    case 'double':
      return primitive('double', value);
    case 'decimal':
      return primitive('decimal', value);
    case 'dateTime':
      return primitive('dateTime', date(value));
    case 'bytes':
      return primitive('base64Binary', value);
    case 'optionSet':
      return object('OptionSetValue', [member('Value', whole(value.value))]);
    case 'optionSets':
      return {
        traits: { type: { name: 'OptionSetValueCollection', namespace: choicesContracts } },
        content: value.value.map((option) => ({
          name: { name: 'OptionSetValue', namespace: choicesContracts },
          content: [member('Value', whole(option))],
        })),
      };
    case 'money':
      return object('Money', [member('Value', { kind: 'decimal', value: value.value })]);
    case 'reference':
      return object('EntityReference', referenceMembers(value));
    case 'pairs':
      return {
        traits: { type: { name: `ArrayOf${textPair}`, namespace: generic } },
        content: value.value.map(([key, item]) => ({
          name: { name: textPair, namespace: generic },
          content: [
            { name: { name: 'key', namespace: generic }, content: text(key) },
            { name: { name: 'value', namespace: generic }, content: text(item) },
          ],
        })),
      };
    case 'entity':
      return object('Entity', entityMembers(value));
    case 'entities':
      return object('EntityCollection', [
        member(
          'Entities',
          value.entities.map((item) => member('Entity', entityMembers(item))),
        ),
        textMember('EntityName', value.entityName),
        nil(contract('MinActiveRowVersion')),
        member('MoreRecords', truth(false)),
        nil(contract('PagingCookie')),
        member('TotalRecordCount', whole(0)),
        member('TotalRecordCountLimitExceeded', truth(false)),
      ]);
  }
}

function primitive(type: string, content: XmlText): Content {
  return { traits: { type: { name: type, namespace: schema } }, content };
}

function object(type: string, members: readonly XmlElement[]): Content {
  return { traits: { type: contract(type) }, content: members };
}

function referenceMembers(value: WireReference): XmlElement[] {
  return [
    member('Id', text(value.id)),
    keyAttributes(),
    member('LogicalName', text(value.logicalName)),
    textMember('Name', value.name),
    nil(contract('RowVersion')),
  ];
}

function entityMembers(value: WireEntity): XmlElement[] {
  return [
    parameters('Attributes', value.attributes),
    nil(contract('EntityState')),
    collection(
      'FormattedValues',
      value.formattedValues.map(([key, label]) => pair(textPair, key, { traits: {}, content: text(label) })),
    ),
    member('Id', text(value.id)),
    keyAttributes(),
    member('LogicalName', text(value.logicalName)),
    collection('RelatedEntities', []),
    textMember('RowVersion', value.rowVersion),
  ];
}

function keyAttributes(): XmlElement {
  return { name: contract('KeyAttributes'), declares: [keyContracts, generic], content: [] };
}

function text(value: string): XmlText {
  return { kind: 'text', value };
}

function whole(value: number): XmlText {
  return { kind: 'int', value };
}

function truth(value: boolean): XmlText {
  return { kind: 'boolean', value };
}

function date(value: WireDate): XmlText {
  const offset = value.clock === 'local' ? (value.offsetMinutes ?? 0) : 0;
  // toISOString always has three decimals; .NET writes no trailing zeros.
  const wallClock = new Date(value.ms + offset * 60_000)
    .toISOString()
    .slice(0, -1)
    .replace(/(\.\d*?)0+$/, (_all, decimals: string) => (decimals === '.' ? '' : decimals));
  return { kind: 'dateTime', text: `${wallClock}${zone(value)}`, ms: value.ms, clock: value.clock };
}

function zone(value: WireDate): string {
  if (value.clock === 'utc') return 'Z';
  if (value.clock === 'unspecified') return '';
  const offset = value.offsetMinutes ?? 0;
  const minutes = Math.abs(offset);
  const hours = String(Math.floor(minutes / 60)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${hours}:${String(minutes % 60).padStart(2, '0')}`;
}
