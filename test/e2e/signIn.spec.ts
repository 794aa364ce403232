import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { enterDeviceCode, givePassword, logIn } from './pages/authorityPages.ts';
import { connectDialog } from './pages/connectDialog.ts';
import { formDialog, question } from './pages/dialog.ts';
import { explorer } from './pages/explorer.ts';
import { expectAccessible, expectAccessibleInBothThemes } from './support/accessibility.ts';
import { test, untilLoaded } from './support/app.ts';
import type { RunningApp } from './support/startApp.ts';

// The authority's pages, in a tab of their own, have a certificate that this browser does not know.
test.use({ ignoreHTTPSErrors: true });
// Each walks through several screens, and looks at them in both themes.
test.setTimeout(120_000);

function accountNamed({ sandbox }: RunningApp, name: string) {
  const account = sandbox.addresses.signIn.accounts.find(({ userName }) => userName.startsWith(`${name}@`));
  if (!account) throw new Error(`There is no account of ${name}.`);
  return account;
}

test('signs in with a device code, chooses an organisation from the list, and shows its tree', async ({
  app,
  context,
  registrar,
}) => {
  const { signIn } = app.sandbox.addresses;
  app.sandbox.signIn.settings.deviceIntervalSeconds = 1;
  const nancy = accountNamed(app, 'nancy');
  const connect = connectDialog(registrar);

  await test.step('says beside the fields what is missing', async () => {
    await connect.open();
    await expect(connect.method).toBeFocused();
    await connect.method.selectOption('With a device code');
    await connect.useCloud({ authority: '' });
    await registrar.keyboard.press('Enter');
    await expect(connect.dialog.getByText('Enter the address where one signs in, or')).toBeVisible();
    await expect(connect.field(/^Sign-in address/)).toBeFocused();
    await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);
  });

  await test.step('shows the code, and keeps what was typed when it is cancelled', async () => {
    await connect.useCloud(signIn);
    await connect.button('Sign in').click();
    await expect(connect.dialog.getByLabel('Code', { exact: true })).toHaveValue(/^\w{6,}$/);
    await expect(connect.dialog.getByRole('timer')).toHaveText(/^1[45]:\d\d$/);
    await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);
    await connect.cancel.first().click();
    await expect(connect.field(/^Sign-in address/)).toHaveValue(signIn.authority);
    await expect(connect.method).toHaveValue('deviceCode');
    await expect(connect.failure).toHaveCount(0);
  });

  await test.step('goes on when the code was used', async () => {
    await connect.button('Sign in').click();
    const code = connect.dialog.getByLabel('Code', { exact: true });
    await expect(code).toBeVisible();
    const tab = await context.newPage();
    const address = await connect.dialog.getByLabel('Address', { exact: true }).inputValue();
    await enterDeviceCode(tab, { address, code: await code.inputValue() }, nancy);
    await tab.close();
    await expect(connect.step).toHaveText(/Organisation/);
  });

  await test.step('lists the organisations, and finds one of them', async () => {
    const own = signIn.organizations.filter(({ tenantId }) => tenantId === nancy.tenantId);
    expect(own.length).toBeGreaterThan(1);
    for (const { friendlyName } of own) await expect(connect.organization(friendlyName)).toBeVisible();
    await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);
    const [first] = own;
    const search = connect.dialog.getByRole('searchbox');
    const rows = connect.dialog.getByRole('row').filter({ has: registrar.getByRole('gridcell') });
    await connect.organization(own[1]?.friendlyName ?? '').click();
    await connect.button('Add to favourites').click();
    await expect(rows.first()).toContainText(own[1]?.friendlyName ?? '');
    await connect.dialog.getByRole('combobox', { name: 'Which organisations' }).selectOption('Favourites');
    await expect(rows).toHaveCount(1);
    await expect(connect.dialog.getByText(`1 of ${own.length} organisations`)).toBeVisible();
    await connect.dialog.getByRole('combobox', { name: 'Which organisations' }).selectOption('All');
    await search.fill('no organisation is called so');
    await expect(connect.dialog.getByText(/^No organisation has/)).toBeVisible();
    await search.fill(first?.url ?? '');
    await expect(connect.organization(first?.friendlyName ?? '')).toBeVisible();
    await search.press('Enter');
    await expect(connect.field(/^Address/)).toHaveValue(first?.url ?? '');
    await connect.button('Next').click();
    await expect(connect.field(/^Name/)).toBeFocused();
    await expect(connect.field(/^Name/)).toHaveValue(first?.friendlyName ?? '');
    await expectAccessible(registrar, { within: ['[role="dialog"]'] });
  });

  await test.step('connects, and the tree is there', async () => {
    await connect.field(/^Name/).fill('Contoso by account');
    await connect.button('Back').click();
    await connect.button('Next').click();
    await expect(connect.field(/^Name/)).toHaveValue('Contoso by account');
    await connect.button('Connect').click();
    await connect.closed();
    await expect(registrar.getByRole('button', { name: /^Contoso by account/ })).toHaveAttribute(
      'aria-current',
      'page',
    );
    await untilLoaded(registrar);
    await expect(explorer(registrar).row('Order queue')).toBeVisible();
  });

  await test.step('signed out in the settings, it asks for a sign-in where it is missed', async () => {
    await registrar.getByRole('button', { name: 'Settings' }).click();
    const settings = formDialog(registrar, 'Settings');
    await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);
    await settings.button(`Sign out ${nancy.userName}`).click();
    const sure = question(registrar, `Sign out ${nancy.userName}?`);
    await expect(sure.dialog).toContainText('Contoso by account will ask for a sign-in');
    await sure.answer('Sign out');
    await expect(settings.dialog.getByText('Nobody is signed in.')).toBeVisible();
    await registrar.keyboard.press('Escape');
    await expect(registrar.getByRole('dialog')).toHaveCount(0);
    await registrar.keyboard.press('F5');
    const tree = registrar.getByRole('region', { name: /Registered Plug-ins/ });
    await tree.getByRole('button', { name: 'Sign in again' }).click();
    // Nothing is kept of the account: the organisation itself says where one signs in.
    const again = formDialog(registrar, 'Sign in again');
    await expect(again.field(/^Sign-in address/)).toHaveValue(signIn.authority);
    await again.field('How to sign in').selectOption('With user name and password');
    await again.field(/^User name/).fill(nancy.userName);
    await again.field(/^Password/).fill(nancy.password);
    await again.button('Sign in').click();
    await again.closed();
    await expect(tree.getByRole('alert')).toHaveCount(0);
    await expect(explorer(registrar).row('Order queue')).toBeVisible();
  });
});

