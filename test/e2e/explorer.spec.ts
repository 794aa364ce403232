import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { expectAccessible, expectAccessibleInBothThemes } from './support/accessibility.ts';
import { expect, test, untilLoaded } from './support/app.ts';

const tree = (page: Page): Locator => page.getByRole('tree', { name: /Registered Plug-ins/ });
const row = (page: Page, name: RegExp): Locator => tree(page).getByRole('treeitem', { name });
const details = (page: Page): Locator => page.getByRole('region', { name: 'Details' });
const selected = (page: Page): Locator => tree(page).locator('[aria-selected="true"]');

test('the tree is worked by keys alone', async ({ registrar }) => {
  await registrar.keyboard.press('Alt+1');
  await expect(tree(registrar)).toBeFocused();
  await registrar.keyboard.type('order q');
  await expect(selected(registrar)).toHaveAccessibleName(/Order queue/);
  await expect(details(registrar).getByRole('heading', { level: 1, name: 'Order queue' })).toBeVisible();

  await test.step('right unfolds and goes in, left goes out and folds', async () => {
    await registrar.keyboard.press('ArrowRight');
    await expect(row(registrar, /Order queue/)).toHaveAttribute('aria-expanded', 'true');
    await registrar.keyboard.press('ArrowRight');
    await expect(selected(registrar)).toHaveAttribute('aria-level', '2');
    await registrar.keyboard.press('ArrowLeft');
    await expect(selected(registrar)).toHaveAccessibleName(/Order queue/);
    await registrar.keyboard.press('ArrowLeft');
    await expect(row(registrar, /Order queue/)).toHaveAttribute('aria-expanded', 'false');
  });

  await test.step('the active descendant is what is selected', async () => {
    await registrar.keyboard.press('Home');
    const id = await tree(registrar).getAttribute('aria-activedescendant');
    await expect(selected(registrar)).toHaveAttribute('id', id ?? '');
    await expect(selected(registrar)).toHaveAttribute('aria-posinset', '1');
    await registrar.keyboard.press('End');
    const size = await selected(registrar).getAttribute('aria-setsize');
    await expect(selected(registrar)).toHaveAttribute('aria-posinset', size ?? '');
  });

  await test.step('the menu of a node opens and closes, and gives the focus back', async () => {
    await registrar.keyboard.press('Shift+F10');
    await expect(registrar.getByRole('menuitem', { name: /Unregister/ })).toBeVisible();
    await registrar.keyboard.press('Escape');
    await expect(registrar.getByRole('menu')).toHaveCount(0);
    await expect(tree(registrar)).toBeFocused();
  });
});

test('the search filters while one types, and keeps what contains a match', async ({ registrar }) => {
  await expect(row(registrar, /Order queue/)).toBeVisible();
  const all = await tree(registrar).getByRole('treeitem').count();
  await registrar.keyboard.press('Control+f');
  const search = registrar.getByRole('searchbox', { name: 'Search registrations' });
  await expect(search).toBeFocused();
  await registrar.keyboard.type('order queue create account');
  await expect(row(registrar, /Create of account/)).toBeVisible();
  await expect(row(registrar, /Order queue/)).toHaveAttribute('aria-expanded', 'true');
  await expect(row(registrar, /Partner portal/)).toHaveCount(0);
  await expect(registrar.getByText('1 match', { exact: true }).first()).toBeVisible();
  await expect(row(registrar, /Create of account/).locator('mark')).toHaveText(['Create', 'account']);
  await expectAccessible(registrar);

  await registrar.keyboard.press('ArrowDown');
  await expect(tree(registrar)).toBeFocused();
  await search.fill('nothing is called this');
  await expect(registrar.getByText('Nothing matches')).toBeVisible();
  await registrar.getByRole('button', { name: 'Clear the search', exact: true }).first().click();
  await expect(tree(registrar).getByRole('treeitem')).toHaveCount(all);
});

test('what does not apply stays in its place and says why', async ({ registrar }) => {
  await row(registrar, /Order queue/).click();
  const run = registrar.getByRole('button', { name: 'Test run' });
  await expect(run).toHaveAttribute('aria-disabled', 'true');
  await run.hover();
  await expect(registrar.getByRole('tooltip')).toHaveText(/Select a step/);
  await registrar.getByRole('button', { name: 'Register', exact: true }).click();
  await registrar.getByRole('menuitem', { name: 'Register New Image' }).hover();
  await expect(registrar.getByRole('tooltip').filter({ hasText: 'Select the step' })).toBeVisible();
  await expectAccessible(registrar);
});

