import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { DataverseFault } from '../../../../src/sandbox/dataverseFault.ts';
import type {
  EndpointCheck,
  OperationPipeline,
  RowOperation,
} from '../../../../src/sandbox/operations/operationPipeline.ts';
import type { RowChange } from '../../../../src/sandbox/store/rowStore.ts';
import { endpointBody, startApiUnderTest } from '../apiUnderTest.ts';

const seen: { phase: string; operation: RowOperation }[] = [];
const kept: (readonly RowChange[])[] = [];
const checks: EndpointCheck[] = [];
let onBefore: (operation: RowOperation) => void | Promise<void> = () => undefined;
let onAfter: (operation: RowOperation) => void | Promise<void> = () => undefined;

const pipeline: OperationPipeline = {
  before: (operation) => {
    seen.push({ phase: 'before', operation });
    return onBefore(operation);
  },
  after: (operation) => {
    seen.push({ phase: 'after', operation });
    return onAfter(operation);
  },
  checkEndpoint: (check) => {
    checks.push(check);
  },
  committed: (changes) => {
    kept.push(changes);
  },
};

const { send, create, organisation } = await startApiUnderTest({ pipeline });

beforeEach(() => {
  seen.length = 0;
  kept.length = 0;
  checks.length = 0;
  onBefore = () => undefined;
  onAfter = () => undefined;
});

describe('the pipeline', () => {
  it('sees a create with what was sent, and the whole row afterwards', async () => {
    const correlationId = randomUUID();
    const headers = { 'x-ms-correlation-request-id': correlationId, 'User-Agent': 'test' };
    const reply = await send('POST', 'accounts', { name: 'New' }, { headers });
    expect(seen.map(({ phase }) => phase)).toEqual(['before', 'after']);
    const [before, after] = seen.map(({ operation }) => operation);
    expect(before).toMatchObject({
      message: 'Create',
      table: 'account',
      id: reply.id,
      target: { name: 'New', accountid: reply.id },
      preRow: undefined,
      postRow: undefined,
      call: { correlationId, userId: organisation.details.administratorId, depth: 1, userAgent: 'test' },
    });
    expect(before?.target).not.toHaveProperty('statecode');
    expect(after?.postRow).toMatchObject({ name: 'New', statecode: 0 });
    expect(after?.sharedVariables).toBe(before?.sharedVariables);
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatchObject([{ table: 'account', id: reply.id, row: { name: 'New' } }]);
  });

  it('sees an update with the row before, and a delete with the row that went', async () => {
    const id = await create('accounts', { name: 'Before', telephone1: '1' });
    seen.length = 0;
    await send('PATCH', `accounts(${id})`, { name: 'After', createdon: '2001-01-01T00:00:00Z' });
    expect(seen[1]?.operation).toMatchObject({
      message: 'Update',
      target: { name: 'After' },
      preRow: { name: 'Before' },
      postRow: { name: 'After', telephone1: '1' },
    });
    expect(Object.keys(seen[1]?.operation.target ?? {})).toEqual(['name']);
    seen.length = 0;
    await send('DELETE', `accounts(${id})`);
    expect(seen[1]?.operation).toMatchObject({ message: 'Delete', target: {}, preRow: { name: 'After' } });
    expect(seen[1]?.operation.postRow).toBeUndefined();
  });

  it('undoes everything when it refuses, and its fault is the answer', async () => {
    const before = organisation.store.snapshot().tables;
    onAfter = async ({ writer, table }) => {
      if (table !== 'account') return;
      await writer.create('task', { subject: 'from a step' });
      throw new DataverseFault(400, '0x80040265', 'No.');
    };
    const reply = await send('POST', 'accounts', { name: 'Refused' });
    expect([reply.status, reply.code]).toEqual([400, '0x80040265']);
    expect(organisation.store.snapshot().tables).toEqual(before);
    expect(kept).toEqual([]);
  });

  it('keeps what a step wrote to the same row', async () => {
    const id = await create('accounts', { name: 'x' });
    onBefore = async ({ writer, table, message, target, call }) => {
      if (table !== 'account' || message !== 'Update' || target.telephone1 !== undefined) return;
      await writer.withCall({ ...call, depth: 2 }).update('account', id, { telephone1: 'step' });
    };
    await send('PATCH', `accounts(${id})`, { name: 'y' });
    expect(organisation.store.get('account', id)).toMatchObject({ name: 'y', telephone1: 'step' });
    expect(seen.map(({ operation }) => operation.call.depth)).toContain(2);
  });

  it('is not asked about rows that are not business rows, but told when they are kept', async () => {
    const id = await create('serviceendpoints', endpointBody());
    expect(seen).toEqual([]);
    expect(kept[0]).toMatchObject([{ table: 'serviceendpoint', id }]);
  });

  it('sees the operations of a change set in one transaction', async () => {
    const body = [
      '--b',
      'Content-Type: multipart/mixed; boundary=c',
      '',
      ...[1, 2].flatMap((number) => [
        '--c',
        'Content-Type: application/http',
        `Content-ID: ${number}`,
        '',
        'POST accounts HTTP/1.1',
        'Content-Type: application/json',
        '',
        '{"name":"in a set"}',
      ]),
      '--c--',
      '--b--',
    ].join('\r\n');
    await send('POST', '$batch', body, { headers: { 'Content-Type': 'multipart/mixed; boundary=b' } });
    const befores = seen.filter(({ phase }) => phase === 'before').map(({ operation }) => operation);
    expect(befores.map((operation) => operation.operationsInTransaction)).toEqual([1, 2]);
    expect(new Set(befores.map(({ writer }) => writer.transactionId)).size).toBe(1);
    expect(new Set(befores.map(({ call }) => call.requestId)).size).toBe(2);
    expect(new Set(befores.map(({ call }) => call.correlationId)).size).toBe(1);
    expect(kept).toHaveLength(1);
  });

  it('runs one transaction after the other', async () => {
    const running: string[] = [];
    let most = 0;
    onBefore = async ({ id }) => {
      running.push(id);
      most = Math.max(most, running.length);
      await new Promise((resolve) => setImmediate(resolve));
      running.pop();
    };
    await Promise.all(
      Array.from({ length: 10 }, (_, index) => send('POST', 'accounts', { name: `p${index}` })),
    );
    expect(most).toBe(1);
  });
});

