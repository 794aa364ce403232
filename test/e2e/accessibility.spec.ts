import type { Page } from '@playwright/test';
import { activityPanel } from './pages/activityPanel.ts';
import { formDialog, question } from './pages/dialog.ts';
import { endpointWizard } from './pages/endpointWizard.ts';
import { explorer } from './pages/explorer.ts';
import { imageDialog } from './pages/imageDialog.ts';
import { jobsPanel } from './pages/jobsPanel.ts';
import { type MessageTab, messagesPanel } from './pages/messagesPanel.ts';
import { stepDialog } from './pages/stepDialog.ts';
import { testRunDialog } from './pages/testRunDialog.ts';
import { toolbar } from './pages/toolbar.ts';
import { expectAccessible, expectAccessibleInBothThemes } from './support/accessibility.ts';
import { expect, test } from './support/app.ts';
import { arrangeEndpoint, arrangeStep } from './support/arrange.ts';
import { accountMessage } from './support/contexts.ts';
import type { RunningApp } from './support/startApp.ts';
import { strangeKey, withEntity, withKey } from './support/strings.ts';

// The frame itself, the tree and what is selected in it are looked at in explorer.spec.ts.

// Each look takes a second and more on a computer that is busy.
test.describe.configure({ mode: 'parallel', timeout: 120_000 });
// What fades away while it is looked at has no contrast.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** Looks at what is there; where a dialog is open, at that, and where a part is named, at that. */
type Look = (page: Page, part?: string) => Promise<void>;

const look: Look = async (page, part) => {
  const dialogs = ['[role="dialog"]', '[role="alertdialog"]', '[role="listbox"]'];
  const open: string[] = [];
  for (const selector of dialogs) if ((await page.locator(selector).count()) > 0) open.push(selector);
  if (part !== undefined) await expectAccessibleInBothThemes(page, [part]);
  else await expectAccessibleInBothThemes(page, open.length > 0 ? open : undefined);
};

async function throughRegistering(app: RunningApp, page: Page, look: Look): Promise<void> {
  const { send } = app.sandbox.addresses.connectionStrings;
  const wizard = endpointWizard(page);
  await toolbar(page).register('Register New Service Endpoint');
  await expect(wizard.connectionString).toBeVisible();
  await look(page);
  await wizard.connectionString.fill('Endpoint=https://contoso.servicebus.windows.net');
  await look(page);
  await wizard.connectionString.fill(withKey(withEntity(send, 'crm-orders'), strangeKey));
  await look(page);
  await wizard.next();
  await look(page);
  await wizard.field('Name').fill('');
  await wizard.check();
  await expect(wizard.field('Name')).toBeFocused();
  await look(page);
  await wizard.field('Name').fill('Looked at');
  await wizard.check();
  await expect(wizard.verdict).toContainText('wrong');
  await look(page);
  app.sandbox.webApi.faults.next({ match: /POST .*serviceendpoints/, status: 400, message: 'Not today.' });
  await wizard.button('Save').click();
  await expect(wizard.failure).toBeVisible();
  await look(page);
  await page.keyboard.press('Escape');
  const ask = question(page, 'Discard what you typed?');
  await expect(ask.dialog).toBeVisible();
  await look(page);
  await ask.answer('Discard');
}

async function throughSteps(app: RunningApp, page: Page, look: Look): Promise<void> {
  const endpointId = await arrangeEndpoint(app, { name: 'Looked at' });
  await arrangeStep(app, endpointId, { name: 'Looked at step', message: 'Update' });
  await toolbar(page).run('Refresh');
  const tree = explorer(page);
  const step = stepDialog(page);
  await tree.select('Looked at');
  await toolbar(page).register('Register New Step');
  await step.message.fill('upd');
  await expect(page.getByRole('option', { name: 'Update', exact: true })).toBeVisible();
  await look(page);
  await page.getByRole('option', { name: 'Update', exact: true }).click();
  await step.choose('Primary table', 'Account');
  await step.dialog.getByRole('radio', { name: 'Only when one of these is sent' }).check();
  await step.dialog.getByRole('checkbox', { name: /^Account Name/ }).check();
  await look(page);
  await step.cancel.click();
  await question(page, 'Discard what you typed?').answer('Discard');

  await tree.unfold('Looked at');
  await tree.select('Looked at step');
  await look(page);
  await toolbar(page).run('Edit');
  await expect(step.field('Step name')).toHaveValue('Looked at step');
  await look(page);
  await step.cancel.click();
  await step.closed();
  await toolbar(page).run('Unregister');
  const unregister = formDialog(page, /^Unregister/);
  await expect(unregister.dialog.getByRole('checkbox', { name: 'Save to a file first' })).toBeVisible();
  await look(page);
  await unregister.cancel.click();
  await unregister.closed();
}

