import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataverseSchema } from '../../../../src/sandbox/schema/dataverseSchema.ts';
import { type Row, textIn } from '../../../../src/sandbox/store/row.ts';
import { RowStore } from '../../../../src/sandbox/store/rowStore.ts';
import { WriteLock } from '../../../../src/sandbox/store/writeLock.ts';

function account(accountid: string, parent?: string): Row {
  return {
    accountid,
    name: `Account ${accountid}`,
    parentaccountid: parent === undefined ? null : { table: 'account', id: parent },
  };
}

describe('RowStore', () => {
  it('gives every written row a higher version and leaves nulls out', () => {
    const store = new RowStore(dataverseSchema);
    const first = store.put('account', account('a'));
    const second = store.put('account', account('a', 'b'));
    expect(Number(second.versionnumber)).toBeGreaterThan(Number(first.versionnumber));
    expect(Object.keys(first)).not.toContain('parentaccountid');
  });

  it('refuses rows without a key and tables that are not there', () => {
    const store = new RowStore(dataverseSchema);
    expect(() => store.put('account', { name: 'x' })).toThrow('accountid');
    expect(() => store.get('nothing', 'a')).toThrow('nothing');
  });

  it('tells changes once, when they are kept, as the rows then are', () => {
    const store = new RowStore(dataverseSchema);
    store.put('account', account('a'));
    const transaction = store.begin();
    store.put('account', account('b'));
    store.put('account', account('b'));
    store.remove('account', 'a');
    expect(transaction.commit()).toEqual([
      { table: 'account', id: 'b', row: store.get('account', 'b') },
      { table: 'account', id: 'a', row: undefined },
    ]);
  });

  it('takes many rows at once, and finds them by id and by what they refer to', () => {
    const store = new RowStore(dataverseSchema);
    store.put('account', account('b'));
    expect(store.sortedIds('account')).toEqual(['b']);
    expect(store.referring('account', 'parentaccountid', 'b')).toEqual([]);
    store.load('account', [account('c', 'b'), account('a', 'b')]);
    expect(store.sortedIds('account')).toEqual(['a', 'b', 'c']);
    expect(store.referring('account', 'parentaccountid', 'b')).toHaveLength(2);
    expect(new Set([...store.rows('account')].map(({ versionnumber }) => versionnumber)).size).toBe(3);
  });

  it('holds one transaction at a time', () => {
    const store = new RowStore(dataverseSchema);
    const transaction = store.begin();
    expect(() => store.begin()).toThrow('already open');
    transaction.rollback();
    expect(() => transaction.commit()).toThrow('already closed');
  });

  it('comes back from a snapshot, through JSON too', () => {
    const store = new RowStore(dataverseSchema);
    store.put('account', account('a'));
    store.put('account', account('b', 'a'));
    const copy = new RowStore(dataverseSchema);
    copy.restore(JSON.parse(JSON.stringify(store.snapshot())));
    expect(copy.snapshot()).toEqual(store.snapshot());
    expect(copy.referring('account', 'parentaccountid', 'a')).toHaveLength(1);
    expect(copy.version).toBe(store.version);
  });

  it('agrees with a plain map, whatever is written, kept or undone', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const write = fc.record({ id, parent: fc.option(id, { nil: undefined }), remove: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.record({ writes: fc.array(write), keep: fc.boolean() })), (transactions) => {
        const store = new RowStore(dataverseSchema);
        // Asked for now, so that the indexes are kept up by the writes that follow.
        store.sortedIds('account');
        store.referring('account', 'parentaccountid', 'a');
        let model = new Map<string, string | undefined>();
        for (const { writes, keep } of transactions) {
          const transaction = store.begin();
          const changed = new Map(model);
          for (const { id: rowId, parent, remove } of writes) {
            if (remove) {
              store.remove('account', rowId);
              changed.delete(rowId);
            } else {
              store.put('account', account(rowId, parent));
              changed.set(rowId, parent);
            }
          }
          if (keep) {
            transaction.commit();
            model = changed;
          } else transaction.rollback();
        }
        expect(store.sortedIds('account')).toEqual([...model.keys()].sort());
        expect(store.count('account')).toBe(model.size);
        for (const parent of ['a', 'b', 'c', 'd', 'e']) {
          const referring = store
            .referring('account', 'parentaccountid', parent)
            .map((row) => textIn(row, 'accountid'));
          const expected = [...model].filter(([, value]) => value === parent).map(([key]) => key);
          expect(referring.sort()).toEqual(expected.sort());
        }
      }),
    );
  });
});

describe('WriteLock', () => {
  it('lets one in at a time, in order, and goes on after a failure', async () => {
    const lock = new WriteLock();
    const seen: string[] = [];
    const work = (name: string, fail: boolean) =>
      lock.run(async () => {
        seen.push(`${name} in`);
        await Promise.resolve();
        seen.push(`${name} out`);
        if (fail) throw new Error(name);
      });
    const results = await Promise.allSettled([work('a', false), work('b', true), work('c', false)]);
    expect(seen).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
