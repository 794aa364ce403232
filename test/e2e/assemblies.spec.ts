import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildPluginAssembly, buildPluginPackage } from '../support/buildPluginAssembly.ts';
import { packZip } from '../support/packZip.ts';
import { assemblyDialog } from './pages/assemblyDialog.ts';
import { explorer } from './pages/explorer.ts';
import { toolbar } from './pages/toolbar.ts';
import { expectAccessible, expectAccessibleInBothThemes } from './support/accessibility.ts';
import { expect, test } from './support/app.ts';
import { arrangeTypeStep, sandboxConnection, typeNamed } from './support/arrange.ts';

const name = 'Fourth.Coffee';
const first = {
  name,
  version: '1.0.0.0',
  classes: ['Fourth.Greeter', 'Fourth.Pricing', { name: 'Fourth.Rounding', kind: 'activity' as const }],
};

test('an assembly is registered by mouse, updated with a renamed class, and updated again by a key', async ({
  app,
  registrar,
}) => {
  const tree = explorer(registrar);
  const register = assemblyDialog(registrar, 'Register new assembly');
  const update = assemblyDialog(registrar, /^Update /);
  const path = join(app.dataFolder, `${name}.dll`);

  await test.step('what the organisation would refuse is said before', async () => {
    await toolbar(registrar).register('Register New Assembly');
    await register.choose('broken.dll', Buffer.from('MZ and no more'));
    await expect(register.failure).toContainText('broken.dll:');
    await register.choose('unsigned.dll', buildPluginAssembly({ ...first, key: null }));
    await expect(register.dialog).toContainText('It is not signed with a strong name.');
    await expect(register.button('Register')).toBeDisabled();
  });

  await test.step('two of three classes, in a solution', async () => {
    await writeFile(path, buildPluginAssembly(first));
    await register.openPath(path);
    await expect(register.dialog).toContainText(`${name} 1.0.0.0`);
    await expect(register.field('Group of Fourth.Rounding')).toHaveValue(`${name} (1.0.0.0)`);
    await register.classes.getByRole('checkbox', { name: /Fourth\.Greeter/ }).uncheck();
    await register.field(/^Solution/).selectOption('ContosoSales');
    await expectAccessible(registrar, { within: ['[role="dialog"]'] });
    await register.submit('Register');
    await expect(tree.selected).toContainText(name);
    await tree.unfold(name);
    await expect(tree.row('Fourth.Pricing')).toBeVisible();
    await expect(tree.row('Fourth.Rounding')).toBeVisible();
    await expect(tree.row('Fourth.Greeter')).toHaveCount(0);
  });

  await test.step('a class of another name takes the steps over', async () => {
    const step = await arrangeTypeStep(app, typeNamed(app, 'Fourth.Pricing'), 'Prices of an account');
    await writeFile(
      path,
      buildPluginAssembly({
        ...first,
        version: '1.0.1.0',
        classes: ['Fourth.Greeter', 'Fourth.Sales.Pricing', { name: 'Fourth.Rounding', kind: 'activity' }],
      }),
    );
    await toolbar(registrar).run('Update');
    await update.openPath(path);
    await expect(update.dialog).toContainText('1.0.0.0 becomes 1.0.1.0');
    await expect(update.dialog).toContainText('a step runs it');
    await expect(update.button('Update')).toBeDisabled();
    await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);
    await update.button('Move to Fourth.Sales.Pricing').click();
    await update.submit('Update');
    await tree.unfold('Fourth.Sales.Pricing');
    await expect(tree.row('Prices of an account')).toBeVisible();
    expect(app.sandbox.organisation.store.get('sdkmessageprocessingstep', step)).toMatchObject({
      statecode: 0,
      eventhandler: { id: typeNamed(app, 'Fourth.Sales.Pricing') },
    });
  });

  await test.step('one key updates again, from the file as it is now', async () => {
    await writeFile(
      path,
      buildPluginAssembly({
        ...first,
        version: '1.0.2.0',
        classes: ['Fourth.Greeter', 'Fourth.Sales.Pricing', { name: 'Fourth.Rounding', kind: 'activity' }],
      }),
    );
    await tree.select(name);
    await registrar.keyboard.press('Alt+U');
    await expect(update.dialog).toContainText('1.0.1.0 becomes 1.0.2.0');
    await update.dialog.getByRole('checkbox', { name: /^Offer the update whenever/ }).check();
    await update.submit('Update');
    await expect(tree.row(name)).toContainText('1.0.2.0');
  });

  await test.step('a build offers the next one', async () => {
    await writeFile(
      path,
      buildPluginAssembly({ ...first, version: '1.0.3.0', classes: ['Fourth.Sales.Pricing'] }),
    );
    await registrar.getByRole('button', { name: `Update ${name}` }).click();
    await expect(update.dialog).toContainText('1.0.2.0 becomes 1.0.3.0');
    await update.cancel.click();
    await update.closed();
  });
});

