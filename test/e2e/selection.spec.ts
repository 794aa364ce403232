import { formDialog } from './pages/dialog.ts';
import { explorer } from './pages/explorer.ts';
import { expectAccessible } from './support/accessibility.ts';
import { expect, test } from './support/app.ts';

test('several nodes are selected, by keys and by the mouse, and the commands work on them', async ({
  registrar,
}) => {
  const { keyboard } = registrar;
  const { tree, details, selected, row, unfold } = explorer(registrar);
  const unregister = formDialog(registrar, /^Unregister/);
  await expect(tree).toHaveAttribute('aria-multiselectable', 'true');
  await unfold('Order queue');
  await keyboard.press('ArrowRight');
  await expect(selected).toHaveCount(1);

  await test.step('Shift and arrows', async () => {
    await keyboard.press('Shift+ArrowDown');
    await expect(selected).toHaveCount(2);
    await expect(details.getByRole('heading', { level: 1 })).toHaveText('2 selected');
    await expect(details).toContainText('2 steps');
    await expect(registrar.getByRole('button', { name: 'Edit', exact: true })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await expectAccessible(registrar);
  });

  await test.step('the focus moves without selecting, and one further is taken in', async () => {
    await keyboard.press('Control+ArrowDown');
    await keyboard.press('Control+ArrowDown');
    await expect(selected).toHaveCount(2);
    await keyboard.press('Control+Space');
    await expect(details.getByRole('heading', { level: 1 })).toHaveText('3 selected');
  });

  await test.step('all siblings, and Escape back to one', async () => {
    await keyboard.press('ArrowUp');
    await expect(selected).toHaveCount(1);
    const size = Number(await selected.first().getAttribute('aria-setsize'));
    await keyboard.press('Control+a');
    await expect(details.getByRole('heading', { level: 1 })).toHaveText(`${size} selected`);
    await keyboard.press('Escape');
    await expect(selected).toHaveCount(1);
  });

  await test.step('Ctrl and a click, and the menu of both', async () => {
    await row('Create of account').first().click();
    await row('Update of account')
      .first()
      .click({ modifiers: ['ControlOrMeta'] });
    await expect(selected).toHaveCount(2);
    await row('Update of account').first().click({ button: 'right' });
    await expect(selected).toHaveCount(2);
    await registrar.getByRole('menuitem', { name: /^Unregister/ }).click();
    await expect(unregister.dialog).toContainText('2 steps');
    await keyboard.press('Escape');
    await unregister.closed();
  });

  await test.step('a table in the details has the commands while something is selected in it', async () => {
    await row('Order queue').first().click();
    const steps = details.getByRole('grid', { name: 'Steps' });
    const rows = steps.getByRole('row');
    await rows.nth(1).click();
    await rows.nth(3).click({ modifiers: ['Shift'] });
    await expect(steps.getByRole('row', { selected: true })).toHaveCount(3);
    await expect(details).toContainText('3 selected');
    await keyboard.press('Delete');
    await expect(unregister.dialog).toContainText('3 steps');
    await keyboard.press('Escape');
    await unregister.closed();
    await expect(steps).toBeFocused();
    await keyboard.press('Alt+1');
    await expect(steps.getByRole('row', { selected: true })).toHaveCount(0);
    await expect(selected).toHaveText(/^Order queue/);
  });
});
