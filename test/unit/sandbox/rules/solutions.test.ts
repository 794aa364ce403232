import { describe, expect, it } from 'vitest';
import { endpointBody, ids, type JsonObject, startApiUnderTest, stepBody } from '../apiUnderTest.ts';

const api = await startApiUnderTest();
const { send, create, organisation } = api;

const inCore = { headers: { 'MSCRM.SolutionUniqueName': 'ContosoCore' } };

async function members(solution: string = ids.solution): Promise<readonly JsonObject[]> {
  const { rows } = await send(
    'GET',
    `solutioncomponents?$select=componenttype,objectid,rootcomponentbehavior&$filter=_solutionid_value eq ${solution}` +
      '&$expand=solutionid($select=uniquename)',
  );
  return rows;
}

async function isMember(id: string): Promise<boolean> {
  return (await members()).some(({ objectid }) => objectid === id);
}

function add(body: JsonObject, token = 'administrator') {
  return send(
    'POST',
    'AddSolutionComponent',
    { ComponentType: 95, SolutionUniqueName: 'ContosoCore', AddRequiredComponents: false, ...body },
    { token },
  );
}

const imageBody = (step: string): JsonObject => ({
  name: 'Before',
  entityalias: 'Before',
  imagetype: 0,
  messagepropertyname: 'Target',
  'sdkmessageprocessingstepid@odata.bind': `/sdkmessageprocessingsteps(${step})`,
});

describe('the solution header', () => {
  it('puts what is created into the solution, and parts with their parents only', async () => {
    const step = (await send('POST', 'sdkmessageprocessingsteps', stepBody(), inCore)).id;
    const image = (await send('POST', 'sdkmessageprocessingstepimages', imageBody(step), inCore)).id;
    const secure = (
      await send('POST', 'sdkmessageprocessingstepsecureconfigs', { secureconfig: 's' }, inCore)
    ).id;
    const found = await members();
    expect(found.find(({ objectid }) => objectid === step)).toMatchObject({
      componenttype: 92,
      rootcomponentbehavior: 0,
      solutionid: { uniquename: 'ContosoCore' },
    });
    expect(found.some(({ objectid }) => objectid === image || objectid === secure)).toBe(false);
  });

  it('adds a row on update too, and only once', async () => {
    const id = await create('serviceendpoints', endpointBody());
    for (const description of ['first', 'second'])
      expect((await send('PATCH', `serviceendpoints(${id})`, { description }, inCore)).status).toBe(204);
    expect((await members()).filter(({ objectid }) => objectid === id)).toHaveLength(1);
  });

  it.each([
    ['Nowhere', 404, '0x80040217'],
    ['ContosoManaged', 400, '0x80040203'],
  ])('naming %s refuses the row as a whole', async (solution, status, code) => {
    const body = endpointBody();
    const reply = await send('POST', 'serviceendpoints', body, {
      headers: { 'MSCRM.SolutionUniqueName': solution },
    });
    expect([reply.status, reply.code]).toEqual([status, code]);
    const { rows } = await send('GET', `serviceendpoints?$filter=name eq '${String(body.name)}'`);
    expect(rows).toEqual([]);
  });
});

