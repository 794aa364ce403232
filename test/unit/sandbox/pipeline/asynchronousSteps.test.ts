import { afterEach, describe, expect, it } from 'vitest';
import { type Loop, startLoop, textOf } from './loop.ts';

let loop: Loop;

afterEach(async () => {
  await loop.close();
});

type Pair = { key: string; value: unknown };

function valueIn(pairs: readonly Pair[], key: string): unknown {
  return pairs.find((pair) => pair.key === key)?.value;
}

async function nextContext(entity = 'crm-orders') {
  return JSON.parse(textOf(await loop.receive(entity)));
}

/** Names of the target's attributes. */
function targetOf(context: { InputParameters: Pair[] }): Record<string, unknown> {
  const target = valueIn(context.InputParameters, 'Target');
  if (typeof target !== 'object' || target === null || !('Attributes' in target))
    throw new Error('No target.');
  return Object.fromEntries((target.Attributes as Pair[]).map(({ key, value }) => [key, value]));
}

describe('the creation of a row', () => {
  it('is posted as JSON, with what was sent and what the platform set', async () => {
    loop = await startLoop();
    const step = loop.step(loop.endpoint(), { table: 'account' });
    const before = Date.now();
    const id = await loop.create('account', { name: 'Fabrikam', revenue: 1250.5, industrycode: 16 });
    const message = await loop.receive('crm-orders');
    const text = textOf(message);
    const context = JSON.parse(text);
    expect(message).toMatchObject({
      contentType: 'application/json',
      correlationId: loop.call.correlationId,
    });
    expect(context).toMatchObject({
      MessageName: 'Create',
      Stage: 40,
      Mode: 1,
      IsInTransaction: false,
      PrimaryEntityId: id,
      PrimaryEntityName: 'account',
      OrganizationName: loop.organisation.details.uniqueName,
      CorrelationId: loop.call.correlationId,
      RequestId: loop.call.requestId,
      OwningExtension: { Id: step, LogicalName: 'sdkmessageprocessingstep', Name: null },
      OutputParameters: [{ key: 'id', value: id }],
      ParentContext: { Stage: 30, ParentContext: null },
    });
    const target = targetOf(context);
    expect(target).toMatchObject({
      name: 'Fabrikam',
      revenue: { __type: 'Money:http://schemas.microsoft.com/xrm/2011/Contracts', Value: 1250.5 },
      industrycode: { __type: 'OptionSetValue:http://schemas.microsoft.com/xrm/2011/Contracts', Value: 16 },
      ownerid: { LogicalName: 'systemuser', Id: loop.call.userId },
      accountid: id,
    });
    expect(Object.keys(target)).toEqual(expect.arrayContaining(['createdon', 'modifiedon', 'statecode']));
    // The parent has what the user sent, and nothing that the platform set.
    expect(Object.keys(targetOf(context.ParentContext)).sort()).toEqual([
      'accountid',
      'industrycode',
      'name',
      'revenue',
    ]);
    expect(valueIn(context.InputParameters, 'Target')).toMatchObject({
      FormattedValues: expect.arrayContaining([
        { key: 'revenue', value: '€1,250.50' },
        { key: 'industrycode', value: 'Financial' },
      ]),
    });
    expect(context.PostEntityImages).toMatchObject([{ key: 'AsynchronousStepPrimaryName' }]);
    expect(valueIn(context.SharedVariables, 'IsAutoTransact')).toBe(true);
    // The server's mistake: its wall clock, seven hours behind, is really the UTC time.
    const [, ms = '', offset] = /"OperationCreatedOn":"\\\/Date\((\d+)([+-]\d{4})\)/.exec(text) ?? [];
    expect(offset).toBe('-0700');
    expect(Number(ms) - 7 * 3_600_000).toBeGreaterThanOrEqual(before);
    expect(Number(ms) - 7 * 3_600_000).toBeLessThanOrEqual(Date.now());

    const job = await loop.job((row) => row.statuscode === 30);
    expect(job).toMatchObject({
      operationtype: 1,
      statecode: 3,
      messagename: 'Create',
      primaryentitytype: 'account',
      retrycount: 0,
      depth: 1,
      correlationid: loop.call.correlationId,
      owningextensionid: { table: 'sdkmessageprocessingstep', id: step },
      regardingobjectid: { table: 'account', id },
    });
    expect(context.OperationId).toBe(job.asyncoperationid);
    expect(job.executiontimespan).toBeGreaterThan(0);
  });

  it('is posted as XML', async () => {
    loop = await startLoop();
    loop.step(loop.endpoint({ messageformat: 3 }), { table: 'account' });
    await loop.create('account', { name: 'Café <&> 😀' });
    const message = await loop.receive('crm-orders');
    expect(message.contentType).toBe('application/xml');
    const xml = textOf(message);
    expect(xml).toMatch(
      /^<RemoteExecutionContext xmlns="http:\/\/schemas\.microsoft\.com\/xrm\/2011\/Contracts"/,
    );
    expect(xml).toContain(
      '<a:key>name</a:key><a:value i:type="b:string" xmlns:b="http://www.w3.org/2001/XMLSchema">Café &lt;&amp;&gt; 😀</a:value>',
    );
  });

  it('is posted as .NET binary XML', async () => {
    loop = await startLoop();
    loop.step(loop.endpoint({ messageformat: 1 }), { table: 'account' });
    await loop.create('account', { name: 'Fabrikam' });
    const message = await loop.receive('crm-orders');
    expect(message.contentType).toBe('application/msbin1');
    expect((message.body as Buffer).subarray(0, 24).toString('latin1')).toBe('@\u0016RemoteExecutionContext');
  });

  it('reaches every subscription of a topic', async () => {
    loop = await startLoop();
    loop.step(loop.endpoint({ contract: 5, path: 'crm-events' }));
    const id = await loop.create('contact', { firstname: 'Ada', lastname: 'Byron' });
    for (const subscription of ['audit', 'fulfilment']) {
      const context = JSON.parse(textOf(await loop.receive('crm-events', subscription)));
      expect(context).toMatchObject({ PrimaryEntityName: 'contact', PrimaryEntityId: id });
    }
  });
});

