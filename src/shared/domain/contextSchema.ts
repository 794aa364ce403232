import { z } from 'zod';
import type {
  DateTime,
  Entity,
  EntityCollection,
  EntityReference,
  Member,
  RelatedEntities,
  Relationship,
  Value,
} from './contextValue.ts';
import type { ExecutionContext } from './executionContext.ts';

/** The shapes of an execution context as zod checks them where they cross from the core to the page. */

const text = z.string().optional();
const flag = z.boolean().optional();
const amount = z.number().optional();

const value: z.ZodType<Value> = z.lazy(() => anyValue);
const entity: z.ZodType<Entity> = z.lazy(() => entityShape);

const member: z.ZodType<Member> = z.object({ name: z.string(), value });
const unknownMembers = z.array(member).optional();
const valuePair = z.object({ key: z.string(), value });
const textPair = z.object({ key: z.string(), value: z.string() });
const imagePair = z.object({ key: z.string(), value: entity.nullable() });

const relationshipShape = z.object({ schemaName: text, primaryEntityRole: text });
const relationship: z.ZodType<Relationship> = relationshipShape;

const dateTimeShape = z.object({
  raw: z.string(),
  wallClock: text,
  instant: text,
  offsetMinutes: amount,
  note: text,
});
const dateTime: z.ZodType<DateTime> = dateTimeShape;

const reference: z.ZodType<EntityReference> = z.object({
  logicalName: text,
  id: text,
  name: text,
  keyAttributes: z.array(valuePair),
  rowVersion: text,
  unknownMembers,
});

const collection: z.ZodType<EntityCollection> = z.object({
  entityName: text,
  entities: z.array(entity),
  moreRecords: flag,
  pagingCookie: text,
  minActiveRowVersion: text,
  totalRecordCount: amount,
  totalRecordCountLimitExceeded: flag,
  unknownMembers,
});

const relatedEntities: z.ZodType<RelatedEntities> = z.object({ relationship, rows: collection });

const entityShape: z.ZodType<Entity> = z.object({
  logicalName: text,
  id: text,
  attributes: z.array(valuePair),
  formattedValues: z.array(textPair),
  keyAttributes: z.array(valuePair),
  relatedEntities: z.array(relatedEntities),
  entityState: text,
  rowVersion: text,
  unknownMembers,
});

const anyValue: z.ZodType<Value> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('null') }),
  z.object({ kind: z.literal('boolean'), value: z.boolean() }),
  z.object({ kind: z.literal('string'), text: z.string() }),
  z.object({ kind: z.literal('number'), text: z.string(), value: amount, type: text }),
  z.object({ kind: z.literal('guid'), text: z.string(), inferred: flag }),
  dateTimeShape.extend({ kind: z.literal('dateTime') }),
  z.object({ kind: z.literal('entity'), entity }),
  z.object({ kind: z.literal('entityReference'), reference }),
  z.object({ kind: z.literal('entityReferenceCollection'), references: z.array(reference) }),
  z.object({ kind: z.literal('entityCollection'), collection }),
  z.object({ kind: z.literal('optionSetValue'), value: z.number() }),
  z.object({ kind: z.literal('optionSetValueCollection'), values: z.array(z.number()) }),
  z.object({ kind: z.literal('money'), text: z.string() }),
  z.object({
    kind: z.literal('aliasedValue'),
    entityLogicalName: text,
    attributeLogicalName: text,
    value,
    needFormatting: flag,
    returnType: amount,
  }),
  z.object({
    kind: z.literal('booleanManagedProperty'),
    value: z.boolean(),
    canBeChanged: flag,
    managedPropertyLogicalName: text,
  }),
  relationshipShape.extend({ kind: z.literal('relationship') }),
  z.object({ kind: z.literal('bytes'), base64: z.string(), size: z.number() }),
  z.object({ kind: z.literal('array'), items: z.array(value) }),
  z.object({ kind: z.literal('keyValuePairs'), items: z.array(z.object({ key: value, value })) }),
  z.object({ kind: z.literal('object'), typeName: text, members: z.array(member) }),
]);

export const executionContextSchema: z.ZodType<ExecutionContext> = z.lazy(() => contextShape);

const contextShape: z.ZodType<ExecutionContext> = z.object({
  messageName: text,
  primaryEntityName: text,
  primaryEntityId: text,
  secondaryEntityName: text,
  stage: amount,
  mode: amount,
  isolationMode: amount,
  depth: amount,
  userId: text,
  initiatingUserId: text,
  userAzureActiveDirectoryObjectId: text,
  initiatingUserAzureActiveDirectoryObjectId: text,
  initiatingUserAgent: text,
  businessUnitId: text,
  organizationId: text,
  organizationName: text,
  correlationId: text,
  requestId: text,
  operationId: text,
  operationCreatedOn: dateTime.optional(),
  isExecutingOffline: flag,
  isInTransaction: flag,
  isOfflinePlayback: flag,
  owningExtension: reference.optional(),
  inputParameters: z.array(valuePair),
  outputParameters: z.array(valuePair),
  sharedVariables: z.array(valuePair),
  preEntityImages: z.array(imagePair),
  postEntityImages: z.array(imagePair),
  parentContext: executionContextSchema.optional(),
  absentMembers: z.array(z.string()),
  unknownMembers: z.array(member),
});