describe('AddSolutionComponent', () => {
  it('adds a component once and answers the id of its row', async () => {
    const id = await create('serviceendpoints', endpointBody());
    const first = await add({ ComponentId: id, DoNotIncludeSubcomponents: true });
    const again = await add({ ComponentId: id });
    expect(first.status).toBe(200);
    expect(again.json.id).toBe(first.json.id);
    const row = await send('GET', `solutioncomponents(${String(first.json.id)})`);
    expect(row.json).toMatchObject({ objectid: id, componenttype: 95, rootcomponentbehavior: 1 });
  });

  it('brings what a step needs when asked to', async () => {
    const endpoint = await create('serviceendpoints', endpointBody());
    const step = await create(
      'sdkmessageprocessingsteps',
      stepBody({
        'eventhandler_plugintype@odata.bind': undefined,
        'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${endpoint})`,
      }),
    );
    const onType = await create('sdkmessageprocessingsteps', stepBody());
    await add({ ComponentId: step, ComponentType: 92 });
    expect(await isMember(endpoint)).toBe(false);
    await add({ ComponentId: step, ComponentType: 92, AddRequiredComponents: true });
    expect(await isMember(endpoint)).toBe(true);
    await add({ ComponentId: onType, ComponentType: 92, AddRequiredComponents: true });
    expect(await isMember(ids.assembly)).toBe(true);
  });

  it.each([
    ['a missing component', { ComponentId: ids.solution }, 404, '0x80040217'],
    ['a type nobody has', { ComponentId: ids.type, ComponentType: 94 }, 400, '0x80040203'],
    [
      'a plug-in type, which its assembly brings',
      { ComponentId: ids.type, ComponentType: 90 },
      400,
      '0x80040203',
    ],
    [
      'an unknown solution',
      { ComponentId: ids.assembly, ComponentType: 91, SolutionUniqueName: 'No' },
      404,
      '0x80040217',
    ],
    [
      'a managed solution',
      { ComponentId: ids.assembly, ComponentType: 91, SolutionUniqueName: 'ContosoManaged' },
      400,
      '0x80040203',
    ],
    ['no id', {}, 400, '0x80060888'],
    [
      'an unknown parameter',
      { ComponentId: ids.assembly, ComponentType: 91, Force: true },
      400,
      '0x80048d19',
    ],
  ])('refuses %s', async (_what, body, status, code) => {
    const reply = await add(body);
    expect([reply.status, reply.code]).toEqual([status, code]);
  });

  it('refuses an assembly that belongs to a package, and takes the package', async () => {
    const pluginpackageid = organisation.seed('pluginpackage', {
      name: 'con_Pack',
      uniquename: 'con_Pack',
      version: '1.0.0',
    });
    const owned = organisation.seed('pluginassembly', {
      name: 'Packed',
      version: '1.0.0.0',
      packageid: { table: 'pluginpackage', id: pluginpackageid },
    });
    const refused = await add({ ComponentId: owned, ComponentType: 91 });
    expect([refused.status, refused.text]).toEqual([405, expect.stringContaining('plug-in package')]);
    const type = await send(
      'GET',
      "solutioncomponentdefinitions?$select=name,primaryentityname,solutioncomponenttype&$filter=primaryentityname eq 'pluginpackage'",
    );
    const componentType = Number(type.rows[0]?.solutioncomponenttype);
    expect(componentType).toBeGreaterThanOrEqual(10_000);
    expect((await add({ ComponentId: pluginpackageid, ComponentType: componentType })).status).toBe(200);
  });

  it('refuses a user who may not change solutions', async () => {
    const reply = await add({ ComponentId: ids.assembly, ComponentType: 91 }, 'basic');
    expect([reply.status, reply.code]).toEqual([403, '0x80040220']);
    expect(reply.text).toContain('prvWriteSolution');
  });
});

describe('RemoveSolutionComponent', () => {
  const remove = (id: string, changes: JsonObject = {}) =>
    send('POST', 'RemoveSolutionComponent', {
      SolutionComponent: {
        '@odata.type': 'Microsoft.Dynamics.CRM.solutioncomponent',
        solutioncomponentid: id,
      },
      ComponentType: 95,
      SolutionUniqueName: 'ContosoCore',
      ...changes,
    });

  it('takes a component out and leaves it where it is', async () => {
    const id = await create('serviceendpoints', endpointBody());
    const added = await add({ ComponentId: id });
    const removed = await remove(id);
    expect([removed.status, removed.json.id]).toEqual([200, added.json.id]);
    expect(await isMember(id)).toBe(false);
    expect((await send('GET', `serviceendpoints(${id})`)).status).toBe(200);
    expect((await remove(id)).status).toBe(400);
  });

  it('refuses another type than the component has', async () => {
    const id = await create('serviceendpoints', endpointBody());
    await add({ ComponentId: id });
    expect((await remove(id, { ComponentType: 92 })).status).toBe(400);
    expect(await isMember(id)).toBe(true);
  });
});

