import { describe, expect, it } from 'vitest';
import { kindCounts } from '../../../../src/renderer/features/explorer/kindCounts.ts';
import { treeOf } from '../../../../src/renderer/features/explorer/registrationTree.ts';
import { rowsOfNodes, selectedNodes } from '../../../../src/renderer/features/explorer/selectedNodes.ts';
import { RegistrationsBuilder } from '../support/registrationsBuilder.ts';

function orders() {
  const builder = new RegistrationsBuilder();
  const endpoint = builder.endpoint('Orders');
  const create = builder.step(endpoint, 'Create', 'account');
  const update = builder.step(endpoint, 'Update', 'account');
  const hook = builder.endpoint('Hook', { designationType: 'webhook' });
  return { builder, endpoint, create, update, hook, tree: treeOf(builder.registrations) };
}

describe('what the selected rows show', () => {
  it('is told in the order of the tree, with the one that has the focus', () => {
    const { tree, create, update, endpoint } = orders();
    const keys = new Set([update, endpoint, create].map(({ kind, id }) => `${kind}:${id}`));
    const { selected, selection } = selectedNodes(tree, { focus: `step:${create.id}`, anchor: null, keys });
    expect(selected).toEqual({ kind: 'step', id: create.id });
    expect(selection.map(({ id }) => id)).toEqual([endpoint.id, create.id, update.id]);
  });

  it('has another one in front when the row with the focus is not selected, and none without rows', () => {
    const { tree, create, endpoint } = orders();
    const rows = {
      focus: `step:${create.id}`,
      anchor: null,
      keys: new Set([`serviceEndpoint:${endpoint.id}`]),
    };
    expect(selectedNodes(tree, rows).selected).toEqual({ kind: 'serviceEndpoint', id: endpoint.id });
    expect(selectedNodes(tree, { ...rows, keys: new Set() })).toEqual({
      selected: null,
      selection: [],
      group: null,
    });
  });

  it('is a group when it alone is selected, and passes over groups among others', () => {
    const { builder, create } = orders();
    const tree = treeOf(builder.registrations, { view: 'table' });
    const group = { kind: 'table', table: 'account', message: undefined };
    const rows = { focus: 'table=account', anchor: null, keys: new Set(['table=account']) };
    expect(selectedNodes(tree, rows)).toEqual({ selected: null, selection: [], group });
    rows.keys.add(`step:${create.id}`);
    expect(selectedNodes(tree, rows)).toMatchObject({ selected: { id: create.id }, group: null });
  });

  it('is found again in rows', () => {
    const { tree, create } = orders();
    const rows = rowsOfNodes(tree, { kind: 'step', id: create.id }, [{ kind: 'step', id: create.id }]);
    expect([rows.focus, [...rows.keys]]).toEqual([`step:${create.id}`, [`step:${create.id}`]]);
  });
});

describe('kindCounts', () => {
  it('counts by kind, webhooks and workflow activities apart', () => {
    const { builder, endpoint, create, update, hook } = orders();
    const assembly = builder.assembly('Sales');
    const activity = builder.type(assembly, 'Sales.Activity', { workflowActivity: true });
    expect(kindCounts([create, hook, update, endpoint, activity])).toBe(
      '1 workflow activity · 1 service endpoint · 1 webhook · 2 steps',
    );
  });
});
