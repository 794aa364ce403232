import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexRegistrations } from '../../../../src/renderer/app/registrations/registrationIndex.ts';
import { noFilters, type TreeFilters } from '../../../../src/renderer/app/registrations/treeFilters.ts';
import { filterTree } from '../../../../src/renderer/features/explorer/filterTree.ts';
import { markEntries } from '../../../../src/renderer/features/explorer/markEntries.ts';
import { haystackOf } from '../../../../src/renderer/features/explorer/nodeHaystack.ts';
import { treeOf } from '../../../../src/renderer/features/explorer/registrationTree.ts';
import type { RegistrationTree, TreeEntry } from '../../../../src/renderer/features/explorer/treeEntry.ts';
import {
  ancestorKeys,
  computeTreeRows,
  searchTerms,
  siblingKeys,
} from '../../../../src/renderer/features/explorer/treeRows.ts';
import { RegistrationsBuilder } from '../support/registrationsBuilder.ts';

function sales(): RegistrationTree {
  const builder = new RegistrationsBuilder();
  const assembly = builder.assembly('Contoso.Sales');
  const pricing = builder.type(assembly, 'Contoso.Sales.Pricing');
  const update = builder.step(pricing, 'Update', 'salesorder');
  builder.image(update, 'PreImage');
  builder.step(pricing, 'Create', 'salesorder');
  builder.type(assembly, 'Contoso.Sales.Credit');
  const endpoint = builder.endpoint('Order events', { path: 'warehouse' });
  builder.step(endpoint, 'Create', 'account');
  return treeOf(builder.registrations);
}

const nothing: ReadonlySet<string> = new Set();

const unfiltered = (tree: RegistrationTree) => markEntries(tree.entries, () => true);
const haystack = (entry: TreeEntry) => (entry.kind === 'node' ? haystackOf(entry.node) : '');

function shown(
  tree: RegistrationTree,
  search: string,
  expanded = nothing,
  foldedInSearch = nothing,
): readonly string[] {
  const { rows } = computeTreeRows(tree, { search, expanded, foldedInSearch, filtered: unfiltered(tree) });
  return rows.map(
    (row) =>
      `${'  '.repeat(row.level - 1)}${row.expanded === null ? '' : row.expanded ? '- ' : '+ '}${row.text} ${row.position}/${row.setSize}`,
  );
}

function keyOf(tree: RegistrationTree, label: string): string {
  const entry = tree.entries.find((candidate) => candidate.label === label);
  if (!entry) throw new Error(`no ${label}`);
  return entry.key;
}

describe('computeTreeRows', () => {
  it('shows what is unfolded', () => {
    const tree = sales();
    expect(shown(tree, '')).toEqual(['+ Contoso.Sales 1/2', '+ Order events 2/2']);
    expect(shown(tree, '', new Set([keyOf(tree, 'Contoso.Sales'), keyOf(tree, 'Order events')]))).toEqual([
      '- Contoso.Sales 1/2',
      '  Contoso.Sales.Credit 1/2',
      '  + Contoso.Sales.Pricing 2/2',
      '- Order events 2/2',
      '  Create of account 1/1',
    ]);
  });

  it('keeps the parents of what matches, unfolded, and counts the siblings that are shown', () => {
    const tree = sales();
    expect(shown(tree, 'preimage')).toEqual([
      '- Contoso.Sales 1/1',
      '  - Contoso.Sales.Pricing 1/1',
      '    - Update of salesorder 1/1',
      '      PreImage: all columns 1/1',
    ]);
    expect(
      computeTreeRows(tree, {
        search: 'preimage',
        expanded: nothing,
        foldedInSearch: nothing,
        filtered: unfiltered(tree),
      }).matches,
    ).toBe(1);
  });

  it('wants all words, in any case and any order, anywhere in what is known of a node', () => {
    const tree = sales();
    expect(shown(tree, 'ACCOUNT  create')).toEqual(['- Order events 1/1', '  Create of account 1/1']);
    expect(shown(tree, 'warehouse')).toEqual(['+ Order events 1/1']);
    expect(shown(tree, 'nowhere to be found')).toEqual([]);
  });

  it('lets a match be unfolded to all that is in it', () => {
    const tree = sales();
    expect(shown(tree, 'warehouse', new Set([keyOf(tree, 'Order events')]))).toEqual([
      '- Order events 1/1',
      '  Create of account 1/1',
    ]);
  });

  it('lets what a search unfolds be folded', () => {
    const tree = sales();
    expect(shown(tree, 'preimage', nothing, new Set([keyOf(tree, 'Contoso.Sales.Pricing')]))).toEqual([
      '- Contoso.Sales 1/1',
      '  + Contoso.Sales.Pricing 1/1',
    ]);
  });
});

/** The same by the definition, one node at a time. */
function byDefinition(tree: RegistrationTree, search: string): readonly string[] {
  const terms = searchTerms(search);
  const { entries } = tree;
  const matches = (entry: TreeEntry) => terms.every((term) => haystack(entry).includes(term));
  return entries
    .filter((entry, place) => entries.slice(place, entry.end).some(matches))
    .map(({ key }) => key);
}

