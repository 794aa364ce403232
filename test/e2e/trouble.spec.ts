import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { formDialog, question } from './pages/dialog.ts';
import { endpointWizard } from './pages/endpointWizard.ts';
import { explorer } from './pages/explorer.ts';
import { stepDialog } from './pages/stepDialog.ts';
import { toolbar } from './pages/toolbar.ts';
import { expect, test, untilLoaded } from './support/app.ts';
import { arrangeEndpoint, arrangeStep } from './support/arrange.ts';
import type { RunningApp } from './support/startApp.ts';
import { withEntity } from './support/strings.ts';

async function fillWizard(app: RunningApp, page: Page, name: string) {
  const wizard = endpointWizard(page);
  await toolbar(page).register('Register New Service Endpoint');
  await wizard.connectionString.fill(withEntity(app.sandbox.addresses.connectionStrings.send, 'crm-orders'));
  await wizard.next();
  await wizard.field('Name').fill(name);
  return wizard;
}

const endpointsOf = (app: RunningApp) =>
  [...app.sandbox.organisation.store.rows('serviceendpoint')].map((row) => String(row.name));

test('429 and 503 while loading are waited out, and said when they last', async ({ app, registrar }) => {
  const tree = explorer(registrar);
  const { faults } = app.sandbox.webApi;

  await test.step('passing ones are not even seen', async () => {
    faults.next({ match: /GET .*serviceendpoints/, status: 429, retryAfter: 1 });
    faults.next({ match: /GET .*sdkmessageprocessingsteps/, status: 503 });
    await arrangeEndpoint(app, { name: 'Came meanwhile' });
    await toolbar(registrar).run('Refresh');
    await expect(tree.row('Came meanwhile')).toBeVisible();
    await expect(registrar.getByRole('alert').filter({ hasText: /\S/ })).toHaveCount(0);
    expect(faults.hits).toBe(2);
  });

  await test.step('one that lasts is said, what was loaded stays, and trying again helps', async () => {
    faults.next({ match: /GET .*serviceendpoints/, status: 429, retryAfter: 600 });
    await toolbar(registrar).run('Refresh');
    const alert = registrar.getByRole('alert').filter({ hasText: 'asked more than it allows' });
    await expect(alert).toBeVisible();
    await expect(tree.row('Came meanwhile')).toBeVisible();
    await alert.getByRole('button', { name: 'Try again' }).click();
    await expect(alert).toHaveCount(0);
  });
});

test('429 and 503 while saving: it is saved once, and what was typed is kept until then', async ({
  app,
  registrar,
}) => {
  const { faults } = app.sandbox.webApi;
  const wizard = await fillWizard(app, registrar, 'Through the gate');

  await test.step('refused for good: the form stays as it is', async () => {
    faults.next({ match: /POST .*serviceendpoints/, status: 503, retryAfter: 600 });
    await wizard.button('Save').click();
    await expect(wizard.failure).toContainText(/not available|unavailable/i);
    await expect(wizard.field('Name')).toHaveValue('Through the gate');
    expect(endpointsOf(app)).not.toContain('Through the gate');
  });

  await test.step('asked to wait: it waits, then saves', async () => {
    faults.next({ match: /POST .*serviceendpoints/, status: 429, retryAfter: 1 });
    faults.next({ match: /POST .*serviceendpoints/, status: 503, retryAfter: 1 });
    await wizard.save();
    await expect(explorer(registrar).selected).toHaveText(/^Through the gate/);
    expect(endpointsOf(app).filter((name) => name === 'Through the gate')).toHaveLength(1);
  });
});

test('a save whose answer is cut off is found out about, and happens once', async ({ app, registrar }) => {
  const wizard = await fillWizard(app, registrar, 'Only once');
  app.sandbox.webApi.faults.next({ match: /POST .*serviceendpoints/, cutSocket: 'after' });
  await wizard.save();
  await expect(explorer(registrar).selected).toHaveText(/^Only once/);
  expect(app.sandbox.webApi.faults.hits).toBe(1);
  expect(endpointsOf(app).filter((name) => name === 'Only once')).toHaveLength(1);
});

