import { describe, expect, it } from 'vitest';
import { contextChanges, equalValues } from '../../../../src/shared/domain/contextChanges.ts';
import type { Entity, Pair, Value } from '../../../../src/shared/domain/contextValue.ts';
import type { ExecutionContext } from '../../../../src/shared/domain/executionContext.ts';

const id = '11111111-2222-3333-4444-555555555555';
const context = (messageName: string, members: Partial<ExecutionContext> = {}): ExecutionContext => ({
  messageName,
  primaryEntityName: 'salesorder',
  primaryEntityId: id,
  inputParameters: [],
  outputParameters: [],
  sharedVariables: [],
  preEntityImages: [],
  postEntityImages: [],
  absentMembers: [],
  unknownMembers: [],
  ...members,
});

const nothing: Value = { kind: 'null' };
const text = (value: string): Value => ({ kind: 'string', text: value });
const choice = (value: number): Value => ({ kind: 'optionSetValue', value });
const money = (value: string): Value => ({ kind: 'money', text: value });
const lookup = (name?: string): Value => ({
  kind: 'entityReference',
  reference: { logicalName: 'account', id, name, keyAttributes: [] },
});

const pairs = <T>(values: Record<string, T>): Pair<T>[] =>
  Object.entries(values).map(([key, value]) => ({ key, value }));
const entity = (values: Record<string, Value>, formatted: Record<string, string> = {}): Entity => ({
  logicalName: 'salesorder',
  id,
  attributes: pairs(values),
  formattedValues: pairs(formatted),
  keyAttributes: [],
  relatedEntities: [],
});
const target = (row: Entity): Pair<Value>[] => [{ key: 'Target', value: { kind: 'entity', entity: row } }];

/** Column, before, sent, after and state, as the page shows them. */
const tableOf = (of: ExecutionContext) =>
  contextChanges(of).rows.map((row) => [
    row.column,
    row.before?.text,
    row.sent?.text,
    row.after?.text,
    row.state,
  ]);

describe('an update with images', () => {
  const update = context('Update', {
    inputParameters: target(
      entity({
        statuscode: choice(4),
        totalamount: money('1312.50'),
        salesorderid: { kind: 'guid', text: id },
      }),
    ),
    preEntityImages: [
      {
        key: 'Pre',
        value: entity(
          {
            statuscode: choice(1),
            totalamount: money('1250.00'),
            customerid: lookup('A. Datum'),
            city: text('Zürich'),
          },
          { statuscode: 'New', totalamount: '€1,250.00' },
        ),
      },
    ],
    postEntityImages: [
      { key: 'AsynchronousStepPrimaryName', value: entity({ name: text('SO-1') }) },
      {
        key: 'Post',
        value: entity(
          {
            statuscode: choice(4),
            totalamount: money('1312.5'),
            customerid: lookup('A. Datum Corporation'),
            city: text('Zürich'),
            discount: money('0'),
          },
          { statuscode: 'Pending', totalamount: '€1,312.50' },
        ),
      },
    ],
  });

  it('shows what was, what was sent and what is', () => {
    expect(tableOf(update)).toEqual([
      ['statuscode', 'New (1)', '4', 'Pending (4)', 'changed'],
      ['totalamount', '€1,250.00', '1312.50', '€1,312.50', 'changed'],
      ['salesorderid', undefined, id, undefined, 'unchanged'],
      ['customerid', 'A. Datum', undefined, 'A. Datum Corporation', 'notSent'],
      ['city', 'Zürich', undefined, 'Zürich', 'notSent'],
      ['discount', undefined, undefined, '0', 'notSent'],
    ]);
    expect(contextChanges(update).note).toBeUndefined();
  });

  it('gives the organisation’s own wording as the label', () => {
    expect(contextChanges(update).rows[0]).toMatchObject({
      before: { label: 'New', value: { kind: 'optionSetValue', value: 1 } },
      after: { label: 'Pending' },
    });
  });
});

describe('states of an updated column', () => {
  const stateOf = (before?: Value, sent?: Value, after?: Value) =>
    contextChanges(
      context('Update', {
        inputParameters: target(entity(sent ? { x: sent } : {})),
        preEntityImages: [{ key: 'Pre', value: before ? entity({ x: before }) : null }],
        postEntityImages: after ? [{ key: 'Post', value: entity({ x: after }) }] : [],
      }),
    ).rows[0]?.state;

  it.each([
    ['another value', text('a'), text('b'), undefined, 'changed'],
    ['the same value sent again', text('a'), text('a'), undefined, 'unchanged'],
    ['the same amount, written otherwise', money('1.5'), money('1.50'), undefined, 'unchanged'],
    ['a value where there was none', nothing, text('a'), undefined, 'new'],
    ['a value taken away', text('a'), nothing, undefined, 'removed'],
    ['a value sent, and the one before not known', undefined, text('a'), undefined, 'changed'],
    ['nothing sent, and the value before not known', undefined, nothing, undefined, 'changed'],
    ['a plug-in set it back', text('a'), text('b'), text('a'), 'unchanged'],
    ['a plug-in changed it unasked', text('a'), undefined, text('b'), 'changed'],
    ['untouched', text('a'), undefined, text('a'), 'notSent'],
    ['only in the post-image', undefined, undefined, text('a'), 'notSent'],
  ] as const)('%s', (_, before, sent, after, state) => {
    expect(stateOf(before, sent, after)).toBe(state);
  });
});

