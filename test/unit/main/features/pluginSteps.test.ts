import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FailureError } from '../../../../src/shared/contract/failure.ts';
import type { StepId } from '../../../../src/shared/domain/ids.ts';
import type { PluginType } from '../../../../src/shared/domain/registration.ts';
import {
  draftOfStep,
  type SecureConfigurationChange,
  type StepDraft,
} from '../../../../src/shared/domain/step.ts';
import { draftOfImage, type ImageDraft } from '../../../../src/shared/domain/stepImage.ts';
import { pluginStepDraft, seededType } from '../support/chooseStep.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

let place: TestOrganisation;
let test: TestCore;
/** The same organisation through another program: somebody else. */
let other: TestCore;
let type: PluginType;

beforeAll(async () => {
  place = await startTestOrganisation();
  test = await openTestCore(place.addresses);
  other = await openTestCore(place.addresses);
  type = await seededType(test);
});
afterAll(async () => {
  await test.close();
  await other.close();
  await place.close();
});
afterEach(() => place.webApi.faults.clear());

async function failureOf(promise: Promise<unknown>): Promise<FailureError['failure']> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof FailureError) return error.failure;
  throw new Error(`A FailureError was expected, not ${String(error)}.`);
}

const call = () => ({ connectionId: test.sandbox });
const secureRows = () => place.organisation.store.count('sdkmessageprocessingstepsecureconfig');
const image: ImageDraft = {
  imageType: 'preImage',
  name: 'Before',
  entityAlias: 'Before',
  messagePropertyName: 'Target',
  attributes: ['name'],
  description: '',
};

/** The secret as the organisation stores it, looked at behind the client's back. */
function storedSecret(id: StepId): unknown {
  const step = place.organisation.store.get('sdkmessageprocessingstep', id);
  const reference = step?.sdkmessageprocessingstepsecureconfigid as { id: string } | null | undefined;
  return reference
    ? place.organisation.store.get('sdkmessageprocessingstepsecureconfig', reference.id)?.secureconfig
    : null;
}

async function update(
  id: StepId,
  change: Partial<StepDraft>,
  secureConfiguration: SecureConfigurationChange = { kind: 'keep' },
): Promise<void> {
  const { step, etag } = await test.core.call('step.read', { ...call(), id });
  const draft = { ...draftOfStep(step), ...change };
  await test.core.call('step.update', { ...call(), id, draft, secureConfiguration, etag });
}

