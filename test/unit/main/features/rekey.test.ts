import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ServiceEndpointId } from '../../../../src/shared/domain/ids.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

let organisation: TestOrganisation;
let test: TestCore;
beforeAll(async () => {
  organisation = await startTestOrganisation();
  test = await openTestCore(organisation.addresses);
});
afterAll(async () => {
  await test.close();
  await organisation.close();
});

const rows = () => [...organisation.organisation.store.rows('serviceendpoint')];
const rowNamed = (name: string) => rows().find((row) => row.name === name);
const stringOf = (policy: string, entity?: string) => organisation.broker.connectionString(policy, entity);
const keyOf = (policy: string) => /SharedAccessKey=([^;]+)/.exec(stringOf(policy))?.[1] ?? '';
const wrongKey = 'd3Jvbmcta2V5LW5vdC1yZWFsLTAxMjM0NTY3ODkwMTI=';

/** As an import leaves them: registered, and without a key. */
function seedKeyless(name: string, change: Record<string, unknown> = {}): ServiceEndpointId {
  const serviceendpointid = crypto.randomUUID();
  organisation.organisation.seed('serviceendpoint', {
    serviceendpointid,
    name,
    contract: 6,
    authtype: 2,
    connectionmode: 1,
    namespaceformat: 2,
    namespaceaddress: organisation.namespaceAddress,
    path: 'crm-orders',
    saskeyname: 'send',
    messageformat: 2,
    userclaim: 1,
    ...change,
  });
  return ServiceEndpointId.parse(serviceendpointid);
}

const plan = (text: string, fileName: string | null = null) =>
  test.core.call('rekey.plan', { connectionId: test.sandbox, text, fileName });
const ready = (made: Awaited<ReturnType<typeof plan>>) =>
  made.rows.flatMap(({ id, state }) => (state === 'ready' ? [id] : []));

let batch = 0;
let names: string[] = [];
beforeEach(() => {
  batch += 1;
  names = Array.from({ length: 6 }, (_, at) => `Imported ${batch}.${at}`);
});