describe('dependencies', () => {
  const ask = (name: string, id: string, type: number) =>
    send('GET', `${name}(ObjectId=@id,ComponentType=@type)?@id=${id}&@type=${type}`);

  it('of an assembly are the steps on its types; directly, its types', async () => {
    const step = await create('sdkmessageprocessingsteps', stepBody());
    const before = await ask('RetrieveDependenciesForDelete', ids.assembly, 91);
    expect(before.json['@odata.context']).toMatch(/\$metadata#dependencies$/);
    expect(before.rows).toContainEqual(
      expect.objectContaining({
        dependentcomponenttype: 92,
        dependentcomponentobjectid: step,
        dependentcomponentparentid: ids.type,
        requiredcomponenttype: 90,
        requiredcomponentobjectid: ids.type,
        requiredcomponentparentid: ids.assembly,
        dependencytype: 2,
      }),
    );
    const direct = await ask('RetrieveDependentComponents', ids.assembly, 91);
    expect(direct.rows.map((row) => [row.dependentcomponentobjectid, row.dependencytype])).toEqual(
      expect.arrayContaining([
        [ids.type, 1],
        [ids.activity, 1],
      ]),
    );
    expect(direct.rows).toHaveLength(2);
  });

  it('of a step are its images, which go with it', async () => {
    const step = await create('sdkmessageprocessingsteps', stepBody());
    const image = await create('sdkmessageprocessingstepimages', imageBody(step));
    const direct = await ask('RetrieveDependentComponents', step, 92);
    expect(direct.rows).toMatchObject([
      { dependentcomponenttype: 93, dependentcomponentobjectid: image, dependencytype: 1 },
    ]);
    expect((await ask('RetrieveDependenciesForDelete', step, 92)).rows).toEqual([]);
  });

  it('of an endpoint are its steps', async () => {
    const endpoint = await create('serviceendpoints', endpointBody());
    const step = await create(
      'sdkmessageprocessingsteps',
      stepBody({
        'eventhandler_plugintype@odata.bind': undefined,
        'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${endpoint})`,
      }),
    );
    const reply = await send('GET', `RetrieveDependenciesForDelete(ObjectId=${endpoint},ComponentType=95)`);
    expect(reply.rows).toMatchObject([{ dependentcomponentobjectid: step, dependentcomponenttype: 92 }]);
  });

  it('of a type with a custom API name the custom API by its own type', async () => {
    const type = organisation.seed('plugintype', {
      typename: 'Contoso.Plugins.Ship',
      name: 'Contoso.Plugins.Ship',
      friendlyname: 'Ship',
      pluginassemblyid: { table: 'pluginassembly', id: ids.assembly },
    });
    const customApi = organisation.seed('customapi', {
      uniquename: 'con_Ship',
      name: 'Ship',
      plugintypeid: { table: 'plugintype', id: type },
    });
    const { rows } = await ask('RetrieveDependenciesForDelete', type, 90);
    expect(rows).toMatchObject([{ dependentcomponentobjectid: customApi, requiredcomponenttype: 90 }]);
    expect(Number(rows[0]?.dependentcomponenttype)).toBeGreaterThanOrEqual(10_000);
  });

  it.each([
    ['RetrieveDependenciesForDelete(ObjectId=1,ComponentType=91)', 400],
    [`RetrieveDependenciesForDelete(ObjectId=${ids.type})`, 400],
    [`RetrieveDependenciesForDelete(ObjectId=${ids.type},ComponentType=91)`, 404],
    [`RetrieveDependenciesForDelete(ObjectId=${ids.type},ComponentType=90,Depth=1)`, 400],
  ])('%s is answered %i', async (path, status) => {
    expect((await send('GET', path)).status).toBe(status);
  });
});
