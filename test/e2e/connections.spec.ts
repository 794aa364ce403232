import { connectionMenu, editConnectionDialog, tabBar } from './pages/connections.ts';
import { formDialog, question } from './pages/dialog.ts';
import { explorer } from './pages/explorer.ts';
import { stepDialog } from './pages/stepDialog.ts';
import { toolbar } from './pages/toolbar.ts';
import { expectAccessible, expectAccessibleInBothThemes } from './support/accessibility.ts';
import { expect, test, untilLoaded } from './support/app.ts';
import type { RunningApp } from './support/startApp.ts';

/** Another way to the sandbox's organisation, which the user has added. */
async function arrangeConnection({ core, sandbox }: RunningApp, name: string, change: object = {}) {
  const { accessToken, webApi: address } = sandbox.addresses;
  const color = 'red' as const;
  const settings = { name, address, accessToken, color, production: true, readOnly: false, ...change };
  return (await core.call('connection.add', settings)).connection;
}

async function preferences({ core }: RunningApp) {
  return core.call('preference.list', {});
}

async function rememberedTabs(app: RunningApp): Promise<unknown> {
  const { tabs } = await preferences(app);
  return (tabs as { open?: unknown } | undefined)?.open ?? [];
}

test('a production organisation is guarded: it asks, and its read-only switch stops every change', async ({
  app,
  registrar,
}) => {
  await arrangeConnection(app, 'Contoso Live');
  const tabs = tabBar(registrar);
  const bar = toolbar(registrar);
  const tree = explorer(registrar);
  const edit = editConnectionDialog(registrar);
  const stepName = 'Update of account';
  await tabs.open('Contoso Live');
  await untilLoaded(registrar);
  await expect(registrar.getByRole('note', { name: 'This is a production organisation' })).toBeVisible();

  await test.step('asks before a step is disabled', async () => {
    await tree.unfold('Order queue');
    await tree.select(stepName);
    await bar.run('Disable');
    const sure = question(registrar, 'Disable this step?');
    await expect(sure.dialog).toContainText('production');
    await sure.answer('Cancel');
  });

  await test.step('asks before a step is saved, and keeps the form after a no', async () => {
    const { store } = app.sandbox.organisation;
    const ranks = () => [...store.rows('sdkmessageprocessingstep')].filter(({ rank }) => rank === 47).length;
    const dialog = stepDialog(registrar);
    await bar.run('Edit');
    await dialog.field(/^Execution order/).fill('47');
    await dialog.button('Save').click();
    const sure = question(registrar, 'Save the step in Contoso Live?');
    await expect(sure.dialog).toContainText('production');
    await expectAccessible(registrar, { within: ['[role="alertdialog"]'] });
    await sure.answer('Go back');
    await expect(dialog.field(/^Execution order/)).toHaveValue('47');
    await expect(dialog.failure).toHaveCount(0);
    expect(ranks()).toBe(0);
    await dialog.button('Save').click();
    await sure.answer('Save');
    await dialog.closed();
    expect(ranks()).toBe(1);
  });

  await test.step('is made read-only in the dialog of the connection', async () => {
    await tabs.tab('Contoso Live').click();
    await registrar.getByRole('button', { name: 'Edit connection…' }).click();
    await expect(edit.field(/^Name/)).toBeFocused();
    await edit.field(/^Name/).fill('');
    await edit.button('Save').click();
    await expect(edit.dialog.getByText('Give the organisation a name')).toBeVisible();
    await edit.field(/^Name/).fill('Contoso Live, careful');
    await edit.dialog.getByRole('radio', { name: 'Purple' }).check();
    await edit.dialog.getByRole('checkbox', { name: /^Read-only/ }).check();
    await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);
    await edit.button('Save').click();
    await edit.closed();
    await expect(tabs.tab('Contoso Live, careful')).toHaveAccessibleName(/production, read-only/);
    await expect(registrar.getByRole('contentinfo').getByText('Read-only', { exact: true })).toBeVisible();
  });

  await test.step('disables every command that writes, and says why', async () => {
    await tree.select(stepName);
    for (const command of ['Edit', 'Disable', 'Unregister'] as const) {
      await expect(bar.command(command)).toHaveAttribute('aria-disabled', 'true');
    }
    await bar.command('Unregister').hover();
    await expect(registrar.getByRole('tooltip')).toContainText('read-only');
    await registrar.keyboard.press('Delete');
    await expect(registrar.getByRole('dialog')).toHaveCount(0);
    await expectAccessibleInBothThemes(registrar, ['header', 'footer', '[aria-label="Commands"]']);
  });

  await test.step('can be written to again when the switch is off, which is said', async () => {
    await connectionMenu(registrar, 'Contoso Live, careful').choose('Edit…');
    await edit.dialog.getByRole('checkbox', { name: /^Read-only/ }).uncheck();
    await expect(edit.dialog.getByText('Changes will be possible.')).toBeVisible();
    await edit.button('Save').click();
    await edit.closed();
    await registrar.keyboard.press('Escape');
    await tree.select(stepName);
    await expect(bar.command('Unregister')).not.toHaveAttribute('aria-disabled', 'true');
    await bar.run('Unregister');
    await expect(registrar.getByRole('dialog').getByText('is a production organisation')).toBeVisible();
    await registrar.keyboard.press('Escape');
  });
});

