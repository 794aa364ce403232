import { describe, expect, it } from 'vitest';
import { endpointBody, ids, type JsonObject, startApiUnderTest, stepBody } from '../apiUnderTest.ts';

const api = await startApiUnderTest();
const { send, create, organisation } = api;

let apis = 0;

function body(changes: JsonObject = {}): JsonObject {
  apis += 1;
  return {
    uniquename: `con_Api${apis}`,
    name: 'Api',
    displayname: 'Api',
    description: 'For a test.',
    bindingtype: 0,
    allowedcustomprocessingsteptype: 2,
    isfunction: false,
    isprivate: false,
    ...changes,
  };
}

function part(changes: JsonObject = {}): JsonObject {
  return {
    uniquename: 'Amount',
    name: 'Amount',
    displayname: 'Amount',
    description: 'How much.',
    type: 7,
    ...changes,
  };
}

async function messageOf(id: string): Promise<JsonObject> {
  const { json } = await send(
    'GET',
    `customapis(${id})?$select=uniquename&$expand=SdkMessageId($select=name,isprivate)`,
  );
  return json.SdkMessageId as JsonObject;
}

organisation.seed('sdkmessage', { name: 'con_taken' });

describe('creating a custom API', () => {
  it('makes its message and parts, and ties it to its plug-in type', async () => {
    const sent = body({
      bindingtype: 1,
      boundentitylogicalname: 'account',
      isprivate: true,
      'PluginTypeId@odata.bind': `/plugintypes(${ids.type})`,
      CustomAPIRequestParameters: [part(), part({ uniquename: 'Note', type: 10, isoptional: true })],
      CustomAPIResponseProperties: [part({ uniquename: 'Total', type: 8 })],
    });
    const id = await create('customapis', sent);
    const { json } = await send(
      'GET',
      `customapis(${id})?$select=uniquename,_plugintypeid_value,_sdkmessageid_value` +
        '&$expand=CustomAPIRequestParameters($select=uniquename,type,isoptional),CustomAPIResponseProperties($select=uniquename)',
    );
    expect(json).toMatchObject({
      _plugintypeid_value: ids.type,
      CustomAPIRequestParameters: expect.arrayContaining([
        expect.objectContaining({ uniquename: 'Amount', isoptional: false }),
        expect.objectContaining({ uniquename: 'Note', isoptional: true }),
      ]),
      CustomAPIResponseProperties: [expect.objectContaining({ uniquename: 'Total' })],
    });
    expect(await messageOf(id)).toMatchObject({ name: sent.uniquename, isprivate: true });
    const filters = await send(
      'GET',
      `sdkmessagefilters?$filter=_sdkmessageid_value eq ${String(json._sdkmessageid_value)}`,
    );
    expect(filters.rows).toMatchObject([
      { primaryobjecttypecode: 'account', iscustomprocessingstepallowed: true },
    ]);
  });

  it('joins the solution of the header with its parts', async () => {
    const reply = await send('POST', 'customapis', body({ CustomAPIRequestParameters: [part()] }), {
      headers: { 'MSCRM.SolutionUniqueName': 'ContosoCore' },
    });
    const { rows } = await send('GET', `solutioncomponents?$filter=_solutionid_value eq ${ids.solution}`);
    expect(rows.map(({ objectid }) => objectid)).toContain(reply.id);
    expect(rows).toHaveLength(2);
    const types = await send('GET', "solutioncomponentdefinitions?$filter=primaryentityname eq 'customapi'");
    expect(rows.find(({ objectid }) => objectid === reply.id)?.componenttype).toBe(
      types.rows[0]?.solutioncomponenttype,
    );
  });

  it.each([
    ['a name without a prefix', { uniquename: 'Api' }, 400, '0x80040203'],
    ['a name with other signs', { uniquename: 'con_Api-1' }, 400, '0x80040203'],
    ['the name of a message', { uniquename: 'con_Taken' }, 412, '0x80040237'],
    ['a binding without a table', { bindingtype: 1 }, 400, '0x80040203'],
    ['a table without a binding', { boundentitylogicalname: 'account' }, 400, '0x80040203'],
    ['a table that is not there', { bindingtype: 2, boundentitylogicalname: 'con_none' }, 400, '0x80041102'],
    ['a function for workflows', { isfunction: true, workflowsdkstepenabled: true }, 400, '0x80040203'],
    ['no description', { description: undefined }, 400, '0x80040200'],
    ['an unknown binding type', { bindingtype: 3 }, 400, '0x8004431a'],
    [
      'the wrong case of the navigation',
      { 'plugintypeid@odata.bind': `/plugintypes(${ids.type})` },
      400,
      '0x80048d19',
    ],
    [
      'a workflow activity',
      { 'PluginTypeId@odata.bind': `/plugintypes(${ids.activity})` },
      400,
      '0x80040203',
    ],
  ])('refuses %s', async (_what, changes, status, code) => {
    const reply = await send('POST', 'customapis', body(changes));
    expect([reply.status, reply.code]).toEqual([status, code]);
  });

  it('leaves nothing behind when a part is refused', async () => {
    const sent = body({ CustomAPIRequestParameters: [part(), part()] });
    expect((await send('POST', 'customapis', sent)).code).toBe('0x80040237');
    const name = String(sent.uniquename);
    expect((await send('GET', `customapis?$filter=uniquename eq '${name}'`)).rows).toEqual([]);
    expect((await send('GET', `sdkmessages?$filter=name eq '${name}'`)).rows).toEqual([]);
  });
});

