import type { Page } from '@playwright/test';
import { formDialog } from './pages/dialog.ts';
import { explorer } from './pages/explorer.ts';
import { restoreDialog } from './pages/restoreDialog.ts';
import { toolbar } from './pages/toolbar.ts';
import { expectAccessible } from './support/accessibility.ts';
import { expect, test } from './support/app.ts';
import type { RunningApp } from './support/startApp.ts';

type Row = Record<string, unknown>;

async function rowsOf({ sandbox }: RunningApp, path: string): Promise<Row[]> {
  const { webApi, accessToken } = sandbox.addresses;
  const response = await fetch(new URL(path, webApi), {
    headers: { Authorization: `Bearer ${accessToken}` },
  });
  expect(response.status, path).toBe(200);
  return ((await response.json()) as { value: Row[] }).value;
}

/** What the server makes itself, and what changes with each writing. */
const passing = /versionnumber|modifiedon|createdon|overwritetime|etag|idunique|solutionid|componentstate/;

/** An assembly and all below it, as the Web API gives them, whatever the order. */
async function everythingOf(app: RunningApp, name: string): Promise<string[]> {
  const assemblies = await rowsOf(app, `pluginassemblies?$filter=name eq '${name}'`);
  const id = String(assemblies[0]?.pluginassemblyid);
  const types = await rowsOf(app, `plugintypes?$filter=_pluginassemblyid_value eq ${id}`);
  const any = (column: string, rows: readonly Row[], key: string) =>
    rows.map((row) => `${column} eq ${row[key]}`).join(' or ');
  const steps = await rowsOf(
    app,
    `sdkmessageprocessingsteps?$filter=${any('_eventhandler_value', types, 'plugintypeid')}`,
  );
  const images = await rowsOf(
    app,
    `sdkmessageprocessingstepimages?$filter=${any('_sdkmessageprocessingstepid_value', steps, 'sdkmessageprocessingstepid')}`,
  );
  expect(Math.min(assemblies.length, types.length, steps.length, images.length)).toBeGreaterThan(0);
  return [...assemblies, ...types, ...steps, ...images]
    .map((row) =>
      JSON.stringify(
        Object.entries(row)
          .filter(([column]) => !passing.test(column))
          .sort(),
      ),
    )
    .sort();
}

async function unregister(page: Page, name: string): Promise<string> {
  await explorer(page).select(name);
  await toolbar(page).run('Unregister');
  const { dialog, button, closed } = formDialog(page, `Unregister “${name}”?`);
  await expect(dialog.getByRole('heading', { name: '4 plug-in types' })).toBeVisible();
  await expect(dialog.getByRole('heading', { name: '6 steps' })).toBeVisible();
  await expect(dialog.getByRole('checkbox', { name: 'Save to a file first' })).toBeChecked();
  const downloading = page.waitForEvent('download');
  await button('Unregister').click();
  const path = await (await downloading).path();
  await closed();
  await expect(explorer(page).row(name)).toHaveCount(0);
  return path;
}

test('an assembly goes with all that hangs on it, and comes back with the same ids', async ({
  app,
  registrar,
}) => {
  const name = 'Contoso.Service.Plugins';
  const before = await everythingOf(app, name);
  const { button, closed, copies, group, chooseFile, dialog } = restoreDialog(registrar);

  await test.step('by undoing', async () => {
    await unregister(registrar, name);
    await registrar.getByRole('button', { name: 'Undo' }).click();
    await expect(group('6 steps').getByRole('listitem')).toHaveCount(6);
    await expectAccessible(registrar);
    await button('Restore').click();
    await closed();
    await expect(explorer(registrar).row(name)).toBeVisible();
    expect(await everythingOf(app, name)).toEqual(before);
  });

  await test.step('by the file that was saved', async () => {
    const path = await unregister(registrar, name);
    await toolbar(registrar).tool('Restore unregistered…');
    await expect(copies).toHaveCount(2);
    await expectAccessible(registrar);
    await chooseFile(path);
    await expect(group('4 plug-in types')).toBeVisible();
    await button('Restore').click();
    await closed();
    expect(await everythingOf(app, name)).toEqual(before);
  });

  await test.step('and not twice', async () => {
    await toolbar(registrar).tool('Restore unregistered…');
    await copies.first().getByRole('button').click();
    await expect(dialog.getByText('13 are there already and are left as they are.')).toBeVisible();
    await expect(button('Restore')).toBeDisabled();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  });
});

test('what would be left without it is named, and a package is offered for its assembly', async ({
  registrar,
}) => {
  const { select, unfold } = explorer(registrar);
  await select('Contoso.CustomApis');
  await registrar.keyboard.press('Delete');
  const { dialog, button, closed } = formDialog(registrar, /^Unregister/);
  await expect(dialog.getByText('Custom API: 3 would be left without what they need.')).toBeVisible();
  await expect(dialog.getByText('contoso_ReserveStock needs Contoso.CustomApis.ReserveStock')).toBeVisible();
  await expect(button('Unregister')).toBeDisabled();
  await expectAccessible(registrar);
  await registrar.keyboard.press('Escape');
  await closed();

  await unfold('contoso_Contoso.Integration');
  await select('Contoso.Integration');
  await registrar.keyboard.press('Delete');
  await expect(dialog.getByText(/is a part of the package/)).toBeVisible();
  await button('Unregister the package instead').click();
  await expect(dialog.getByRole('heading', { name: '1 package' })).toBeVisible();
});

test('many go into a solution at once, with their steps', async ({ app, registrar }) => {
  const { row, select } = explorer(registrar);
  await select('Contoso.Service.Plugins');
  await row('Order queue').click({ modifiers: ['ControlOrMeta'] });
  await toolbar(registrar).tool('Add to solution');
  const { dialog, field, button, closed } = formDialog(registrar, 'Add to a solution');
  await expect(button('Add')).toBeDisabled();
  await dialog.getByRole('combobox', { name: 'Solution' }).selectOption('ContosoSales');
  await expectAccessible(registrar);
  await dialog.getByRole('checkbox', { name: /^With their steps/ }).check();
  const steps = await dialog
    .getByRole('list', { name: /steps$/ })
    .getByRole('listitem')
    .count();
  expect(steps).toBeGreaterThan(6);
  await expect(field(/^With what they need/)).not.toBeChecked();
  await button('Add').click();
  await closed();
  await expect(registrar.getByText(/to ContosoSales/).first()).toBeVisible();

  const [solution] = await rowsOf(app, "solutions?$filter=uniquename eq 'ContosoSales'");
  const held = await rowsOf(app, `solutioncomponents?$filter=_solutionid_value eq ${solution?.solutionid}`);
  const ids = new Set(held.map(({ objectid }) => objectid));
  const [assembly] = await rowsOf(app, "pluginassemblies?$filter=name eq 'Contoso.Service.Plugins'");
  const [endpoint] = await rowsOf(app, "serviceendpoints?$filter=name eq 'Order queue'");
  expect(ids).toContain(assembly?.pluginassemblyid);
  expect(ids).toContain(endpoint?.serviceendpointid);
  const posting = await rowsOf(
    app,
    `sdkmessageprocessingsteps?$filter=_eventhandler_value eq ${endpoint?.serviceendpointid}`,
  );
  for (const { sdkmessageprocessingstepid } of posting) expect(ids).toContain(sdkmessageprocessingstepid);

  // The choice is remembered.
  await toolbar(registrar).tool('Add to solution');
  await expect(dialog.getByRole('combobox', { name: 'Solution' })).toHaveValue('ContosoSales');
});
