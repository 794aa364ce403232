import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { endpointBody, ids, type JsonObject, startApiUnderTest, stepBody } from '../apiUnderTest.ts';

const { send, create, organisation } = await startApiUnderTest();

const steps = 'sdkmessageprocessingsteps';
const images = 'sdkmessageprocessingstepimages';
const secureConfigs = 'sdkmessageprocessingstepsecureconfigs';

async function refusal(set: string, body: JsonObject): Promise<[number, string | undefined]> {
  const reply = await send('POST', set, body);
  return [reply.status, reply.code];
}

describe('service endpoints', () => {
  it.each([
    ['a queue without a path', { path: null }, '0x80040200'],
    ['a queue without any namespace', { namespaceaddress: null }, '0x80040200'],
    ['an endpoint without a name', { name: null }, '0x80040200'],
    ['a contract that is none', { contract: 99 }, '0x8004431a'],
    ['a name that is too long', { name: 'x'.repeat(257) }, '0x80044331'],
    ['a path that is too long', { path: 'x'.repeat(161) }, '0x80044331'],
    ['a webhook without an address', { contract: 8, url: null }, '0x80040203'],
    ['a webhook with a relative address', { contract: 8, url: 'hook' }, '0x80040203'],
    ['a webhook on another port', { contract: 8, url: 'https://contoso.example:8443/hook' }, '0x80040203'],
  ])('refuses %s', async (_what, changes, code) => {
    expect(await refusal('serviceendpoints', endpointBody(changes))).toEqual([400, code]);
  });

  it.each([
    [
      'a webhook without namespace and path',
      { contract: 8, url: 'https://contoso.example/hook', path: undefined, namespaceaddress: undefined },
    ],
    ['a webhook on this computer, on any port', { contract: 8, url: 'http://127.0.0.1:5123/hook' }],
    [
      'an endpoint with the bare name of its namespace',
      { namespaceaddress: undefined, solutionnamespace: 'contoso' },
    ],
    ['an event hub', { contract: 7 }],
  ])('takes %s', async (_what, changes) => {
    expect((await send('POST', 'serviceendpoints', endpointBody(changes))).status).toBe(204);
  });

  it('refuses a name that is taken, on create and on update', async () => {
    const first = endpointBody();
    await create('serviceendpoints', first);
    const reply = await send(
      'POST',
      'serviceendpoints',
      endpointBody({ name: String(first.name).toUpperCase() }),
    );
    expect([reply.status, reply.code]).toEqual([412, '0x80040237']);
    const second = await create('serviceendpoints', endpointBody());
    expect((await send('PATCH', `serviceendpoints(${second})`, { name: first.name })).status).toBe(412);
    expect((await send('PATCH', `serviceendpoints(${second})`, { description: 'fine' })).status).toBe(204);
  });

  it('takes its steps and their images along when it goes', async () => {
    const endpoint = await create('serviceendpoints', endpointBody());
    const step = await create(
      steps,
      stepBody({
        'eventhandler_plugintype@odata.bind': undefined,
        'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${endpoint})`,
        mode: 1,
      }),
    );
    const image = await create(images, {
      name: 'i',
      entityalias: 'i',
      imagetype: 0,
      messagepropertyname: 'Target',
      'sdkmessageprocessingstepid@odata.bind': `/${steps}(${step})`,
    });
    const read = await send('GET', `serviceendpoints(${endpoint})/serviceendpoint_sdkmessageprocessingstep`);
    expect(read.rows).toMatchObject([
      { _eventhandler_value: endpoint, _plugintypeid_value: null, eventhandlertypecode: 'serviceendpoint' },
    ]);
    expect((await send('DELETE', `serviceendpoints(${endpoint})`)).status).toBe(204);
    expect((await send('GET', `${steps}(${step})`)).status).toBe(404);
    expect((await send('GET', `${images}(${image})`)).status).toBe(404);
  });
});