async function throughPluginSteps(page: Page, look: Look): Promise<void> {
  const tree = explorer(page);
  const step = stepDialog(page);
  const image = imageDialog(page);
  await tree.search.fill('CreditCheck');
  await tree.select('Update of account');
  await toolbar(page).run('Edit');
  await step.button('Show').click();
  await expect(step.dialog.getByLabel(/^Secure configuration/)).toHaveValue(/contoso/);
  await step.dialog.getByRole('radio', { name: 'Asynchronous' }).check();
  await look(page);
  await step.cancel.click();
  await question(page, 'Discard what you typed?').answer('Discard');
  await toolbar(page).register('Register New Image');
  await image.field('Entity alias').fill('PreImage');
  await look(page);
  await image.cancel.click();
  await question(page, 'Discard what you typed?').answer('Discard');
  await tree.row('Contoso.Sales.Plugins.CreditCheck').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Change steps' }).click();
  const change = formDialog(page, 'Change steps');
  await change.field('Execution order').fill('7');
  await expect(change.dialog.getByRole('status')).toContainText('2 will change');
  await look(page);
  await change.button('Change 2 steps').click();
  await change.closed();
  await page.getByRole('tab', { name: 'Activity' }).click();
  await page.getByRole('region', { name: 'What happens' }).getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('menuitem', { name: /^Set the execution order of 2 steps to 7/ }).click();
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText(
    'Undone: Set the execution order',
  );
}

async function throughEndpoint(app: RunningApp, page: Page, look: Look): Promise<void> {
  await arrangeEndpoint(app, { name: 'Checked' });
  await toolbar(page).run('Refresh');
  await explorer(page).select('Checked');
  await look(page);
  await toolbar(page).run('Edit');
  const edit = formDialog(page, /^Edit service endpoint/);
  await expect(edit.field('Name')).toBeVisible();
  await look(page);
  await edit.cancel.click();
  await edit.closed();
  await toolbar(page).run('Check');
  const check = formDialog(page, 'Check Checked');
  await check.button('Check from here').click();
  await check.button('Check from Dataverse').click();
  await expect(check.dialog.getByRole('status')).toHaveCount(2);
  await look(page);
  await check.button('Close').first().click();
  await check.closed();
  await messagesPanel(page).button('Change the key').click();
  await expect(formDialog(page, 'Connection string for listening').dialog).toContainText('Kept now');
  await look(page);
  await page.keyboard.press('Escape');
}

async function throughMessages(app: RunningApp, page: Page, look: Look): Promise<void> {
  const endpointId = await arrangeEndpoint(app, { name: 'Read along' });
  await arrangeStep(app, endpointId, { name: 'Read along step' });
  app.sandbox.broker.send('crm-orders', accountMessage('Posted before'));
  await toolbar(page).run('Refresh');
  const tree = explorer(page);
  const messages = messagesPanel(page);
  const run = testRunDialog(page);
  await tree.unfold('Read along');
  await tree.select('Read along step');
  await toolbar(page).run('Test run');
  await expect(run.field(/^Account Name/)).toBeVisible();
  await look(page);
  await run.run();
  await expect(run.lines.last()).toContainText('The message has arrived');
  await look(page);
  await run.openMessage();
  await look(page);
  const others: MessageTab[] = ['Input', 'Output', 'Images', 'Shared', 'Parent', 'Context', 'Broker'];
  for (const tab of others) {
    await messages.show(tab);
    await expect(messages.body).toContainText(/\S/);
    // They are drawn with the parts and colours of Changes.
    await expectAccessible(page, { within: ['[aria-label="Message"]'] });
  }
  await messages.show('Raw');
  await expect(messages.body.getByRole('textbox', { name: 'Raw body' })).toBeVisible();
  await look(page, '[aria-label="Message"]');
}

async function throughWhatHappened(app: RunningApp, page: Page, look: Look): Promise<void> {
  await arrangeEndpoint(app, { name: 'Looked at' });
  const jobs = jobsPanel(page);
  await jobs.show();
  await jobs.rows.first().click();
  await expect(jobs.job).toBeVisible();
  await look(page, '[aria-label="What happens"]');
  const activity = activityPanel(page);
  await activity.show();
  await activity.open('serviceEndpoint.create');
  await expect(activity.request).toBeVisible();
  await look(page, '[aria-label="What happens"]');
}

