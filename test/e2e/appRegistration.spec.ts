import { expect, type Page } from '@playwright/test';
import {
  type AppRegistrationDialog,
  appRegistrationDialog,
  openTool,
} from './pages/appRegistrationDialog.ts';
import { logIn } from './pages/authorityPages.ts';
import { connectDialog } from './pages/connectDialog.ts';
import { formDialog } from './pages/dialog.ts';
import { expectAccessible, expectAccessibleInBothThemes } from './support/accessibility.ts';
import { test } from './support/app.ts';
import type { RunningApp } from './support/startApp.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });
// Each walks through several screens, and looks at them in both themes.
test.setTimeout(180_000);

function nancyOf({ sandbox }: RunningApp) {
  const account = sandbox.addresses.signIn.accounts.find(({ userName }) => userName.startsWith('nancy@'));
  if (!account) throw new Error('There is no account of Nancy.');
  return account;
}

const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

/** Types the shown code in another tab, signs in there, and answers the question for consent. */
async function followCode(
  assistant: AppRegistrationDialog,
  page: Page,
  who: { readonly userName: string; readonly password: string },
  consent: 'Accept' | 'Cancel',
): Promise<void> {
  await expect(assistant.code).toHaveValue(/^\w{6,}$/);
  // A browser of its own, which remembers nobody.
  const context = await page.context().browser()?.newContext({ ignoreHTTPSErrors: true });
  if (!context) throw new Error('There is no browser.');
  const tab = await context.newPage();
  await tab.goto(await assistant.address.inputValue());
  await tab.getByLabel('Code').fill(await assistant.code.inputValue());
  await tab.getByRole('button', { name: 'Next', exact: true }).click();
  await tab.getByRole('button', { name: 'Continue', exact: true }).click();
  await logIn(tab, who);
  const asked = tab.getByRole('heading', { name: 'Permissions requested' });
  await expect(asked).toBeVisible();
  await tab.getByRole('button', { name: consent, exact: true }).click();
  await expect(asked).toHaveCount(0);
  await context.close();
}

test('makes a registration in the user’s name, tests it, and connects with it', async ({
  app,
  registrar,
}) => {
  const { signIn, webApi } = app.sandbox.addresses;
  app.sandbox.signIn.settings.deviceIntervalSeconds = 1;
  const nancy = nancyOf(app);
  const connect = connectDialog(registrar);
  const assistant = appRegistrationDialog(registrar);

  await test.step('is reached from the connect dialog, and knows its cloud', async () => {
    await connect.open();
    await connect.useCloud({ authority: signIn.authority });
    await connect.dialog.getByRole('button', { name: 'Own app registration…' }).click();
    await expect(assistant.field(/^Sign-in address/)).toHaveValue(signIn.authority);
    await assistant.field(/^Name of the registration/).fill('');
    await assistant.button('Next').click();
    await expect(assistant.dialog.getByText('Give the registration a name.')).toBeVisible();
    await assistant.field(/^Name of the registration/).fill('Registrar at Contoso');
    await expectAccessible(registrar, { within: ['[role="dialog"]'] });
    await assistant.button('Next').click();
    await expect(assistant.step).toHaveText(/Register/);
  });

  await test.step('a refused consent is said, and nothing is made', async () => {
    await assistant.choice('With a device code').check();
    await assistant.button('Sign in and register').click();
    await followCode(assistant, registrar, nancy, 'Cancel');
    await expect(assistant.failure).toContainText('Nothing was made.');
    const names = app.sandbox.signIn.directory.applications.map(({ displayName }) => displayName);
    expect(names).not.toContain('Registrar at Contoso');
  });

  await test.step('with consent it is made, and its ids are there to copy', async () => {
    await assistant.button('Sign in and register').click();
    await followCode(assistant, registrar, nancy, 'Accept');
    await expect(assistant.dialog.getByText('“Registrar at Contoso” is registered.')).toBeVisible();
    await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);
    await assistant.dialog.getByRole('button', { name: 'Copy client id' }).click();
    const made = app.sandbox.signIn.directory.applications.filter(
      ({ displayName }) => displayName === 'Registrar at Contoso',
    );
    expect(made.map(({ appId }) => appId)).toEqual([await copied(registrar)]);
    await assistant.button('Next').click();
  });

  await test.step('the test signs in with it and says that it works', async () => {
    await expect(assistant.field(/^Client id/)).toHaveValue(/^[0-9a-f-]{36}$/);
    await assistant.button('Test').click();
    await expect(assistant.dialog.getByText('Enter the address of the organisation.')).toBeVisible();
    await assistant.field(/^Address of the organisation/).fill(webApi);
    await assistant.button('Test').click();
    await followCode(assistant, registrar, nancy, 'Accept');
    await expect(assistant.dialog.getByText('The registration works.')).toBeVisible();
    await expect(assistant.lines).toHaveCount(6);
    await expect(assistant.lines.last()).toContainText('knows you as Nancy Davolio');
    await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);
    await assistant.button('Copy report: test of the registration').click();
    expect(await copied(registrar)).toContain('[passed] It holds the permission user_impersonation.');
    expect(await registrar.content()).not.toMatch(/eyJ[\w-]{10,}\./);
  });

  await test.step('the connect dialog takes it', async () => {
    const clientId = await assistant.field(/^Client id/).inputValue();
    await assistant.button('Use this registration').click();
    await assistant.closed();
    await expect(connect.field(/^Client id/)).toHaveValue(clientId);
    await expect(connect.field(/^Tenant/)).toHaveValue(nancy.tenantId);
  });
});