test('a step is disabled and enabled again by Undo', async ({ registrar }) => {
  await row(registrar, /Order queue/).click();
  await registrar.keyboard.press('ArrowRight');
  const step = row(registrar, /Create of salesorder/);
  await step.click();
  await expect(details(registrar).getByText('Enabled', { exact: true })).toBeVisible();
  await registrar.getByRole('button', { name: 'Disable', exact: true }).click();
  await expect(details(registrar).getByText('Disabled', { exact: true })).toBeVisible();
  await expect(step).toHaveAccessibleName(/disabled/);
  await registrar.getByRole('button', { name: 'Undo' }).click();
  await expect(details(registrar).getByText('Enabled', { exact: true })).toBeVisible();
});

test('unregistering shows what goes, saves it first, and selects what is left', async ({
  app,
  registrar,
}) => {
  await row(registrar, /Order queue/).click();
  await registrar.keyboard.press('ArrowRight');
  await row(registrar, /Update of account/).click();
  await registrar.keyboard.press('Delete');
  const dialog = registrar.getByRole('dialog', { name: /Unregister/ });
  await expect(dialog.getByRole('heading', { name: '1 step' })).toBeVisible();
  await expect(dialog.getByRole('heading', { name: /^\d+ images?$/ })).toBeVisible();
  await expect(dialog.getByRole('checkbox', { name: 'Save to a file first' })).toBeChecked();
  await expectAccessible(registrar);

  const downloading = registrar.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Unregister', exact: true }).click();
  const file = await (await downloading).path();
  await expect(dialog).toBeHidden();
  await expect(row(registrar, /Update of account/)).toHaveCount(0);
  await expect(selected(registrar)).toHaveAccessibleName(/Order queue/);
  await expect(registrar.getByText(/Unregistered/).first()).toBeVisible();

  const saved = await readFile(file, 'utf8');
  expect(saved).toContain('Update of account');
  for (const connectionString of Object.values(app.sandbox.addresses.connectionStrings)) {
    const key = /SharedAccessKey=([^;]+)/.exec(connectionString)?.[1] ?? connectionString;
    expect(saved).not.toContain(key);
  }
});

test('children sort, and Enter goes to one', async ({ registrar }) => {
  await row(registrar, /Order queue/).click();
  const steps = registrar.getByRole('grid', { name: 'Steps' });
  const names = steps.getByRole('gridcell').filter({ hasText: 'Order queue:' });
  await expect(names).not.toHaveCount(0);
  const upward = await names.allTextContents();
  expect(upward.length).toBeGreaterThan(1);
  await expect(steps.getByRole('columnheader', { name: 'Step' })).toHaveAttribute('aria-sort', 'ascending');
  await steps.getByRole('button', { name: 'Step' }).click();
  await expect(names).toHaveText([...upward].reverse());
  await steps.focus();
  await registrar.keyboard.press('Home');
  await registrar.keyboard.press('Enter');
  await expect(details(registrar).getByRole('heading', { level: 1 })).toHaveText(upward.at(-1) ?? '');
  await expect(selected(registrar)).toHaveAttribute('aria-level', '2');
});

