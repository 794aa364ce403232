import { formDialog } from './pages/dialog.ts';
import { endpointWizard } from './pages/endpointWizard.ts';
import { explorer } from './pages/explorer.ts';
import { jobsPanel } from './pages/jobsPanel.ts';
import { messagesPanel } from './pages/messagesPanel.ts';
import { testRunDialog } from './pages/testRunDialog.ts';
import { toolbar } from './pages/toolbar.ts';
import { expect, test } from './support/app.ts';
import { arrangeEndpoint, arrangeStep, endpointNamed } from './support/arrange.ts';
import { keyOf, strangeKey, withEntity, withKey } from './support/strings.ts';

// The sandbox shall not try again by itself before the page is told to.
test.use({ appOptions: { retryBaseMs: 600_000 } });

test('XML, through a subscription of a topic', async ({ app, registrar }) => {
  const wizard = endpointWizard(registrar);
  const tree = explorer(registrar);
  const messages = messagesPanel(registrar);
  await toolbar(registrar).register('Register New Service Endpoint');
  await wizard.connectionString.fill(
    withEntity(app.sandbox.addresses.connectionStrings.manage, 'crm-events'),
  );
  await wizard.next();
  await wizard.field('Name').fill('Events');
  await wizard.field('Designation type').selectOption('Topic');
  await wizard.field('Message format').selectOption('XML');
  await wizard.save();
  await expect(tree.row('Events')).toContainText('Topic · XML');

  await arrangeStep(app, endpointNamed(app, 'Events'), { name: 'Event of an account' });
  await tree.unfold('Events');
  await expect(messages.button('Start')).toBeDisabled();
  await messages.subscription.fill('audit');
  await messages.start();
  await expect(messages.state).toContainText('subscription audit of crm-events');
  await tree.select('Event of an account');
  await toolbar(registrar).run('Test run');
  const run = testRunDialog(registrar);
  await run.field(/^Account Name/).fill('Wide World Importers <& Söhne>');
  await run.run();
  await expect(run.lines.last()).toContainText('The message has arrived');
  await run.openMessage();
  await expect.poll(() => messages.column('Row')).toEqual(['Wide World Importers <& Söhne>']);
  await expect.poll(() => messages.column('Job')).toEqual(['Succeeded']);
  expect(await messages.column('Format')).toEqual(['XML']);
  await expect(messages.body.getByRole('row', { name: /Account Name/ })).toContainText(
    'Wide World Importers <& Söhne>',
  );
  await messages.show('Raw');
  await expect(messages.body).toContainText('RemoteExecutionContext');
  // The view draws what is in sight; the whole body is one click away.
  await messages.message.getByRole('button', { name: 'Copy' }).click();
  await registrar.getByRole('menuitem', { name: 'Raw body' }).click();
  await expect
    .poll(() => registrar.evaluate(() => navigator.clipboard.readText()))
    .toContain('Wide World Importers &lt;&amp; Söhne&gt;');
});

test.describe('a wrong key', () => {
  // The job waits until it is asked: its own next attempt may come first on a computer that is busy.
  test.use({ appOptions: { retryBaseMs: 600_000 } });

  test('the check names it, the job waits with the reason, and the right one lets it through', async ({
    app,
    registrar,
  }) => {
    const { manage } = app.sandbox.addresses.connectionStrings;
    const wizard = endpointWizard(registrar);
    const tree = explorer(registrar);
    const run = testRunDialog(registrar);
    const jobs = jobsPanel(registrar);

    await test.step('the check says whose key is wrong, and saving is not forbidden', async () => {
      await toolbar(registrar).register('Register New Service Endpoint');
      await wizard.connectionString.fill(withKey(withEntity(manage, 'crm-orders'), strangeKey));
      await wizard.next();
      await wizard.field('Name').fill('Wrong key');
      await wizard.check();
      await expect(wizard.verdict).toContainText('The SAS key of policy manage is wrong');
      await expect(wizard.checks.last()).toContainText('Failed:');
      await wizard.save();
      await expect(tree.details).toContainText('Check failed');
    });

    await test.step('the job waits, with what Azure said', async () => {
      await arrangeStep(app, endpointNamed(app, 'Wrong key'), { name: 'Waits for its key' });
      await toolbar(registrar).run('Refresh');
      await tree.unfold('Wrong key');
      await tree.select('Waits for its key');
      await toolbar(registrar).run('Test run');
      await run.field(/^Account Name/).fill('Fabrikam');
      await run.run();
      await expect(run.lines.filter({ hasText: 'The system job is waiting' })).toContainText('401');
      await run.button('Show system jobs').click();
      await expect(jobs.rows).toHaveCount(1);
      await jobs.rows.click();
      await expect(jobs.rows.getByRole('gridcell').nth(1)).toHaveText('Waiting');
      await expect(jobs.job).toContainText('401');
      await expect(jobs.job).toContainText(/SubCode=40103|InvalidSignature|Unauthorized/);
    });

    await test.step('the right key is typed again, and nothing else', async () => {
      const edit = formDialog(registrar, 'Edit service endpoint Wrong key');
      await tree.select('Wrong key');
      await toolbar(registrar).run('Edit');
      await expect(edit.field('SAS key')).toHaveValue('••••••••••••');
      await edit.button('Replace').click();
      await edit.field('SAS key').fill(keyOf(manage));
      await edit.button('Save').click();
      await edit.closed();
      await tree.select('Waits for its key');
    });

    await test.step('the job is tried again, and succeeds', async () => {
      await jobs.show();
      await jobs.rows.click();
      await jobs.button('Retry').click();
      await expect(jobs.rows.getByRole('gridcell').nth(1)).toHaveText('Succeeded');
      expect(app.sandbox.broker.counts('crm-orders').active).toBe(1);
    });
  });
});