describe('a step of a plug-in type', () => {
  it('is registered with every field that there is', async () => {
    const { users } = await test.core.call('user.search', { ...call(), text: 'SYSTEM' });
    const system = users.find(({ fullName }) => fullName === 'SYSTEM');
    expect(system?.disabled).toBe(true);
    const draft = await pluginStepDraft(test, type, {
      name: 'All of it',
      description: 'Words.',
      stage: 'preOperation',
      deployment: 'server',
      rank: -7,
      runAsUserId: system?.id ?? null,
      configuration: '<a>\n</a>',
    });
    const { id } = await test.core.call('step.create', { ...call(), draft });
    const { step } = await test.core.call('step.read', { ...call(), id });
    expect(draftOfStep(step)).toEqual(draft);
    expect(step).toMatchObject({ runAsUserName: 'SYSTEM', hasSecureConfiguration: false });
  });

  it('is moved to another type, and made asynchronous, by what differs alone', async () => {
    const draft = await pluginStepDraft(test, type, { name: 'Moving' });
    const { id } = await test.core.call('step.create', { ...call(), draft });
    const to = await seededType(test, 'QuoteApproval');
    await update(id, {
      handler: { kind: 'pluginType', id: to.id },
      mode: 'asynchronous',
      deleteJobWhenSuccessful: true,
    });
    const { entries } = await test.core.call('activity.list', call());
    const body = entries.filter(({ operation }) => operation === 'step.update').at(-1)?.requestBody;
    expect(JSON.parse(body ?? '')).toEqual({
      mode: 1,
      asyncautodelete: true,
      'eventhandler_plugintype@odata.bind': `/plugintypes(${to.id})`,
    });
    expect((await test.core.call('step.read', { ...call(), id })).step.handler.id).toBe(to.id);
  });

  it('is refused by each rule that the page shows, before anything is written', async () => {
    const before = place.organisation.store.count('sdkmessageprocessingstep');
    const activity = await seededType(test, 'CalculateDiscount');
    const keep: SecureConfigurationChange = { kind: 'keep' };
    const cases: [string, Parameters<typeof pluginStepDraft>[2], SecureConfigurationChange?][] = [
      ['mode', { stage: 'preOperation', mode: 'asynchronous' }],
      ['handler', { handler: { kind: 'pluginType', id: activity.id } }],
      ['filteringAttributes', { message: 'Delete', filteringAttributes: ['name'] }],
      ['deleteJobWhenSuccessful', { deleteJobWhenSuccessful: true }],
      ['secureConfiguration', { deployment: 'both' }, { kind: 'set', secret: 'x' }],
    ];
    for (const [field, change, secureConfiguration = keep] of cases) {
      const draft = await pluginStepDraft(test, type, change);
      const failure = await failureOf(
        test.core.call('step.create', { ...call(), draft, secureConfiguration }),
      );
      expect(failure, field).toMatchObject({ code: 'invalid', fields: { [field]: expect.any(String) } });
    }
    expect(place.organisation.store.count('sdkmessageprocessingstep')).toBe(before);
  });

  it('posts to a webhook synchronously, without configuration', async () => {
    const { registrations } = await test.core.call('registrations.load', call());
    const webhook = registrations.endpoints.find(({ designationType }) => designationType === 'webhook');
    if (!webhook) throw new Error('The seed has a webhook.');
    const handler = { kind: 'serviceEndpoint' as const, id: webhook.id };
    const draft = await pluginStepDraft(test, type, { handler, stage: 'preOperation' });
    const failure = await failureOf(
      test.core.call('step.create', { ...call(), draft: { ...draft, configuration: 'x' } }),
    );
    expect(failure.fields).toHaveProperty('configuration');
    const { id } = await test.core.call('step.create', { ...call(), draft });
    expect((await test.core.call('step.read', { ...call(), id })).step).toMatchObject({
      handler,
      mode: 'synchronous',
      stage: 'preOperation',
    });
  });
});