test('shows portal steps, script and request body, by the keyboard alone', async ({ registrar }) => {
  const assistant = appRegistrationDialog(registrar);
  const { keyboard } = registrar;
  await registrar.getByRole('button', { name: 'Tools' }).focus();
  await keyboard.press('Enter');
  await keyboard.type('App');
  await keyboard.press('Enter');
  await expect(assistant.dialog).toBeVisible();
  await assistant.field(/^Cloud/).focus();
  await keyboard.type('US Government (GCC High)');
  await assistant.field(/^Tenant/).focus();
  await keyboard.type('contoso.us');
  await keyboard.press('Enter');
  await expect(assistant.way('Do it for me')).toBeVisible();

  await assistant.way('Do it for me').focus();
  await keyboard.press('ArrowRight');
  await keyboard.press('Enter');
  const steps = assistant.dialog.getByRole('list', { name: 'Steps in the portal' });
  await expect(steps.getByRole('link', { name: /Register an application/ })).toHaveAttribute(
    'href',
    /^https:\/\/portal\.azure\.us\/#view\//,
  );
  await steps.getByRole('button', { name: 'Copy redirect uri' }).focus();
  await keyboard.press('Enter');
  expect(await copied(registrar)).toBe('http://localhost');
  await steps.getByRole('button', { name: 'Copy id of the permission' }).focus();
  await keyboard.press('Enter');
  expect(await copied(registrar)).toBe('78ce3f0f-a1ce-49c2-8cde-64b5c0896db4');
  await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);

  await assistant.way('In the portal').focus();
  await keyboard.press('ArrowRight');
  await keyboard.press('Enter');
  await expect(assistant.text('Azure CLI script')).toContainText('az cloud set --name AzureUSGovernment');
  await assistant.button('Copy: Azure CLI script').focus();
  await keyboard.press('Enter');
  expect(await copied(registrar)).toContain("--tenant 'contoso.us'");

  await assistant.way('By script').focus();
  await keyboard.press('ArrowRight');
  await keyboard.press('Enter');
  await expect(assistant.text('Request')).toHaveText('POST https://graph.microsoft.us/v1.0/applications');
  await assistant.button('Copy: Body of the request').focus();
  await keyboard.press('Enter');
  expect(JSON.parse(await copied(registrar))).toMatchObject({
    displayName: 'Registrar',
    isFallbackPublicClient: true,
  });
  await expectAccessible(registrar, { within: ['[role="dialog"]'] });
  await keyboard.press('Escape');
  await assistant.closed();
});

test('explains the application user, and checks the rights of one', async ({ app, registrar }) => {
  const connector = app.sandbox.addresses.signIn.applications.find(
    ({ displayName }) => displayName === 'Contoso ERP Connector',
  );
  const assistant = appRegistrationDialog(registrar);
  await openTool(registrar, 'App registration…');
  await assistant.choice(/^A program/).check();
  await assistant.button('Next').click();
  await assistant.button('I have one already').click();
  await expect(assistant.step).toHaveText(/Application user/);
  await assistant.field(/^Client id/).fill(connector?.clientId ?? '');
  await expect(assistant.text('The same with the Power Platform CLI')).toContainText(
    connector?.clientId ?? '',
  );
  await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);
  await assistant.button('Check rights').click();

  const rights = formDialog(registrar, 'Rights in Sandbox');
  await expect(rights.dialog.getByText('lacks privileges for steps and images')).toBeVisible();
  await expect(rights.dialog.getByText('System Customizer', { exact: true })).toBeVisible();
  await rights.dialog.getByText('Details').click();
  await expect(rights.dialog.getByText('prvCreateSdkMessageProcessingStepSecureConfig')).toBeVisible();
  await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);
  await rights.button('Copy report: rights').click();
  expect(await copied(registrar)).toContain('  prvReadSdkMessageProcessingStepSecureConfig');

  await rights.field(/^Client id/).fill('0f0f0f0f-1111-4222-8333-444444444444');
  await rights.button('Check').click();
  await expect(rights.failure).toContainText('No application user of this organisation');
  await rights.dialog.getByRole('radio', { name: 'Mine' }).check();
  await rights.button('Check').click();
  await expect(rights.dialog.getByText('Nancy Davolio may register everything')).toBeVisible();
  await registrar.keyboard.press('Escape');
  await rights.closed();

  await test.step('and is one click away from what was refused', async () => {
    app.sandbox.webApi.faults.next({
      match: /^GET .*\/serviceendpoints\?/,
      status: 403,
      code: '0x80040220',
      message: 'Principal user is missing prvReadServiceEndpoint privilege.',
    });
    await assistant.button('Done').click();
    await assistant.closed();
    await registrar.keyboard.press('F5');
    await registrar.getByRole('alert').getByRole('button', { name: 'Check rights' }).first().click();
    await expect(rights.dialog.getByText('Nancy Davolio may register everything')).toBeVisible();
  });
});