test('several organisations are open at once, walked through by keys, and opened again', async ({
  app,
  registrar,
}) => {
  await arrangeConnection(app, 'First', { production: false });
  await arrangeConnection(app, 'Second', { color: 'green', production: false });
  const tabs = tabBar(registrar);
  await tabs.open('First');
  await tabs.open('Second');
  await expect(tabs.front).toHaveText('Second');

  await test.step('by keys', async () => {
    await registrar.keyboard.press('Alt+PageUp');
    await expect(tabs.front).toHaveText('First');
    await expect(tabs.front).toBeFocused();
    await registrar.keyboard.press('ArrowRight');
    await expect(tabs.front).toHaveText('Second');
    await registrar.keyboard.press('Alt+PageDown');
    await expect(tabs.front).toHaveText('Sandbox');
    await registrar.keyboard.press('Alt+Shift+W');
    await expect(tabs.all).toHaveText(['First', 'Second']);
    await expect(tabs.front).toBeFocused();
  });

  await test.step('the same are there after a start, unless the settings say otherwise', async () => {
    // Two were remembered before, too, while the second was still to be opened.
    const another = expect.not.stringMatching(/^sandbox$/);
    await expect.poll(() => rememberedTabs(app)).toEqual([another, another]);
    await app.restart();
    await registrar.goto(app.openAddress);
    await untilLoaded(registrar);
    await expect(tabs.all).toHaveText(['First', 'Second']);
    // Its token is gone with the program, and what was loaded last can be looked through all the same.
    const tree = registrar.getByRole('region', { name: /Registered Plug-ins/ });
    await expect(tree.getByRole('button', { name: 'Enter a new access token' })).toBeVisible();
    await expect(tree.getByText(/^Shown as they were less than a minute ago/)).toBeVisible();
    await explorer(registrar).select('Order queue');
    await expectAccessibleInBothThemes(registrar, ['main']);
    await registrar.getByRole('button', { name: 'Settings' }).click();
    const settings = formDialog(registrar, 'Settings');
    await settings.dialog.getByRole('checkbox', { name: /^Open the same organisations/ }).uncheck();
    await registrar.keyboard.press('Escape');
    await settings.closed();
    await expect.poll(async () => (await preferences(app))['tabs.reopen']).toBe(false);
    await app.restart();
    await registrar.goto(app.openAddress);
    await untilLoaded(registrar);
    await expect(tabs.all).toHaveText(['Sandbox']);
  });
});

test('a connection gives its connection string and a report of its sign-in, without a secret', async ({
  app,
  registrar,
}) => {
  const { accessToken, webApi } = app.sandbox.addresses;
  await arrangeConnection(app, 'By token');
  await tabBar(registrar).open('By token');
  await registrar.getByRole('button', { name: 'Copy connection string' }).click();
  await expect(registrar.getByRole('region', { name: 'Notices' })).toContainText(
    'Copied the connection string.',
  );
  const copied = await registrar.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(`Url=${new URL(webApi).origin}`);
  expect(copied).not.toContain(accessToken);

  await registrar.getByRole('button', { name: 'Sign-in details…' }).click();
  const details = formDialog(registrar, 'Sign-in of By token');
  await expect(details.dialog.getByRole('alert')).toBeVisible();
  await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);
  await details.button('Copy sign-in report: without secrets').click();
  const report = await registrar.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain(new URL(webApi).origin);
  expect(report).not.toContain(accessToken);
});