describe('secure configuration', () => {
  const secret = 'a-very-secret-password "quoted" \\ and more';

  it('is created, read on request, replaced and removed with its step', async () => {
    const rows = secureRows();
    const draft = await pluginStepDraft(test, type, { name: 'Secured' });
    const { id } = await test.core.call('step.create', {
      ...call(),
      draft,
      secureConfiguration: { kind: 'set', secret },
    });
    expect(storedSecret(id)).toBe(secret);
    expect(secureRows()).toBe(rows + 1);
    expect((await test.core.call('step.read', { ...call(), id })).step.hasSecureConfiguration).toBe(true);
    expect(await test.core.call('step.readSecureConfiguration', { ...call(), id })).toEqual({ secret });

    await update(id, {}, { kind: 'set', secret: `${secret}!` });
    expect(storedSecret(id)).toBe(`${secret}!`);
    expect(secureRows()).toBe(rows + 1);

    await update(id, { rank: 3 }, { kind: 'remove' });
    expect(storedSecret(id)).toBeNull();
    expect(secureRows()).toBe(rows);
    expect((await test.core.call('step.read', { ...call(), id })).step).toMatchObject({
      rank: 3,
      hasSecureConfiguration: false,
    });
    await update(id, {}, { kind: 'set', secret });
    expect(storedSecret(id)).toBe(secret);
  });

  it('is in no list of activity and in no file of this computer', async () => {
    const { entries } = await test.core.call('activity.list', call());
    expect(entries.some(({ requestBody }) => requestBody?.includes('[removed]'))).toBe(true);
    expect(JSON.stringify(entries)).not.toContain('very-secret');
    await test.core.call('registrations.load', call());
    for (const file of await readdir(test.dataFolder, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      expect(await readFile(join(file.parentPath, file.name), 'utf8')).not.toContain('very-secret');
    }
    expect(JSON.stringify(test.logged)).not.toContain('very-secret');
  });

  it('that the user may not read is said to be out of reach, and stays as it is', async () => {
    const draft = await pluginStepDraft(test, type, { name: 'Out of reach' });
    const { id } = await test.core.call('step.create', {
      ...call(),
      draft,
      secureConfiguration: { kind: 'set', secret },
    });
    const refuse = () =>
      place.webApi.faults.next({
        match: /GET .*secureconfigs/,
        status: 403,
        code: '0x80040220',
        message: 'Principal user is missing prvReadSdkMessageProcessingStepSecureConfig privilege',
      });
    refuse();
    const failure = await failureOf(test.core.call('step.readSecureConfiguration', { ...call(), id }));
    expect(failure).toMatchObject({ code: 'forbidden', sentence: expect.stringMatching(/^No access/) });
    await update(id, { rank: 9 });
    expect(storedSecret(id)).toBe(secret);
    refuse();
    const copy = await failureOf(
      test.core.call('step.create', {
        ...call(),
        draft,
        secureConfiguration: { kind: 'copyOf', stepId: id },
      }),
    );
    expect(copy).toMatchObject({ code: 'forbidden', fields: { secureConfiguration: expect.any(String) } });
  });

  it.each<['before' | 'after']>([['before'], ['after']])(
    'is set once though the connection was cut %s the server had it',
    async (cutSocket) => {
      const draft = await pluginStepDraft(test, type, { name: `Cut ${cutSocket}` });
      const rows = secureRows();
      place.webApi.faults.next({ match: /\$batch/, cutSocket });
      const { id } = await test.core.call('step.create', {
        ...call(),
        draft,
        secureConfiguration: { kind: 'set', secret },
        images: [image],
      });
      expect(secureRows()).toBe(rows + 1);
      place.webApi.faults.next({ match: /\$batch/, cutSocket });
      await update(id, { rank: 4 }, { kind: 'set', secret: 'another' });
      expect(storedSecret(id)).toBe('another');
      place.webApi.faults.next({ match: /\$batch/, cutSocket });
      await update(id, { rank: 5 }, { kind: 'remove' });
      expect(storedSecret(id)).toBeNull();
      expect(secureRows()).toBe(rows);
    },
  );

  it('is not replaced where somebody else has changed the step in between', async () => {
    const draft = await pluginStepDraft(test, type, { name: 'Contested' });
    const { id } = await test.core.call('step.create', {
      ...call(),
      draft,
      secureConfiguration: { kind: 'set', secret },
    });
    const { etag } = await test.core.call('step.read', { ...call(), id });
    await other.core.call('step.setState', { ...call(), ids: [id], enabled: false });
    const failure = await failureOf(
      test.core.call('step.update', {
        ...call(),
        id,
        draft,
        etag,
        secureConfiguration: { kind: 'set', secret: 'mine' },
      }),
    );
    expect(failure).toMatchObject({ code: 'conflict', fields: { enabled: expect.any(String) } });
    expect(storedSecret(id)).toBe(secret);
  });
});

describe('images', () => {
  async function withImage(change: Parameters<typeof pluginStepDraft>[2] = {}, wanted = image) {
    const draft = await pluginStepDraft(test, type, { name: `With an image ${Math.random()}`, ...change });
    const { id: stepId } = await test.core.call('step.create', { ...call(), draft });
    const { id } = await test.core.call('image.create', { ...call(), stepId, draft: wanted });
    return { stepId, id, draft };
  }

  it('are registered, edited by what differs alone, and guarded against somebody else', async () => {
    const { id } = await withImage();
    const { image: stored, etag } = await test.core.call('image.read', { ...call(), id });
    expect(draftOfImage(stored)).toEqual(image);
    const change = { ...image, imageType: 'both' as const, attributes: null };
    await test.core.call('image.update', { ...call(), id, draft: change, etag });
    const { entries } = await test.core.call('activity.list', call());
    const body = entries.filter(({ operation }) => operation === 'image.update').at(-1)?.requestBody;
    expect(JSON.parse(body ?? '')).toEqual({ imagetype: 2, attributes: null });
    const failure = await failureOf(
      test.core.call('image.update', { ...call(), id, draft: { ...image, name: 'Mine' }, etag }),
    );
    expect(failure.code).toBe('conflict');
    expect(failure.fields).toMatchObject({
      imageType: 'Now both images; it was a pre-image when you opened it.',
      attributes: expect.stringContaining('Now every column'),
    });
    await test.core.call('image.update', {
      ...call(),
      id,
      draft: { ...image, name: 'Mine' },
      etag,
      overwrite: true,
    });
    expect((await test.core.call('image.read', { ...call(), id })).image.name).toBe('Mine');
  });

  it('are refused by each rule beside its field', async () => {
    const { stepId } = await withImage({ stage: 'preOperation' });
    const cases: [keyof ImageDraft, Partial<ImageDraft>][] = [
      ['imageType', { imageType: 'postImage', entityAlias: 'Other' }],
      ['imageType', { imageType: null, entityAlias: 'Other' }],
      ['entityAlias', {}],
      ['messagePropertyName', { messagePropertyName: 'Id', entityAlias: 'Other' }],
      ['attributes', { attributes: [], entityAlias: 'Other' }],
      ['attributes', { attributes: ['nonsense'], entityAlias: 'Other' }],
      ['name', { name: '', entityAlias: 'Other' }],
    ];
    for (const [field, change] of cases) {
      const failure = await failureOf(
        test.core.call('image.create', { ...call(), stepId, draft: { ...image, ...change } }),
      );
      expect(failure, field).toMatchObject({ code: 'invalid', fields: { [field]: expect.any(String) } });
    }
  });

  it('follow their step to another message, or keep it from going there', async () => {
    const after = { ...image, imageType: 'postImage' as const };
    const { stepId, id } = await withImage({}, after);
    const create = await pluginStepDraft(test, type, { message: 'Create' });
    await update(stepId, create);
    expect((await test.core.call('image.read', { ...call(), id })).image.messagePropertyName).toBe('Id');
    const gone = await pluginStepDraft(test, type, { message: 'Delete' });
    const failure = await failureOf(update(stepId, gone));
    expect(failure).toMatchObject({
      code: 'invalid',
      fields: { message: expect.stringContaining('Before') },
    });
  });

  it('are copied with their step and its secret, unseen by the page', async () => {
    const { stepId, draft } = await withImage();
    await update(stepId, {}, { kind: 'set', secret: 'copied-secret' });
    const created = await test.core.call('step.create', {
      ...call(),
      draft: { ...draft, name: 'The copy', enabled: false },
      secureConfiguration: { kind: 'copyOf', stepId },
      images: [image],
    });
    expect(storedSecret(created.id)).toBe('copied-secret');
    const { registrations } = await test.core.call('registrations.load', call());
    expect(registrations.steps.find(({ id }) => id === created.id)).toMatchObject({ enabled: false });
    expect(registrations.images.filter((one) => one.stepId === created.id)).toMatchObject([
      { name: 'Before', attributes: ['name'] },
    ]);
    const before = place.organisation.store.count('sdkmessageprocessingstep');
    const failure = await failureOf(
      test.core.call('step.create', {
        ...call(),
        draft: { ...draft, name: 'Another' },
        images: [{ ...image, attributes: ['nonsense'] }],
      }),
    );
    expect(failure.fields).toMatchObject({ images: expect.stringContaining('nonsense') });
    expect(place.organisation.store.count('sdkmessageprocessingstep')).toBe(before);
  });
});
