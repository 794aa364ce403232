import { beforeEach, describe, expect, it } from 'vitest';
import {
  selectNode,
  selectNothing,
  selectRows,
  selectWithin,
  setExpanded,
  setSearch,
  viewOf,
} from '../../../../src/renderer/app/registrations/view.ts';
import { closeActiveTab, closeTab, openTab, stepTab, useTabs } from '../../../../src/renderer/app/tabs.ts';
import { ConnectionId, StepId } from '../../../../src/shared/domain/ids.ts';

const id = (name: string) => ConnectionId.parse(name);

describe('the view of an organisation', () => {
  it('folds and unfolds', () => {
    const connection = id('fold');
    setExpanded(connection, ['a', 'b'], true);
    setExpanded(connection, ['a'], false);
    expect([...viewOf(connection).expanded]).toEqual(['b']);
  });

  it('remembers folding while searching apart, and forgets it with the next search', () => {
    const connection = id('search');
    setExpanded(connection, ['a'], true);
    setSearch(connection, 'x');
    setExpanded(connection, ['a'], false);
    expect([...viewOf(connection).foldedInSearch]).toEqual(['a']);
    expect([...viewOf(connection).expanded]).toEqual(['a']);
    setSearch(connection, 'xy');
    expect(viewOf(connection).foldedInSearch.size).toBe(0);
  });

  it('ends a search that would hide the node that is selected for the user', () => {
    const connection = id('select');
    setSearch(connection, 'x');
    const node = { kind: 'step', id: StepId.parse('00000000-0000-4000-8000-000000000001') } as const;
    selectNode(connection, node);
    expect(viewOf(connection)).toMatchObject({ selected: node, selection: [node], search: '', reveal: 1 });
  });
});

describe('what is selected', () => {
  const [first, second] = ['1', '2'].map(
    (end) => ({ kind: 'step', id: StepId.parse(`00000000-0000-4000-8000-00000000000${end}`) }) as const,
  );
  if (!first || !second) throw new Error('two steps');

  it('gives the commands back to the tree as soon as something is selected there', () => {
    const connection = id('within');
    selectNode(connection, first);
    selectWithin(connection, [second]);
    expect(viewOf(connection)).toMatchObject({ selected: first, within: [second] });
    const rows = { focus: 'a', anchor: 'a', keys: new Set(['a']) };
    selectRows(connection, rows, { selected: second, selection: [first, second], group: null });
    expect(viewOf(connection)).toMatchObject({
      selected: second,
      selection: [first, second],
      within: [],
      rows,
    });
  });

  it('is nothing at all when the organisation itself is asked for', () => {
    const connection = id('nothing');
    selectNode(connection, first);
    selectWithin(connection, [second]);
    selectNothing(connection);
    expect(viewOf(connection)).toMatchObject({ selected: null, selection: [], rows: null, within: [] });
  });
});

describe('tabs', () => {
  beforeEach(() => useTabs.setState({ open: null, active: null }));

  it('opens each organisation once', () => {
    openTab(id('a'));
    openTab(id('b'));
    openTab(id('a'));
    expect(useTabs.getState()).toMatchObject({ open: ['a', 'b'], active: 'a' });
  });

  it('brings the neighbour to the front when the front one is closed', () => {
    for (const name of ['a', 'b', 'c']) openTab(id(name));
    closeTab(id('c'));
    expect(useTabs.getState().active).toBe('b');
    openTab(id('a'));
    closeTab(id('a'));
    expect(useTabs.getState()).toMatchObject({ open: ['b'], active: 'b' });
    closeTab(id('b'));
    expect(useTabs.getState()).toMatchObject({ open: [], active: null });
  });

  it('are walked through in a ring, and say that the focus has to follow', () => {
    stepTab(1);
    expect(useTabs.getState().active).toBeNull();
    for (const name of ['a', 'b', 'c']) openTab(id(name));
    const { steps } = useTabs.getState();
    stepTab(1);
    expect(useTabs.getState()).toMatchObject({ active: 'a', steps: steps + 1 });
    stepTab(-1);
    expect(useTabs.getState().active).toBe('c');
    closeActiveTab();
    expect(useTabs.getState()).toMatchObject({ open: ['a', 'b'], active: 'b', steps: steps + 3 });
  });
});