test('an update that stops half-way says so, also after a restart, and is taken up again', async ({
  app,
  registrar,
}) => {
  const tree = explorer(registrar);
  const connectionId = await sandboxConnection(app);
  const register = assemblyDialog(registrar, 'Register new assembly');
  const update = assemblyDialog(registrar, /^Update /);
  await toolbar(registrar).register('Register New Assembly');
  await register.choose('a.dll', buildPluginAssembly(first));
  await register.submit('Register');

  await toolbar(registrar).run('Update');
  await update.choose(
    'a.dll',
    buildPluginAssembly({ ...first, version: '1.0.1.0', classes: [...first.classes, 'Fourth.New'] }),
  );
  await expect(update.dialog).toContainText('1.0.0.0 becomes 1.0.1.0');
  app.sandbox.webApi.faults.next({ match: /^POST .*plugintypes/, status: 403, message: 'Not now.' });
  await update.button('Update').click();
  const stopped = update.dialog.getByText(/stopped half-way, after 1 of \d+ steps/);
  await expect(stopped).toBeVisible();
  await update.cancel.click();
  await update.closed();

  await app.restart();
  await registrar.goto(app.openAddress);
  const notices = registrar.getByRole('region', { name: 'Stopped half-way' });
  await expect(notices).toContainText(`The update of ${name} stopped half-way`);
  await expectAccessibleInBothThemes(registrar, ['[aria-label="Stopped half-way"]']);
  await notices.getByRole('button', { name: 'Continue' }).click();
  await expect(notices).toHaveCount(0);
  await tree.unfold(name);
  await expect(tree.row('Fourth.New')).toBeVisible();
  expect((await app.core.call('assemblyWork.list', { connectionId })).works).toEqual([]);
});

test('a package is registered and updated; a hostile one is refused', async ({ app, registrar }) => {
  const tree = explorer(registrar);
  const register = assemblyDialog(registrar, 'Register new package');
  const update = assemblyDialog(registrar, /^Update /);
  const packed = (version: string, classes: string[]) =>
    buildPluginPackage(
      [
        {
          file: 'Adventure.dll',
          bytes: buildPluginAssembly({ name: 'Adventure', version, classes, key: null }),
        },
      ],
      { id: 'Adventure.Works', version: '1.0.0' },
    );

  // Dropped on the page: it opens the form.
  const evil = packZip([{ name: '../../evil.dll', content: 'MZ' }]);
  const dropped = await registrar.evaluateHandle(
    (bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(bytes)], 'evil.nupkg'));
      return data;
    },
    [...evil],
  );
  await registrar.dispatchEvent('body', 'drop', { dataTransfer: dropped });
  await expect(register.failure).toContainText('evil.nupkg:');
  await register.choose('Adventure.nupkg', packed('1.0.0.0', ['Adventure.Ride']));
  await expect(register.dialog).toContainText('Adventure.Works 1.0.0');
  await expect(register.button('Register')).toBeDisabled();
  await register.field(/^Solution/).selectOption('ContosoSales');
  await expect(register.field(/^Name/)).toHaveValue('contoso_Adventure.Works');
  await register.submit('Register');
  await expect(tree.selected).toContainText('contoso_Adventure.Works');

  await arrangeTypeStep(app, typeNamed(app, 'Adventure.Ride'), 'Rides');
  await toolbar(registrar).run('Update');
  await update.choose('Adventure.nupkg', packed('1.0.1.0', ['Adventure.Walk']));
  await expect(update.dialog).toContainText('The class Adventure.Ride is not in the package');
  await expect(update.button('Update')).toBeDisabled();
  await update.choose('Adventure.nupkg', packed('1.0.1.0', ['Adventure.Ride', 'Adventure.Walk']));
  await expect(update.dialog).toContainText('1.0.0.0 becomes 1.0.1.0');
  await update.submit('Update');
  await tree.unfold('contoso_Adventure.Works');
  await tree.unfold('Adventure');
  await expect(tree.row('Adventure.Walk')).toBeVisible();

  await tree.row('contoso_Adventure.Works').click({ button: 'right' });
  const download = registrar.waitForEvent('download');
  await registrar.getByRole('menuitem', { name: 'Download Package' }).click();
  expect((await download).suggestedFilename()).toBe('contoso_Adventure.Works.1.0.0.nupkg');
});

test('an assembly is registered by keys alone', async ({ app, registrar }) => {
  const register = assemblyDialog(registrar, 'Register new assembly');
  const path = join(app.dataFolder, 'Keys.dll');
  await writeFile(
    path,
    buildPluginAssembly({ name: 'Keys', classes: ['Keys.One', 'Keys.Two', 'Keys.Three'] }),
  );
  await registrar.keyboard.press('Alt+A');
  await expect(register.button('Choose a file…')).toBeFocused();
  await registrar.keyboard.press('Tab');
  await registrar.keyboard.type(path);
  await registrar.keyboard.press('Enter');
  await expect(register.classes.getByRole('checkbox')).toHaveCount(3);
  // The same key in the field once more presses the button of the form.
  await registrar.keyboard.press('Enter');
  await register.closed();
  await expect(explorer(registrar).selected).toContainText('Keys');
  expect(typeNamed(app, 'Keys.Three')).toBeTruthy();
});
