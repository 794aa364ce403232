import { badRequest, notSupportedHere } from '../dataverseFault.ts';
import { compileFilter, type Operand } from '../odata/compileFilter.ts';
import type { FilterExpression } from '../odata/filterExpression.ts';
import { parseFilter } from '../odata/filterParser.ts';
import type { QueryOptions } from '../odata/queryOptions.ts';
import { splitOutside } from '../odata/splitOutside.ts';
import type { MetadataObject } from './attributeMetadata.ts';

/** A kind of metadata: its name in error texts, the properties that can be asked for, and what can be expanded. */
export type MetadataType = {
  readonly name: string;
  readonly properties: readonly string[];
  readonly expand: { readonly [name: string]: MetadataExpansion };
};

export type MetadataExpansion = {
  readonly type: MetadataType;
  readonly collection: boolean;
  read(object: MetadataObject): readonly MetadataObject[];
};

type MetadataOptions = Pick<QueryOptions, 'select' | 'filter' | 'expand' | 'aliases'>;

/** The objects that match, cut to what was asked for. `MetadataId` is always there. */
export function queryMetadata(
  objects: readonly MetadataObject[],
  type: MetadataType,
  options: MetadataOptions,
): MetadataObject[] {
  const predicate =
    options.filter === undefined ? undefined : metadataFilter(options.filter, type, options.aliases);
  const shape = metadataShape(type, options);
  return (predicate === undefined ? objects : objects.filter(predicate)).map(shape);
}

function metadataShape(
  type: MetadataType,
  { select, expand }: MetadataOptions,
): (object: MetadataObject) => MetadataObject {
  const names = select?.split(',').map((name) => name.trim());
  for (const name of names ?? []) if (!type.properties.includes(name)) throw noSuchProperty(type, name);
  const expansions =
    expand === undefined ? [] : splitOutside(expand, ',').map((item) => parseExpansion(type, item));
  return (object) => {
    const shown: { [name: string]: unknown } = {};
    if (names === undefined) Object.assign(shown, object);
    else {
      if (object['@odata.type'] !== undefined) shown['@odata.type'] = object['@odata.type'];
      for (const name of names) shown[name] = object[name] ?? null;
      shown.MetadataId = object.MetadataId;
    }
    for (const expansion of expansions) expansion(object, shown);
    return shown;
  };
}

function parseExpansion(
  type: MetadataType,
  item: string,
): (object: MetadataObject, shown: { [name: string]: unknown }) => void {
  const [, name, inner = ''] = /^(\w+)\s*(?:\((.*)\))?$/s.exec(item) ?? [];
  const expansion = name !== undefined && Object.hasOwn(type.expand, name) ? type.expand[name] : undefined;
  if (name === undefined || expansion === undefined) throw noSuchProperty(type, name ?? item.slice(0, 100));
  const options: { select?: string; filter?: string; expand?: string } = {};
  for (const option of inner.trim() === '' ? [] : splitOutside(inner, ';')) {
    const [, key, value] = /^\$(select|filter|expand)\s*=(.*)$/s.exec(option) ?? [];
    if (key !== 'select' && key !== 'filter' && key !== 'expand')
      throw notSupportedHere(`the option '${option.slice(0, 60)}' in $expand of metadata`);
    options[key] = value?.trim() ?? '';
  }
  // Once now, so that a wrong name is refused even when nothing is there to expand.
  queryMetadata([], expansion.type, { ...options, aliases: new Map() });
  return (object, shown) => {
    const related = queryMetadata(expansion.read(object), expansion.type, { ...options, aliases: new Map() });
    shown[name] = expansion.collection ? related : (related[0] ?? null);
  };
}

function noSuchProperty(type: MetadataType, name: string): Error {
  return badRequest(
    `Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.${type.name}'.`,
  );
}

/** Metadata can be compared with eq and ne, joined by and, or and not; Dataverse has nothing else for it. */
function metadataFilter(
  filter: string,
  type: MetadataType,
  aliases: ReadonlyMap<string, string>,
): (object: MetadataObject) => boolean {
  const expression = parseFilter(filter, aliases);
  refuseOthers(expression);
  return compileFilter(expression, {
    resolve: (segments) => resolve(type, segments),
    lambda: () => {
      throw notSupportedHere('any and all in $filter of metadata');
    },
    queryFunction: ({ name }) => {
      throw notSupportedHere(`the query function '${name}' in $filter of metadata`);
    },
  });
}

function refuseOthers(expression: FilterExpression): void {
  switch (expression.kind) {
    case 'and':
    case 'or':
      for (const term of expression.terms) refuseOthers(term);
      return;
    case 'not':
      refuseOthers(expression.term);
      return;
    case 'comparison':
      if (expression.operator !== 'eq' && expression.operator !== 'ne')
        throw notSupportedHere(`the operator '${expression.operator}' in $filter of metadata`);
      return;
    case 'call':
      throw notSupportedHere(`the function '${expression.name}' in $filter of metadata`);
    default:
      return;
  }
}

const enumProperties = new Set(['AttributeType', 'OwnershipType', 'RelationshipType', 'SourceType']);
const guidProperties = new Set(['MetadataId', 'DataProviderId', 'DataSourceId']);
const numberProperties = new Set([
  'ObjectTypeCode',
  'ColumnNumber',
  'MaxLength',
  'Precision',
  'MinValue',
  'MaxValue',
]);

function resolve(type: MetadataType, segments: readonly string[]): Operand<MetadataObject> {
  const [name, member, ...rest] = segments;
  if (name === undefined || rest.length > 0 || !type.properties.includes(name))
    throw noSuchProperty(type, segments.join('/'));
  if (member !== undefined && member !== 'Value' && member !== 'CanBeChanged')
    throw noSuchProperty(type, segments.join('/'));
  const read = (object: MetadataObject): string | number | boolean | null => {
    const value = member === undefined ? object[name] : memberOf(object[name], member);
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? value
      : null;
  };
  if (enumProperties.has(name)) return { valueKind: 'enum', edmType: 'Microsoft.Dynamics.CRM.Enum', read };
  if (guidProperties.has(name)) return { valueKind: 'guid', edmType: 'Edm.Guid', read };
  if (numberProperties.has(name)) return { valueKind: 'number', edmType: 'Edm.Int32', read };
  const isBoolean =
    member === undefined
      ? /^(?:Is|Has|Can|ChangeTracking)/.test(name)
      : name !== 'RequiredLevel' && name !== 'AttributeTypeName';
  return isBoolean
    ? { valueKind: 'boolean', edmType: 'Edm.Boolean', read }
    : { valueKind: name === 'RequiredLevel' ? 'enum' : 'string', edmType: 'Edm.String', read };
}

function memberOf(value: unknown, member: string): unknown {
  return typeof value === 'object' && value !== null ? (value as MetadataObject)[member] : undefined;
}
