import { describe, expect, it } from 'vitest';
import { createOrganisation } from '../../../../src/sandbox/operations/organisation.ts';
import { seedOrganisation } from '../../../../src/sandbox/seed/seedOrganisation.ts';
import { isLookup, lookupIn, numberIn, textIn } from '../../../../src/sandbox/store/row.ts';

const now = Date.parse('2026-03-02T10:00:00Z');

function seeded() {
  const organisation = createOrganisation({ clock: () => now });
  const contexts = seedOrganisation({
    organisation,
    now,
    namespaceAddress: 'sb://127.0.0.1:50000/',
    sendKey: 'k'.repeat(44),
  });
  return { organisation, store: organisation.store, contexts };
}

const { organisation, store, contexts } = seeded();

/** Ids that Dataverse keeps in lookups whose tables the sandbox does not hold, or whose rows were deleted since. */
const loose = new Set(['regardingobjectid', 'organizationid']);

describe('the seeded organisation', () => {
  it('has the columns of its tables and no others', () => {
    for (const table of organisation.schema.tables)
      for (const row of store.rows(table.name))
        for (const column of Object.keys(row))
          expect(table.column.has(column), `${table.name}.${column}`).toBe(true);
  });

  it('refers only to rows that are there', () => {
    for (const table of organisation.schema.tables)
      for (const row of store.rows(table.name))
        for (const [column, value] of Object.entries(row))
          if (isLookup(value) && !loose.has(column))
            expect(
              store.get(value.table, value.id),
              `${table.name}.${column} → ${value.table}`,
            ).toBeDefined();
  });

  it('names only options that its choices have', () => {
    for (const table of organisation.schema.tables)
      for (const row of store.rows(table.name))
        for (const { name, type, options } of table.columns) {
          const value = numberIn(row, name);
          if (value !== undefined && ['Picklist', 'State', 'Status'].includes(type))
            expect(
              options?.map((option) => option.value),
              `${table.name}.${name}`,
            ).toContain(value);
        }
  });

  it('filters and images steps by columns that exist', () => {
    const tableOfStep = (row: Parameters<typeof lookupIn>[0]) => {
      const filter = lookupIn(row, 'sdkmessagefilterid');
      const name = filter && textIn(store.get('sdkmessagefilter', filter.id) ?? {}, 'primaryobjecttypecode');
      return name === undefined ? undefined : organisation.schema.byName(name);
    };
    for (const step of store.rows('sdkmessageprocessingstep'))
      for (const column of textIn(step, 'filteringattributes')?.split(',') ?? [])
        expect(tableOfStep(step)?.column.has(column), `${textIn(step, 'name')}: ${column}`).toBe(true);
    for (const image of store.rows('sdkmessageprocessingstepimage')) {
      const step = lookupIn(image, 'sdkmessageprocessingstepid');
      const table = tableOfStep(store.get('sdkmessageprocessingstep', step?.id ?? '') ?? {});
      for (const column of textIn(image, 'attributes')?.split(',') ?? [])
        expect(table?.column.has(column), `${textIn(image, 'name')}: ${column}`).toBe(true);
    }
  });

  it('follows the rules that it holds its users to', () => {
    for (const step of store.rows('sdkmessageprocessingstep')) {
      const name = textIn(step, 'name');
      const filter = lookupIn(step, 'sdkmessagefilterid');
      const filterRow = filter === undefined ? undefined : store.get('sdkmessagefilter', filter.id);
      if (filterRow !== undefined) {
        expect(lookupIn(filterRow, 'sdkmessageid'), name).toEqual(lookupIn(step, 'sdkmessageid'));
        expect(filterRow.iscustomprocessingstepallowed, name).toBe(true);
      }
      if (step.mode === 1) expect(step.stage, name).toBe(40);
      const type = lookupIn(step, 'plugintypeid');
      if (type !== undefined) expect(store.get('plugintype', type.id)?.isworkflowactivity, name).toBe(false);
    }
    for (const image of store.rows('sdkmessageprocessingstepimage')) {
      const step = store.get(
        'sdkmessageprocessingstep',
        lookupIn(image, 'sdkmessageprocessingstepid')?.id ?? '',
      );
      if (numberIn(image, 'imagetype') !== 0) expect(step?.stage).toBe(40);
    }
  });

  it('is of a believable size and mixture', () => {
    const steps = [...store.rows('sdkmessageprocessingstep')];
    expect(steps.length).toBeGreaterThanOrEqual(45);
    expect(steps.some((step) => step.ismanaged === true)).toBe(true);
    expect(steps.filter((step) => step.statecode === 1).length).toBeGreaterThan(4);
    expect(new Set(steps.map((step) => step.stage))).toEqual(new Set([10, 20, 40]));
    expect(store.count('pluginassembly')).toBeGreaterThanOrEqual(6);
    expect(store.count('plugintype')).toBeGreaterThanOrEqual(24);
    expect(store.count('serviceendpoint')).toBe(8);
    expect(store.count('sdkmessagefilter')).toBeGreaterThan(250);
    const names = [...store.rows('contact')].map((row) => textIn(row, 'fullname'));
    expect(new Set(names).size).toBe(40);
  });

  it('has jobs in every state, of the last days, with contexts for those that wait', () => {
    const jobs = [...store.rows('asyncoperation')];
    expect(new Set(jobs.map((job) => job.statuscode))).toEqual(new Set([10, 30, 31, 32]));
    for (const job of jobs) {
      const age = now - Date.parse(textIn(job, 'createdon') ?? '');
      expect(age).toBeGreaterThan(0);
      expect(age).toBeLessThan(6 * 24 * 3_600_000);
    }
    const waiting = jobs.filter((job) => job.statuscode === 10).map((job) => textIn(job, 'asyncoperationid'));
    expect(Object.keys(contexts).sort()).toEqual(waiting.sort());
  });

  it('tells of the secrets only that they are set, and leaves two endpoints without', () => {
    const flags = [...store.rows('serviceendpoint')].map((row) => [
      row.name,
      row.issaskeyset === true || row.isauthvalueset === true,
    ]);
    expect(flags.filter(([, set]) => !set)).toEqual([
      ['Partner portal queue', false],
      ['Invoice queue (ACS)', false],
    ]);
  });

  it('gives rows the same ids each time', () => {
    const again = seeded();
    for (const table of ['account', 'serviceendpoint', 'sdkmessageprocessingstep', 'asyncoperation'])
      expect(again.store.sortedIds(table)).toEqual(store.sortedIds(table));
  });
});
