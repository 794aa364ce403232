import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

let organisation: TestOrganisation;
let test: TestCore;
const variables: Record<string, string> = {};
beforeAll(async () => {
  organisation = await startTestOrganisation();
  test = await openTestCore(organisation.addresses, { variable: (name) => variables[name] });
  variables.REGISTRAR_SEND = keyOf('send');
  variables.PATH_LIKE = 'not-for-files';
});
afterAll(async () => {
  await test.close();
  await organisation.close();
});

const keyOf = (policy: string) =>
  /SharedAccessKey=([^;]+)/.exec(organisation.broker.connectionString(policy))?.[1] ?? '';
const rowNamed = (name: string) =>
  [...organisation.organisation.store.rows('serviceendpoint')].find((row) => row.name === name);
const plan = (text: string, fileName: string | null = 'test.yaml') =>
  test.core.call('endpointSettings.plan', { connectionId: test.sandbox, text, fileName });
const apply = (made: Awaited<ReturnType<typeof plan>>) =>
  test.core.call('rekey.apply', {
    planId: made.planId,
    rowIds: made.rows.flatMap(({ id, state }) => (state === 'ready' ? [id] : [])),
  });

describe('settings of an environment', () => {
  it.each(['yaml', 'json'] as const)(
    'go out as %s and change nothing when they come back',
    async (format) => {
      const { text, fileName } = await test.core.call('endpointSettings.export', {
        connectionId: test.sandbox,
        format,
      });
      expect(fileName).toBe(`sandbox-endpoints.${format}`);
      expect(parse(text)).toMatchObject({
        endpoints: expect.arrayContaining([
          expect.objectContaining({ name: 'Order queue', path: 'crm-orders', keyName: 'send', key: 'ask' }),
          expect.objectContaining({ name: 'Team chat notifier', webhookKey: 'ask' }),
        ]),
      });
      for (const secret of [keyOf('send'), 'sandbox-webhook-key', 'sandbox-webhook-header']) {
        expect(text).not.toContain(secret);
      }
      const without = text
        .replaceAll(/^\s*"?(?:key|webhookKey|headers)"?: "?ask"?,?\n/gm, '')
        .replaceAll(/,(\s*\})/g, '$1');
      const made = await plan(without, fileName);
      expect(new Set(made.rows.map(({ state }) => state))).toEqual(new Set(['same']));
    },
  );

  it('put address, path, policy, URL and key in place, and say before what changes', async () => {
    const made = await plan(`
endpoints:
  - name: partner portal queue
    path: crm-orders
    keyName: send
    key: env:REGISTRAR_SEND
  - name: Telemetry event hub
    address: sb://contoso-test.servicebus.windows.net/
    path: telemetry-test
  - name: Team chat notifier
    url: https://hooks.contoso.example/test
    webhookKey: ask
`);
    expect(made.rows.map(({ endpointName, state, sentence }) => [endpointName, state, sentence])).toEqual([
      ['Partner portal queue', 'ready', 'Gets the key of policy send; it has none now.'],
      [
        'Telemetry event hub',
        'ready',
        'Address becomes sb://contoso-test.servicebus.windows.net/; it is sb://contoso-telemetry.servicebus.windows.net/; path becomes telemetry-test; it is crm-telemetry; it keeps its key, which is one of the former namespace.',
      ],
      [
        'Team chat notifier',
        'asks',
        'URL becomes https://hooks.contoso.example/test; it is https://hooks.contoso.example/services/crm; its secret is asked for: select it here.',
      ],
    ]);
    const ready = made.rows[0]?.id ?? '';
    const checked = await test.core.call('rekey.check', { planId: made.planId, rowIds: [ready] });
    expect(checked.rows[0]?.check?.outcome).toBe('passed');
    await test.core.call('rekey.correct', {
      planId: made.planId,
      rowId: made.rows[2]?.id ?? '',
      text: 'chat-key-of-test',
    });
    const { rows } = await test.core.call('rekey.rows', { planId: made.planId });
    const { results } = await test.core.call('rekey.apply', {
      planId: made.planId,
      rowIds: rows.map(({ id }) => id),
    });
    expect(results.map(({ outcome }) => outcome)).toEqual(['saved', 'saved', 'saved']);
    expect(rowNamed('Partner portal queue')?.saskey).toBe(keyOf('send'));
    expect(rowNamed('Telemetry event hub')).toMatchObject({
      namespaceaddress: 'sb://contoso-test.servicebus.windows.net/',
      solutionnamespace: 'contoso-test',
      path: 'telemetry-test',
      saskey: 'c2FuZGJveCBrZXkgb2Ygbm8gdXNlIHRvIGFueW9uZSE=',
    });
    expect(rowNamed('Team chat notifier')).toMatchObject({
      url: 'https://hooks.contoso.example/test',
      authvalue: 'chat-key-of-test',
      authtype: 4,
    });
    expect(JSON.stringify([made, checked, rows])).not.toContain(keyOf('send'));
  });

  it.each([
    ['a variable of another program', 'key: env:PATH_LIKE', 'holds no secret'],
    ['a variable that is not set', 'key: env:REGISTRAR_NOTHING', 'REGISTRAR_NOTHING is not set'],
    ['a secret in the file', 'key: c2VjcmV0LXRoYXQtZG9lcy1ub3QtYmVsb25nLWhlcmU=', 'holds no secret'],
    ['an address that is none', 'address: "what?"', 'address'],
    ['a token for a key', 'key: ask\n    token: ask', 'more than one'],
    ['a webhook key for a queue', 'webhookKey: env:REGISTRAR_SEND', 'a webhook key is given'],
  ])('refuse %s', async (_what, line, expected) => {
    const made = await plan(`endpoints:\n  - name: Order queue\n    ${line}\n`);
    expect(made.rows[0]?.state).not.toBe('ready');
    expect(made.rows[0]?.sentence).toContain(expected);
    expect(made.rows[0]?.sentence).not.toContain('c2VjcmV0');
    expect((await apply(made).catch(() => undefined))?.results ?? []).toEqual([]);
  });
});
