import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { calls } from '../../../../src/shared/contract/contract.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

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
afterEach(() => place.webApi.faults.clear());

async function paths(): Promise<string[]> {
  const { entries } = await test.core.call('activity.list', { connectionId: test.sandbox });
  return entries.map(({ path }) => decodeURIComponent(path));
}

describe('loading', () => {
  it('asks for nothing heavy and nothing secret', async () => {
    const connectionId = test.sandbox;
    await test.core.call('activity.clear', { connectionId });
    const { registrations } = await test.core.call('registrations.load', { connectionId });
    const asked = (await paths()).join('\n');
    expect(asked).not.toMatch(
      /content\b|secureconfigs|sdkmessagefilters\?|systemusers\?|saskey,|sastoken,|authvalue,/,
    );
    expect(registrations.report.requests).toBe((await paths()).length);
    expect(registrations.report.milliseconds).toBeGreaterThan(0);
  });

  it('tells what the contract promises, and nothing hangs in the air', async () => {
    const { registrations } = await test.core.call('registrations.load', { connectionId: test.sandbox });
    const parsed = calls['registrations.load'].output.parse({ registrations });
    expect(parsed.registrations).toEqual(registrations);
    const handlers = new Set<string>([
      ...registrations.types.map(({ id }) => id),
      ...registrations.endpoints.map(({ id }) => id),
    ]);
    for (const step of registrations.steps) expect(handlers.has(step.handler.id)).toBe(true);
    const steps = new Set(registrations.steps.map(({ id }) => id));
    for (const image of registrations.images) expect(steps.has(image.stepId)).toBe(true);
    expect(registrations.steps.some(({ handler }) => handler.kind === 'serviceEndpoint')).toBe(true);
    expect(registrations.steps.some(({ handler }) => handler.kind === 'pluginType')).toBe(true);
    expect(registrations.steps.every(({ message }) => message !== '')).toBe(true);
    expect(registrations.endpoints.some(({ designationType }) => designationType === 'webhook')).toBe(true);
    expect(registrations.steps.some(({ modifiedBy }) => modifiedBy === 'Nancy Davolio')).toBe(true);
    expect(registrations.images.length).toBeGreaterThan(0);
  });

  it('survives 429, 503 and a cut, and says how often it had to ask', async () => {
    place.webApi.faults.next({ match: /plugintypes/, status: 429, retryAfter: 1 });
    place.webApi.faults.next({ match: /processingsteps\?/, status: 503 });
    place.webApi.faults.next({ match: /pluginassemblies/, cutSocket: 'before' });
    place.webApi.faults.next({ match: /images/, cutSocket: 'after' });
    const { registrations } = await test.core.call('registrations.load', { connectionId: test.sandbox });
    expect(registrations.report.requests).toBe(7 + 4);
  });

  it('does without packages where the organisation knows none', async () => {
    place.webApi.faults.next({
      match: /pluginpackages/,
      status: 404,
      code: '0x8006088a',
      message: "Resource not found for the segment 'pluginpackages'.",
    });
    const { registrations } = await test.core.call('registrations.load', { connectionId: test.sandbox });
    expect(registrations.packages).toEqual([]);
  });

  it('ends at once when one part fails', async () => {
    place.webApi.faults.next({
      match: /plugintypes/,
      status: 403,
      code: '0x80040220',
      message: 'Principal user is missing prvReadPluginType privilege.',
    });
    await expect(test.core.call('registrations.load', { connectionId: test.sandbox })).rejects.toMatchObject({
      failure: { code: 'forbidden', serverMessage: expect.stringContaining('prvReadPluginType') },
    });
  });

  it('can be cancelled', async () => {
    const abort = new AbortController();
    place.webApi.faults.next({ match: /plugintypes/, delayMs: 5000 });
    const loading = test.core.call(
      'registrations.load',
      { connectionId: test.sandbox },
      { signal: abort.signal, onProgress: ({ done }) => done >= 6 && abort.abort() },
    );
    await expect(loading).rejects.toMatchObject({ failure: { code: 'cancelled' } });
  });

  it('is shown at once at the next start, and a broken file is set aside', async () => {
    const connectionId = test.sandbox;
    const { registrations } = await test.core.call('registrations.load', { connectionId });
    const folder = join(test.dataFolder, 'cache');
    const kept = async (): Promise<string> => {
      const [name = ''] = await readdir(folder).catch(() => []);
      return readFile(join(folder, name), 'utf8').catch(() => '');
    };
    // Written behind the answer; earlier loads may still be on their way to the disk.
    await expect.poll(kept).toContain(registrations.report.loadedAt);
    const second = await openTestCore(place.addresses, { dataFolder: test.dataFolder });
    const cached = await second.core.call('registrations.cached', { connectionId });
    expect(cached.registrations?.steps).toEqual(registrations.steps);
    expect((await second.core.call('activity.list', { connectionId })).entries).toEqual([]);
    await second.close();
    const [name = ''] = await readdir(folder);
    await writeFile(join(folder, name), '{"version":1,"value":{"steps":[');
    const third = await openTestCore(place.addresses, { dataFolder: test.dataFolder });
    expect(await third.core.call('registrations.cached', { connectionId })).toEqual({ registrations: null });
    await third.close();
    expect((await readdir(folder)).sort()).toEqual([`${name}.broken`]);
  });
});