test('a token that expires in the middle: the dialog keeps the form and says what to do', async ({
  app,
  registrar,
}) => {
  const { webApi, accessToken } = app.sandbox.addresses;
  const connect = formDialog(registrar, 'Connect to an organisation');
  await registrar.getByRole('button', { name: 'Open an organisation' }).click();
  await registrar.getByRole('menuitem', { name: 'Connect to an organisation' }).click();
  await connect.field('How to sign in').selectOption('With an access token');
  await connect.field(/^Name/).fill('Contoso Dev');
  await connect.field(/^Address/).fill(webApi);
  await connect.field(/^Access token/).fill(accessToken);
  await connect.button('Connect').click();
  await connect.closed();
  await expect(explorer(registrar).row('Order queue')).toBeVisible();

  const { faults } = app.sandbox.webApi;
  const wizard = await fillWizard(app, registrar, 'After the token');
  await test.step('while saving', async () => {
    faults.next({ match: /POST .*serviceendpoints/, status: 401 });
    await wizard.button('Save').click();
    await expect(wizard.failure).toContainText('does not accept the access token');
    await expect(wizard.failure).toContainText('fresh token');
    await expect(wizard.field('Name')).toHaveValue('After the token');
    await wizard.save();
    await expect(explorer(registrar).selected).toHaveText(/^After the token/);
  });

  await test.step('while loading: a new one is asked for', async () => {
    faults.next({ match: /GET /, status: 401, times: 50 });
    await toolbar(registrar).run('Refresh');
    await registrar.getByRole('button', { name: 'Enter a new access token' }).click();
    faults.clear();
    const renew = formDialog(registrar, /^New access token/);
    await renew.field('Access token').fill('no-such-token');
    await renew.button('Sign in').click();
    await expect(renew.failure).toContainText('does not accept');
    await renew.field('Access token').fill(accessToken);
    await renew.button('Sign in').click();
    await renew.closed();
    await expect(registrar.getByRole('button', { name: 'Enter a new access token' })).toHaveCount(0);
    await expect(explorer(registrar).selected).toHaveText(/^After the token/);
  });
});

test('an endpoint that somebody else changed: what differs is shown, and the user decides', async ({
  app,
  registrar,
}) => {
  const endpointId = await arrangeEndpoint(app, { name: 'Shared endpoint', description: 'As it was' });
  const changeElsewhere = (values: { description?: string; name?: string }) =>
    fetch(`${app.sandbox.addresses.webApi}serviceendpoints(${endpointId})`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${app.sandbox.addresses.accessToken}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(values),
    });
  const edit = formDialog(registrar, /^Edit service endpoint/);
  const tree = explorer(registrar);
  await tree.select('Shared endpoint');

  await test.step('overwrite', async () => {
    await toolbar(registrar).run('Edit');
    await edit.field(/^Description/).fill('Mine');
    await changeElsewhere({ description: 'Theirs' });
    await edit.button('Save').click();
    await expect(edit.failure).toContainText('Somebody else changed this');
    await expect(edit.dialog).toContainText('Now “Theirs”; it was “As it was” when you opened it.');
    await expect(edit.field(/^Description/)).toHaveValue('Mine');
    await edit.button('Overwrite with mine').click();
    await edit.closed();
    await expect(tree.details).toContainText('Mine');
  });

  await test.step('reload', async () => {
    await toolbar(registrar).run('Edit');
    await edit.field(/^Description/).fill('Mine again');
    await changeElsewhere({ description: 'Theirs again' });
    await edit.button('Save').click();
    await edit.button('Reload and lose mine').click();
    await expect(edit.field(/^Description/)).toHaveValue('Theirs again');
    await expect(edit.failure).toHaveCount(0);
    await edit.cancel.click();
    await edit.closed();
  });
});

test('a step that somebody else changed', async ({ app, registrar }) => {
  const endpointId = await arrangeEndpoint(app, { name: 'Shared endpoint' });
  const stepId = await arrangeStep(app, endpointId, { name: 'Shared step' });
  const tree = explorer(registrar);
  const edit = stepDialog(registrar);
  await tree.unfold('Shared endpoint');
  await tree.select('Shared step');
  await toolbar(registrar).run('Edit');
  await edit.field('Execution order').fill('7');
  await fetch(`${app.sandbox.addresses.webApi}sdkmessageprocessingsteps(${stepId})`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${app.sandbox.addresses.accessToken}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ rank: 3 }),
  });
  await edit.button('Save').click();
  await expect(edit.failure).toContainText('Somebody else changed this step');
  await expect(edit.dialog).toContainText('Now 3; it was 1');
  await edit.button('Overwrite with mine').click();
  await edit.closed();
  await expect(tree.details).toContainText('7');
});

