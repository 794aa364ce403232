import { describe, expect, it } from 'vitest';
import {
  endpointBody,
  ids,
  type JsonObject,
  type Reply,
  startApiUnderTest,
  stepBody,
} from '../apiUnderTest.ts';

const { send, create, organisation } = await startApiUnderTest();
const { seed } = organisation;

const steps = 'sdkmessageprocessingsteps';
const images = 'sdkmessageprocessingstepimages';
const secureConfigs = 'sdkmessageprocessingstepsecureconfigs';

const outcome = ({ status, code }: Reply): [number, string | undefined] => [status, code];
const post = async (changes: JsonObject): Promise<[number, string | undefined]> =>
  outcome(await send('POST', steps, stepBody(changes)));

/** A message with one filter. */
function message(
  availability: number,
  isAllowed = true,
): { message: string; filter: string; any: JsonObject; on: JsonObject } {
  const id = seed('sdkmessage', { name: 'Some', availability });
  const filter = seed('sdkmessagefilter', {
    sdkmessageid: { table: 'sdkmessage', id },
    primaryobjecttypecode: 'account',
    iscustomprocessingstepallowed: isAllowed,
    availability,
  });
  const any = {
    'sdkmessageid@odata.bind': `/sdkmessages(${id})`,
    'sdkmessagefilterid@odata.bind': undefined,
  };
  return {
    message: id,
    filter,
    any,
    on: { ...any, 'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${filter})` },
  };
}

describe('where a step may be', () => {
  const onServer = message(0);
  const onClient = message(1);
  const onBoth = message(2);

  it.each([
    ['the server, of a message there', onServer, 0, 204, undefined],
    ['the client, of a message on the server', onServer, 1, 400, '0x80044181'],
    ['both, of a message on the server', onServer, 2, 400, '0x80044181'],
    ['the server, of a message on the client', onClient, 0, 400, '0x80044180'],
    ['the client, of a message there', onClient, 1, 204, undefined],
    ['both, of a message on both', onBoth, 2, 204, undefined],
    ['the client, of a message on both', onBoth, 1, 204, undefined],
  ])('on %s', async (_what, { any, on }, supporteddeployment, status, code) => {
    expect(await post({ ...on, supporteddeployment })).toEqual([status, code]);
    expect(await post({ ...any, supporteddeployment })).toEqual([status, code]);
  });

  it('is not on a message that is closed on every table', async () => {
    const { any, on } = message(0, false);
    expect(await post(any)).toEqual([400, '0x80044187']);
    expect(await post(on)).toEqual([400, '0x80044187']);
  });

  it('is where the maker of a custom API allows it', async () => {
    const withSteps = (allowedcustomprocessingsteptype: number): JsonObject => {
      const id = seed('sdkmessage', { name: 'con_Api' });
      seed('customapi', {
        uniquename: 'con_Api',
        allowedcustomprocessingsteptype,
        sdkmessageid: { table: 'sdkmessage', id },
      });
      return { 'sdkmessageid@odata.bind': `/sdkmessages(${id})`, 'sdkmessagefilterid@odata.bind': undefined };
    };
    expect(await post(withSteps(0))).toEqual([400, '0x80044187']);
    expect(await post(withSteps(1))).toEqual([400, '0x80044170']);
    expect(await post({ ...withSteps(1), mode: 1 })).toEqual([204, undefined]);
    expect(await post(withSteps(2))).toEqual([204, undefined]);
  });

  it('is for any table on Associate, without columns and images', async () => {
    const associate = {
      'sdkmessageid@odata.bind': `/sdkmessages(${ids.associate})`,
      'sdkmessagefilterid@odata.bind': undefined,
    };
    expect(await post({ ...associate, filteringattributes: 'name' })).toEqual([400, '0x80040203']);
    const ofUpdate = `/sdkmessagefilters(${ids.updateAccount})`;
    expect(await post({ ...associate, 'sdkmessagefilterid@odata.bind': ofUpdate })).toEqual([
      400,
      '0x80044187',
    ]);
    const step = await create(steps, stepBody(associate));
    const image = await send('POST', images, {
      name: 'i',
      entityalias: 'i',
      imagetype: 0,
      messagepropertyname: 'Target',
      'sdkmessageprocessingstepid@odata.bind': `/${steps}(${step})`,
    });
    expect(outcome(image)).toEqual([400, '0x80044189']);
  });
});

describe('steps of the platform', () => {
  it('are not changed, whatever it is', async () => {
    const id = seed('sdkmessageprocessingstep', {
      name: 'Main operation',
      stage: 30,
      mode: 0,
      rank: 1,
      eventhandler: { table: 'plugintype', id: ids.type },
      sdkmessageid: { table: 'sdkmessage', id: ids.update },
    });
    for (const changes of [
      { rank: 2 },
      { description: 'mine' },
      { stage: 40 },
      { statecode: 1, statuscode: 2 },
    ])
      expect(outcome(await send('PATCH', `${steps}(${id})`, changes))).toEqual([400, '0x80044184']);
  });
});

describe('steps of endpoints', () => {
  const onEndpoint = async (changes: JsonObject = {}): Promise<JsonObject> => ({
    'eventhandler_plugintype@odata.bind': undefined,
    'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${await create('serviceendpoints', endpointBody())})`,
    ...changes,
  });

  it('have no configuration, neither open nor secure', async () => {
    const secure = await create(secureConfigs, { secureconfig: 'secret' });
    const bind = { 'sdkmessageprocessingstepsecureconfigid@odata.bind': `/${secureConfigs}(${secure})` };
    expect(await post(await onEndpoint({ configuration: 'x' }))).toEqual([400, '0x80044170']);
    expect(await post(await onEndpoint(bind))).toEqual([400, '0x80044170']);
    expect(await post(await onEndpoint({ configuration: '' }))).toEqual([204, undefined]);
    const id = await create(steps, stepBody(await onEndpoint()));
    const patch = async (changes: JsonObject) => outcome(await send('PATCH', `${steps}(${id})`, changes));
    expect(await patch({ configuration: 'x' })).toEqual([400, '0x80044170']);
    expect(await patch(bind)).toEqual([400, '0x80044170']);
  });

  it('can be moved to a type and back, where they carry none', async () => {
    const toEndpoint = await onEndpoint();
    delete (toEndpoint as { [name: string]: unknown })['eventhandler_plugintype@odata.bind'];
    const id = await create(steps, stepBody({ configuration: 'x' }));
    const patch = async (changes: JsonObject) => outcome(await send('PATCH', `${steps}(${id})`, changes));
    expect(await patch(toEndpoint)).toEqual([400, '0x80044170']);
    expect(await patch({ ...toEndpoint, configuration: null })).toEqual([204, undefined]);
    const read = async () =>
      (
        await send(
          'GET',
          `${steps}(${id})?$select=_eventhandler_value,_plugintypeid_value,eventhandlertypecode`,
        )
      ).json;
    expect(await read()).toMatchObject({
      _plugintypeid_value: null,
      eventhandlertypecode: 'serviceendpoint',
    });
    expect(await patch({ 'eventhandler_plugintype@odata.bind': `/plugintypes(${ids.type})` })).toEqual([
      204,
      undefined,
    ]);
    expect(await read()).toMatchObject({
      _eventhandler_value: ids.type,
      _plugintypeid_value: ids.type,
      eventhandlertypecode: 'plugintype',
    });
  });
});

describe('what a step takes', () => {
  it.each([
    ['a negative rank', { rank: -5 }, 204, undefined],
    ['the deprecated stage', { stage: 50, mode: 1 }, 204, undefined],
    ['a stage and a mode that cannot be', { stage: 10, mode: 1 }, 400, '0x80044170'],
    ['columns with spaces between', { filteringattributes: 'name , telephone1' }, 204, undefined],
    ['a configuration of 200,000 characters', { configuration: 'x'.repeat(200_000) }, 204, undefined],
    ['a disabled state from the start', { statecode: 1, statuscode: 2 }, 204, undefined],
    ['a state and status that do not fit', { statecode: 1, statuscode: 1 }, 400, '0x80048408'],
  ])('%s', async (_what, changes, status, code) => {
    expect(await post(changes)).toEqual([status, code]);
  });

  it('lets the state alone bring its status', async () => {
    const id = await create(steps, stepBody());
    expect((await send('PATCH', `${steps}(${id})`, { statecode: 1 })).status).toBe(204);
    expect((await send('GET', `${steps}(${id})`)).json).toMatchObject({ statecode: 1, statuscode: 2 });
  });

  it('keeps secure configuration from those who may not see it', async () => {
    const id = await create(secureConfigs, { secureconfig: 'secret' });
    const step = await create(
      steps,
      stepBody({ 'sdkmessageprocessingstepsecureconfigid@odata.bind': `/${secureConfigs}(${id})` }),
    );
    for (const path of [
      `${secureConfigs}(${id})`,
      `${secureConfigs}(${id})/secureconfig`,
      `${steps}(${step})/sdkmessageprocessingstepsecureconfigid`,
      `${steps}(${step})?$expand=sdkmessageprocessingstepsecureconfigid`,
    ]) {
      const reply = await send('GET', path, undefined, { token: 'basic' });
      expect(outcome(reply), path).toEqual([403, '0x80040220']);
      expect(reply.text, path).not.toContain('secret');
    }
    const lookup = `${steps}(${step})?$select=_sdkmessageprocessingstepsecureconfigid_value`;
    const seen = await send('GET', lookup, undefined, { token: 'basic' });
    expect(seen.json._sdkmessageprocessingstepsecureconfigid_value).toBe(id);
  });

  it('holds its secure configuration to the server when it is changed', async () => {
    const id = await create(secureConfigs, { secureconfig: 'secret' });
    const step = await create(
      steps,
      stepBody({ 'sdkmessageprocessingstepsecureconfigid@odata.bind': `/${secureConfigs}(${id})` }),
    );
    const moved = await send('PATCH', `${steps}(${step})`, { supporteddeployment: 2 });
    expect(outcome(moved)).toEqual([400, '0x80044185']);
    const both = { supporteddeployment: 2, 'sdkmessageprocessingstepsecureconfigid@odata.bind': null };
    expect((await send('PATCH', `${steps}(${step})`, both)).status).toBe(204);
  });
});