describe('steps', () => {
  it.each([
    ['a stage that belongs to the platform', { stage: 30 }, 400, '0x80044184'],
    ['a stage that is none', { stage: 11 }, 400, '0x8004431a'],
    ['asynchronous before the operation', { stage: 20, mode: 1 }, 400, '0x80044170'],
    [
      'a filter of another message',
      { 'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${ids.createAccount})` },
      400,
      '0x80044187',
    ],
    [
      'a filter that is closed to custom steps',
      {
        'sdkmessageid@odata.bind': `/sdkmessages(${ids.create})`,
        'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${ids.closedFilter})`,
      },
      400,
      '0x80044187',
    ],
    ['a column that the table does not have', { filteringattributes: 'name,nmae' }, 400, '0x80041103'],
    [
      'filtering attributes without a table',
      { filteringattributes: 'name', 'sdkmessagefilterid@odata.bind': undefined },
      400,
      '0x80040203',
    ],
    ['no message', { 'sdkmessageid@odata.bind': undefined }, 400, '0x80040200'],
    ['no handler', { 'eventhandler_plugintype@odata.bind': undefined }, 400, '0x80040200'],
    ['no rank', { rank: undefined }, 400, '0x80040200'],
    ['no name', { name: '' }, 400, '0x80040200'],
    [
      'a workflow activity as handler',
      { 'eventhandler_plugintype@odata.bind': `/plugintypes(${ids.activity})` },
      400,
      '0x80040203',
    ],
    [
      'the bare polymorphic bind',
      { 'eventhandler@odata.bind': `/plugintypes(${ids.type})` },
      400,
      '0x80048d19',
    ],
    ['a miscased bind', { 'SdkMessageId@odata.bind': `/sdkmessages(${ids.update})` }, 400, '0x80048d19'],
    [
      'a user that is not there',
      { 'impersonatinguserid@odata.bind': `/systemusers(${randomUUID()})` },
      404,
      '0x80040217',
    ],
    ['a bare boolean for a managed property', { ishidden: true }, 400, '0x80048d19'],
  ])('refuses %s', async (_what, changes, status, code) => {
    expect(await refusal(steps, stepBody(changes))).toEqual([status, code]);
  });

  it('takes either bind of a plug-in type and keeps both lookups equal', async () => {
    for (const bind of ['eventhandler_plugintype@odata.bind', 'plugintypeid@odata.bind']) {
      const id = await create(
        steps,
        stepBody({ 'eventhandler_plugintype@odata.bind': undefined, [bind]: `/plugintypes(${ids.type})` }),
      );
      const { json } = await send('GET', `${steps}(${id})?$select=_eventhandler_value,_plugintypeid_value`);
      expect(json).toMatchObject({ _eventhandler_value: ids.type, _plugintypeid_value: ids.type });
    }
  });

  it('can be disabled and enabled, with matching states only', async () => {
    const id = await create(steps, stepBody());
    expect((await send('PATCH', `${steps}(${id})`, { statecode: 1, statuscode: 2 })).status).toBe(204);
    expect((await send('GET', `${steps}(${id})`)).json).toMatchObject({ statecode: 1, statuscode: 2 });
    const wrong = await send('PATCH', `${steps}(${id})`, { statecode: 0, statuscode: 2 });
    expect([wrong.status, wrong.code]).toEqual([400, '0x80048408']);
    expect((await send('PATCH', `${steps}(${id})`, { statecode: 0, statuscode: 1 })).status).toBe(204);
  });

  it('are checked again when what matters is changed', async () => {
    const id = await create(steps, stepBody());
    const code = async (changes: JsonObject): Promise<string | undefined> =>
      (await send('PATCH', `${steps}(${id})`, changes)).code;
    expect(await code({ stage: 30 })).toBe('0x80044184');
    expect(await code({ mode: 1, stage: 10 })).toBe('0x80044170');
    expect(await code({ filteringattributes: 'nmae' })).toBe('0x80041103');
    expect(await code({ filteringattributes: 'name, telephone1' })).toBeUndefined();
    expect(await code({ 'sdkmessageid@odata.bind': `/sdkmessages(${ids.delete})` })).toBe('0x80044187');
    expect(await code({ 'sdkmessagefilterid@odata.bind': null })).toBe('0x80040203');
    expect(await code({ 'sdkmessagefilterid@odata.bind': null, filteringattributes: null })).toBeUndefined();
    expect(await code({ name: null })).toBe('0x80040200');
  });

  it('may be registered twice', async () => {
    await create(steps, stepBody());
    await create(steps, stepBody());
  });
});

describe('managed steps', () => {
  it('change in state and rank only, while they are customizable', async () => {
    const path = `${steps}(${ids.managedStep})`;
    expect((await send('PATCH', path, { statecode: 1, statuscode: 2 })).status).toBe(204);
    expect((await send('PATCH', path, { rank: 7 })).status).toBe(204);
    const renamed = await send('PATCH', path, { name: 'Mine now' });
    expect([renamed.status, renamed.code]).toEqual([400, '0x8004f026']);
    expect((await send('PATCH', `${steps}(${ids.fixedStep})`, { rank: 7 })).code).toBe('0x8004f026');
  });

  it('are not deleted', async () => {
    const reply = await send('DELETE', `${steps}(${ids.managedStep})`);
    expect([reply.status, reply.code]).toEqual([400, '0x8004f032']);
  });
});

describe('secure configurations', () => {
  it('belong to steps on the server only, and stay while a step uses them', async () => {
    const id = await create(secureConfigs, { secureconfig: 'secret' });
    const bind = { 'sdkmessageprocessingstepsecureconfigid@odata.bind': `/${secureConfigs}(${id})` };
    expect(await refusal(steps, stepBody({ ...bind, supporteddeployment: 2 }))).toEqual([400, '0x80044185']);
    const step = await create(steps, stepBody(bind));
    const inUse = await send('DELETE', `${secureConfigs}(${id})`);
    expect([inUse.status, inUse.code]).toEqual([405, '0x80040227']);
    await send('PATCH', `${secureConfigs}(${id})`, { secureconfig: 'changed' });
    expect((await send('GET', `${secureConfigs}(${id})?$select=secureconfig`)).json.secureconfig).toBe(
      'changed',
    );
    expect((await send('DELETE', `${steps}(${step})`)).status).toBe(204);
    expect((await send('GET', `${secureConfigs}(${id})`)).status).toBe(200);
    expect((await send('DELETE', `${secureConfigs}(${id})`)).status).toBe(204);
  });
});

describe('images', () => {
  async function stepOn(message: string, filter: string, stage = 40): Promise<string> {
    return create(
      steps,
      stepBody({
        stage,
        'sdkmessageid@odata.bind': `/sdkmessages(${message})`,
        'sdkmessagefilterid@odata.bind': filter === '' ? undefined : `/sdkmessagefilters(${filter})`,
      }),
    );
  }

  const image = (step: string, changes: JsonObject): JsonObject => ({
    name: 'Image',
    entityalias: 'Image',
    imagetype: 0,
    messagepropertyname: 'Target',
    'sdkmessageprocessingstepid@odata.bind': `/${steps}(${step})`,
    ...changes,
  });

  it.each([
    ['the property Target on Create', ids.create, ids.createAccount, 40, { imagetype: 1 }, '0x8004416b'],
    ['a pre-image on Create', ids.create, ids.createAccount, 40, { messagepropertyname: 'Id' }, '0x8004416d'],
    [
      'both images on Create',
      ids.create,
      ids.createAccount,
      40,
      { messagepropertyname: 'Id', imagetype: 2 },
      '0x8004416d',
    ],
    ['a post-image on Delete', ids.delete, ids.deleteAccount, 40, { imagetype: 1 }, '0x8004416d'],
    ['a post-image before the operation', ids.update, ids.updateAccount, 20, { imagetype: 1 }, '0x8004416e'],
    ['an image on Associate', ids.associate, '', 40, {}, '0x80044189'],
    ['no property', ids.update, ids.updateAccount, 40, { messagepropertyname: undefined }, '0x80040203'],
    ['an unknown column', ids.update, ids.updateAccount, 40, { attributes: 'name,nmae' }, '0x80041103'],
    ['no alias', ids.update, ids.updateAccount, 40, { entityalias: undefined }, '0x80040200'],
    ['a kind that is none', ids.update, ids.updateAccount, 40, { imagetype: 3 }, '0x8004431a'],
  ])('refuses %s', async (_what, message, filter, stage, changes, code) => {
    const step = await stepOn(message, filter, stage);
    expect(await refusal(images, image(step, changes))).toEqual([400, code]);
  });

  it.each([
    [
      'a post-image of Id on Create',
      ids.create,
      ids.createAccount,
      40,
      { messagepropertyname: 'Id', imagetype: 1 },
    ],
    ['a pre-image on Delete', ids.delete, ids.deleteAccount, 20, {}],
    [
      'both on Update after the operation',
      ids.update,
      ids.updateAccount,
      40,
      { imagetype: 2, attributes: 'name' },
    ],
  ])('takes %s', async (_what, message, filter, stage, changes) => {
    const step = await stepOn(message, filter, stage);
    const id = await create(images, image(step, changes));
    const kind = await send('PATCH', `${images}(${id})`, { imagetype: 7 });
    expect(kind.code).toBe('0x8004431a');
    expect((await send('PATCH', `${images}(${id})`, { entityalias: 'Other' })).status).toBe(204);
    expect((await send('DELETE', `${steps}(${step})`)).status).toBe(204);
    expect((await send('GET', `${images}(${id})`)).status).toBe(404);
  });

  it('belong to a step', async () => {
    const body = image(randomUUID(), {});
    expect(await refusal(images, body)).toEqual([404, '0x80040217']);
    expect(await refusal(images, { ...body, 'sdkmessageprocessingstepid@odata.bind': undefined })).toEqual([
      400,
      '0x80040200',
    ]);
  });
});

describe('system jobs', () => {
  async function job(statecode: number, statuscode: number): Promise<string> {
    return organisation.seed('asyncoperation', { name: 'job', operationtype: 1, statecode, statuscode });
  }

  it.each([
    ['retrying a waiting job', [1, 10], [0, 0], undefined],
    ['pausing a ready job', [0, 0], [1, 10], undefined],
    ['cancelling a waiting job', [1, 10], [3, 32], undefined],
    ['retrying a failed job', [3, 31], [0, 0], '0x80044166'],
    ['pausing a finished job', [3, 30], [1, 10], '0x80044f01'],
    ['cancelling a finished job', [3, 30], [3, 32], '0x80044f00'],
    ['calling a job succeeded', [0, 0], [3, 30], '0x80044f00'],
    ['calling a job in progress', [0, 0], [2, 20], '0x80044162'],
    ['a status of another state', [0, 0], [0, 10], '0x80048408'],
  ] as const)('%s', async (_what, [state, status], [newState, newStatus], code) => {
    const id = await job(state, status);
    const reply = await send('PATCH', `asyncoperations(${id})`, {
      statecode: newState,
      statuscode: newStatus,
    });
    expect(reply.code).toBe(code);
    expect(reply.status).toBe(code === undefined ? 204 : 400);
  });

  it('are deleted when completed only', async () => {
    const open = await send('DELETE', `asyncoperations(${await job(1, 10)})`);
    expect([open.status, open.code]).toEqual([400, '0x8004416a']);
    for (const status of [30, 31, 32])
      expect((await send('DELETE', `asyncoperations(${await job(3, status)})`)).status).toBe(204);
  });

  it('can be created and keep what only the platform sets', async () => {
    const id = await create('asyncoperations', {
      name: 'mine',
      operationtype: 10,
      retrycount: 5,
      message: 'x',
    });
    const { json } = await send(
      'GET',
      `asyncoperations(${id})?$select=name,retrycount,message,operationtype`,
    );
    expect(json).toMatchObject({ name: 'mine', operationtype: 10, retrycount: null, message: null });
    expect((await send('PATCH', `asyncoperations(${id})`, { operationtype: 1 })).code).toBe('0x80040203');
  });
});

describe('solutions', () => {
  it('take in what is created for them', async () => {
    const headers = { 'MSCRM.SolutionUniqueName': 'ContosoCore' };
    const reply = await send('POST', steps, stepBody(), { headers });
    const components = await send('GET', `solutioncomponents?$filter=_solutionid_value eq ${ids.solution}`);
    expect(components.rows).toMatchObject([
      { componenttype: 92, objectid: reply.id, rootcomponentbehavior: 0 },
    ]);
    await send('DELETE', `${steps}(${reply.id})`);
    expect((await send('GET', 'solutioncomponents/$count')).text).toBe('0');
  });

  it.each([
    ['Nonsense', 404, '0x80040217'],
    ['ContosoManaged', 400, '0x80040203'],
  ])('refuse %s as a target, and nothing is created', async (name, status, code) => {
    const before = organisation.store.count('serviceendpoint');
    const headers = { 'MSCRM.SolutionUniqueName': name };
    const reply = await send('POST', 'serviceendpoints', endpointBody(), { headers });
    expect([reply.status, reply.code]).toEqual([status, code]);
    expect(organisation.store.count('serviceendpoint')).toBe(before);
  });
});