describe('computeTreeRows on any tree', () => {
  const word = fc.constantFrom('account', 'order', 'sales', 'x', 'create');
  const shape = fc.array(
    fc.record({
      name: word,
      types: fc.array(fc.record({ name: word, steps: fc.array(word, { maxLength: 3 }) }), { maxLength: 3 }),
    }),
    { maxLength: 4 },
  );

  it('shows exactly what matches and its parents, well numbered', () => {
    fc.assert(
      fc.property(shape, word, (assemblies, search) => {
        const builder = new RegistrationsBuilder();
        for (const { name, types } of assemblies) {
          const assembly = builder.assembly(name);
          for (const type of types) {
            const row = builder.type(assembly, type.name);
            for (const table of type.steps) builder.step(row, 'Update', table);
          }
        }
        const tree = treeOf(builder.registrations);
        const { rows, matches } = computeTreeRows(tree, {
          search,
          expanded: nothing,
          foldedInSearch: nothing,
          filtered: unfiltered(tree),
        });
        expect(rows.map(({ id }) => id)).toEqual(byDefinition(tree, search));
        expect(matches).toBe(tree.entries.filter((entry) => haystack(entry).includes(search)).length);
        // Below each parent the rows are numbered without a gap, up to the size that each of them tells.
        const numbers = new Map<number, { position: number; setSize: number }[]>();
        for (const { entry, position, setSize } of rows) {
          numbers.set(entry.parent, [...(numbers.get(entry.parent) ?? []), { position, setSize }]);
        }
        for (const siblings of numbers.values()) {
          expect(siblings).toEqual(siblings.map((_, at) => ({ position: at + 1, setSize: siblings.length })));
        }
      }),
    );
  });
});

describe('ways through the tree', () => {
  it('finds the nodes that contain a node, outermost first', () => {
    const tree = sales();
    expect(ancestorKeys(tree, keyOf(tree, 'PreImage: all columns'))).toEqual([
      keyOf(tree, 'Contoso.Sales'),
      keyOf(tree, 'Contoso.Sales.Pricing'),
      keyOf(tree, 'Update of salesorder'),
    ]);
    expect(ancestorKeys(tree, 'step:unknown')).toEqual([]);
  });

  it('finds the siblings that can be unfolded', () => {
    const tree = sales();
    expect(siblingKeys(tree, keyOf(tree, 'Contoso.Sales.Credit'))).toEqual([
      keyOf(tree, 'Contoso.Sales.Pricing'),
    ]);
    expect(siblingKeys(tree, keyOf(tree, 'Order events'))).toEqual([
      keyOf(tree, 'Contoso.Sales'),
      keyOf(tree, 'Order events'),
    ]);
  });
});

describe('filterTree', () => {
  function filtered(change: Partial<TreeFilters>, search = ''): readonly string[] {
    const builder = new RegistrationsBuilder();
    const ours = builder.assembly('Contoso.Sales');
    const pricing = builder.type(ours, 'Contoso.Sales.Pricing');
    builder.image(builder.step(pricing, 'Update', 'quote', { enabled: false }), 'Before');
    builder.step(pricing, 'Create', 'quote');
    builder.step(pricing, 'Delete', 'quote', { hidden: true });
    const theirs = builder.assembly('Fabrikam', { managed: true });
    builder.step(builder.type(theirs, 'Fabrikam.Type', { managed: true }), 'Create', 'lead');
    builder.assembly('Microsoft.Crm.ServiceBus', { managed: true });
    const tree = treeOf(builder.registrations);
    const index = indexRegistrations(builder.registrations);
    const { rows } = computeTreeRows(tree, {
      search,
      expanded: new Set(tree.places.keys()),
      foldedInSearch: nothing,
      filtered: filterTree(tree, { ...noFilters, ...change }, index, null),
    });
    return rows.map((row) => `${'  '.repeat(row.level - 1)}${row.text} ${row.position}/${row.setSize}`);
  }

  it('leaves out what is hidden and the platform’s own, unless asked', () => {
    expect(filtered({})).toEqual([
      'Contoso.Sales 1/2',
      '  Contoso.Sales.Pricing 1/1',
      '    Create of quote 1/2',
      '    Update of quote 2/2',
      '      Before: all columns 1/1',
      'Fabrikam 2/2',
      '  Fabrikam.Type 1/1',
      '    Create of lead 1/1',
    ]);
    expect(filtered({ hidden: true })).toContain('    Delete of quote 2/3');
    expect(filtered({ system: true })).toContain('Microsoft.Crm.ServiceBus 3/3');
  });

  it('keeps what a step is in when only some steps are wanted, and its images', () => {
    expect(filtered({ state: 'disabled' })).toEqual([
      'Contoso.Sales 1/1',
      '  Contoso.Sales.Pricing 1/1',
      '    Update of quote 1/1',
      '      Before: all columns 1/1',
    ]);
  });

  it('keeps managed parents of what is unmanaged', () => {
    expect(filtered({ managed: 'unmanaged' }).slice(-3)).toEqual([
      'Fabrikam 2/2',
      '  Fabrikam.Type 1/1',
      '    Create of lead 1/1',
    ]);
    expect(filtered({ managed: 'managed' })).toEqual(['Fabrikam 1/1', '  Fabrikam.Type 1/1']);
  });

  it('takes a name with all that is in it, and searches only what is left', () => {
    expect(filtered({ name: 'fabri' })).toHaveLength(3);
    expect(filtered({ name: 'contoso' }, 'create')).toEqual([
      'Contoso.Sales 1/1',
      '  Contoso.Sales.Pricing 1/1',
      '    Create of quote 1/1',
    ]);
  });
});
