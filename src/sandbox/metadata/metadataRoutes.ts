import {
  badRequest,
  DataverseFault,
  methodNotAllowed,
  notSupportedHere,
  resourceNotFound,
} from '../dataverseFault.ts';
import { parseQueryOptions } from '../odata/queryOptions.ts';
import type { Column } from '../schema/column.ts';
import type { Schema, Table } from '../schema/schema.ts';
import type { Address, Segment } from '../webApi/address.ts';
import { type ApiContext, type ApiRequest, type ApiResponse, jsonResponse } from '../webApi/apiMessage.ts';
import {
  attributesOf,
  baseAttributeProperties,
  type MetadataObject,
  optionSetOf,
} from './attributeMetadata.ts';
import { entityMetadata, manyToOneRelationships, oneToManyRelationships } from './entityMetadata.ts';
import { metadataId } from './metadataId.ts';
import { type MetadataType, queryMetadata } from './metadataQuery.ts';

/** Answers `EntityDefinitions…`. Metadata can be read here, not changed. */
export function routeMetadata(
  context: ApiContext,
  { segments, query }: Address,
  request: ApiRequest,
): ApiResponse {
  if (request.method !== 'GET') {
    if (request.method === 'POST' || request.method === 'PUT' || request.method === 'DELETE')
      throw notSupportedHere('changing metadata');
    throw methodNotAllowed(request.method, 'metadata');
  }
  const [first, ...rest] = segments;
  const { schema } = context.organisation;
  const options = parseQueryOptions(query, ['$select', '$filter', '$expand']);
  const address = `${context.root}$metadata#EntityDefinitions`;
  const type = entityType(schema);
  if (first?.argument === undefined) {
    if (rest.length > 0) throw resourceNotFound(rest[0]?.name ?? '');
    const value = queryMetadata(schema.tables.map(entityMetadata), type, options);
    return jsonResponse(200, { '@odata.context': address, value });
  }
  const table = tableOfKey(schema, first.argument);
  if (rest.length === 0) {
    refuseFilter(options.filter);
    const [entity] = queryMetadata([entityMetadata(table)], type, options);
    return jsonResponse(200, { '@odata.context': `${address}/$entity`, ...entity });
  }
  return routePart(context, table, rest, query, `${address}('${table.name}')`);
}

function refuseFilter(filter: string | undefined): void {
  if (filter !== undefined) throw badRequest('$filter is for collections only.');
}

/** `LogicalName='account'` or a metadata id. */
function tableOfKey(schema: Schema, argument: string): Table {
  const [, logicalName] = /^\s*LogicalName\s*=\s*'(.*)'\s*$/s.exec(argument) ?? [];
  const table =
    logicalName === undefined
      ? schema.tables.find(({ name }) => metadataId(`entity/${name}`) === argument.trim().toLowerCase())
      : schema.byName(logicalName);
  if (table === undefined)
    throw new DataverseFault(
      404,
      '0x80060888',
      `Could not find an entity with ${logicalName === undefined ? `id ${argument}` : `name ${logicalName}`}.`,
    );
  return table;
}

function routePart(
  context: ApiContext,
  table: Table,
  [part, ...rest]: readonly Segment[],
  query: string,
  address: string,
): ApiResponse {
  if (part?.name === 'Attributes')
    return routeAttributes(context, table, part, rest, query, `${address}/Attributes`);
  const { expand } = entityType(context.organisation.schema);
  const expansion = part !== undefined && Object.hasOwn(expand, part.name) ? expand[part.name] : undefined;
  if (part === undefined || expansion === undefined) throw resourceNotFound(part?.name ?? '');
  if (part.argument !== undefined || rest.length > 0) throw notSupportedHere(`a path below '${part.name}'`);
  const options = parseQueryOptions(query, ['$select', '$filter', '$expand']);
  const value = queryMetadata(expansion.read(entityMetadata(table)), expansion.type, options);
  return jsonResponse(200, { '@odata.context': `${address}/${part.name}`, value });
}

function routeAttributes(
  context: ApiContext,
  table: Table,
  part: Segment,
  rest: readonly Segment[],
  query: string,
  address: string,
): ApiResponse {
  const options = parseQueryOptions(query, ['$select', '$filter', '$expand']);
  const [cast, ...more] = rest;
  if (more.length > 0 || cast?.argument !== undefined) throw notSupportedHere('a path below an attribute');
  let attributes = attributesOf(table);
  if (cast !== undefined) {
    attributes = attributes.filter((attribute) => attribute['@odata.type'] === `#${cast.name}`);
    if (!knownCasts.has(cast.name)) throw resourceNotFound(cast.name);
  }
  const type = attributeType(context.organisation.schema, cast?.name);
  if (part.argument === undefined) {
    const value = queryMetadata(attributes, type, options);
    return jsonResponse(200, {
      '@odata.context': cast === undefined ? address : `${address}/${cast.name}`,
      value,
    });
  }
  refuseFilter(options.filter);
  const [, name] = /^\s*LogicalName\s*=\s*'(.*)'\s*$/s.exec(part.argument) ?? [];
  const key = part.argument.trim().toLowerCase();
  const found = attributes.filter((attribute) =>
    name === undefined ? attribute.MetadataId === key : attribute.LogicalName === name,
  );
  const [attribute] = queryMetadata(found, type, options);
  if (attribute === undefined)
    throw new DataverseFault(
      404,
      '0x80060888',
      `Could not find the attribute ${part.argument} of ${table.name}.`,
    );
  return jsonResponse(200, { '@odata.context': `${address}/$entity`, ...attribute });
}

