import { beforeEach, describe, expect, it } from 'vitest';
import { createPipeline, type PostingPipeline } from '../../../../src/sandbox/pipeline/createPipeline.ts';
import { ids, type JsonObject, startApiUnderTest, stepBody } from '../apiUnderTest.ts';

let now = Date.parse('2026-03-02T10:00:00Z');
const api = await startApiUnderTest({ clock: () => now });
const { send, create, organisation } = api;
const pipeline: PostingPipeline = createPipeline({ organisation });
organisation.pipeline = pipeline;

async function traceSetting(value: number): Promise<void> {
  const { organizationId } = organisation.details;
  const reply = await send('PATCH', `organizations(${organizationId})`, { plugintracelogsetting: value });
  expect(reply.status).toBe(204);
}

/** All traces, once those of what was answered before are written. */
async function traces(): Promise<readonly JsonObject[]> {
  await pipeline.settled();
  return (await send('GET', 'plugintracelogs?$orderby=createdon')).rows;
}

const onCreate = (changes: JsonObject = {}): JsonObject =>
  stepBody({
    'sdkmessageid@odata.bind': `/sdkmessages(${ids.create})`,
    'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${ids.createAccount})`,
    ...changes,
  });

beforeEach(async () => {
  await pipeline.settled();
  for (const set of ['plugintracelogs', 'sdkmessageprocessingsteps?$filter=ismanaged eq false'])
    for (const row of (await send('GET', set)).rows)
      await send(
        'DELETE',
        set.startsWith('plugin')
          ? `plugintracelogs(${String(row.plugintracelogid)})`
          : `sdkmessageprocessingsteps(${String(row.sdkmessageprocessingstepid)})`,
      );
  // Those of the test organisation are on Create too.
  for (const row of organisation.store.rows('sdkmessageprocessingstep'))
    organisation.store.put('sdkmessageprocessingstep', { ...row, statecode: 1, statuscode: 2 });
});

describe('a step on a plug-in type', () => {
  it('leaves a trace of its run when everything is logged', async () => {
    await traceSetting(2);
    const step = await create('sdkmessageprocessingsteps', onCreate({ configuration: 'prefix=C-' }));
    const account = await create('accounts', { name: 'Traced' });
    const [trace, ...more] = await traces();
    expect(more).toEqual([]);
    expect(trace).toMatchObject({
      typename: expect.stringMatching(/^Contoso\.Plugins\.Audit, /),
      messagename: 'Create',
      primaryentity: 'account',
      mode: 0,
      operationtype: 1,
      depth: 1,
      pluginstepid: step,
      configuration: 'prefix=C-',
      exceptiondetails: null,
      issystemcreated: false,
    });
    expect(trace?.messageblock).toContain(account);
    expect(trace?.messageblock).toContain('name');
    expect(trace?.performanceexecutionduration).toBeGreaterThan(0);
    const filtered = await send(
      'GET',
      "plugintracelogs?$filter=startswith(typename,'Contoso.Plugins.Audit, ') and exceptiondetails eq null",
    );
    expect(filtered.rows).toHaveLength(1);
  });

  it.each([
    [0, 0, 0],
    [1, 0, 1],
    [2, 1, 1],
  ])(
    'with the setting %i leaves %i traces when it succeeds and %i when it throws',
    async (setting, good, bad) => {
      await traceSetting(setting);
      await create('sdkmessageprocessingsteps', onCreate());
      await create('accounts', { name: 'Good' });
      expect(await traces()).toHaveLength(good);
      await create(
        'sdkmessageprocessingsteps',
        onCreate({ stage: 40, mode: 1, configuration: 'throw: The ERP system is away.' }),
      );
      await create('accounts', { name: 'Bad' });
      const thrown = (await traces()).filter(({ exceptiondetails }) => exceptiondetails !== null);
      expect(thrown).toHaveLength(bad);
      for (const trace of thrown)
        expect(trace).toMatchObject({
          mode: 1,
          exceptiondetails: expect.stringContaining(
            'InvalidPluginExecutionException: The ERP system is away.',
          ),
        });
    },
  );

  it('refuses the operation when it throws in it, and the trace outlives what was undone', async () => {
    await traceSetting(1);
    await create(
      'sdkmessageprocessingsteps',
      onCreate({ stage: 20, configuration: 'throw: Credit limit exceeded.' }),
    );
    const reply = await send('POST', 'accounts', { name: 'Refused' });
    expect([reply.status, reply.code]).toEqual([400, '0x80040265']);
    expect(reply.text).toContain('Credit limit exceeded.');
    expect((await send('GET', "accounts?$filter=name eq 'Refused'")).rows).toEqual([]);
    expect(await traces()).toHaveLength(1);
  });

  it('does not run while it is disabled, bypassed, or for other columns', async () => {
    await traceSetting(2);
    const account = await create('accounts', { name: 'Quiet' });
    await create('sdkmessageprocessingsteps', stepBody({ filteringattributes: 'telephone1' }));
    await send('PATCH', `accounts(${account})`, { name: 'Still quiet' });
    expect(await traces()).toEqual([]);
    const bypass = { headers: { 'MSCRM.BypassCustomPluginExecution': 'true' } };
    await send('PATCH', `accounts(${account})`, { telephone1: '1' }, bypass);
    expect(await traces()).toEqual([]);
    await send('PATCH', `accounts(${account})`, { telephone1: '2' });
    expect(await traces()).toHaveLength(1);
  });
});