async function throughQuestions(app: RunningApp, page: Page, look: Look): Promise<void> {
  const { webApi, accessToken } = app.sandbox.addresses;
  const endpointId = await arrangeEndpoint(app, { name: 'Asked about' });
  await arrangeStep(app, endpointId, { name: 'Asked about step' });
  const tree = explorer(page);

  await test.step('messages would be taken out', async () => {
    await toolbar(page).run('Refresh');
    await tree.select('Asked about');
    await messagesPanel(page).mode.selectOption('receive');
    await messagesPanel(page).button('Start').click();
    await look(page);
    await question(page, /^Take messages out/).answer('Cancel');
  });

  await test.step('the sandbox would be reset', async () => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Reset the sandbox…' }).click();
    await look(page);
    await question(page, 'Reset the sandbox?').answer('Cancel');
    await page.keyboard.press('Escape');
  });

  await test.step('something would change in an organisation that others work in', async () => {
    const connect = formDialog(page, 'Connect to an organisation');
    await page.getByRole('button', { name: 'Open an organisation' }).click();
    await page.getByRole('menuitem', { name: 'Connect to an organisation' }).click();
    await connect.field('How to sign in').selectOption('With an access token');
    await connect.field(/^Name/).fill('Contoso Live');
    await connect.field(/^Address/).fill(webApi);
    await connect.field(/^Access token/).fill(accessToken);
    await connect.dialog.getByRole('checkbox', { name: /production/ }).check();
    await connect.button('Connect').click();
    await connect.closed();
    await tree.unfold('Asked about');
    await tree.select('Asked about step');
    await look(page);
    await toolbar(page).run('Disable');
    await look(page);
    await question(page, 'Disable this step?').answer('Cancel');
    await toolbar(page).run('Test run');
    await testRunDialog(page).run();
    const ask = question(page, /^Create a row in Contoso Sandbox\?$/);
    await expect(ask.dialog).toContainText('a production organisation');
    await look(page);
    const accounts = [...app.sandbox.organisation.store.rows('account')].length;
    await ask.answer('Cancel');
    expect([...app.sandbox.organisation.store.rows('account')]).toHaveLength(accounts);
    await page.keyboard.press('Escape');
    await testRunDialog(page).closed();
  });

  await test.step('its token is not accepted any more', async () => {
    app.sandbox.webApi.faults.next({ match: /GET /, status: 401, times: 50 });
    await toolbar(page).run('Refresh');
    await page.getByRole('button', { name: 'Enter a new access token' }).first().click();
    app.sandbox.webApi.faults.clear();
    await look(page);
    await page.keyboard.press('Escape');
  });

  await test.step('it would be forgotten, and none is open', async () => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Connection Contoso Live' }).click();
    await page.getByRole('menuitem', { name: 'Forget…' }).click();
    await look(page);
    await question(page, 'Forget Contoso Live?').answer('Forget');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Close Sandbox' }).click();
    await expect(page.getByText('No organisation is open')).toBeVisible();
    await look(page);
  });
}

test('registering, in light and dark', ({ app, registrar }) => throughRegistering(app, registrar, look));
test('steps, in light and dark', ({ app, registrar }) => throughSteps(app, registrar, look));
test('steps of plug-ins, images and changes of many, in light and dark', ({ registrar }) =>
  throughPluginSteps(registrar, look));
test('an endpoint, its check and its key, in light and dark', ({ app, registrar }) =>
  throughEndpoint(app, registrar, look));
test('questions, in light and dark', ({ app, registrar }) => throughQuestions(app, registrar, look));
test('jobs and activity, in light and dark', ({ app, registrar }) =>
  throughWhatHappened(app, registrar, look));
test('test run and messages, in light and dark', ({ app, registrar }) =>
  throughMessages(app, registrar, look));

test.describe('with the colours of the system', () => {
  test.use({ contextOptions: { forcedColors: 'active', reducedMotion: 'reduce' } });

  test('what is selected and what has the focus can be told apart', async ({ registrar }) => {
    const tree = explorer(registrar);
    await tree.select('Order queue');
    const outline = (name: string) =>
      tree
        .row(name)
        .first()
        .evaluate((row) => getComputedStyle(row).outlineStyle);
    expect(await outline('Order queue')).toBe('solid');
    expect(await outline('Partner portal queue')).toBe('none');
    await expectAccessible(registrar);
    await registrar.keyboard.press('Alt+E');
    await expect(endpointWizard(registrar).connectionString).toBeFocused();
    await expectAccessible(registrar);
  });
});

/** Nothing sticks out of the page to the side, and no control of a dialog is out of reach. */
async function expectReflowed(page: Page): Promise<void> {
  const beyond = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth - width;
    const dialogs = [...document.querySelectorAll('[role="dialog"], [role="alertdialog"]')];
    const out = dialogs.flatMap((dialog) =>
      [...dialog.querySelectorAll('button, input, select, textarea')].filter((control) => {
        const { left, right, width: across } = control.getBoundingClientRect();
        return across > 0 && (left < 0 || right > width + 1);
      }),
    );
    return { wide, out: out.map((control) => control.outerHTML.slice(0, 120)) };
  });
  expect(beyond).toEqual({ wide: 0, out: [] });
  for (const button of await page
    .getByRole('dialog')
    .getByRole('button', { name: /^(Next|Save)$/ })
    .all()) {
    await expect(button).toBeInViewport({ ratio: 1 });
  }
}

// A page at 200 % in a window of 1280 by 800 has 640 by 400 of room.
for (const [name, viewport] of [
  ['1024 by 700', { width: 1024, height: 700 }],
  ['200 %', { width: 640, height: 400 }],
] as const) {
  test.describe(`room for everything at ${name}`, () => {
    test.use({ viewport });

    test(`registering at ${name}`, ({ app, registrar }) =>
      throughRegistering(app, registrar, expectReflowed));
    test(`steps at ${name}`, async ({ app, registrar }) => {
      await throughSteps(app, registrar, expectReflowed);
      await throughPluginSteps(registrar, expectReflowed);
    });
  });
}
