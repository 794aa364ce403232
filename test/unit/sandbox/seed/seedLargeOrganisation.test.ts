import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { createOrganisation, type Organisation } from '../../../../src/sandbox/operations/organisation.ts';
import { createLargeSchema } from '../../../../src/sandbox/seed/large/largeSchema.ts';
import {
  largeCounts,
  seedLargeOrganisation,
} from '../../../../src/sandbox/seed/large/seedLargeOrganisation.ts';
import { isLookup, lookupIn, textIn } from '../../../../src/sandbox/store/row.ts';
import { startWebApi } from '../../../../src/sandbox/webApi/startWebApi.ts';

const now = Date.parse('2026-03-02T10:00:00Z');

function large(at = now): Organisation {
  const organisation = createOrganisation({ clock: () => at, schema: createLargeSchema() });
  seedLargeOrganisation({
    organisation,
    now: at,
    namespaceAddress: 'sb://127.0.0.1:50000/',
    sendKey: 'k'.repeat(44),
  });
  return organisation;
}

const organisation = large();
const { store } = organisation;
const tables = organisation.schema.tables.map(({ name }) => name);

/** Ids that Dataverse keeps in lookups whose tables the sandbox does not hold, or whose rows were deleted since. */
const loose = new Set(['regardingobjectid', 'organizationid']);

describe('the large organisation', () => {
  it('has as many rows as large ones have', () => {
    const counts = Object.fromEntries(Object.keys(largeCounts).map((table) => [table, store.count(table)]));
    expect(counts).toEqual({
      pluginassembly: 300,
      plugintype: 5000,
      sdkmessageprocessingstep: 10_000,
      sdkmessageprocessingstepimage: 4000,
      sdkmessage: 1000,
      sdkmessagefilter: 60_000,
      systemuser: 15_000,
    });
  });

  it('is the same every time, but for dates', () => {
    expect(fingerprint(large(now + 86_400_000))).toEqual(fingerprint(organisation));
  });

  it('has the columns of its tables and no others, and refers only to rows that are there', () => {
    const wrong: string[] = [];
    for (const table of organisation.schema.tables)
      for (const row of store.rows(table.name))
        for (const [column, value] of Object.entries(row)) {
          if (!table.column.has(column)) wrong.push(`${table.name} has no ${column}`);
          if (isLookup(value) && !loose.has(column) && store.get(value.table, value.id) === undefined)
            wrong.push(`${table.name}.${column} → ${value.table} ${value.id}`);
        }
    expect(wrong).toEqual([]);
  });

  it('breaks no rule of the platform', () => {
    const identities = [...store.rows('pluginassembly')].map(
      (row) =>
        `${textIn(row, 'name')} ${textIn(row, 'publickeytoken')} ${Number(row.major)}.${Number(row.minor)}`,
    );
    expect(new Set(identities).size).toBe(identities.length);
    const names = [...store.rows('sdkmessage')].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const pairs = [...store.rows('sdkmessagefilter')].map(
      (row) => `${lookupIn(row, 'sdkmessageid')?.id ?? ''}/${textIn(row, 'primaryobjecttypecode') ?? ''}`,
    );
    expect(new Set(pairs).size).toBe(pairs.length);
    for (const step of store.rows('sdkmessageprocessingstep')) {
      const filter = store.get('sdkmessagefilter', lookupIn(step, 'sdkmessagefilterid')?.id ?? '');
      if (filter === undefined) continue;
      expect(filter.iscustomprocessingstepallowed).toBe(true);
      expect(lookupIn(filter, 'sdkmessageid')).toEqual(lookupIn(step, 'sdkmessageid'));
      const table = organisation.schema.byName(textIn(filter, 'primaryobjecttypecode') ?? '');
      for (const column of textIn(step, 'filteringattributes')?.split(',') ?? [])
        expect(table?.column.has(column), `${table?.name}.${column}`).toBe(true);
    }
  });

  it('is served page by page', async () => {
    const server = await startWebApi({
      organisation,
      accessTokens: { administrator: organisation.details.administratorId },
    });
    afterAll(() => server.close());
    let next: unknown = new URL(
      'sdkmessageprocessingsteps?$select=name&$expand=sdkmessageid($select=name)',
      server.url,
    ).href;
    const pages: number[] = [];
    while (typeof next === 'string') {
      const response = await fetch(next, { headers: { Authorization: 'Bearer administrator' } });
      const body = (await response.json()) as { value: unknown[]; '@odata.nextLink'?: string };
      pages.push(body.value.length);
      next = body['@odata.nextLink'];
    }
    expect(pages).toEqual([5000, 5000]);
  });
});

/** Of each table, without what is counted from now or drawn by lot. */
function fingerprint({ store: rows }: Organisation): Record<string, string> {
  const varying = /on$|time$|end$|start$|unique$|^postponeuntil$|^versionnumber$/;
  return Object.fromEntries(
    tables.map((table) => {
      const hash = createHash('sha256');
      for (const id of rows.sortedIds(table))
        hash.update(
          JSON.stringify(rows.get(table, id), (column, value: unknown) =>
            varying.test(column) ? '' : value,
          ),
        );
      return [table, hash.digest('hex')];
    }),
  );
}