describe('parts of a custom API', () => {
  it.each([
    ['a table for a number', {}, { logicalentityname: 'account' }, '0x80040203'],
    ['a table that is not there', {}, { type: 5, logicalentityname: 'con_none' }, '0x80041102'],
    ['a name with a blank', {}, { uniquename: 'A b' }, '0x80040203'],
    ['an unknown type', {}, { type: 13 }, '0x8004431a'],
    ['an entity in a workflow', { workflowsdkstepenabled: true }, { type: 3 }, '0x80040203'],
    ['an open reference in a workflow', { workflowsdkstepenabled: true }, { type: 5 }, '0x80040203'],
  ])('refuse %s', async (_what, its, changes, code) => {
    const id = await create('customapis', body(its));
    const reply = await send('POST', 'customapirequestparameters', {
      ...part(changes),
      'CustomAPIId@odata.bind': `/customapis(${id})`,
    });
    expect([reply.status, reply.code]).toEqual([400, code]);
  });

  it('may be open entities outside workflows', async () => {
    const id = await create('customapis', body());
    const property = { ...part({ type: 3 }), 'CustomAPIId@odata.bind': `/customapis(${id})` };
    expect((await send('POST', 'customapiresponseproperties', property)).status).toBe(204);
  });
});

describe('changing a custom API', () => {
  it('is allowed for names, privacy, privilege and plug-in type', async () => {
    const id = await create('customapis', body());
    const changes = {
      name: 'New',
      displayname: 'New',
      description: 'New.',
      isprivate: true,
      executeprivilegename: 'prvReadAccount',
      'PluginTypeId@odata.bind': `/plugintypes(${ids.type})`,
    };
    expect((await send('PATCH', `customapis(${id})`, changes)).status).toBe(204);
    expect(await messageOf(id)).toMatchObject({ isprivate: true });
    expect((await send('PATCH', `customapis(${id})`, { 'PluginTypeId@odata.bind': null })).status).toBe(204);
  });

  it.each([
    ['uniquename', 'con_Other'],
    ['bindingtype', 1],
    ['boundentitylogicalname', 'account'],
    ['allowedcustomprocessingsteptype', 0],
    ['isfunction', true],
    ['workflowsdkstepenabled', true],
  ])('is refused for %s', async (column, value) => {
    const id = await create('customapis', body());
    const reply = await send('PATCH', `customapis(${id})`, { [column]: value });
    expect([reply.status, reply.code]).toEqual([400, '0x80040203']);
  });

  it.each([
    ['type', 10],
    ['uniquename', 'Other'],
    ['isoptional', true],
    ['logicalentityname', 'account'],
  ])('is refused for %s of a parameter', async (column, value) => {
    const id = await create('customapis', body({ CustomAPIRequestParameters: [part()] }));
    const parts = await send('GET', `customapis(${id})/CustomAPIRequestParameters`);
    const key = String(parts.rows[0]?.customapirequestparameterid);
    expect((await send('PATCH', `customapirequestparameters(${key})`, { [column]: value })).status).toBe(400);
    expect((await send('PATCH', `customapirequestparameters(${key})`, { description: 'New.' })).status).toBe(
      204,
    );
  });
});

