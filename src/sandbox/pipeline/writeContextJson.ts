import type {
  RemoteContext,
  WireDate,
  WireEntity,
  WirePair,
  WireReference,
  WireValue,
} from './contextValue.ts';

const contracts = 'http://schemas.microsoft.com/xrm/2011/Contracts';

/**
 * Writes a context as .NET's DataContractJsonSerializer does: members in ordinal order, `__type` first and only
 * where the static type is less specific, lower-case key and value, dates as `\/Date(…)\/`, numbers as their
 * source text (so the result may hold what JSON.parse would round), NaN and INF bare.
 */
export function writeContextJson(context: RemoteContext): string {
  const members: [string, string][] = [
    ['BusinessUnitId', quote(context.businessUnitId)],
    ['CorrelationId', quote(context.correlationId)],
    ['Depth', String(context.depth)],
  ];
  if (context.initiatingUserAgent !== undefined)
    members.push(['InitiatingUserAgent', quote(context.initiatingUserAgent)]);
  members.push(
    ['InitiatingUserAzureActiveDirectoryObjectId', quote(context.initiatingUserAzureActiveDirectoryObjectId)],
    ['InitiatingUserId', quote(context.initiatingUserId)],
    ['InputParameters', pairs(context.inputParameters, anyValue)],
    ['IsExecutingOffline', 'false'],
    ['IsInTransaction', String(context.isInTransaction)],
    ['IsOfflinePlayback', 'false'],
    ['IsolationMode', String(context.isolationMode)],
    ['MessageName', quote(context.messageName)],
    ['Mode', String(context.mode)],
    ['OperationCreatedOn', date(context.operationCreatedOn)],
    ['OperationId', quote(context.operationId)],
    ['OrganizationId', quote(context.organizationId)],
    ['OrganizationName', quote(context.organizationName)],
    ['OutputParameters', pairs(context.outputParameters, anyValue)],
    ['OwningExtension', reference(context.owningExtension, false)],
    ['ParentContext', context.parentContext === null ? 'null' : writeContextJson(context.parentContext)],
    ['PostEntityImages', pairs(context.postEntityImages, (image) => entity(image, false))],
    ['PreEntityImages', pairs(context.preEntityImages, (image) => entity(image, false))],
    ['PrimaryEntityId', quote(context.primaryEntityId)],
    ['PrimaryEntityName', quote(context.primaryEntityName)],
    ['RequestId', textOrNull(context.requestId)],
    ['SecondaryEntityName', quote(context.secondaryEntityName)],
    ['SharedVariables', pairs(context.sharedVariables, anyValue)],
    ['Stage', String(context.stage)],
    ['UserAzureActiveDirectoryObjectId', quote(context.userAzureActiveDirectoryObjectId)],
    ['UserId', quote(context.userId)],
  );
  return object(members);
}

function object(members: readonly (readonly [string, string])[]): string {
  return `{${members.map(([name, value]) => `"${name}":${value}`).join(',')}}`;
}

/** Members of a typed object; the hint must come first and is only written where the static type is `any`. */
function typed(hinted: boolean, type: string, members: readonly (readonly [string, string])[]): string {
  return object(hinted ? [['__type', quote(`${type}:${contracts}`)], ...members] : members);
}

function pairs<Value>(items: readonly WirePair<Value>[], write: (value: Value) => string): string {
  return `[${items.map(([key, value]) => `{"key":${quote(key)},"value":${write(value)}}`).join(',')}]`;
}

function anyValue(value: WireValue): string {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'string':
    case 'guid':
      return quote(value.value);
    case 'boolean':
    case 'int':
      return String(value.value);
    case 'long':
    case 'decimal':
      return value.value;
    case 'double':
      return double(value.value);
    case 'dateTime':
      return date(value);
    case 'bytes':
      return `[${[...value.value].join(',')}]`;
    case 'optionSet':
      return typed(true, 'OptionSetValue', [['Value', String(value.value)]]);
    case 'optionSets':
      return `[${value.value.map((option) => anyValue({ kind: 'optionSet', value: option })).join(',')}]`;
    case 'money':
      return typed(true, 'Money', [['Value', value.value]]);
    case 'reference':
      return reference(value, true);
    case 'pairs':
      return `[${value.value.map(([key, item]) => textPair(key, item)).join(',')}]`;
    case 'entity':
      return entity(value, true);
    case 'entities':
      return typed(true, 'EntityCollection', [
        ['Entities', `[${value.entities.map((item) => entity(item, false)).join(',')}]`],
        ['EntityName', textOrNull(value.entityName)],
        ['MinActiveRowVersion', 'null'],
        ['MoreRecords', 'false'],
        ['PagingCookie', 'null'],
        ['TotalRecordCount', '0'],
        ['TotalRecordCountLimitExceeded', 'false'],
      ]);
  }
}

/** `#X` stands for `http://schemas.datacontract.org/2004/07/X`. */
function textPair(key: string, value: string): string {
  return object([
    ['__type', quote('KeyValuePairOfstringstring:#System.Collections.Generic')],
    ['key', quote(key)],
    ['value', quote(value)],
  ]);
}

function reference(value: WireReference, hinted: boolean): string {
  return typed(hinted, 'EntityReference', [
    ['Id', quote(value.id)],
    ['KeyAttributes', '[]'],
    ['LogicalName', quote(value.logicalName)],
    ['Name', textOrNull(value.name)],
    ['RowVersion', 'null'],
  ]);
}

function entity(value: WireEntity, hinted: boolean): string {
  return typed(hinted, 'Entity', [
    ['Attributes', pairs(value.attributes, anyValue)],
    ['EntityState', 'null'],
    ['FormattedValues', pairs(value.formattedValues, quote)],
    ['Id', quote(value.id)],
    ['KeyAttributes', '[]'],
    ['LogicalName', quote(value.logicalName)],
    ['RelatedEntities', '[]'],
    ['RowVersion', textOrNull(value.rowVersion)],
  ]);
}

function date(value: WireDate): string {
  if (value.clock === 'utc') return `"\\/Date(${value.ms})\\/"`;
  const offset = value.offsetMinutes ?? 0;
  const minutes = Math.abs(offset);
  const hhmm = `${pad(Math.floor(minutes / 60))}${pad(minutes % 60)}`;
  return `"\\/Date(${value.ms}${offset < 0 ? '-' : '+'}${hhmm})\\/"`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

function double(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'INF' : '-INF';
  return String(value);
}

function textOrNull(value: string | null): string {
  return value === null ? 'null' : quote(value);
}

/** .NET escapes the slash, control characters as \u00xx (never \n), and each half of a surrogate pair. */
function quote(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be escaped.
  const escaped = value.replace(/["\\/\u0000-\u001f\ud800-\udfff\ufffe\uffff]/g, (character) =>
    character === '"' || character === '\\' || character === '/'
      ? `\\${character}`
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}
