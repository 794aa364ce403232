import fc from 'fast-check';
import type {
  DateTime,
  Entity,
  EntityCollection,
  EntityReference,
  Value,
} from '../../../../src/shared/domain/contextValue.ts';
import type { ExecutionContext } from '../../../../src/shared/domain/executionContext.ts';

/** Generates contexts that every dialect can write. */

const isForbidden = (character: string): boolean =>
  (character < ' ' && !'\t\n\r'.includes(character)) || character === '\ufffe' || character === '\uffff';

/** All that XML 1.0 can hold: no control characters, no halves of surrogate pairs. */
const text = fc
  .string({ unit: 'binary', maxLength: 30 })
  .map((value) => [...value].map((character) => (isForbidden(character) ? '·' : character)).join(''));

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/);
const guid = fc.uuid();
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });

/** Without the properties that are not there, as the decoder gives it. */
const given = <T extends object>(record: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  record.map(
    (value) => Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T,
  );

const integer = fc.integer({ min: -2147483648, max: 2147483647 });

/** 29 digits, with a point somewhere or nowhere. */
const decimalText = fc
  .tuple(fc.boolean(), fc.bigInt(1n, 79228162514264337593543950335n), fc.integer({ min: 0, max: 28 }))
  .map(([negative, digits, scale]) => {
    const padded = digits.toString().padStart(scale + 1, '0');
    const point = padded.length - scale;
    return `${negative ? '-' : ''}${padded.slice(0, point)}${scale > 0 ? `.${padded.slice(point)}` : ''}`;
  });

const exactly = (value: string): { value?: number } => {
  const digits = value.replace(/\D/g, '').replace(/^0+/, '');
  return Number.isSafeInteger(Number(value)) || digits.length <= 15 ? { value: Number(value) } : {};
};

const number = fc.oneof(
  integer.map((value) => ({ kind: 'number' as const, text: String(value), value, type: 'int' })),
  fc
    .bigInt(9007199254740992n, 9223372036854775807n)
    .map((value) => ({ kind: 'number' as const, text: String(value), type: 'long' })),
  decimalText.map((value) => ({ kind: 'number' as const, text: value, ...exactly(value), type: 'decimal' })),
  fc
    .constantFrom('NaN', 'INF', '-INF')
    .map((value) => ({ kind: 'number' as const, text: value, type: 'double' })),
);

const dateTime: fc.Arbitrary<DateTime> = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => {
    const raw = date.toISOString().replace(/\.?0+Z$/, 'Z');
    return { raw, wallClock: raw.slice(0, -1), instant: raw };
  });

const pairsOf = <T>(value: fc.Arbitrary<T>) => fc.array(fc.record({ key: text, value }), { maxLength: 4 });

const simpleValue: fc.Arbitrary<Value> = fc.oneof(
  fc.constant({ kind: 'null' as const }),
  fc.boolean().map((value) => ({ kind: 'boolean' as const, value })),
  text.map((value) => ({ kind: 'string' as const, text: value })),
  guid.map((value) => ({ kind: 'guid' as const, text: value })),
  number,
  dateTime.map((value) => ({ kind: 'dateTime' as const, ...value })),
  integer.map((value) => ({ kind: 'optionSetValue' as const, value })),
  fc
    .array(integer, { maxLength: 3 })
    .map((values) => ({ kind: 'optionSetValueCollection' as const, values })),
  decimalText.map((value) => ({ kind: 'money' as const, text: value })),
  fc.uint8Array({ maxLength: 12 }).map((value) => ({
    kind: 'bytes' as const,
    base64: Buffer.from(value).toString('base64'),
    size: value.length,
  })),
  given(
    fc.record({
      kind: fc.constant('booleanManagedProperty' as const),
      value: fc.boolean(),
      canBeChanged: maybe(fc.boolean()),
      managedPropertyLogicalName: maybe(name),
    }),
  ),
  fc.record({ kind: fc.constant('relationship' as const), schemaName: name }),
  fc.array(text, { maxLength: 3 }).map((texts) => ({
    kind: 'array' as const,
    items: texts.map((value) => ({ kind: 'string' as const, text: value })),
  })),
  fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 3 }).map((items) => ({
    kind: 'keyValuePairs' as const,
    items: items.map(([key, value]) => ({
      key: { kind: 'string' as const, text: key },
      value: { kind: 'string' as const, text: value },
    })),
  })),
  fc.tuple(text, text).map(([first, second]) => ({
    kind: 'object' as const,
    typeName: 'PagingInfo',
    members: [
      { name: 'PagingCookie', value: { kind: 'string' as const, text: first } },
      { name: 'ReturnTotal', value: { kind: 'string' as const, text: second } },
    ],
  })),
);

