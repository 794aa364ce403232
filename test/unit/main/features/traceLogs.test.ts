import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PluginTypeId, type StepId, TraceLogId } from '../../../../src/shared/domain/ids.ts';
import { type TraceFilter, wholeTraceList } from '../../../../src/shared/domain/traceLog.ts';
import { registerTypeStep } from '../../../support/typeStep.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

let organisation: TestOrganisation;
let test: TestCore;
let typeId: PluginTypeId;
let typeName: string;

beforeAll(async () => {
  organisation = await startTestOrganisation();
  test = await openTestCore(organisation.addresses);
  const type = [...organisation.organisation.store.rows('plugintype')].find(
    ({ typename }) => typename === 'Contoso.Sales.Plugins.AccountNumbering',
  );
  typeId = PluginTypeId.parse(type?.plugintypeid);
  typeName = String(type?.typename);
});
afterAll(async () => {
  await test.close();
  await organisation.close();
});

const organization = { kind: 'organization' as const };
const list = (owner: Parameters<typeof query>[0], filter: Partial<TraceFilter> = {}) => query(owner, filter);
function query(
  owner:
    | typeof organization
    | { kind: 'step'; id: StepId }
    | { kind: 'pluginType'; id: PluginTypeId; typeName: string },
  filter: Partial<TraceFilter> = {},
  rest: { after?: string; top?: number } = {},
) {
  return test.core.call('traceLog.list', {
    connectionId: test.sandbox,
    owner,
    filter: { ...wholeTraceList, ...filter },
    ...rest,
  });
}
async function createAccount(name: string): Promise<void> {
  const { webApi, accessToken } = organisation.addresses;
  const response = await fetch(`${webApi}accounts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  await response.text();
}
const traceRows = () => [...organisation.organisation.store.rows('plugintracelog')];
function seedTrace(values: Record<string, string | number>): TraceLogId {
  return TraceLogId.parse(
    organisation.organisation.seed('plugintracelog', {
      typename: 'Fabrikam.Other, Fabrikam, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null',
      messagename: 'Assign',
      primaryentity: 'lead',
      mode: 1,
      operationtype: 1,
      depth: 1,
      createdon: new Date().toISOString().replace(/\.\d+Z/, 'Z'),
      ...values,
    }),
  );
}

describe('the list of traces', () => {
  it('holds those of a type, of a step, of the organisation, the newest first', async () => {
    const stepId = await registerTypeStep(test.core, test.sandbox, organisation.addresses, {
      typeId,
      name: 'Traced',
    });
    await createAccount('Traced');
    await expect.poll(async () => (await list({ kind: 'step', id: stepId })).traces.length).toBe(1);
    const [trace] = (await list({ kind: 'step', id: stepId })).traces;
    expect(trace).toMatchObject({
      typeName,
      qualifiedName: expect.stringContaining(`${typeName}, `),
      message: 'Create',
      table: 'account',
      mode: 'synchronous',
      operation: 'plugin',
      stepId,
      failed: false,
    });
    const ofType = (await list({ kind: 'pluginType', id: typeId, typeName })).traces;
    expect(ofType.length).toBeGreaterThan(1);
    expect(new Set(ofType.map((one) => one.typeName))).toEqual(new Set([typeName]));
    // A type whose name begins with the other one's is another type.
    const shorter = typeName.slice(0, -1);
    expect((await list({ kind: 'pluginType', id: typeId, typeName: shorter })).traces).toEqual([]);
    const all = (await list(organization)).traces;
    expect(all.length).toBeGreaterThan(ofType.length);
    const times = all.map(({ createdOn }) => createdOn);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('is narrowed by the organisation', async () => {
    seedTrace({ exceptiondetails: "It's broken: 100% & more", messageblock: 'begin' });
    const failed = (await list(organization, { onlyExceptions: true })).traces;
    expect(failed.length).toBeGreaterThan(1);
    expect(failed.every((trace) => trace.failed)).toBe(true);
    expect((await list(organization, { text: "it's broken: 100% & m" })).traces).toMatchObject([
      { message: 'Assign', failed: true },
    ]);
    expect((await list(organization, { message: 'assign' })).traces).toHaveLength(1);
    const modes = (await list(organization, { mode: 'asynchronous' })).traces.map(({ mode }) => mode);
    expect(new Set(modes)).toEqual(new Set(['asynchronous']));
  });

  it('says that there are more than it holds', async () => {
    expect(await query(organization, {}, { top: 2 })).toMatchObject({ more: true, traces: { length: 2 } });
  });

  it('follows along from the newest that is known', async () => {
    const [newest] = (await list(organization)).traces;
    const later = new Date(Date.now() + 60_000).toISOString().replace(/\.\d+Z/, 'Z');
    const id = seedTrace({ createdon: later, messagename: 'Later' });
    const { traces } = await query(organization, {}, { after: later });
    expect(traces.map((trace) => trace.id)).toEqual([id]);
    expect((await query(organization, {}, { after: newest?.createdOn })).traces[0]?.id).toBe(id);
    await expect(query(organization, {}, { after: "x' or 1 eq 1" })).rejects.toMatchObject({
      failure: { code: 'invalid' },
    });
  });
});

describe('a trace', () => {
  it('is read without the secure configuration, in answers and in what is asked for', async () => {
    const id = seedTrace({
      messageblock: 'Entered',
      exceptiondetails: 'Boom',
      configuration: 'open',
      secureconfiguration: 'top-secret',
    });
    const texts = await test.core.call('traceLog.read', { connectionId: test.sandbox, id });
    expect(texts).toEqual({ messageBlock: 'Entered', exception: 'Boom', configuration: 'open' });
    const { entries } = await test.core.call('activity.list', { connectionId: test.sandbox });
    expect(entries.some(({ path }) => path.includes('plugintracelogs'))).toBe(true);
    expect(entries.some(({ path }) => path.includes('secureconfiguration'))).toBe(false);
  });

  it('is deleted with others, and one that is gone already is no obstacle', async () => {
    const ids = [seedTrace({}), seedTrace({}), TraceLogId.parse(randomUUID())];
    const { deleted } = await test.core.call('traceLog.delete', { connectionId: test.sandbox, ids });
    expect(deleted).toBe(2);
    expect(test.told).toContainEqual({ name: 'traceLogs.changed', value: { connectionId: test.sandbox } });
    expect(traceRows().some(({ plugintracelogid }) => ids.some((id) => id === plugintracelogid))).toBe(false);
  });

  it('is deleted by its age, with those of its owner alone', async () => {
    const old = '2026-01-01T00:00:00Z';
    for (let count = 0; count < 120; count += 1) seedTrace({ createdon: old });
    const other = seedTrace({ createdon: old, typename: 'Fabrikam.OtherOne, Fabrikam' });
    const owner = { kind: 'pluginType' as const, id: typeId, typeName: 'Fabrikam.Other' };
    const input = { connectionId: test.sandbox, owner, before: '2026-01-02T00:00:00Z' };
    expect(await test.core.call('traceLog.deleteOlder', input)).toEqual({ deleted: 120 });
    const left = traceRows().filter(({ createdon }) => createdon === old);
    expect(left.map(({ plugintracelogid }) => plugintracelogid)).toEqual([other]);
  });
});

describe('what the organisation writes down', () => {
  it('is read and switched', async () => {
    const connectionId = test.sandbox;
    expect(await test.core.call('traceLog.setting', { connectionId })).toEqual({ setting: 'all' });
    await test.core.call('traceLog.setSetting', { connectionId, setting: 'exceptions' });
    expect(await test.core.call('traceLog.setting', { connectionId })).toEqual({ setting: 'exceptions' });
    const { organizationId } = organisation.organisation.details;
    expect(organisation.organisation.store.get('organization', organizationId)).toMatchObject({
      plugintracelogsetting: 1,
    });
  });
});

describe('the statistics of a type', () => {
  it('are what Dataverse has counted, or nothing', async () => {
    const connectionId = test.sandbox;
    const { statistics } = await test.core.call('pluginType.statistics', { connectionId, id: typeId });
    expect(statistics).toMatchObject({ typeId, executions: expect.any(Number), crashes: 0 });
    expect(statistics?.executions).toBeGreaterThan(0);
    const id = PluginTypeId.parse(randomUUID());
    expect(await test.core.call('pluginType.statistics', { connectionId, id })).toEqual({ statistics: null });
  });
});
