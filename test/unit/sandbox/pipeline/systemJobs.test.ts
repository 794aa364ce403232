import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createOrganisation } from '../../../../src/sandbox/operations/organisation.ts';
import { createPipeline } from '../../../../src/sandbox/pipeline/createPipeline.ts';
import { fitContext } from '../../../../src/sandbox/pipeline/fitContext.ts';
import { signedCode } from '../../../../src/sandbox/pipeline/postOutcome.ts';
import { signSas } from '../../../../src/sandbox/pipeline/signSas.ts';
import type { Row } from '../../../../src/sandbox/store/row.ts';
import { type Loop, startLoop, textOf } from './loop.ts';

let loop: Loop;
let other: Server | undefined;

afterEach(async () => {
  await loop.close();
  other?.close();
  other = undefined;
});

const isWaiting = (job: Row): boolean => job.statuscode === 10;

/** Changes the job as a user does. */
function patchJob(job: Row, changes: Row): Promise<void> {
  return loop.update('asyncoperation', String(job.asyncoperationid), changes);
}

describe('a job that cannot post', () => {
  it('waits with the 401 text on a wrong key, and succeeds when it is retried with the right one', async () => {
    loop = await startLoop({ retryBaseMs: 60_000 });
    const wrongKey = 'd3Jvbmcga2V5IHdyb25nIGtleSB3cm9uZyBrZXkgISE=';
    const endpoint = loop.endpoint({ saskey: wrongKey });
    loop.step(endpoint, { table: 'account' });
    const id = await loop.create('account', { name: 'Fabrikam' });
    const job = await loop.job(isWaiting);
    expect(job).toMatchObject({ statecode: 1, retrycount: 1, errorcode: signedCode('0x80040224') });
    expect(job.friendlymessage).toBe(
      'The token provider was unable to provide a security token. The remote server returned an error: (401) Unauthorized.',
    );
    expect(job.message).toContain('InvalidSignature');
    expect(JSON.stringify(job)).not.toContain(wrongKey);
    expect(Date.parse(String(job.postponeuntil))).toBeGreaterThan(Date.now());
    await loop.update('serviceendpoint', endpoint, { saskey: loop.key });
    await patchJob(job, { statecode: 0, statuscode: 0 });
    expect(JSON.parse(textOf(await loop.receive('crm-orders'))).PrimaryEntityId).toBe(id);
    const done = await loop.job((row) => row.statuscode === 30);
    expect(done.asyncoperationid).toBe(job.asyncoperationid);
    expect(done.friendlymessage).toBeUndefined();
  });

  it('retries by itself with growing waits, and fails in the end', async () => {
    loop = await startLoop({ retryBaseMs: 20, maxRetries: 3 });
    loop.step(loop.endpoint({ path: 'no-such-queue' }), { table: 'account' });
    const begun = Date.now();
    await loop.create('account', { name: 'Fabrikam' });
    const job = await loop.job((row) => row.statuscode === 31);
    // 20 + 40 + 80 milliseconds of waiting.
    expect(Date.now() - begun).toBeGreaterThanOrEqual(140);
    expect(job).toMatchObject({ statecode: 3, retrycount: 3 });
    expect(job.friendlymessage).toContain('There is no queue or topic at sb://127.0.0.1:');
    expect(job.message).toContain('Attempt 4');
    expect(loop.pipeline.contexts()).toEqual({});
  });

  it('gets through by itself once the cause is gone', async () => {
    loop = await startLoop({ retryBaseMs: 20 });
    loop.broker.setFault({ kind: 'unreachable' });
    loop.step(loop.endpoint(), { table: 'account' });
    await loop.create('account', { name: 'Fabrikam' });
    const waiting = await loop.job((job) => isWaiting(job) && Number(job.retrycount) >= 2);
    expect(waiting.friendlymessage).toContain('there is no connection');
    loop.broker.setFault(undefined);
    await loop.receive('crm-orders');
    await loop.job((job) => job.statuscode === 30);
  });

  it('waits when nobody listens, when nothing answers, and when something else does', async () => {
    loop = await startLoop({ retryBaseMs: 60_000, postTimeoutMs: 300 });
    const silent = createServer(() => undefined);
    const rude = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('220 mail.contoso.example ESMTP\r\n');
    });
    const port = async (server: Server): Promise<number> => {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : 0;
    };
    const ports = [await port(silent), await port(rude)];
    try {
      for (const target of [1, ...ports])
        loop.step(loop.endpoint({ namespaceaddress: `sb://127.0.0.1:${target}/` }), { table: 'account' });
      await loop.create('account', { name: 'Fabrikam' });
      await expect.poll(() => loop.jobs().filter(isWaiting).length, { timeout: 5000 }).toBe(3);
    } finally {
      silent.close();
      rude.close();
    }
    const texts = loop.jobs().map((job) => String(job.friendlymessage));
    expect(texts.some((text) => text.includes('there is no connection'))).toBe(true);
    expect(texts.some((text) => text.includes('in time'))).toBe(true);
  });

  it('says which right the policy lacks', async () => {
    loop = await startLoop({ retryBaseMs: 60_000 });
    const listen = loop.broker.namespace.policies.find(({ name }) => name === 'listen');
    loop.step(loop.endpoint({ saskeyname: 'listen', saskey: listen?.key ?? '' }), { table: 'account' });
    await loop.create('account', { name: 'Fabrikam' });
    const job = await loop.job(isWaiting);
    expect(job.message).toContain("'Send' claim(s) are required");
  });

  it('fails at once, in plain words, where the sandbox cannot post', async () => {
    loop = await startLoop();
    loop.step(loop.endpoint({ contract: 1 }), { table: 'account' });
    loop.step(loop.endpoint({ namespaceaddress: 'sb://contoso.servicebus.windows.net/' }), {
      table: 'account',
    });
    loop.step(loop.endpoint({ namespaceaddress: 'https://nowhere' }), { table: 'account' });
    loop.step(loop.endpoint({ authtype: 1 }), { table: 'account' });
    await loop.create('account', { name: 'Fabrikam' });
    await expect.poll(() => loop.jobs().filter((job) => job.statuscode === 31).length).toBe(4);
    const texts = loop.jobs().map((job) => String(job.friendlymessage));
    expect(texts.some((text) => text.includes('The sandbox has no one-way relay listeners'))).toBe(true);
    expect(texts.some((text) => text.includes('contoso.servicebus.windows.net is elsewhere'))).toBe(true);
    expect(texts.some((text) => text.includes('not of the form sb://host/'))).toBe(true);
    expect(texts.some((text) => text.includes('ACS'))).toBe(true);
  });
});