const reference: fc.Arbitrary<EntityReference> = given(
  fc.record({
    id: maybe(guid),
    logicalName: maybe(name),
    name: maybe(text),
    rowVersion: maybe(text),
    keyAttributes: pairsOf(simpleValue),
  }),
);

const entityOf = (value: fc.Arbitrary<Value>, depth: number): fc.Arbitrary<Entity> =>
  given(
    fc.record({
      logicalName: maybe(name),
      id: maybe(guid),
      entityState: fc.constantFrom(undefined, 'Unchanged', 'Created', 'Changed'),
      rowVersion: maybe(text),
      attributes: pairsOf(value),
      formattedValues: pairsOf(text),
      keyAttributes: pairsOf(simpleValue),
      relatedEntities:
        depth === 0
          ? fc.constant([])
          : fc.array(
              fc.record({
                relationship: given(
                  fc.record({
                    schemaName: name,
                    primaryEntityRole: fc.constantFrom(undefined, 'Referenced'),
                  }),
                ),
                rows: collectionOf(depth - 1),
              }),
              { maxLength: 2 },
            ),
      unknownMembers: fc.constantFrom(undefined, [
        { name: 'NewOfEntity', value: { kind: 'string' as const, text: 'new' } },
      ]),
    }),
  );

const collectionOf = (depth: number): fc.Arbitrary<EntityCollection> =>
  given(
    fc.record({
      entityName: maybe(name),
      entities: fc.array(entityOf(simpleValue, depth), { maxLength: 2 }),
      moreRecords: maybe(fc.boolean()),
      pagingCookie: maybe(text),
      minActiveRowVersion: maybe(text),
      totalRecordCount: maybe(integer),
      totalRecordCountLimitExceeded: maybe(fc.boolean()),
    }),
  );

const value: fc.Arbitrary<Value> = fc.oneof(
  { weight: 6, arbitrary: simpleValue },
  {
    weight: 1,
    arbitrary: reference.map((content) => ({ kind: 'entityReference' as const, reference: content })),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(reference, { maxLength: 2 })
      .map((references) => ({ kind: 'entityReferenceCollection' as const, references })),
  },
  { weight: 1, arbitrary: entityOf(simpleValue, 1).map((entity) => ({ kind: 'entity' as const, entity })) },
  {
    weight: 1,
    arbitrary: collectionOf(1).map((collection) => ({ kind: 'entityCollection' as const, collection })),
  },
  {
    weight: 1,
    arbitrary: given<Extract<Value, { kind: 'aliasedValue' }>>(
      fc.record({
        kind: fc.constant('aliasedValue' as const),
        entityLogicalName: maybe(name),
        attributeLogicalName: maybe(name),
        needFormatting: maybe(fc.boolean()),
        returnType: maybe(integer),
        value: simpleValue,
      }),
    ),
  },
);

const images = pairsOf(fc.option(entityOf(value, 1)));

const contextOf = (parent: fc.Arbitrary<ExecutionContext | undefined>): fc.Arbitrary<ExecutionContext> =>
  given(
    fc.record({
      messageName: maybe(text),
      primaryEntityName: maybe(text),
      primaryEntityId: maybe(guid),
      secondaryEntityName: maybe(text),
      stage: maybe(integer),
      mode: maybe(fc.constantFrom(0, 1)),
      isolationMode: maybe(integer),
      depth: maybe(integer),
      userId: maybe(guid),
      initiatingUserId: maybe(guid),
      businessUnitId: maybe(guid),
      organizationId: maybe(guid),
      organizationName: maybe(text),
      correlationId: maybe(guid),
      requestId: maybe(guid),
      operationId: maybe(guid),
      operationCreatedOn: dateTime,
      isExecutingOffline: maybe(fc.boolean()),
      isInTransaction: maybe(fc.boolean()),
      isOfflinePlayback: maybe(fc.boolean()),
      owningExtension: maybe(reference),
      inputParameters: pairsOf(value),
      outputParameters: pairsOf(value),
      sharedVariables: pairsOf(value),
      preEntityImages: images,
      postEntityImages: images,
      parentContext: parent,
      absentMembers: fc.constant([]),
      unknownMembers: fc.constantFrom(
        [],
        [{ name: 'NewOfContext', value: { kind: 'string' as const, text: '' } }],
      ),
    }),
  );

export const anyContext: fc.Arbitrary<ExecutionContext> = contextOf(
  maybe(contextOf(maybe(contextOf(fc.constant(undefined))))),
);