describe('writing as the platform', () => {
  it('sets what users cannot, with the columns checked and no step run', async () => {
    const id = await organisation.transact(organisation.platformCall(), async (writer) => {
      const row = await writer.create(
        'asyncoperation',
        { name: 'job', operationtype: 1, statecode: 3, statuscode: 30, retrycount: 2, message: 'done' },
        { asPlatform: true },
      );
      return String(row.asyncoperationid);
    });
    const { json } = await send('GET', `asyncoperations(${id})`);
    expect(json).toMatchObject({ statuscode: 30, retrycount: 2, message: 'done' });
    expect(seen).toEqual([]);
    await expect(
      organisation.transact(organisation.platformCall(), (writer) =>
        writer.update('asyncoperation', id, { retrycount: 'many' }, { asPlatform: true }),
      ),
    ).rejects.toThrow(DataverseFault);
  });
});

describe('TriggerServiceEndpointCheck', () => {
  it('makes a system job and lets the pipeline check', async () => {
    const id = await create('serviceendpoints', endpointBody({ name: 'Checked' }));
    const correlationId = randomUUID();
    const path = `serviceendpoints(${id})/Microsoft.Dynamics.CRM.TriggerServiceEndpointCheck`;
    const reply = await send('POST', path, {}, { headers: { 'x-ms-correlation-request-id': correlationId } });
    expect(reply.status).toBe(204);
    expect(checks).toHaveLength(1);
    expect(checks[0]).toMatchObject({ endpoint: { name: 'Checked' }, call: { correlationId } });
    const jobs = await send('GET', `asyncoperations?$filter=_regardingobjectid_value eq ${id}`);
    expect(jobs.rows).toMatchObject([
      { asyncoperationid: checks[0]?.jobId, statecode: 0, operationtype: 1, correlationid: correlationId },
    ]);
  });

  it.each([
    ['POST', `serviceendpoints(${randomUUID()})/Microsoft.Dynamics.CRM.TriggerServiceEndpointCheck`, 404],
    ['GET', `serviceendpoints(${randomUUID()})/Microsoft.Dynamics.CRM.TriggerServiceEndpointCheck`, 405],
    ['POST', `accounts(${randomUUID()})/Microsoft.Dynamics.CRM.TriggerServiceEndpointCheck`, 404],
    ['POST', `accounts(${randomUUID()})/Microsoft.Dynamics.CRM.Merge`, 501],
  ])('%s %s is answered %i', async (method, path, status) => {
    expect((await send(method, path, method === 'POST' ? {} : undefined)).status).toBe(status);
  });
});
