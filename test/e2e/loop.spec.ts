import { endpointWizard } from './pages/endpointWizard.ts';
import { explorer } from './pages/explorer.ts';
import { messagesPanel } from './pages/messagesPanel.ts';
import { stepDialog } from './pages/stepDialog.ts';
import { testRunDialog } from './pages/testRunDialog.ts';
import { toolbar } from './pages/toolbar.ts';
import { walkthrough } from './pages/walkthrough.ts';
import { expect, test } from './support/app.ts';

// Through the page alone, in both shells: no test here looks behind it.

test('from a connection string to the message and its job, led by the walk-through', async ({
  registrar,
}) => {
  const guide = walkthrough(registrar);
  const wizard = endpointWizard(registrar);
  const tree = explorer(registrar);
  const messages = messagesPanel(registrar);

  await test.step('the first run leads through the loop', async () => {
    await expect(guide.panel).toContainText('0 of 6 done');
    await expect(guide.current).toContainText('Copy the connection string');
    await guide.go('Copy connection string');
    await expect(guide.current).toContainText('Register a service endpoint');
  });

  await test.step('paste, check, save', async () => {
    await toolbar(registrar).register('Register New Service Endpoint');
    await expect(wizard.connectionString).toBeFocused();
    await registrar.keyboard.press('Control+V');
    await expect(wizard.understood).toContainText('crm-orders');
    await expect(wizard.understood).toContainText('44 characters, well formed');
    await wizard.next();
    await wizard.field('Name').fill('Accounts to the shop');
    await wizard.field('Message format').selectOption('JSON');
    await wizard.check();
    await expect(wizard.checks).toHaveText([
      /Passed:.* answers on port/,
      'Passed: The signature of policy manage is accepted.',
      'Passed: Queue crm-orders exists.',
      'Passed: Policy manage may send to it.',
      'Passed: It may listen too, so its messages can be read here.',
    ]);
    await expect(wizard.verdict).toContainText('Policy manage can send to queue crm-orders.');
    await wizard.save();
    await expect(tree.selected).toHaveText(/^Accounts to the shop/);
    await expect(tree.details.getByRole('heading', { level: 1 })).toHaveText('Accounts to the shop');
    await expect(tree.details).toContainText('SAS key set');
    await expect(tree.details).toContainText('Check passed');
  });

  await test.step('a step on Create of account', async () => {
    const step = stepDialog(registrar);
    await expect(guide.panel).toContainText('3 of 6 done');
    await guide.go('Register New Step');
    await step.choose('Message', 'Create');
    await step.choose('Primary table', 'Account');
    await expect(step.field('Step name')).toHaveValue('Accounts to the shop: Create of account');
    await step.save();
    await expect(tree.selected).toHaveText(/^Create of account/);
  });

  await test.step('a test run: the row, the job and the message', async () => {
    const run = testRunDialog(registrar);
    await guide.go('Test run');
    await run.field(/^Account Name/).fill('Adventure Works Zürich');
    await run.run();
    await expect(run.lines).toHaveText([
      'Passed: Listening on crm-orders.',
      /^Passed: Created Account “Adventure Works Zürich”\./,
      'Passed: The system job has succeeded: Azure took the message.',
      /^Passed: The message has arrived, [\d.]+ KB\.$/,
    ]);
    await run.openMessage();
  });

  await test.step('the message, decoded, and its job beside it', async () => {
    await expect(messages.rows).toHaveCount(1);
    for (const [title, text] of [
      ['Message', 'Create'],
      ['Row', 'Adventure Works Zürich'],
      ['Table', 'account'],
      ['Job', 'Succeeded'],
      ['Format', 'JSON'],
    ] as const) {
      await expect.poll(() => messages.column(title)).toEqual([text]);
    }
    const changed = messages.body.getByRole('table', { name: 'What changed' });
    await expect(changed.getByRole('row', { name: /Account Name/ })).toContainText('Adventure Works Zürich');
    await expect(messages.message).toContainText(/[\d.]+ KB of 192 KB/);
    await expect(guide.panel).toContainText('all 6 done');
  });
});