test('a policy that can only send: listening takes another connection string', async ({ app, registrar }) => {
  const { send, listen } = app.sandbox.addresses.connectionStrings;
  await arrangeEndpoint(app, { name: 'Sends only' }, withEntity(send, 'crm-orders'));
  const messages = messagesPanel(registrar);
  const key = formDialog(registrar, 'Connection string for listening');
  await toolbar(registrar).run('Refresh');
  await explorer(registrar).select('Sends only');
  await messages.button('Give a connection string').click();
  const text = key.dialog.getByRole('textbox').first();

  await test.step('one that cannot listen is refused, with the reason', async () => {
    await text.fill(withEntity(send, 'crm-orders'));
    await key.button('Try and keep').click();
    await expect(key.dialog).toContainText('Policy send cannot listen.');
  });
  await test.step('one that can is kept', async () => {
    // With the cursor in it the key is there in place of the dots.
    await text.focus();
    await text.fill(withEntity(listen, 'crm-orders'));
    await key.button('Try and keep').click();
    await key.closed();
    await messages.start();
    await expect(messages.state).toContainText('Looking at queue crm-orders');
  });
  await test.step('it can be seen without its key, and forgotten', async () => {
    await messages.button('Change the key').click();
    await expect(key.dialog).toContainText('Can listenyes');
    await expect(key.dialog).not.toContainText(keyOf(listen));
    await key.button('Forget this key').click();
    await expect(key.dialog).not.toContainText('Kept now');
  });
});

test('an endpoint that is there is checked from both sides', async ({ app, registrar }) => {
  await arrangeEndpoint(app, { name: 'To be checked' });
  await toolbar(registrar).run('Refresh');
  await explorer(registrar).select('To be checked');
  await toolbar(registrar).run('Check');
  const dialog = formDialog(registrar, 'Check To be checked');
  await dialog.button('Check from here').click();
  const here = dialog.dialog.getByRole('region', { name: 'From this computer' });
  await expect(here.getByRole('status')).toContainText('Policy manage can send to queue crm-orders.');
  await dialog.button('Check from Dataverse').click();
  const there = dialog.dialog.getByRole('region', { name: 'From Dataverse' });
  await expect(there.getByRole('status')).toContainText('Passed');
  expect(app.sandbox.broker.counts('crm-orders').active).toBe(1);
  await dialog.button('Close').first().click();
  await dialog.closed();
  await expect(explorer(registrar).details).toContainText('Check passed');
});

test('a connection string with a mistake is put right by a click', async ({ app, registrar }) => {
  const { send, manage } = app.sandbox.addresses.connectionStrings;
  const wizard = endpointWizard(registrar);
  await toolbar(registrar).register('Register New Service Endpoint');
  await wizard.connectionString.fill(`${withEntity(manage, 'crm-orders')}\n${send}`);
  await expect(wizard.dialog).toContainText('Two connection strings were pasted.');
  await expect(wizard.button('Next')).toBeDisabled();
  await wizard.button('Keep the first').click();
  await expect(wizard.connectionString).not.toHaveValue(/SharedAccessKeyName=send/);
  await expect(wizard.understood).toContainText('manage');
  await wizard.next();
  await expect(wizard.field('SAS key name')).toHaveValue('manage');
});
