import { type DeadLetterOptions, ServiceBusClient } from '@azure/service-bus';
import { formDialog, question } from './pages/dialog.ts';
import { explorer } from './pages/explorer.ts';
import { jobsPanel } from './pages/jobsPanel.ts';
import { messagesPanel } from './pages/messagesPanel.ts';
import { testRunDialog } from './pages/testRunDialog.ts';
import { toolbar } from './pages/toolbar.ts';
import { expect, test } from './support/app.ts';
import { arrangeEndpoint, arrangeStep } from './support/arrange.ts';
import { accountMessage } from './support/contexts.ts';
import { withEntity } from './support/strings.ts';

test('an endpoint of the sandbox is listened to with the sandbox’s own key', async ({ app, registrar }) => {
  app.sandbox.broker.send('crm-orders', accountMessage('Posted before'));
  const tree = explorer(registrar);
  const messages = messagesPanel(registrar);
  await tree.select('Order queue');
  await messages.button('Give a connection string').click();
  const form = formDialog(registrar, 'Connection string for listening');
  await form.button('Take the sandbox’s policy for listening').click();
  await form.button('Try and keep').click();
  await form.closed();
  await messages.start();
  await expect(messages.rows.filter({ hasText: 'Posted before' })).toBeVisible();

  await test.step('the tab in front leads back to the organisation, which names all its strings', async () => {
    await registrar.getByRole('button', { name: 'Sandbox', exact: true }).click();
    await expect(tree.details.getByRole('heading', { level: 1, name: 'Contoso Sandbox' })).toBeVisible();
    await expect(tree.details.getByText('Policy for listening')).toBeVisible();
    await expect(tree.selected).toHaveCount(0);
  });
});

test('a test run on a topic asks which subscription will show the message', async ({ app, registrar }) => {
  const { manage } = app.sandbox.addresses.connectionStrings;
  const endpoint = await arrangeEndpoint(
    app,
    { name: 'Events here', designationType: 'topic' },
    withEntity(manage, 'crm-events'),
  );
  await arrangeStep(app, endpoint, { name: 'Event of an account' });
  await toolbar(registrar).run('Refresh');
  await explorer(registrar).unfold('Events here');
  await explorer(registrar).select('Event of an account');
  await toolbar(registrar).run('Test run');
  const run = testRunDialog(registrar);
  const subscription = run.dialog.getByRole('combobox', { name: 'Subscription' });
  await subscription.pressSequentially('audit');
  await expect(subscription).toHaveValue('audit');
  await run.field(/^Account Name/).fill('Litware');
  await run.run();
  await expect(run.lines.last()).toContainText('The message has arrived');
});

test('a message that was too large says what it lost, and dead letters are read apart', async ({
  app,
  registrar,
}) => {
  const { manage } = app.sandbox.addresses.connectionStrings;
  const whole = accountMessage('Dead already');
  app.sandbox.broker.send('crm-orders', whole);
  await moveToDeadLetters(manage, 'crm-orders');
  const cut = accountMessage('Too large');
  app.sandbox.broker.send('crm-orders', {
    ...cut,
    applicationProperties: {
      ...cut.applicationProperties,
      'http://schemas.microsoft.com/xrm/2011/Claims/MessageMaxSizeExceeded': true,
    },
  });
  await arrangeEndpoint(app, { name: 'Orders here' });
  await toolbar(registrar).run('Refresh');
  await explorer(registrar).select('Orders here');
  const messages = messagesPanel(registrar);
  await messages.start();
  await expect(messages.rows).toHaveCount(1);
  await messages.open('Truncated');
  await expect(messages.body).toContainText('192 KB');

  await messages.button('Stop').click();
  await messages.source.selectOption('Dead letters');
  await messages.start();
  await expect(messages.state).toContainText('dead letters of');
  await expect(messages.rows).toHaveCount(1);
  await expect(messages.rows).toContainText('Dead already');
  await messages.open('Dead already');
  await messages.show('Broker');
  await expect(messages.body).toContainText('not wanted');
});

async function moveToDeadLetters(connectionString: string, queue: string): Promise<void> {
  const client = new ServiceBusClient(connectionString);
  try {
    const receiver = client.createReceiver(queue);
    const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 10_000 });
    if (!message) throw new Error('The queue was empty.');
    const reason: DeadLetterOptions = { deadLetterReason: 'not wanted', deadLetterErrorDescription: '' };
    await receiver.deadLetterMessage(message, { ...reason });
  } finally {
    await client.close();
  }
}

test('a waiting job is cancelled after a question', async ({ registrar }) => {
  const jobs = jobsPanel(registrar);
  await explorer(registrar).select('Partner portal queue');
  await jobs.show();
  await expect(jobs.button('Cancel job')).toHaveAccessibleDescription(/Select/);
  await jobs.rows.filter({ hasText: 'Waiting' }).last().click();
  await jobs.button('Cancel job').click();
  await question(registrar, 'Cancel this system job?').answer('Cancel the job');
  await expect(jobs.rows.filter({ hasText: 'Canceled' })).toHaveCount(1);
  await expect(jobs.button('Retry')).toHaveAccessibleDescription(/./);
});

test('the sandbox goes back to its first day, after a question', async ({ app, registrar }) => {
  const tree = explorer(registrar);
  await arrangeEndpoint(app, { name: 'Made today' });
  await toolbar(registrar).run('Refresh');
  await expect(tree.row('Made today')).toBeVisible();
  await registrar.getByRole('button', { name: 'Settings' }).click();
  await formDialog(registrar, 'Settings').button('Reset the sandbox…').click();
  await question(registrar, 'Reset the sandbox?').answer('Reset');
  await formDialog(registrar, 'Settings').button('Close').last().click();
  await expect(tree.row('Made today')).toHaveCount(0);
  await expect(tree.row('Order queue')).toBeVisible();
});