describe('the update of a row', () => {
  it('sets a step off by the columns that were sent, and by no others', async () => {
    loop = await startLoop();
    const id = await loop.create('account', { name: 'Fabrikam' });
    loop.step(loop.endpoint(), {
      message: 'Update',
      table: 'account',
      filteringattributes: 'telephone1,creditlimit',
    });
    await loop.update('account', id, { description: 'Nothing of interest.' });
    expect(loop.jobs()).toEqual([]);
    await loop.update('account', id, { telephone1: '+1 555 0100', fax: null });
    const context = await nextContext();
    expect(targetOf(context)).toMatchObject({ telephone1: '+1 555 0100', fax: null, accountid: id });
    expect(targetOf(context)).not.toHaveProperty('name');
    expect(loop.jobs()).toHaveLength(1);
  });

  it('carries the registered images, each with its columns', async () => {
    loop = await startLoop();
    const parent = await loop.create('account', { name: 'Holding' });
    const id = await loop.create('account', {
      name: 'Before',
      telephone1: '1',
      parentaccountid: { table: 'account', id: parent },
    });
    const step = loop.step(loop.endpoint(), { message: 'Update', table: 'account' });
    loop.image(step, { entityalias: 'Old', imagetype: 0, attributes: 'name,parentaccountid' });
    loop.image(step, { entityalias: 'New', imagetype: 1, attributes: 'name' });
    loop.image(step, { entityalias: 'All', imagetype: 2 });
    await loop.update('account', id, { name: 'After' });
    const context = await nextContext();
    const attributesOf = (images: Pair[], alias: string) => {
      const image = valueIn(images, alias) as { Attributes: Pair[] };
      return Object.fromEntries(image.Attributes.map(({ key, value }) => [key, value]));
    };
    expect(attributesOf(context.PreEntityImages, 'Old')).toEqual({
      name: 'Before',
      accountid: id,
      parentaccountid: expect.objectContaining({ Id: parent, LogicalName: 'account', Name: 'Holding' }),
    });
    expect(attributesOf(context.PostEntityImages, 'New')).toEqual({ name: 'After', accountid: id });
    expect(attributesOf(context.PreEntityImages, 'All')).toMatchObject({ name: 'Before', telephone1: '1' });
    expect(attributesOf(context.PostEntityImages, 'All')).toMatchObject({ name: 'After', telephone1: '1' });
    expect(valueIn(context.PreEntityImages, 'New')).toBeUndefined();
  });
});