describe('an endpoint with a SAS token', () => {
  it('posts with it, and waits when it has expired', async () => {
    loop = await startLoop({ retryBaseMs: 60_000 });
    const resource = `sb://127.0.0.1:${loop.broker.port}/crm-orders`;
    const now = Math.floor(Date.now() / 1000);
    const traits = { authtype: 3, saskeyname: null, saskey: null };
    const good = loop.endpoint({ ...traits, sastoken: signSas(resource, 'send', loop.key, now + 60) });
    const expired = loop.endpoint({ ...traits, sastoken: signSas(resource, 'send', loop.key, now - 60) });
    loop.step(good, { table: 'account', name: 'Good' });
    loop.step(expired, { table: 'account', name: 'Expired' });
    await loop.create('account', { name: 'Fabrikam' });
    await loop.receive('crm-orders');
    const job = await loop.job(isWaiting);
    expect(job).toMatchObject({ name: 'Expired', message: expect.stringContaining('ExpiredToken') });
  });
});

describe('a waiting job', () => {
  async function waitingJob(): Promise<Row> {
    loop = await startLoop({ retryBaseMs: 60_000 });
    loop.step(loop.endpoint({ path: 'no-such-queue' }), { table: 'account' });
    await loop.create('account', { name: 'Fabrikam' });
    return loop.job(isWaiting);
  }

  it('can be cancelled', async () => {
    const job = await waitingJob();
    await patchJob(job, { statecode: 3, statuscode: 32 });
    expect(loop.jobs()[0]).toMatchObject({ statecode: 3, statuscode: 32 });
    expect(loop.pipeline.contexts()).toEqual({});
  });

  it('that is asked to cancel or to pause does so at once', async () => {
    const job = await waitingJob();
    await patchJob(job, { statecode: 2, statuscode: 21 });
    const paused = await loop.job((row) => isWaiting(row) && row.postponeuntil === undefined);
    expect(paused.asyncoperationid).toBe(job.asyncoperationid);
    await patchJob(job, { statecode: 2, statuscode: 22 });
    await loop.job((row) => row.statecode === 3 && row.statuscode === 32);
  });

  it('that was paused runs when it is resumed', async () => {
    const job = await waitingJob();
    await patchJob(job, { statecode: 2, statuscode: 21 });
    await loop.job((row) => isWaiting(row) && row.postponeuntil === undefined);
    const [endpoint] = loop.organisation.store.rows('serviceendpoint');
    await loop.update('serviceendpoint', String(endpoint?.serviceendpointid), { path: 'crm-orders' });
    await patchJob(job, { statecode: 0, statuscode: 0 });
    await loop.receive('crm-orders');
  });

  it('that is retried in vain waits again, twice as long', async () => {
    const job = await waitingJob();
    await patchJob(job, { statecode: 0, statuscode: 0 });
    const again = await loop.job((row) => isWaiting(row) && row.retrycount === 2);
    const wait = Date.parse(String(again.postponeuntil)) - Date.now();
    expect(wait).toBeGreaterThan(90_000);
    expect(wait).toBeLessThan(122_000);
  });
});