test('signs in through the browser by its link, and once more when the sign-in has ended', async ({
  app,
  context,
  registrar,
}) => {
  const { signIn } = app.sandbox.addresses;
  const nancy = accountNamed(app, 'nancy');
  const connect = connectDialog(registrar);
  const again = formDialog(registrar, /^Sign in again as/);

  const followLink = async (link: string, proceed: (tab: Page) => Promise<void>) => {
    const tab = await context.newPage();
    await tab.goto(link);
    await proceed(tab);
    await expect(tab.getByText(/signed in/i).first()).toBeVisible();
    await tab.close();
  };

  await connect.open();
  await connect.useCloud(signIn);
  await connect.button('Sign in').click();
  const link = connect.dialog.getByLabel('Link to the sign-in page');
  await expect(link).toHaveValue(/^https:.*code_challenge/);
  await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);
  await followLink(await link.inputValue(), (tab) => logIn(tab, nancy));

  await test.step('a direct address does without the list', async () => {
    await expect(connect.step).toHaveText(/Organisation/);
    await connect.field(/^Address/).fill(app.sandbox.addresses.webApi);
    await connect.button('Next').click();
    await connect.field(/^Name/).fill('By its address');
    await connect.button('Connect').click();
    await connect.closed();
    await expect(explorer(registrar).row('Order queue')).toBeVisible();
  });

  await test.step('an account that is signed in is offered', async () => {
    await connect.open();
    await expect(connect.dialog.getByRole('radio', { name: /Nancy Davolio/ })).toBeChecked();
    await expectAccessible(registrar, { within: ['[role="dialog"]'] });
    await connect.button('Next').click();
    await expect(connect.organization(signIn.organizations[0]?.friendlyName ?? '')).toBeVisible();
    await registrar.keyboard.press('Escape');
    await connect.closed();
  });

  await test.step('an ended sign-in is said, and renewed where it is missed', async () => {
    app.sandbox.signIn.revokeSessions(nancy.userName);
    app.sandbox.signIn.expireAccessTokens();
    await registrar.keyboard.press('F5');
    const tree = registrar.getByRole('region', { name: /Registered Plug-ins/ });
    await tree.getByRole('button', { name: 'Sign in again' }).click();
    await expect(again.dialog).toBeVisible();
    await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);
    await again.button('Sign in').click();
    const field = again.dialog.getByLabel('Link to the sign-in page');
    await expect(field).toBeVisible();
    await followLink(await field.inputValue(), (tab) => givePassword(tab, nancy.password));
    await again.closed();
    await expect(tree.getByRole('alert')).toHaveCount(0);
    await expect(explorer(registrar).row('Order queue')).toBeVisible();
  });
});

