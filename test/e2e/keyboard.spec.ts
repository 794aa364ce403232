import { formDialog, question } from './pages/dialog.ts';
import { endpointWizard } from './pages/endpointWizard.ts';
import { explorer } from './pages/explorer.ts';
import { messagesPanel } from './pages/messagesPanel.ts';
import { stepDialog } from './pages/stepDialog.ts';
import { testRunDialog } from './pages/testRunDialog.ts';
import { walkthrough } from './pages/walkthrough.ts';
import { expect, test } from './support/app.ts';
import { arrangeEndpoint } from './support/arrange.ts';
import { tabTo } from './support/tabTo.ts';

// The mouse is not touched in this file.

test('the whole loop, by keys alone', async ({ registrar }) => {
  const { keyboard } = registrar;
  const wizard = endpointWizard(registrar);
  const step = stepDialog(registrar);
  const run = testRunDialog(registrar);
  const tree = explorer(registrar);
  const messages = messagesPanel(registrar);

  await test.step('copy the connection string', async () => {
    await tabTo(registrar, walkthrough(registrar).panel.getByRole('button', { name: /^Copy connection/ }));
    await keyboard.press('Enter');
    await expect(walkthrough(registrar).panel).toContainText('1 of 6 done');
  });

  await test.step('register', async () => {
    await keyboard.press('Alt+E');
    await expect(wizard.connectionString).toBeFocused();
    await keyboard.press('Control+V');
    await tabTo(registrar, wizard.button('Next'));
    await keyboard.press('Enter');
    await expect(wizard.field('Name')).toBeFocused();
    await keyboard.press('Control+A');
    await keyboard.type('Typed by keys');
    await tabTo(registrar, wizard.field('User information sent'));
    await keyboard.type('User ID');
    await tabTo(registrar, wizard.button('Check'));
    await keyboard.press('Enter');
    await expect(wizard.verdict).toContainText('Policy manage can send');
    await tabTo(registrar, wizard.button('Save'));
    await keyboard.press('Enter');
    await wizard.closed();
    await expect(tree.selected).toHaveText(/^Typed by keys/);
    await expect(tree.details).toContainText('User ID');
  });

  await test.step('a step on it', async () => {
    await keyboard.press('Alt+T');
    await expect(step.message).toBeFocused();
    await keyboard.type('create');
    await expect(registrar.getByRole('option', { name: 'Create', exact: true })).toBeVisible();
    await keyboard.press('Enter');
    await expect(step.message).toHaveValue('Create');
    await keyboard.press('Tab');
    await expect(step.table).toBeFocused();
    await keyboard.type('accoun');
    await expect(registrar.getByRole('option', { name: /^Account/ }).first()).toBeVisible();
    await keyboard.press('Enter');
    await expect(step.table).toHaveValue('Account');
    await tabTo(registrar, step.field('Execution order'));
    await keyboard.press('Enter');
    await step.closed();
    await expect(tree.selected).toHaveText(/^Create of account/);
  });

  await test.step('run it, and read the message', async () => {
    await keyboard.press('Alt+R');
    await expect(run.field(/^Account Name/)).toBeFocused();
    await keyboard.press('Control+A');
    await keyboard.type('Tailspin Toys');
    await keyboard.press('Enter');
    await expect(run.lines.last()).toContainText('The message has arrived');
    await tabTo(registrar, run.button('Open message'));
    await keyboard.press('Enter');
    await run.closed();
    await expect.poll(() => messages.column('Row')).toEqual(['Tailspin Toys']);
    await tabTo(registrar, messages.list);
    await keyboard.press('ArrowDown');
    await expect(messages.message).toContainText('Create of Tailspin Toys');
    await tabTo(registrar, messages.message.getByRole('tab', { name: 'Changes' }));
    await keyboard.press('End');
    await keyboard.press('Enter');
    await expect(messages.body).toContainText('BusinessUnitId');
  });
});

test('the focus comes back to where it was', async ({ app, registrar }) => {
  const { keyboard } = registrar;
  await arrangeEndpoint(app, { name: 'Comes back' });
  const tree = explorer(registrar);
  await keyboard.press('F5');
  await expect(tree.row('Comes back')).toBeVisible();

  await test.step('to the tree, from dialogs that were opened by a key', async () => {
    await keyboard.press('Alt+1');
    await keyboard.type('comes');
    await expect(tree.selected).toHaveText(/^Comes back/);
    for (const [key, title] of [
      ['F2', /^Edit service endpoint/],
      ['Alt+T', 'Register new step'],
      ['Alt+C', /^Check/],
      ['Delete', /^Unregister/],
      ['Alt+/', 'Keyboard shortcuts'],
      ['Control+,', 'Settings'],
    ] as const) {
      await keyboard.press(key);
      const { dialog } = formDialog(registrar, title);
      await expect(dialog).toBeVisible();
      await expect(dialog.locator(':focus')).toHaveCount(1);
      await keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
      await expect(tree.tree, `after ${key}`).toBeFocused();
    }
  });

  await test.step('to the field, from the question whether to discard', async () => {
    const edit = formDialog(registrar, /^Edit service endpoint/);
    const ask = question(registrar, 'Discard what you typed?');
    await keyboard.press('F2');
    await expect(edit.field('Name')).toBeFocused();
    await keyboard.type(' changed');
    await keyboard.press('Escape');
    await expect(ask.dialog.getByRole('button', { name: 'Keep editing' })).toBeFocused();
    await keyboard.press('Enter');
    await expect(ask.dialog).toHaveCount(0);
    await expect(edit.dialog.locator(':focus')).toHaveCount(1);
    await keyboard.press('Escape');
    await tabTo(registrar, ask.dialog.getByRole('button', { name: 'Discard' }));
    await keyboard.press('Enter');
    await edit.closed();
    await expect(tree.tree).toBeFocused();
  });

  await test.step('to the button, from a menu and the dialog that it opened', async () => {
    const register = registrar.getByRole('button', { name: 'Register', exact: true });
    await tabTo(registrar, register, 'Shift+Tab');
    await keyboard.press('Enter');
    await expect(registrar.getByRole('menu')).toBeVisible();
    await keyboard.press('Escape');
    await expect(register).toBeFocused();
    await keyboard.press('Enter');
    await expect(registrar.getByRole('menuitem').first()).toBeFocused();
    const endpoint = registrar.getByRole('menuitem', { name: /^Register New Service Endpoint/ });
    await tabTo(registrar, endpoint, 'ArrowDown');
    await keyboard.press('Enter');
    await expect(endpointWizard(registrar).connectionString).toBeFocused();
    await keyboard.press('Escape');
    await endpointWizard(registrar).closed();
    await expect(register).toBeFocused();
  });
});

test('the Tab key does not leave a dialog, and goes through all of it', async ({ registrar }) => {
  const { keyboard } = registrar;
  const wizard = endpointWizard(registrar);
  await keyboard.press('Alt+E');
  await expect(wizard.connectionString).toBeFocused();
  const seen = new Set<string>();
  for (let presses = 0; presses < 16; presses += 1) {
    await keyboard.press('Tab');
    await expect(wizard.dialog.locator(':focus')).toHaveCount(1);
    seen.add(
      await wizard.dialog
        .locator(':focus')
        .evaluate((element) => element.getAttribute('aria-label') ?? element.textContent ?? ''),
    );
  }
  for (const name of ['Enter by hand', 'Cancel', 'Next', 'Close']) expect([...seen]).toContain(name);
});