describe('other messages', () => {
  it('Create: all is new, except what was sent empty', () => {
    const create = context('Create', {
      inputParameters: target(entity({ name: text('Contoso'), fax: nothing }, { name: 'Contoso' })),
    });
    expect(tableOf(create)).toEqual([
      ['name', undefined, 'Contoso', undefined, 'new'],
      ['fax', undefined, '', undefined, 'unchanged'],
    ]);
    expect(contextChanges(create).note).toBeUndefined();
  });

  it('Delete: shows what was, or says how to see it', () => {
    const parameters: Pair<Value>[] = [{ key: 'Target', value: lookup() }];
    const withImage = context('Delete', {
      inputParameters: parameters,
      preEntityImages: [
        { key: 'AsynchronousStepPrimaryName', value: entity({ name: text('hidden') }) },
        { key: 'Pre', value: entity({ name: text('Contoso') }) },
      ],
    });
    expect(tableOf(withImage)).toEqual([['name', 'Contoso', undefined, undefined, 'removed']]);
    expect(contextChanges(context('Delete', { inputParameters: parameters }))).toEqual({
      rows: [],
      note: 'To see what was deleted, register a pre-image on the step.',
    });
  });

  it('SetState and Assign: their parameters are columns', () => {
    expect(
      tableOf(
        context('SetState', {
          inputParameters: pairs({ EntityMoniker: lookup(), State: choice(1), Status: choice(2) }),
          preEntityImages: [{ key: 'Pre', value: entity({ statecode: choice(0), statuscode: choice(2) }) }],
        }),
      ),
    ).toEqual([
      ['statecode', '0', '1', undefined, 'changed'],
      ['statuscode', '2', '2', undefined, 'unchanged'],
    ]);
    expect(
      tableOf(context('Assign', { inputParameters: pairs({ Target: lookup(), Assignee: lookup('Ada') }) })),
    ).toEqual([['ownerid', undefined, 'Ada', undefined, 'changed']]);
  });

  it.each([
    ['Associate', 'new'],
    ['Disassociate', 'removed'],
  ])('%s: the linked rows under the name of the relationship', (message, state) => {
    const inputParameters = pairs<Value>({
      Target: lookup(),
      Relationship: { kind: 'relationship', schemaName: 'account_contacts' },
      RelatedEntities: {
        kind: 'entityReferenceCollection',
        references: [
          { logicalName: 'contact', id: '1', name: 'Ada', keyAttributes: [] },
          { logicalName: 'contact', id: '2', keyAttributes: [] },
        ],
      },
    });
    expect(tableOf(context(message, { inputParameters }))).toEqual([
      ['account_contacts', undefined, 'Ada, contact 2', undefined, state],
    ]);
  });

  it('several rows at once are left to the input', () => {
    const row = entity({ name: text('a') });
    const targets: Value = { kind: 'entityCollection', collection: { entities: [row, row] } };
    expect(
      contextChanges(context('UpdateMultiple', { inputParameters: pairs({ Targets: targets }) })),
    ).toEqual({
      rows: [],
      note: 'The message carries 2 rows at once: see Input.',
    });
  });

  it('a truncated message says so', () => {
    expect(contextChanges(context('Update', { absentMembers: ['InputParameters'] })).note).toContain(
      'size limit',
    );
  });

  it('a message named like something of JavaScript is only a message', () => {
    expect(contextChanges(context('constructor')).rows).toEqual([]);
    expect(contextChanges(context('__proto__')).rows).toEqual([]);
  });
});

describe('equalValues', () => {
  const number = (value: string): Value => ({ kind: 'number', text: value });
  it.each([
    [number('1.50'), number('1.5'), true],
    [number('001'), number('1'), true],
    [number('-0.00'), number('0'), true],
    [number('100'), number('1'), false],
    [number('79228162514264337593543950335'), number('79228162514264337593543950334'), false],
    [number('NaN'), number('NaN'), true],
    [number('1'), money('1'), false],
    [lookup('one name'), lookup('another'), true],
    [text('A'), text('a'), false],
    [{ kind: 'guid', text: 'AB' }, { kind: 'string', text: 'ab' }, true],
    [
      { kind: 'optionSetValueCollection', values: [10, 9] },
      { kind: 'optionSetValueCollection', values: [9, 10] },
      true,
    ],
    [
      { kind: 'dateTime', raw: '/Date(0+0200)/', instant: '1970-01-01T00:00:00Z' },
      { kind: 'dateTime', raw: '/Date(0)/', instant: '1970-01-01T00:00:00Z' },
      true,
    ],
    [nothing, text(''), false],
  ] as [Value, Value, boolean][])('%j and %j: %s', (one, other, equal) => {
    expect(equalValues(one, other)).toBe(equal);
    expect(equalValues(other, one)).toBe(equal);
  });
});
