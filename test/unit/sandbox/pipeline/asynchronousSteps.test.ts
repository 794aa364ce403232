import { afterEach, expect, it } from 'vitest';
import { type Loop, startLoop, textOf } from './loop.ts';

let loop: Loop;

afterEach(async () => {
  await loop.close();
});

it('posts the creation of a row as JSON and completes the job', async () => {
  loop = await startLoop();
  const step = loop.step(loop.endpoint(), { table: 'account' });
  const id = await loop.create('account', { name: 'Fabrikam', revenue: 1250.5, industrycode: 16 });
  const message = await loop.receive('crm-orders');
  expect(message.contentType).toBe('application/json');
  const context = JSON.parse(textOf(message));
  expect(context).toMatchObject({
    MessageName: 'Create',
    Stage: 40,
    Mode: 1,
    PrimaryEntityId: id,
    PrimaryEntityName: 'account',
    CorrelationId: loop.call.correlationId,
    RequestId: loop.call.requestId,
    OwningExtension: { Id: step, LogicalName: 'sdkmessageprocessingstep', Name: null },
    OutputParameters: [{ key: 'id', value: id }],
    ParentContext: { Stage: 30, ParentContext: null },
  });
  const job = await loop.job((row) => row.statuscode === 30);
  expect(job).toMatchObject({ operationtype: 1, statecode: 3, messagename: 'Create', retrycount: 0 });
  expect(context.OperationId).toBe(job.asyncoperationid);
});