const derivedProperties: { readonly [cast: string]: readonly string[] } = {
  'Microsoft.Dynamics.CRM.StringAttributeMetadata': ['MaxLength', 'Format', 'FormatName'],
  'Microsoft.Dynamics.CRM.MemoAttributeMetadata': ['MaxLength', 'Format'],
  'Microsoft.Dynamics.CRM.IntegerAttributeMetadata': ['MinValue', 'MaxValue', 'Format'],
  'Microsoft.Dynamics.CRM.BigIntAttributeMetadata': [],
  'Microsoft.Dynamics.CRM.DoubleAttributeMetadata': ['MinValue', 'MaxValue', 'Precision'],
  'Microsoft.Dynamics.CRM.DecimalAttributeMetadata': ['MinValue', 'MaxValue', 'Precision'],
  'Microsoft.Dynamics.CRM.MoneyAttributeMetadata': ['MinValue', 'MaxValue', 'Precision'],
  'Microsoft.Dynamics.CRM.BooleanAttributeMetadata': ['DefaultValue'],
  'Microsoft.Dynamics.CRM.DateTimeAttributeMetadata': ['Format', 'DateTimeBehavior'],
  'Microsoft.Dynamics.CRM.PicklistAttributeMetadata': ['DefaultFormValue'],
  'Microsoft.Dynamics.CRM.MultiSelectPicklistAttributeMetadata': ['DefaultFormValue'],
  'Microsoft.Dynamics.CRM.StateAttributeMetadata': ['DefaultFormValue'],
  'Microsoft.Dynamics.CRM.StatusAttributeMetadata': ['DefaultFormValue'],
  'Microsoft.Dynamics.CRM.UniqueIdentifierAttributeMetadata': [],
  'Microsoft.Dynamics.CRM.LookupAttributeMetadata': ['Targets'],
  'Microsoft.Dynamics.CRM.EntityNameAttributeMetadata': [],
  'Microsoft.Dynamics.CRM.ManagedPropertyAttributeMetadata': [],
  'Microsoft.Dynamics.CRM.FileAttributeMetadata': [],
  'Microsoft.Dynamics.CRM.ImageAttributeMetadata': [],
};

const knownCasts = new Set(Object.keys(derivedProperties));

const relationshipProperties = [
  'MetadataId',
  'SchemaName',
  'RelationshipType',
  'ReferencedEntity',
  'ReferencedAttribute',
  'ReferencedEntityNavigationPropertyName',
  'ReferencingEntity',
  'ReferencingAttribute',
  'ReferencingEntityNavigationPropertyName',
  'CascadeConfiguration',
  'IsCustomRelationship',
  'IsManaged',
  'IsHierarchical',
];

function entityType(schema: Schema): MetadataType {
  const [sample] = schema.tables;
  const tableOf = (object: MetadataObject): Table | undefined => schema.byName(String(object.LogicalName));
  const keyOf = (table: string): string => schema.byName(table)?.primaryKey ?? `${table}id`;
  const relationships = {
    name: 'OneToManyRelationshipMetadata',
    properties: relationshipProperties,
    expand: {},
  };
  const fromTable = (read: (table: Table) => MetadataObject[]) => (object: MetadataObject) => {
    const table = tableOf(object);
    return table === undefined ? [] : read(table);
  };
  return {
    name: 'EntityMetadata',
    properties: sample === undefined ? [] : Object.keys(entityMetadata(sample)),
    expand: {
      Attributes: { type: attributeType(schema, undefined), collection: true, read: fromTable(attributesOf) },
      ManyToOneRelationships: {
        type: relationships,
        collection: true,
        read: fromTable((table) => manyToOneRelationships(table, keyOf)),
      },
      OneToManyRelationships: {
        type: relationships,
        collection: true,
        read: fromTable(oneToManyRelationships),
      },
      ManyToManyRelationships: { type: relationships, collection: true, read: () => [] },
      Keys: {
        type: { name: 'EntityKeyMetadata', properties: ['MetadataId'], expand: {} },
        collection: true,
        read: () => [],
      },
    },
  };
}

const optionSetProperties = [
  'MetadataId',
  'Name',
  'IsGlobal',
  'IsCustomOptionSet',
  'IsManaged',
  'DisplayName',
  'OptionSetType',
];

function attributeType(schema: Schema, cast: string | undefined): MetadataType {
  const shortName = cast?.split('.').at(-1) ?? 'AttributeMetadata';
  const type = {
    name: shortName,
    properties: [
      ...baseAttributeProperties(),
      ...(cast === undefined ? [] : (derivedProperties[cast] ?? [])),
    ],
  };
  if (cast === undefined || !/\.(?:Picklist|MultiSelectPicklist|State|Status|Boolean)Attribute/.test(cast))
    return { ...type, expand: {} };
  const options = cast.includes('.Boolean') ? ['FalseOption', 'TrueOption'] : ['Options'];
  return {
    ...type,
    expand: {
      OptionSet: {
        type: { name: 'OptionSetMetadata', properties: [...optionSetProperties, ...options], expand: {} },
        collection: false,
        read: (attribute) => {
          const table = schema.byName(String(attribute.EntityLogicalName));
          const column: Column | undefined = table?.column.get(String(attribute.LogicalName));
          return table === undefined || column === undefined ? [] : [optionSetOf(table, column)];
        },
      },
      GlobalOptionSet: {
        type: { name: 'OptionSetMetadata', properties: optionSetProperties, expand: {} },
        collection: false,
        read: () => [],
      },
    },
  };
}
