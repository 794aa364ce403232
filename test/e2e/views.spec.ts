import { explorer } from './pages/explorer.ts';
import { expectAccessible, expectAccessibleInBothThemes } from './support/accessibility.ts';
import { expect, test, untilLoaded } from './support/app.ts';

test('the tree is ordered by table, message, package and solution, by keys', async ({ registrar }) => {
  const { keyboard } = registrar;
  const { tree, details, order, row, selected, unfold } = explorer(registrar);
  await unfold('Order queue');
  await row('Update of account').first().click();

  await test.step('what is selected is found in the new order', async () => {
    await keyboard.press('Control+Shift+E');
    await expect(order('Table')).toBeChecked();
    await expect(selected).toHaveText(/^Order queue/);
    await expect(selected).toHaveAttribute('aria-level', '3');
    await expect(row('account').first()).toHaveAttribute('aria-expanded', 'true');
  });

  await test.step('a group says what runs there, in order', async () => {
    await keyboard.press('ArrowLeft');
    await expect(selected).toHaveText(/^Update/);
    await expect(details.getByRole('heading', { level: 1 })).toHaveText('Update of account');
    await expect(details).toContainText('in the order in which they run');
    await expect(details.getByRole('grid', { name: 'Steps' }).getByRole('row')).not.toHaveCount(1);
    await expect(registrar.getByRole('button', { name: 'Unregister', exact: true })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await expectAccessibleInBothThemes(registrar);
  });

  await test.step('by message', async () => {
    await keyboard.press('Alt+Shift+M');
    await expect(order('Message')).toBeChecked();
    await unfold('Create');
    await expect(row('account').first()).toHaveAttribute('aria-level', '2');
  });

  await test.step('by solution, which is asked for only now', async () => {
    await order('Message').focus();
    await keyboard.press('ArrowRight');
    await expect(order('Package')).toBeChecked();
    await expect(row('contoso_Contoso.Integration')).toBeVisible();
    await expect(row('Order queue')).toHaveCount(0);
    await keyboard.press('ArrowRight');
    await expect(order('Solution')).toBeChecked();
    await row('Northwind Duplicate Guard').click();
    await expect(details.getByRole('heading', { level: 1 })).toHaveText('Northwind Duplicate Guard');
    await expect(details).toContainText('Managed solution');
    await keyboard.press('Alt+1');
    await keyboard.press('ArrowRight');
    await expect(row('Northwind.DuplicateGuard')).toHaveAttribute('aria-level', '2');
    await expectAccessible(registrar);
  });

  await test.step('an order that does not show what is selected stays', async () => {
    await order('Assembly').check();
    await row('Contoso.Sales.Plugins').first().click();
    await keyboard.press('Alt+Shift+E');
    await expect(row('account').first()).toBeVisible();
    await expect(order('Table')).toBeChecked();
    await expect(details.getByRole('heading', { level: 1 })).toHaveText('Contoso.Sales.Plugins');
  });

  await test.step('the order is remembered, and left for a node that it does not show', async () => {
    await order('Package').check();
    await expect
      .poll(async () => {
        await registrar.reload();
        await untilLoaded(registrar);
        return order('Package').isChecked();
      })
      .toBe(true);
    await expect(tree).toBeVisible();
  });
});

test('filters leave what is wanted, and say what they hide', async ({ registrar }) => {
  const { keyboard } = registrar;
  const { tree, filterButton, filters, row, search } = explorer(registrar);
  const rows = tree.getByRole('treeitem');
  await expect(row('Microsoft.Crm.ServiceBus')).toHaveCount(0);
  await expect(row('Order queue')).toBeVisible();
  const all = await rows.count();

  await test.step('managed alone, opened by a key', async () => {
    await keyboard.press('Alt+f');
    await expect(filters.getByRole('textbox', { name: 'Name' })).toBeFocused();
    await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);
    await filters.getByRole('radio', { name: 'Managed', exact: true }).check();
    await keyboard.press('Escape');
    await expect(filterButton).toBeFocused();
    await expect(row('Order queue')).toHaveCount(0);
    await expect(row('Fabrikam.Addressing')).toBeVisible();
    await expect(filterButton).toHaveText('Filter (1)');
  });

  await test.step('by solution and publisher', async () => {
    await filterButton.press('Enter');
    await filters.getByRole('combobox', { name: 'Solution' }).selectOption('Northwind Duplicate Guard');
    await keyboard.press('Escape');
    await expect(row('Fabrikam.Addressing')).toHaveCount(0);
    await expect(row('Northwind.DuplicateGuard')).toBeVisible();
    await filterButton.click();
    await filters.getByRole('radio', { name: 'Unmanaged' }).check();
    await filters.getByRole('button', { name: 'Close' }).click();
    await expect(filterButton).toHaveText('Filter (2)');
    await expect(registrar.getByText('The filters hide everything')).toBeVisible();
    await expect(registrar.getByText(/only what is unmanaged, only what is in the solution/)).toBeVisible();
  });

  await test.step('cleared, the platform’s own shown, and searched', async () => {
    await registrar.getByRole('button', { name: 'Clear filters' }).click();
    await expect(rows).toHaveCount(all);
    await filterButton.click();
    await filters.getByRole('checkbox', { name: /platform/ }).check();
    await keyboard.press('Escape');
    await expect(filters).toHaveCount(0);
    await expect(filterButton).toBeFocused();
    await expect(rows).toHaveCount(all + 1);
    await search.fill('microsoft.crm');
    await expect(row('Microsoft.Crm.ServiceBus').first()).toBeVisible();
  });
});