describe('keys for many', () => {
  it('are planned from a file, checked from here, saved each by itself, and the wrong ones put right', async () => {
    for (const name of names) seedKeyless(name);
    const file = names.map((name, at) => ({
      name,
      keyName: 'send',
      key: at === 2 || at === 4 ? wrongKey : keyOf('send'),
    }));
    const made = await plan(JSON.stringify(file), 'keys.json');
    expect(made.rows.map(({ endpointName, state }) => [endpointName, state])).toEqual(
      names.map((name) => [name, 'ready']),
    );
    expect(made.left).toContain('Partner portal queue');

    const told: number[] = [];
    const checked = await test.core.call(
      'rekey.check',
      { planId: made.planId, rowIds: ready(made) },
      { onProgress: ({ done }) => told.push(done) },
    );
    expect(checked.rows.map(({ check }) => check?.outcome)).toEqual(
      names.map((_name, at) => (at === 2 || at === 4 ? 'failed' : 'passed')),
    );
    expect(Math.max(...told)).toBe(6);
    expect(rowNamed(names[0] ?? '')?.saskey).toBeUndefined();

    const passed = checked.rows.filter(({ check }) => check?.outcome === 'passed');
    const saved = await test.core.call('rekey.apply', {
      planId: made.planId,
      rowIds: passed.map(({ id }) => id),
    });
    expect(saved.results.map(({ outcome }) => outcome)).toEqual(['saved', 'saved', 'saved', 'saved']);
    expect(names.map((name) => rowNamed(name)?.saskey)).toEqual(
      names.map((_name, at) => (at === 2 || at === 4 ? undefined : keyOf('send'))),
    );

    for (const { id } of checked.rows.filter(({ check }) => check?.outcome === 'failed')) {
      const corrected = await test.core.call('rekey.correct', {
        planId: made.planId,
        rowId: id,
        text: id === checked.rows[2]?.id ? keyOf('send') : stringOf('manage', 'crm-orders'),
      });
      expect(corrected).toMatchObject({ state: 'ready', place: 'Corrected', check: null });
      const again = await test.core.call('rekey.check', { planId: made.planId, rowIds: [id] });
      expect(again.rows[0]?.check?.outcome).toBe('passed');
      await test.core.call('rekey.apply', { planId: made.planId, rowIds: [id] });
    }
    expect(rowNamed(names[2] ?? '')).toMatchObject({ saskey: keyOf('send'), saskeyname: 'send' });
    expect(rowNamed(names[4] ?? '')).toMatchObject({ saskey: keyOf('manage'), saskeyname: 'manage' });
    // Saved once is saved: the secret is gone, and nothing is sent again.
    const twice = await test.core.call('rekey.apply', { planId: made.planId, rowIds: ready(made) });
    expect(new Set(twice.results.map(({ outcome }) => outcome))).toEqual(new Set(['notTried']));
  });

  it.each<[string, (name: string) => string, string | null]>([
    [
      'YAML',
      (name) => `endpoints:\n  - name: ${name}\n    connectionString: ${stringOf('send')}\n`,
      'k.yaml',
    ],
    ['pasted YAML', (name) => `- name: ${name}\n  keyName: send\n  key: ${keyOf('send')}\n`, null],
    ['CSV', (name) => `Name;Key name;Key\n"${name}";send;${keyOf('send')}\n`, 'k.csv'],
    ['pasted CSV', (name) => `name,connectionString\n${name},${stringOf('send')}\n`, null],
    ['a line', () => stringOf('send', `only-${batch}`), null],
    ['one key of the namespace', () => stringOf('send'), null],
  ])('come from %s', async (_what, source, fileName) => {
    const name = names[0] ?? '';
    seedKeyless(name, { path: `only-${batch}` });
    const made = await plan(source(name), fileName);
    const row = made.rows.find(({ endpointName }) => endpointName === name);
    expect(row?.state).toBe('ready');
    await test.core.call('rekey.apply', { planId: made.planId, rowIds: [row?.id ?? ''] });
    expect(rowNamed(name)?.saskey).toBe(keyOf('send'));
  });

  it('reach webhooks: a key, headers, and pairs of the query', async () => {
    const web = {
      contract: 8,
      path: undefined,
      namespaceaddress: undefined,
      saskeyname: undefined,
      url: 'https://contoso.example/',
    };
    seedKeyless(names[0] ?? '', { ...web, authtype: 4 });
    seedKeyless(names[1] ?? '', { ...web, authtype: 5 });
    const made = await plan(
      `${names[0]}:\n  webhookKey: abc\n${names[1]}:\n  headers:\n    x-api-key: a"b\n`,
      'keys.yml',
    );
    const checked = await test.core.call('rekey.check', { planId: made.planId, rowIds: ready(made) });
    expect(checked.rows.map(({ check }) => check?.outcome)).toEqual(['skipped', 'skipped']);
    await test.core.call('rekey.apply', { planId: made.planId, rowIds: ready(made) });
    expect(rowNamed(names[0] ?? '')?.authvalue).toBe('abc');
    expect(rowNamed(names[1] ?? '')?.authvalue).toBe(
      '<settings><setting name="x-api-key" value="a&quot;b"/></settings>',
    );
  });

  it('leave alone what somebody else has changed since, and say so', async () => {
    const id = seedKeyless(names[0] ?? '');
    const made = await plan(`- name: ${names[0]}\n  keyName: manage\n  key: ${keyOf('manage')}\n`);
    const { endpoint, etag } = await test.core.call('serviceEndpoint.read', {
      connectionId: test.sandbox,
      id,
    });
    await test.core.call('serviceEndpoint.update', {
      connectionId: test.sandbox,
      id,
      etag,
      draft: {
        name: endpoint.name,
        description: 'changed elsewhere',
        designationType: 'queue',
        namespaceAddress: endpoint.namespaceAddress ?? '',
        path: 'crm-orders',
        authorization: { kind: 'sasKey', keyName: 'send' },
        messageFormat: 'json',
        userInformation: 'none',
      },
      secret: { kind: 'sasKey', key: keyOf('send') },
    });
    // Nobody can see that the key is set; the row is another one all the same.
    const first = await test.core.call('rekey.apply', { planId: made.planId, rowIds: ready(made) });
    expect(first.results).toMatchObject([{ outcome: 'conflict' }]);
    expect(rowNamed(names[0] ?? '')?.saskey).toBe(keyOf('send'));
    const second = await test.core.call('rekey.apply', { planId: made.planId, rowIds: ready(made) });
    expect(second.results).toMatchObject([{ outcome: 'saved' }]);
    expect(rowNamed(names[0] ?? '')?.saskey).toBe(keyOf('manage'));
  });

  it('say of a text that cannot be read what is wrong, without quoting it', async () => {
    for (const [text, fileName] of [
      [`{"a": "${wrongKey}"`, 'k.json'],
      [`a: [${wrongKey}`, 'k.yaml'],
      [`foo,bar\n1,${wrongKey}`, 'k.csv'],
      ['# nothing', null],
    ] as const) {
      const failure = await plan(text, fileName).then(
        () => undefined,
        (error: { failure: unknown }) => error.failure,
      );
      expect(failure).toMatchObject({ code: 'invalid' });
      expect(JSON.stringify(failure)).not.toContain(wrongKey);
    }
  });

  it('forget their secrets, and show them nowhere', async () => {
    seedKeyless(names[0] ?? '');
    const made = await plan(`- name: ${names[0]}\n  key: ${wrongKey}\n`);
    const checked = await test.core.call('rekey.check', { planId: made.planId, rowIds: ready(made) });
    await test.core.call('rekey.apply', { planId: made.planId, rowIds: ready(made) });
    await test.core.call('rekey.forget', { planId: made.planId });
    await expect(test.core.call('rekey.rows', { planId: made.planId })).rejects.toMatchObject({
      failure: { code: 'notFound' },
    });
    const { entries } = await test.core.call('activity.list', { connectionId: test.sandbox });
    expect(JSON.stringify([made, checked, entries, test.told, test.logged])).not.toContain(wrongKey);
    for (const file of await readdir(test.dataFolder, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      expect(await readFile(join(file.parentPath, file.name), 'utf8')).not.toContain(wrongKey);
    }
  });
});