describe('choices', () => {
  it('offer public messages, those that begin with the text first', async () => {
    const connectionId = test.sandbox;
    const { messages } = await test.core.call('message.search', { connectionId, text: 'cre' });
    expect(messages[0]?.name).toBe('Create');
    const all = await test.core.call('message.search', { connectionId, text: '' });
    expect(all.messages.length).toBeGreaterThan(5);
    expect(all.messages.map(({ name }) => name)).not.toContain('Execute');
    const none = await test.core.call('message.search', { connectionId, text: "O'Brien & %" });
    expect(none.messages).toEqual([]);
  });

  it('ask the server again after a refresh: new messages appear', async () => {
    const connectionId = test.sandbox;
    const search = async (): Promise<string[]> =>
      (await test.core.call('message.search', { connectionId, text: 'contoso_Fresh' })).messages.map(
        ({ name }) => name,
      );
    expect(await search()).toEqual([]);
    place.organisation.seed('sdkmessage', { name: 'contoso_FreshApi', isprivate: false });
    expect(await search()).toEqual([]);
    await test.core.call('registrations.load', { connectionId });
    expect(await search()).toEqual(['contoso_FreshApi']);
  });

  it('find tables and columns by logical and display name', async () => {
    const connectionId = test.sandbox;
    const { messages } = await test.core.call('message.search', { connectionId, text: 'Create' });
    const messageId = messages[0]?.id;
    if (!messageId) throw new Error('There is Create.');
    const tables = await test.core.call('table.search', { connectionId, messageId, text: 'accou' });
    expect(tables.tables[0]).toMatchObject({ logicalName: 'account', displayName: 'Account' });
    expect(tables.anyTable).toBe(true);
    const columns = await test.core.call('column.search', {
      connectionId,
      table: 'account',
      text: 'Account Name',
    });
    expect(columns.columns[0]).toMatchObject({ logicalName: 'name', type: 'String', validForUpdate: true });
    expect(columns.columns.every(({ logicalName }) => !logicalName.endsWith('idname'))).toBe(true);
    await expect(
      test.core.call('column.search', { connectionId, table: 'no_such_table', text: '' }),
    ).rejects.toMatchObject({
      failure: { code: 'notFound', serverMessage: expect.stringContaining('no_such_table') },
    });
  });

  it('offer enabled users and SYSTEM', async () => {
    const connectionId = test.sandbox;
    const { users } = await test.core.call('user.search', { connectionId, text: '' });
    const names = users.map(({ fullName }) => fullName);
    expect(names).toContain('SYSTEM');
    expect(names).not.toContain('INTEGRATION');
  });
});

describe('activity', () => {
  it('tells each request once, in order, and lists what came after a number', async () => {
    const connectionId = test.sandbox;
    test.told.length = 0;
    await test.core.call('activity.clear', { connectionId });
    await test.core.call('registrations.load', { connectionId });
    const { entries } = await test.core.call('activity.list', { connectionId });
    await expect
      .poll(() =>
        test.told
          .filter(({ name }) => name === 'activity.added')
          .flatMap(({ value }) => (value as { entries: { number: number }[] }).entries)
          .map(({ number }) => number),
      )
      .toEqual(entries.map(({ number }) => number));
    const middle = entries[3]?.number ?? 0;
    const later = await test.core.call('activity.list', { connectionId, after: middle });
    expect(later.entries).toEqual(entries.slice(4));
  });
});

describe('the edge of the core', () => {
  it('refuses input that breaks the contract, by field', async () => {
    await expect(
      // @ts-expect-error: what comes over a wire need not keep to the types.
      test.core.call('message.search', { connectionId: 7 }),
    ).rejects.toMatchObject({
      failure: {
        code: 'invalid',
        operation: 'message.search',
        fields: { connectionId: expect.any(String), text: expect.any(String) },
      },
    });
    await expect(
      // @ts-expect-error: as above.
      test.core.call('constructor', {}),
    ).rejects.toMatchObject({ failure: { code: 'unsupported' } });
  });

  it('gives a bug a number that is in the log', async () => {
    const failing = await openTestCore(
      {
        ...place.addresses,
        get webApi(): string {
          throw new TypeError('a bug');
        },
      },
      {},
    );
    await expect(
      failing.core.call('registrations.load', { connectionId: failing.sandbox }),
    ).rejects.toMatchObject({ failure: { code: 'unexpected', logId: 'log-1' } });
    expect(failing.logged[0]?.error).toBeInstanceOf(TypeError);
    await failing.close();
  });

  it('is cancelled before it begins', async () => {
    await expect(
      test.core.call('registrations.load', { connectionId: test.sandbox }, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ failure: { code: 'cancelled' } });
  });

  it('describes the application and keeps preferences', async () => {
    expect(await test.core.call('application.describe', {})).toMatchObject({
      name: 'Registrar',
      secretStore: { kind: 'memory', sentence: 'In memory, for a test.' },
    });
    await test.core.call('preference.write', { values: { theme: 'dark', gone: 1 } });
    await test.core.call('preference.write', { values: { gone: null } });
    expect(await test.core.call('preference.list', {})).toEqual({ theme: 'dark' });
  });
});
