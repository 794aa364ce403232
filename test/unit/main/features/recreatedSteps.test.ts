import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AssemblyId, StepId } from '../../../../src/shared/domain/ids.ts';
import { buildPluginAssembly } from '../../../support/buildPluginAssembly.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';
import { addFile, arrangeTypeStep, draftOf, failureOf, load } from '../support/pluginWork.ts';

let place: TestOrganisation;
let test: TestCore;

beforeAll(async () => {
  place = await startTestOrganisation();
  test = await openTestCore(place.addresses);
});
afterAll(async () => {
  await test.close();
  await place.close();
});

async function post(set: string, body: object): Promise<string> {
  const { webApi, accessToken } = place.addresses;
  const response = await fetch(`${webApi}${set}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const id = /\(([0-9a-f-]{36})\)/.exec(response.headers.get('odata-entityid') ?? '')?.[1];
  if (id === undefined) throw new Error(await response.text());
  return id;
}

interface Arranged {
  readonly id: AssemblyId;
  readonly step: StepId;
  readonly disabled: StepId;
  readonly image: string;
  readonly secure: string;
}

/** An assembly of one class, which two steps run: one with an image, a secure configuration and a solution. */
async function arrange(name: string): Promise<Arranged> {
  // Nobody else's type shall be there to lend its place.
  const { store } = place.organisation;
  for (const row of [...store.rows('pluginassembly')]) {
    store.put('pluginassembly', { ...row, ismanaged: true });
  }
  const opened = await addFile(test, buildPluginAssembly({ name, classes: ['A.Old'] }));
  const { id } = await test.core.call('assembly.register', {
    connectionId: test.sandbox,
    fileId: opened.fileId,
    draft: draftOf(opened),
  });
  const type = (await load(test)).types.find(({ assemblyId }) => assemblyId === id);
  if (!type) throw new Error('The type is not there.');
  const step = await arrangeTypeStep(place, test, type.id, 'With everything');
  const disabled = await arrangeTypeStep(place, test, type.id, 'Disabled');
  await test.core.call('step.setState', { connectionId: test.sandbox, ids: [disabled], enabled: false });
  const image = await post('sdkmessageprocessingstepimages', {
    name: 'After',
    entityalias: 'After',
    imagetype: 1,
    messagepropertyname: 'Id',
    attributes: 'name',
    'sdkmessageprocessingstepid@odata.bind': `/sdkmessageprocessingsteps(${step})`,
  });
  const secure = await post('sdkmessageprocessingstepsecureconfigs', { secureconfig: 'nobody reads this' });
  store.put('sdkmessageprocessingstep', {
    ...store.get('sdkmessageprocessingstep', step),
    sdkmessageprocessingstepsecureconfigid: { table: 'sdkmessageprocessingstepsecureconfig', id: secure },
  });
  await test.core.call('solution.addComponents', {
    connectionId: test.sandbox,
    solution: 'ContosoSales',
    nodes: [{ kind: 'step', id: step }],
    withSteps: false,
    withRequired: false,
  });
  return { id, step, disabled, image, secure };
}

/** Tells what was done. */
async function update(id: AssemblyId, name: string): Promise<string[]> {
  const done: string[] = [];
  const opened = await addFile(test, buildPluginAssembly({ name, version: '1.0.1.0', classes: ['A.New'] }));
  const { etag } = await test.core.call('assembly.prepareUpdate', { connectionId: test.sandbox, id });
  const choices = { moves: { 'A.Old': 'A.New' }, leaveOut: [] };
  await test.core.call(
    'assembly.update',
    { connectionId: test.sandbox, id, fileId: opened.fileId, etag, choices },
    { onProgress: ({ sentence }) => void done.push(sentence) },
  );
  return done;
}

async function expectSteps({ step, disabled, image, secure }: Arranged, typeName: string): Promise<void> {
  const { types, steps, images } = await load(test);
  const handlerOf = (id: StepId) => {
    const handler = steps.find((one) => one.id === id)?.handler.id;
    return types.find((type) => type.id === handler)?.typeName;
  };
  expect([handlerOf(step), handlerOf(disabled)]).toEqual([typeName, typeName]);
  expect(steps.find(({ id }) => id === step)).toMatchObject({ enabled: true, hasSecureConfiguration: true });
  expect(steps.find(({ id }) => id === disabled)).toMatchObject({ enabled: false });
  expect(images.find(({ id }) => id === image)).toMatchObject({ stepId: step, attributes: ['name'] });
  const { store } = place.organisation;
  expect(store.get('sdkmessageprocessingstep', step)?.sdkmessageprocessingstepsecureconfigid).toMatchObject({
    id: secure,
  });
  const sales = [...store.rows('solution')].find(({ uniquename }) => uniquename === 'ContosoSales');
  expect([...store.rows('solutioncomponent')]).toContainEqual(
    expect.objectContaining({
      objectid: step,
      solutionid: expect.objectContaining({ id: sales?.solutionid }),
    }),
  );
}

it('makes steps again with the same ids where there is no type at which they could wait', async () => {
  const arranged = await arrange('Contoso.Alone');
  expect(await update(arranged.id, 'Contoso.Alone')).toEqual([
    'Deleting 2 steps for the moment',
    'Unregistering A.Old',
    'Uploading the new content',
    'Registering A.New',
    'Making 2 steps again at A.New',
  ]);
  await expectSteps(arranged, 'A.New');
}, 30_000);

it('brings them back where the content is refused, on request', async () => {
  const arranged = await arrange('Contoso.Refused');
  place.webApi.faults.next({
    match: /^PATCH .*pluginassemblies/,
    status: 400,
    code: '0x8004418b',
    message: 'No.',
  });
  await failureOf(update(arranged.id, 'Contoso.Refused'));
  const { works } = await test.core.call('assemblyWork.list', { connectionId: test.sandbox });
  const work = works.find(({ assemblyId }) => assemblyId === arranged.id);
  if (!work) throw new Error('The work is not kept.');
  expect((await load(test)).steps.some(({ id }) => id === arranged.step)).toBe(false);
  await test.core.call('assemblyWork.undo', { connectionId: test.sandbox, workId: work.id });
  await expectSteps(arranged, 'A.Old');
}, 30_000);
