import { expect } from '@playwright/test';
import { givePassword, logIn } from '../e2e/pages/authorityPages.ts';
import { type ConnectDialog, connectDialog } from '../e2e/pages/connectDialog.ts';
import { tabBar } from '../e2e/pages/connections.ts';
import { formDialog } from '../e2e/pages/dialog.ts';
import { explorer } from '../e2e/pages/explorer.ts';
import { test, untilLoaded } from '../e2e/support/app.ts';
import { takePicture } from './takePicture.ts';

// The authority's pages, in a tab of their own, have a certificate that this browser does not know.
test.use({ ignoreHTTPSErrors: true, appOptions: { browserOpens: true } });
test.setTimeout(180_000);

/** What docs/connecting.md shows. */
test('connecting', async ({ app, context, registrar: page }) => {
  const { signIn, webApi } = app.sandbox.addresses;
  const nancy = signIn.accounts.find(({ userName }) => userName.startsWith('nancy@'));
  if (!nancy) throw new Error('There is no account of Nancy.');
  const connect: ConnectDialog = connectDialog(page);

  await connect.open();
  await takePicture(page, 'connect-sign-in', connect.dialog);

  await connect.method.selectOption('As an application, with a client secret');
  await connect.field(/^Client id/).fill('11111111-2222-3333-4444-555555555555');
  await connect.field(/^Client secret/).fill('not a real secret, only dots');
  await connect.field(/^Address of the organisation/).fill('https://contoso.crm4.dynamics.com');
  await takePicture(page, 'connect-application', connect.dialog);

  await connect.button('Paste a connection string…').click();
  await connect
    .field('Connection string')
    .fill(
      'AuthType=ClientSecret;Url=https://contoso.crm4.dynamics.com;ClientId=11111111-2222-3333-4444-555555555555;ClientSecret=only~dots;RequireNewInstance=true',
    );
  await takePicture(page, 'connect-string', connect.dialog);
  await connect.button('Back').click();
  // What was typed is kept from one way to the next.
  await connect.field(/^Client id/).fill('');

  await connect.method.selectOption('With a device code');
  await connect.useCloud(signIn);
  await connect.button('Sign in').click();
  await expect(connect.dialog.getByLabel('Code', { exact: true })).toBeVisible();
  await takePicture(page, 'connect-device-code', connect.dialog);
  await connect.cancel.first().click();

  await connect.method.selectOption('In the browser');
  await connect.button('Sign in').click();
  const link = connect.dialog.getByLabel('Link to the sign-in page');
  await expect(link).toBeVisible();
  await takePicture(page, 'connect-browser', connect.dialog);
  const tab = await context.newPage();
  await tab.goto(await link.inputValue());
  await logIn(tab, nancy);
  await expect(tab.getByText(/signed in/i).first()).toBeVisible();
  await tab.close();

  const [first, second] = signIn.organizations;
  await connect.organization(second?.friendlyName ?? '').click();
  await connect.button('Add to favourites').click();
  await connect.organization(first?.friendlyName ?? '').click();
  await takePicture(page, 'connect-organisations', connect.dialog);
  await connect.field(/^Address/).fill(webApi);
  await connect.button('Next').click();
  await connect.field(/^Name/).fill('Contoso Live');
  await connect.dialog.getByRole('checkbox', { name: /production/ }).check();
  await connect.dialog.getByRole('checkbox', { name: /^Read-only/ }).check();
  await takePicture(page, 'connect-name', connect.dialog);
  await connect.button('Connect').click();
  await connect.closed();
  await untilLoaded(page);
  await explorer(page).unfold('Order queue');
  await tabBar(page).tab('Contoso Live').click();
  await page.getByRole('button', { name: 'Edit connection…' }).scrollIntoViewIfNeeded();
  await takePicture(page, 'connection-read-only');

  await page.getByRole('button', { name: 'Sign-in details…' }).click();
  await expect(page.getByText('Nothing stands against its token.')).toBeVisible();
  await takePicture(page, 'connection-sign-in', page.getByRole('dialog'));
  await page.keyboard.press('Escape');

  app.sandbox.signIn.revokeSessions(nancy.userName);
  app.sandbox.signIn.expireAccessTokens();
  await page.keyboard.press('F5');
  await page.getByRole('button', { name: 'Sign in again' }).first().waitFor();
  await takePicture(page, 'connection-ended');
  await page.getByRole('button', { name: 'Sign in again' }).first().click();
  const again = formDialog(page, /^Sign in again as/);
  await again.button('Sign in').click();
  const other = await context.newPage();
  await other.goto(await again.dialog.getByLabel('Link to the sign-in page').inputValue());
  await givePassword(other, nancy.password);
  await again.closed();
  await page.getByRole('button', { name: 'Settings' }).click();
  await takePicture(page, 'connect-settings', page.getByRole('dialog'));
});