test('signs in as an application by a secret, after a wrong one was refused in plain words', async ({
  app,
  registrar,
}) => {
  const { signIn, webApi } = app.sandbox.addresses;
  const own = signIn.applications.find(({ secret, secretExpired }) => secret && !secretExpired);
  const connect = connectDialog(registrar);
  await connect.open();
  await connect.method.selectOption('As an application, with a client secret');
  await connect.useCloud(signIn);
  await connect.field(/^Client id/).fill(own?.clientId ?? '');
  await connect.field(/^Client secret/).fill('wrong-on-purpose');
  await connect.button('Sign in').click();
  await expect(connect.dialog.getByText('Enter the address of the organisation.')).toBeVisible();
  await connect.field(/^Address of the organisation/).fill(webApi);
  await connect.button('Sign in').click();
  await expect(connect.failure).toContainText(/secret/i);
  await connect.failure.getByText('Details').click();
  await expect(connect.failure).toContainText('AADSTS7000215');
  await expect(connect.failure).not.toContainText('wrong-on-purpose');
  await expect(connect.failure.getByRole('button', { name: /Copy report/ })).toBeVisible();
  await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);
  await expect(connect.field(/^Client id/)).toHaveValue(own?.clientId ?? '');

  await connect.field(/^Client secret/).fill(own?.secret ?? '');
  await connect.button('Sign in').click();
  await expect(connect.step).toHaveText(/Organisation/);
  await expect(connect.field(/^Address/)).toHaveValue(webApi);
  expect(await registrar.content()).not.toContain(own?.secret ?? '');
  await connect.button('Next').click();
  await connect.field(/^Name/).fill('As an application');
  await connect.button('Connect').click();
  await connect.closed();
  await expect(explorer(registrar).row('Order queue')).toBeVisible();
});

test('takes a connection string, and asks the organisation where one signs in', async ({
  app,
  registrar,
}) => {
  const { signIn, webApi } = app.sandbox.addresses;
  const own = signIn.applications.find(({ secret, secretExpired }) => secret && !secretExpired);
  const secret = own?.secret ?? '';
  const connect = connectDialog(registrar);
  await connect.open();
  await connect.button('Paste a connection string…').click();
  const string = connect.field('Connection string');
  await expect(string).toBeFocused();
  await string.fill('Endpoint=sb://contoso.servicebus.windows.net/');
  await expect(connect.button('Use it')).toHaveAttribute('aria-disabled', 'true');
  await string.fill(
    `AuthType=ClientSecret;Url=${new URL(webApi).origin};ClientId=${own?.clientId};ClientSecret=${secret}`,
  );
  await expect(connect.dialog.getByText('As an application, with a client secret')).toBeVisible();
  await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);
  await connect.button('Use it').click();
  await expect(connect.field(/^Client id/)).toHaveValue(own?.clientId ?? '');
  await expect(connect.field(/^Address of the organisation/)).toHaveValue(new URL(webApi).origin);

  await connect.button('Sign in').click();
  await expect(connect.dialog.getByText(`one signs in at ${signIn.authority}`)).toBeVisible();
  await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);
  await connect.button('Sign in').click();
  await expect(connect.step).toHaveText(/Organisation/);
  await connect.button('Next').click();
  await connect.field(/^Name/).fill('By connection string');
  await connect.dialog.getByRole('checkbox', { name: /^Read-only/ }).check();
  await connect.button('Connect').click();
  await connect.closed();
  await expect(explorer(registrar).row('Order queue')).toBeVisible();
  await expect(registrar.getByRole('contentinfo').getByText('Read-only', { exact: true })).toBeVisible();
});

test('signs in as an application by a certificate that is chosen on the page', async ({ app, registrar }) => {
  const { signIn, webApi } = app.sandbox.addresses;
  const { directory } = app.sandbox.signIn;
  const certificates = new URL('../fixtures/certificates/', import.meta.url);
  const application = directory.applications.find(
    ({ displayName }) => displayName === 'Contoso ERP Connector',
  );
  if (!application) throw new Error('The application is missing.');
  const certificate = readFileSync(new URL('certificate.pem', certificates), 'utf8');
  const keyId = '3c6d6a1e-0000-4000-8000-000000000002';
  directory.putApplication({ ...application, keys: [{ keyId, displayName: 'Test', certificate }] });

  const connect = connectDialog(registrar);
  await connect.open();
  await connect.method.selectOption('As an application, with a certificate');
  await connect.useCloud(signIn);
  await connect.field(/^Client id/).fill(application.appId);
  await connect.field(/^Address of the organisation/).fill(webApi);
  await connect.button('Sign in').click();
  await expect(connect.dialog.getByText('Choose the certificate with its private key')).toBeVisible();
  await connect.field('Certificate file').setInputFiles(fileURLToPath(new URL('old.pfx', certificates)));
  await expect(connect.field(/^Certificate\b(?! file)/)).toHaveValue('old.pfx');
  await connect.field(/^Password of the file/).fill('not the password');
  await connect.button('Sign in').click();
  await expect(connect.failure).toContainText(/password/i);
  await connect.field(/^Password of the file/).fill('sesame');
  await connect.button('Sign in').click();
  await expect(connect.step).toHaveText(/Organisation/);
  await expect(connect.dialog.getByText('Applications are given no list of organisations')).toBeVisible();
  await expectAccessible(registrar, { within: ['[role="dialog"]'] });
});