test('ids and addresses are copied whole', async ({ registrar }) => {
  await row(registrar, /Order queue/).click();
  await details(registrar).getByRole('button', { name: 'Copy endpoint id' }).click();
  await expect
    .poll(() => registrar.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test('the walk-through begins, is dismissed, and comes back from Help', async ({ registrar }) => {
  const walkthrough = registrar.getByRole('region', { name: 'Walk-through' });
  await expect(walkthrough.getByText('0 of 6 done')).toBeVisible();
  await expect(walkthrough.getByRole('listitem')).toHaveCount(6);
  await walkthrough.getByRole('button', { name: 'Copy connection string' }).click();
  await expect(walkthrough.getByText('1 of 6 done')).toBeVisible();
  const copied = await registrar.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^Endpoint=sb:\/\/.*;EntityPath=/);
  await registrar.reload();
  await untilLoaded(registrar);
  await expect(walkthrough.getByText('1 of 6 done')).toBeVisible();
  await walkthrough.getByRole('button', { name: 'Dismiss' }).click();
  await expect(walkthrough).toHaveCount(0);
  await registrar.reload();
  await untilLoaded(registrar);
  await expect(walkthrough).toHaveCount(0);
  await registrar.getByRole('button', { name: 'Help' }).click();
  await registrar.getByRole('menuitem', { name: /Walk-through/ }).click();
  await expect(walkthrough.getByText('0 of 6 done')).toBeVisible();
});

test('an organisation is connected by address and token, and is told apart as production', async ({
  app,
  registrar,
}) => {
  await registrar.getByRole('button', { name: 'Open an organisation' }).click();
  await registrar.getByRole('menuitem', { name: /Connect to an organisation/ }).click();
  const dialog = registrar.getByRole('dialog', { name: 'Connect to an organisation' });
  await expect(dialog.getByRole('combobox', { name: 'How to sign in' })).toBeFocused();
  await dialog.getByRole('combobox', { name: 'How to sign in' }).selectOption('With an access token');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Contoso Live');
  await dialog.getByRole('textbox', { name: 'Address' }).fill('http://contoso.crm.dynamics.com');
  await dialog.getByLabel(/Access token/).fill('not the token');
  await dialog.getByRole('checkbox', { name: /production/ }).check();
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(dialog.getByText(/has to begin with https/)).toBeVisible();
  await expectAccessible(registrar);

  await test.step('a token that is not accepted is said, and nothing typed is lost', async () => {
    await dialog.getByRole('textbox', { name: 'Address' }).fill(app.sandbox.addresses.webApi);
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
    await expect(dialog.getByRole('alert')).toContainText(/token/i);
    await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('Contoso Live');
    await registrar.keyboard.press('Escape');
    await expect(registrar.getByRole('button', { name: 'Keep editing' })).toBeFocused();
    await registrar.keyboard.press('Escape');
    await expect(registrar.getByRole('alertdialog')).toHaveCount(0);
    await expect(dialog.locator(':focus')).toHaveCount(1);
    await expect(dialog.getByRole('textbox', { name: 'Address' })).toHaveValue(app.sandbox.addresses.webApi);
  });

  await test.step('with the right one its tab opens, with a red line', async () => {
    await dialog.getByLabel(/Access token/).fill(app.sandbox.addresses.accessToken);
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(registrar.getByRole('button', { name: /^Contoso Live.*production$/ })).toHaveAttribute(
      'aria-current',
      'page',
    );
    await expect(registrar.getByRole('note', { name: /production/ })).toBeVisible();
    await untilLoaded(registrar);
  });

  await test.step('enabling and disabling is asked for there', async () => {
    await row(registrar, /Order queue/).click();
    await registrar.keyboard.press('ArrowRight');
    await row(registrar, /Create of salesorder/).click();
    await registrar.getByRole('button', { name: 'Disable', exact: true }).click();
    const question = registrar.getByRole('alertdialog', { name: 'Disable this step?' });
    await expect(question).toContainText('Contoso Live');
    await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect(details(registrar).getByText('Enabled', { exact: true })).toBeVisible();
  });

  await test.step('unregistering wants its name there', async () => {
    await registrar.getByRole('button', { name: 'Unregister', exact: true }).click();
    const unregistering = registrar.getByRole('dialog', { name: /^Unregister/ });
    const unregister = unregistering.getByRole('button', { name: 'Unregister', exact: true });
    const typed = unregistering.getByRole('textbox', { name: 'Type “Contoso Live” to go on' });
    await typed.fill('contoso');
    await expect(unregister).toBeDisabled();
    await typed.fill('Contoso Live');
    await expect(unregister).toBeEnabled();
    await expectAccessible(registrar);
    await unregistering.getByRole('button', { name: 'Cancel' }).click();
  });
});

test('a token that is no longer accepted is renewed where it is missed', async ({ app, registrar }) => {
  const { webApi, accessToken } = app.sandbox.addresses;
  await registrar.getByRole('button', { name: 'Open an organisation' }).click();
  await registrar.getByRole('menuitem', { name: /Connect to an organisation/ }).click();
  const connect = registrar.getByRole('dialog', { name: 'Connect to an organisation' });
  await connect.getByRole('combobox', { name: 'How to sign in' }).selectOption('With an access token');
  await connect.getByRole('textbox', { name: 'Name' }).fill('Contoso Dev');
  await connect.getByRole('textbox', { name: 'Address' }).fill(webApi);
  await connect.getByLabel(/Access token/).fill(accessToken);
  await connect.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(connect).toBeHidden();
  await expect(row(registrar, /Order queue/)).toBeVisible();

  app.sandbox.webApi.faults.next({ match: /GET /, status: 401, times: 1000 });
  await registrar.keyboard.press('F5');
  const explorer = registrar.getByRole('region', { name: /Registered Plug-ins/ });
  await expect(explorer.getByRole('alert')).toContainText(/token/);
  // What was loaded before stays.
  await expect(row(registrar, /Order queue/)).toBeVisible();
  await explorer.getByRole('button', { name: 'Enter a new access token' }).click();
  const renew = registrar.getByRole('dialog', { name: /New access token for Contoso Dev/ });
  await renew.getByLabel('Access token').fill(accessToken);
  await renew.getByRole('button', { name: 'Sign in' }).click();
  await expect(renew.getByRole('alert')).toContainText(/token/);
  await expect(renew.getByRole('button', { name: 'Enter a new access token' })).toHaveCount(0);

  app.sandbox.webApi.faults.clear();
  await renew.getByRole('button', { name: 'Sign in' }).click();
  await expect(renew).toBeHidden();
  await expect(explorer.getByRole('alert')).toHaveCount(0);
});

test('every screen of the frame is accessible in light and dark', async ({ registrar }) => {
  // Each look takes a second and more on a computer that is busy.
  test.setTimeout(120_000);
  await registrar.emulateMedia({ reducedMotion: 'reduce' });
  await expectAccessibleInBothThemes(registrar);
  for (const name of [
    /contoso_Contoso.Integration/,
    /Contoso.Sales.Plugins/,
    /Order queue/,
    /Pricing service/,
  ]) {
    await row(registrar, name).first().click();
    await registrar.keyboard.press('ArrowRight');
    await expectAccessibleInBothThemes(registrar);
  }
  for (const open of ['Settings', 'Keyboard shortcuts', 'Connect to an organisation']) {
    if (open === 'Settings') await registrar.getByRole('button', { name: 'Settings' }).click();
    else if (open === 'Keyboard shortcuts') await registrar.keyboard.press('Alt+/');
    else {
      await registrar.getByRole('button', { name: 'Open an organisation' }).click();
      await registrar.getByRole('menuitem', { name: /Connect to/ }).click();
    }
    await expect(registrar.getByRole('dialog', { name: open })).toBeVisible();
    await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);
    await registrar.keyboard.press('Escape');
    await expect(registrar.getByRole('dialog')).toHaveCount(0);
  }
});

test('the theme that a user chooses holds, also after a restart of the page', async ({ registrar }) => {
  const dark = registrar.locator('[data-theme="dark"]').first();
  await expect(dark).toHaveCount(0);
  await registrar.getByRole('button', { name: 'Settings' }).click();
  await registrar.getByRole('radio', { name: 'Dark' }).check();
  await expect(dark).toBeAttached();
  await registrar.getByRole('radio', { name: 'High contrast' }).check();
  await expectAccessible(registrar);
  await registrar.getByRole('dialog').getByRole('button', { name: 'Close' }).first().click();
  await expectAccessible(registrar);
  await expect
    .poll(async () => {
      await registrar.reload();
      await untilLoaded(registrar);
      return registrar.locator('[data-theme="highContrast"]').count();
    })
    .toBeGreaterThan(0);
});

test('it works at 1024 by 700, and at 200 %', async ({ registrar }) => {
  for (const size of [
    { width: 1024, height: 700 },
    { width: 640, height: 400 },
  ]) {
    await registrar.setViewportSize(size);
    await row(registrar, /Order queue/).click();
    await expect(details(registrar)).toBeVisible();
    for (const name of ['Register', 'Edit', 'Refresh', 'Settings']) {
      await expect(registrar.getByRole('button', { name, exact: true })).toBeInViewport({ ratio: 1 });
    }
    expect(
      await registrar.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      ),
    ).toBe(0);
    await expectAccessible(registrar);
  }
});