test('the program stops while a form is filled in: said, kept, and saved when it is back', async ({
  app,
  registrar,
}) => {
  const wizard = await fillWizard(app, registrar, 'Typed before the stop');
  await app.stop();
  const banner = registrar.locator('strong', { hasText: 'program does not answer' });
  await expect(banner).toBeVisible();
  await wizard.button('Save').click();
  await expect(wizard.failure).toContainText('does not answer');
  await expect(wizard.failure).toContainText('What you typed is kept');
  await app.restart();
  // As another tab of the same browser, which has the key of the new start.
  const other = await registrar.context().newPage();
  await other.goto(app.openAddress);
  await untilLoaded(other);
  await other.close();
  await registrar.bringToFront();
  await expect(banner).toHaveCount(0);
  await expect(wizard.field('Name')).toHaveValue('Typed before the stop');
  await wizard.save();
  await expect(explorer(registrar).selected).toHaveText(/^Typed before the stop/);
});

test('a dialog with changes asks before it closes', async ({ app, registrar }) => {
  const wizard = await fillWizard(app, registrar, 'Half done');
  const ask = question(registrar, 'Discard what you typed?');

  await test.step('by Escape', async () => {
    await registrar.keyboard.press('Escape');
    await expect(ask.dialog).toBeVisible();
    await ask.answer('Keep editing');
    await expect(wizard.field('Name')).toHaveValue('Half done');
  });
  await test.step('by the close button and by Cancel', async () => {
    await wizard.button('Close').click();
    await ask.answer('Keep editing');
    await wizard.cancel.click();
    await ask.answer('Discard');
    await wizard.closed();
  });
  await test.step('one without changes just closes', async () => {
    await toolbar(registrar).register('Register New Service Endpoint');
    await expect(wizard.connectionString).toHaveValue('');
    await registrar.keyboard.press('Escape');
    await wizard.closed();
  });
});

test('unregistering shows what goes along, saves it to a file first, and takes all of it', async ({
  app,
  registrar,
}) => {
  const endpointId = await arrangeEndpoint(app, { name: 'Going away' });
  await arrangeStep(app, endpointId, { name: 'Going along' });
  await arrangeStep(app, endpointId, { name: 'Going along too', message: 'Update' });
  const tree = explorer(registrar);
  const dialog = formDialog(registrar, /^Unregister/);
  await tree.select('Going away');
  await toolbar(registrar).run('Unregister');
  await expect(dialog.dialog.getByRole('list', { name: '1 service endpoint' })).toHaveText('Going away');
  const steps = dialog.dialog.getByRole('list', { name: '2 steps' }).getByRole('listitem');
  await expect(steps).toHaveText([/^Going along/, /^Going along/]);
  await expect(dialog.dialog.getByRole('checkbox', { name: 'Save to a file first' })).toBeChecked();

  const [download] = await Promise.all([
    registrar.waitForEvent('download'),
    dialog.button('Unregister').click(),
  ]);
  const saved = await readFile(await download.path(), 'utf8');
  for (const name of ['Going away', 'Going along', 'Going along too']) expect(saved).toContain(name);
  expect(download.suggestedFilename()).toMatch(/\.json$/);
  await dialog.closed();
  await expect(tree.row('Going away')).toHaveCount(0);
  await expect(registrar.getByText('Unregistered “Going away”: 3 rows deleted.').first()).toBeVisible();
  expect(endpointsOf(app)).not.toContain('Going away');
});

test('the next start shows what is known at once, while the organisation is still asked', async ({
  app,
  registrar,
}) => {
  await arrangeEndpoint(app, { name: 'Known before' });
  await toolbar(registrar).run('Refresh');
  const tree = explorer(registrar);
  await expect(tree.row('Known before')).toBeVisible();
  await app.restart();
  const { faults } = app.sandbox.webApi;
  // Answers come late enough that they cannot be what is shown.
  faults.next({ match: /GET /, delayMs: 3_000, times: 50 });
  await registrar.goto(app.openAddress);
  await expect(tree.row('Known before')).toBeVisible();
  const status = registrar.getByRole('contentinfo');
  await expect(status).toContainText(/^.*As of .*refreshing/);
  faults.clear();
  await expect(status).toContainText(/Loaded in/);
});