describe('deleting a custom API', () => {
  it('takes its message and parts along', async () => {
    const sent = body({ CustomAPIRequestParameters: [part()], CustomAPIResponseProperties: [part()] });
    const id = await create('customapis', sent);
    const { sdkmessageid } = await messageOf(id);
    expect((await send('DELETE', `customapis(${id})`)).status).toBe(204);
    expect((await send('GET', `sdkmessages(${String(sdkmessageid)})`)).status).toBe(404);
    for (const set of ['customapirequestparameters', 'customapiresponseproperties'])
      expect((await send('GET', `${set}?$filter=_customapiid_value eq ${id}`)).rows).toEqual([]);
    expect(
      (await send('GET', `sdkmessagefilters?$filter=name eq '${String(sent.uniquename)}'`)).rows,
    ).toEqual([]);
  });

  it('is refused while steps are on its message, and so is deleting its plug-in type', async () => {
    const type = organisation.seed('plugintype', {
      typename: 'Contoso.Plugins.Used',
      name: 'Contoso.Plugins.Used',
      friendlyname: 'Used',
      pluginassemblyid: { table: 'pluginassembly', id: ids.assembly },
    });
    const id = await create('customapis', body({ 'PluginTypeId@odata.bind': `/plugintypes(${type})` }));
    const { sdkmessageid } = await messageOf(id);
    const step = await create(
      'sdkmessageprocessingsteps',
      stepBody({
        'sdkmessageid@odata.bind': `/sdkmessages(${String(sdkmessageid)})`,
        'sdkmessagefilterid@odata.bind': undefined,
      }),
    );
    const refused = await send('DELETE', `customapis(${id})`);
    expect([refused.status, refused.code]).toEqual([400, '0x8004f01f']);
    expect((await send('DELETE', `plugintypes(${type})`)).code).toBe('0x8004f01f');
    await send('DELETE', `sdkmessageprocessingsteps(${step})`);
    expect((await send('DELETE', `customapis(${id})`)).status).toBe(204);
    expect((await send('DELETE', `plugintypes(${type})`)).status).toBe(204);
  });
});

describe('a managed identity', () => {
  const identity = (changes: JsonObject = {}): JsonObject => ({
    name: 'Vault reader',
    applicationid: '70000000-0000-4000-8000-0000000000aa',
    tenantid: organisation.details.tenantId,
    credentialsource: 2,
    subjectscope: 1,
    ...changes,
  });

  it('is given to assemblies, packages and endpoints, and taken from them when it goes', async () => {
    const id = await create('managedidentities', identity({ clientsecret: 'never shown' }));
    const read = await send('GET', `managedidentities(${id})`);
    expect(read.text).not.toContain('never shown');
    const pack = organisation.seed('pluginpackage', { name: 'con_P', uniquename: 'con_P', version: '1.0.0' });
    const endpoint = await create('serviceendpoints', endpointBody());
    const owners = [
      `pluginassemblies(${ids.assembly})`,
      `pluginpackages(${pack})`,
      `serviceendpoints(${endpoint})`,
    ];
    const bind = { 'managedidentityid@odata.bind': `/managedidentities(${id})` };
    for (const owner of owners) {
      expect((await send('PATCH', owner, bind)).status).toBe(204);
      expect(
        (await send('GET', `${owner}?$select=_managedidentityid_value`)).json._managedidentityid_value,
      ).toBe(id);
    }
    expect((await send('DELETE', `managedidentities(${id})`)).status).toBe(204);
    for (const owner of owners)
      expect(
        (await send('GET', `${owner}?$select=_managedidentityid_value`)).json._managedidentityid_value,
      ).toBeNull();
  });

  it.each([
    ['no application', { applicationid: undefined }, '0x80040200'],
    ['no source of credentials', { credentialsource: undefined }, '0x80040200'],
    ['an unknown scope', { subjectscope: 7 }, '0x8004431a'],
  ])('is refused with %s', async (_what, changes, code) => {
    const reply = await send('POST', 'managedidentities', identity(changes));
    expect([reply.status, reply.code]).toEqual([400, code]);
  });

  it('cannot be made by somebody without the privilege', async () => {
    const reply = await send('POST', 'managedidentities', identity(), { token: 'basic' });
    expect([reply.status, reply.code]).toEqual([403, '0x80040220']);
  });
});
