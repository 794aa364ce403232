import { describe, expect, it } from 'vitest';
import type { Entity, Pair, Value } from '../../../../src/shared/domain/contextValue.ts';
import {
  type ExecutionContext,
  findParameter,
  targetOf,
} from '../../../../src/shared/domain/executionContext.ts';

const context = (members: Partial<ExecutionContext>): ExecutionContext => ({
  inputParameters: [],
  outputParameters: [],
  sharedVariables: [],
  preEntityImages: [],
  postEntityImages: [],
  absentMembers: [],
  unknownMembers: [],
  ...members,
});

const text = (value: string): Value => ({ kind: 'string', text: value });
const entity = (attributes: Pair<Value>[], members: Partial<Entity> = {}): Entity => ({
  attributes,
  formattedValues: [],
  keyAttributes: [],
  relatedEntities: [],
  ...members,
});
const id = '11111111-2222-3333-4444-555555555555';

describe('findParameter', () => {
  it('takes the first of a name, by exact name, from the collection asked for', () => {
    const found = context({
      inputParameters: [
        { key: 'a', value: text('1') },
        { key: 'a', value: text('2') },
      ],
      sharedVariables: [{ key: 'b', value: text('3') }],
    });
    expect(findParameter(found, 'a')).toEqual(text('1'));
    expect(findParameter(found, 'A')).toBeUndefined();
    expect(findParameter(found, 'b')).toBeUndefined();
    expect(findParameter(found, 'b', 'sharedVariables')).toEqual(text('3'));
  });
});

describe('targetOf', () => {
  it('takes the row that was sent', () => {
    const sent = entity([{ key: 'name', value: text('Contoso') }], { logicalName: 'account', id });
    expect(
      targetOf(context({ inputParameters: [{ key: 'Target', value: { kind: 'entity', entity: sent } }] })),
    ).toEqual({ logicalName: 'account', id, name: 'Contoso', entity: sent });
  });

  it('takes the id of the context where a row to create had none yet', () => {
    const sent = entity([], { logicalName: 'account', id: '00000000-0000-0000-0000-000000000000' });
    const target = targetOf(
      context({
        primaryEntityId: id,
        inputParameters: [{ key: 'Target', value: { kind: 'entity', entity: sent } }],
      }),
    );
    expect(target?.id).toBe(id);
  });

  it.each(['Target', 'EntityMoniker'])('takes a reference from %s', (key) => {
    const reference = { logicalName: 'account', id, name: 'Contoso', keyAttributes: [] };
    expect(
      targetOf(context({ inputParameters: [{ key, value: { kind: 'entityReference', reference } }] })),
    ).toEqual({ logicalName: 'account', id, name: 'Contoso', reference });
  });

  it('falls back on what the context names, as in a truncated message', () => {
    expect(targetOf(context({ primaryEntityName: 'account', primaryEntityId: id }))).toEqual({
      logicalName: 'account',
      id,
    });
    expect(
      targetOf(
        context({ primaryEntityName: 'none', primaryEntityId: '00000000-0000-0000-0000-000000000000' }),
      ),
    ).toBeUndefined();
    expect(targetOf(context({}))).toBeUndefined();
  });

  it('names the row by the automatic image, whatever its primary column is called', () => {
    const image = entity([
      { key: 'ordernumber', value: text('SO-10248') },
      { key: 'salesorderid', value: { kind: 'guid', text: id } },
    ]);
    const named = context({
      primaryEntityName: 'salesorder',
      postEntityImages: [
        { key: 'Post', value: entity([{ key: 'name', value: text('another') }]) },
        { key: 'AsynchronousStepPrimaryName', value: image },
      ],
    });
    expect(targetOf(named)?.name).toBe('SO-10248');
  });

  it('does not guess where the automatic image holds several texts', () => {
    const image = entity([
      { key: 'a', value: text('1') },
      { key: 'b', value: text('2') },
    ]);
    const unnamed = context({
      primaryEntityName: 'x',
      preEntityImages: [
        { key: 'AsynchronousStepPrimaryName', value: image },
        { key: 'Pre', value: null },
      ],
    });
    expect(targetOf(unnamed)).toEqual({ logicalName: 'x' });
  });
});