describe('traces', () => {
  it('can be deleted, and neither made nor changed', async () => {
    await traceSetting(2);
    await create('sdkmessageprocessingsteps', onCreate());
    await create('accounts', { name: 'Traced' });
    const id = String((await traces())[0]?.plugintracelogid);
    expect((await send('POST', 'plugintracelogs', { messagename: 'Create' })).status).toBe(405);
    expect((await send('PATCH', `plugintracelogs(${id})`, { messagename: 'Create' })).status).toBe(405);
    expect((await send('DELETE', `plugintracelogs(${id})`)).status).toBe(204);
    expect(await traces()).toEqual([]);
  });

  it('go after a day', async () => {
    await traceSetting(2);
    await create('sdkmessageprocessingsteps', onCreate());
    await create('accounts', { name: 'Yesterday' });
    expect(await traces()).toHaveLength(1);
    now += 25 * 60 * 60 * 1000;
    await create('accounts', { name: 'Today' });
    const left = await traces();
    expect(left).toHaveLength(1);
    expect(left[0]?.messageblock).not.toBe('');
  });

  it('cannot be switched by somebody who may not change the organisation, nor to another setting', async () => {
    const path = `organizations(${organisation.details.organizationId})`;
    const basic = await send('PATCH', path, { plugintracelogsetting: 0 }, { token: 'basic' });
    expect([basic.status, basic.code]).toEqual([403, '0x80040220']);
    expect((await send('PATCH', path, { plugintracelogsetting: 3 })).status).toBe(400);
  });
});

it('counts runs and failures of a type', async () => {
  await traceSetting(0);
  const read = async (): Promise<JsonObject> => {
    await pipeline.settled();
    const { rows } = await send('GET', `plugintypestatistics?$filter=_plugintypeid_value eq ${ids.type}`);
    return rows[0] ?? { executecount: 0, failurecount: 0 };
  };
  const before = await read();
  await create('sdkmessageprocessingsteps', onCreate());
  await create('sdkmessageprocessingsteps', onCreate({ mode: 1, stage: 40, configuration: 'throw: No.' }));
  await create('accounts', { name: 'Counted' });
  const after = await read();
  expect(Number(after.executecount) - Number(before.executecount)).toBe(2);
  expect(Number(after.failurecount) - Number(before.failurecount)).toBe(1);
  expect(after.averageexecutetimeinmilliseconds).toBeGreaterThan(0);
  const id = String(after.plugintypestatisticid);
  expect((await send('PATCH', `plugintypestatistics(${id})`, { executecount: 0 })).status).toBe(405);
  expect((await send('DELETE', `plugintypestatistics(${id})`)).status).toBe(405);
});