describe('the deletion of a row', () => {
  it('is posted with a reference as target, and the row in an image', async () => {
    loop = await startLoop();
    const step = loop.step(loop.endpoint(), { message: 'Delete', table: 'account' });
    loop.image(step, { entityalias: 'Deleted', imagetype: 0, attributes: 'name' });
    const id = await loop.create('account', { name: 'Fabrikam' });
    await loop.remove('account', id);
    const context = await nextContext();
    expect(context).toMatchObject({
      MessageName: 'Delete',
      OutputParameters: [],
      PostEntityImages: [],
      InputParameters: [{ key: 'Target', value: { Id: id, LogicalName: 'account' } }],
    });
    expect((context.PreEntityImages as Pair[]).map(({ key }) => key)).toEqual([
      'Deleted',
      'AsynchronousStepPrimaryName',
    ]);
  });
});

describe('a step', () => {
  it('that is disabled, or for another table, or on a plug-in type does nothing', async () => {
    loop = await startLoop();
    const endpoint = loop.endpoint();
    loop.step(endpoint, { table: 'account', statecode: 1, statuscode: 2 });
    loop.step(endpoint, { table: 'contact' });
    const type = loop.organisation.seed('plugintype', { typename: 'Some.Plugin' });
    loop.step(endpoint, { table: 'account', eventhandler: { table: 'plugintype', id: type } });
    await loop.create('account', { name: 'Fabrikam' });
    expect(loop.jobs()).toEqual([]);
  });

  it('names its run-as user, and the broker properties name users as the endpoint asks', async () => {
    loop = await startLoop();
    const { systemUserId, administratorId } = loop.organisation.details;
    loop.step(loop.endpoint({ userclaim: 2 }), {
      table: 'account',
      impersonatinguserid: { table: 'systemuser', id: systemUserId },
    });
    await loop.create('account', { name: 'Fabrikam' });
    const message = await loop.receive('crm-orders');
    expect(JSON.parse(textOf(message))).toMatchObject({
      UserId: systemUserId,
      InitiatingUserId: administratorId,
    });
    const claims = 'http://schemas.microsoft.com/xrm/2011/Claims/';
    expect(message.applicationProperties).toMatchObject({
      [`${claims}Organization`]: loop.organisation.details.uniqueName,
      [`${claims}User`]: systemUserId,
      [`${claims}InitiatingUser`]: administratorId,
      [`${claims}EntityLogicalName`]: 'account',
      [`${claims}RequestName`]: 'Create',
    });
  });

  it('whose job is to go when it succeeds leaves none', async () => {
    loop = await startLoop();
    loop.step(loop.endpoint(), { table: 'account', asyncautodelete: true });
    await loop.create('account', { name: 'Fabrikam' });
    expect(loop.jobs()).toHaveLength(1);
    await loop.receive('crm-orders');
    await expect.poll(() => loop.jobs(), { timeout: 3000 }).toEqual([]);
  });

  it('is not set off by an operation that was undone', async () => {
    loop = await startLoop();
    loop.step(loop.endpoint(), { table: 'account' });
    await expect(
      loop.organisation.transact(loop.call, async (writer) => {
        await writer.create('account', { name: 'Fabrikam' });
        throw new Error('Changed my mind.');
      }),
    ).rejects.toThrow('Changed my mind.');
    await loop.create('account', { name: 'Litware' });
    const context = await nextContext();
    expect(targetOf(context)).toMatchObject({ name: 'Litware' });
    expect(loop.broker.counts('crm-orders').active).toBe(0);
    await expect.poll(() => loop.pipeline.contexts(), { timeout: 3000 }).toEqual({});
  });
});

describe('a message that is too large', () => {
  it('loses parent, parameters and images, and says so', async () => {
    loop = await startLoop();
    loop.step(loop.endpoint(), { table: 'annotation' });
    const id = await loop.create('annotation', { subject: 'Long', notetext: 'x'.repeat(99_000) });
    const message = await loop.receive('crm-orders');
    const context = JSON.parse(textOf(message));
    expect(context).toMatchObject({
      PrimaryEntityId: id,
      ParentContext: null,
      InputParameters: [],
      PreEntityImages: [],
      PostEntityImages: [],
    });
    const flag = Object.entries(message.applicationProperties ?? {}).find(([key]) =>
      key.includes('MessageMaxSizeExceeded'),
    );
    expect(flag?.[1]).toBe(true);
  });

  it('is not marked when it fits', async () => {
    loop = await startLoop();
    loop.step(loop.endpoint(), { table: 'annotation' });
    await loop.create('annotation', { subject: 'Short', notetext: 'x'.repeat(50_000) });
    const message = await loop.receive('crm-orders');
    expect(JSON.parse(textOf(message)).ParentContext).not.toBeNull();
    expect(Object.keys(message.applicationProperties ?? {}).join()).not.toContain('MessageMaxSizeExceeded');
  });
});
