import { openKeysPage } from './pages/keysPage.ts';
import { expectAccessible, expectAccessibleInBothThemes } from './support/accessibility.ts';
import { expect, test, untilLoaded } from './support/app.ts';
import type { RunningApp } from './support/startApp.ts';

const wrongKey = 'd3Jvbmcta2V5LW5vdC1yZWFsLTAxMjM0NTY3ODkwMTI=';
const nameOf = (number: number): string => `Imported ${String(number).padStart(2, '0')}`;
const keyOf = ({ sandbox }: RunningApp): string =>
  /SharedAccessKey=([^;]+)/.exec(sandbox.addresses.connectionStrings.send)?.[1] ?? '';

/** What an import leaves: endpoints with all but their keys, made through the Web API. */
async function importWithoutKeys({ sandbox }: RunningApp, count: number): Promise<void> {
  const { webApi, accessToken } = sandbox.addresses;
  for (let number = 1; number <= count; number += 1) {
    const answer = await fetch(new URL('serviceendpoints', webApi), {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        name: nameOf(number),
        contract: 6,
        authtype: 2,
        connectionmode: 1,
        namespaceformat: 2,
        namespaceaddress: `sb://${sandbox.broker.host}:${sandbox.broker.port}/`,
        solutionnamespace: 'sandbox',
        path: 'crm-orders',
        saskeyname: 'send',
        messageformat: 2,
        userclaim: 1,
      }),
    });
    expect(answer.status).toBe(204);
  }
}

test('an import loses 30 keys, and they come back at once, two of them after a correction', async ({
  app,
  registrar,
}) => {
  await importWithoutKeys(app, 30);
  await registrar.getByRole('button', { name: 'Refresh' }).click();
  const keys = await openKeysPage(registrar);
  await expect(keys.summary).toHaveText(/\d+ endpoints and webhooks: 31 without a secret/);
  await expect(keys.table.getByRole('row').nth(1)).toContainText('Missing');
  await expectAccessibleInBothThemes(registrar);

  await keys.press('Give them their keys…');
  const entries = Array.from({ length: 30 }, (_, at) => ({
    name: nameOf(at + 1),
    keyName: 'send',
    key: at === 6 || at === 20 ? wrongKey : keyOf(app),
  }));
  await keys.file.setInputFiles({
    name: 'keys.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify([...entries, { name: 'Nowhere', keyName: 'send', key: wrongKey }])),
  });
  await expect(keys.summary).toHaveText('30 to save, 1 left out.');
  await expect(registrar.getByText('“Partner portal queue” has no secret and gets none here.')).toBeVisible();

  await keys.press('Check 30 from here');
  await expect(keys.summary).toHaveText('30 to save, 2 of them failed the check, 1 left out.', {
    timeout: 60_000,
  });
  await expectAccessible(registrar);
  await keys.press('Save 28');
  await expect(keys.summary).toHaveText(/^28 saved, 2 to save/);
  const stored = (number: number) =>
    [...app.sandbox.organisation.store.rows('serviceendpoint')].find(({ name }) => name === nameOf(number))
      ?.saskey;
  expect(stored(1)).toBe(keyOf(app));
  expect(stored(7)).toBeUndefined();

  // By keys alone: the row that failed, its correction, its check, its saving.
  for (const number of [7, 21]) {
    await keys.planned(nameOf(number)).click();
    const field = registrar.getByLabel(`Another secret for ${nameOf(number)}`);
    await field.focus();
    await registrar.keyboard.insertText(keyOf(app));
    await registrar.keyboard.press('Enter');
    await expect(field).toHaveValue('');
    await expect(keys.planned(nameOf(number))).toContainText('Not checked');
  }
  await registrar.getByRole('button', { name: 'Check 2 from here' }).focus();
  await registrar.keyboard.press('Enter');
  await registrar.getByRole('button', { name: 'Save 2', exact: true }).focus();
  await expect(registrar.getByRole('button', { name: 'Save 2', exact: true })).toBeFocused();
  await registrar.keyboard.press('Enter');
  await expect(keys.summary).toHaveText('30 saved, 1 left out.');
  expect(stored(21)).toBe(keyOf(app));
  expect(await registrar.content()).not.toContain(keyOf(app));

  await keys.show('All keys');
  await expect(keys.summary).toHaveText(/\d+ endpoints and webhooks: 1 without a secret/);
  await expect(keys.table.getByRole('row').filter({ hasText: nameOf(7) })).toContainText('Set');
  await keys.table.getByRole('button', { name: nameOf(7) }).click();
  await expect(registrar.getByRole('heading', { name: nameOf(7) })).toBeVisible();
});

test('the keys of a policy are renewed step by step, and gone on with after a reload', async ({
  app,
  registrar,
}) => {
  const { broker } = app.sandbox;
  const give = async (field: string, connectionString: string) => {
    await registrar.getByLabel(field).fill(connectionString);
    await keys.press('See its endpoints');
    await keys.press('Check 3 from here');
    await keys.press('Save 3');
    await keys.press('Prove it');
    await expect(registrar.getByText(/^Every endpoint has posted with the/)).toBeVisible();
    expect(await registrar.content()).not.toContain(/SharedAccessKey=([^;]+)/.exec(connectionString)?.[1]);
  };
  let keys = await openKeysPage(registrar);
  await keys.show('Rotation');
  await registrar.getByLabel('Policy').selectOption({ label: 'send in 127.0.0.1 (3 endpoints)' });
  await keys.press('Begin');
  await give('Secondary connection string', broker.renewKey('send', 'secondary'));
  await expectAccessible(registrar);
  await keys.press('Go on');
  await expect(registrar.getByLabel('Azure CLI', { exact: true })).toContainText(
    '--name send --key PrimaryKey',
  );

  await registrar.reload();
  await untilLoaded(registrar);
  keys = await openKeysPage(registrar);
  await keys.show('Rotation');
  const begun = registrar.getByRole('list', { name: 'Rotations that were begun' });
  await begun.getByRole('button', { name: 'Go on' }).click();
  const primary = broker.renewKey('send', 'primary');
  await keys.press('It is renewed: go on');
  await give('New primary connection string', primary);
  await keys.press('Go on');
  broker.renewKey('send', 'secondary');
  await keys.press('It is renewed: go on');
  await expect(registrar.getByText('Both keys of the policy are new')).toBeVisible();
  const [plan] = await Promise.all([
    registrar.waitForEvent('download'),
    keys.press('Save the plan to print'),
  ]);
  expect(plan.suggestedFilename()).toBe('rotation-send.txt');
  await keys.press('Put it away');
  await expect(begun).toHaveCount(0);
});