describe('jobs between two starts', () => {
  it('are taken up again: waiting ones, ready ones, and those that were being posted', async () => {
    loop = await startLoop({ retryBaseMs: 60_000 });
    const endpoint = loop.endpoint({ saskey: 'wrong' });
    loop.step(endpoint, { table: 'account' });
    for (const name of ['One', 'Two', 'Three']) await loop.create('account', { name });
    await expect.poll(() => loop.jobs().filter(isWaiting).length, { timeout: 5000 }).toBe(3);
    await loop.pipeline.stop();
    const kept = JSON.parse(
      JSON.stringify({ store: loop.organisation.store.snapshot(), contexts: loop.pipeline.contexts() }),
    );
    const [one, two, three] = kept.store.tables.asyncoperation;
    Object.assign(one, { statecode: 0, statuscode: 0, postponeuntil: null });
    Object.assign(two, { statecode: 2, statuscode: 20, postponeuntil: null });
    Object.assign(three, { postponeuntil: '2020-01-01T00:00:00Z' });

    const organisation = createOrganisation();
    organisation.store.restore(kept.store);
    const endpointRow = organisation.store.get('serviceendpoint', endpoint);
    organisation.store.put('serviceendpoint', { ...endpointRow, saskey: loop.key });
    const pipeline = createPipeline({ organisation, contexts: kept.contexts });
    organisation.pipeline = pipeline;
    await pipeline.start();
    try {
      const names = new Set<string>();
      for (let count = 0; count < 3; count += 1) {
        const context = JSON.parse(textOf(await loop.receive('crm-orders')));
        names.add(context.InputParameters[0].value.Attributes[0].value);
      }
      expect(names).toEqual(new Set(['One', 'Two', 'Three']));
      const statuses = () => [...organisation.store.rows('asyncoperation')].map((job) => job.statuscode);
      await expect.poll(statuses, { timeout: 3000 }).toEqual([30, 30, 30]);
    } finally {
      await pipeline.stop();
    }
  });
});

describe('a synchronous step', () => {
  it('posts inside the operation, before and after it', async () => {
    loop = await startLoop();
    const endpoint = loop.endpoint();
    loop.step(endpoint, { table: 'account', mode: 0, stage: 20, name: 'Before' });
    loop.step(endpoint, { table: 'account', mode: 0, stage: 40, name: 'After' });
    const id = await loop.create('account', { name: 'Fabrikam' });
    expect(loop.broker.counts('crm-orders').active).toBe(2);
    const before = JSON.parse(textOf(await loop.receive('crm-orders')));
    const after = JSON.parse(textOf(await loop.receive('crm-orders')));
    expect(before).toMatchObject({
      Stage: 20,
      Mode: 0,
      IsInTransaction: true,
      OutputParameters: [],
      ParentContext: null,
      OwningExtension: { Name: 'Before' },
    });
    expect(before.OperationId).toBe(before.RequestId);
    expect(after).toMatchObject({ Stage: 40, OutputParameters: [{ key: 'id', value: id }] });
    expect(after.ParentContext.OwningExtension.Name).toBe('ObjectModel Implementation');
    expect(loop.jobs()).toEqual([]);
  });

  it('that cannot post refuses the operation, and nothing is kept of it', async () => {
    loop = await startLoop();
    loop.step(loop.endpoint({ saskey: 'wrong' }), { table: 'account', mode: 0, stage: 40 });
    await expect(loop.create('account', { name: 'Fabrikam' })).rejects.toMatchObject({
      status: 400,
      code: '0x80040265',
      message: expect.stringContaining('(401) Unauthorized'),
    });
    expect(loop.organisation.store.count('account')).toBe(0);
  });
});

describe('the size limit', () => {
  it('refuses what is too large even without its four heavy members', () => {
    const write = (context: { readonly organizationName: string }): string => context.organizationName;
    const context = { organizationName: 'x'.repeat(101) } as Parameters<typeof fitContext>[0];
    expect(fitContext(context, 100, write)).toEqual({ kind: 'tooLarge', bytes: 101 });
    expect(fitContext(context, 101, write)).toMatchObject({ kind: 'fits', shortened: false });
  });
});
