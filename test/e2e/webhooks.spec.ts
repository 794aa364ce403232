import { explorer } from './pages/explorer.ts';
import { stepDialog } from './pages/stepDialog.ts';
import { testRunDialog } from './pages/testRunDialog.ts';
import { toolbar } from './pages/toolbar.ts';
import { webhookDialog } from './pages/webhookDialog.ts';
import { expectAccessible, expectAccessibleInBothThemes } from './support/accessibility.ts';
import { expect, test } from './support/app.ts';
import { type HttpReceiver, startHttpReceiver } from './support/httpReceiver.ts';

let receiver: HttpReceiver;
test.beforeEach(async () => {
  receiver = await startHttpReceiver();
});
test.afterEach(() => receiver.close());

test('a webhook is registered, called, triggered by a synchronous step, and renamed with its headers kept', async ({
  registrar,
}) => {
  const tree = explorer(registrar);
  const register = webhookDialog(registrar, 'Register new webhook');

  await test.step('what is wrong is said beside its field', async () => {
    await registrar.keyboard.press('Alt+W');
    await register.field('Name').fill('Order hook');
    await register.field('Endpoint URL').fill('https://contoso.com:8443/orders');
    await expect(register.dialog).toContainText('Dataverse posts to the ports 80 and 443 alone');
    await register.header(1, 'x api key', 'hush-hush');
    await expect(register.field('Header 1 name')).toHaveAccessibleDescription(/no spaces and no colon/);
    await register.button('Save').click();
    await expect(register.field('Header 1 name')).toHaveAttribute('aria-invalid', 'true');
    await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);
  });

  await test.step('a test call shows what was sent and what came back, without the secret', async () => {
    await register.field('Endpoint URL').fill(receiver.url);
    await register.header(1, 'x-api-key', 'hush-hush');
    await register.testCall();
    await expect(register.result).toContainText('The receiver answered 200');
    await expect(register.result).toContainText('Thank you.');
    await register.result.getByText('Request', { exact: true }).click();
    await expect(register.result).toContainText('x-ms-dynamics-request-name: Create');
    await expect(register.result).not.toContainText('hush-hush');
    expect(receiver.received.at(-1)?.headers).toMatchObject({ 'x-api-key': 'hush-hush' });
    await expectAccessible(registrar, { within: ['[role="dialog"]'] });
    await register.save();
    await expect(tree.selected).toContainText('Order hook');
    await expect(tree.details).toContainText('HTTP header set');
  });

  await test.step('a synchronous step posts inside the operation', async () => {
    const step = stepDialog(registrar);
    await toolbar(registrar).register('Register New Step');
    await step.choose('Message', 'Create');
    await step.choose('Primary table', 'Account');
    await step.dialog.getByRole('radio', { name: 'Synchronous', exact: true }).check();
    await step.field('Step name').fill('Tell of accounts');
    await step.save();
    await toolbar(registrar).run('Test run');
    const run = testRunDialog(registrar);
    await run.run();
    await expect(run.lines.last()).toContainText('the receiver answered with success');
    expect(receiver.received.at(-1)?.headers).toMatchObject({
      'x-api-key': 'hush-hush',
      'x-ms-dynamics-entity-name': 'account',
    });
    await run.button('Run again').click();

    receiver.status = 400;
    await run.run();
    await expect(run.failure).toContainText('The webhook did not answer with success.');
    await run.cancel.click();
    await run.closed();
    receiver.status = 200;
  });

  await test.step('another name keeps the headers', async () => {
    const edit = webhookDialog(registrar, /^Edit webhook/);
    await tree.select('Order hook');
    await registrar.keyboard.press('F2');
    await edit.field('Name').fill('Account hook');
    await expect(edit.dialog).toContainText('They stay unless you replace all of them.');
    await edit.save();
    await expect(tree.selected).toContainText('Account hook');
    await tree.unfold('Account hook');
    await tree.select('Tell of accounts');
    await toolbar(registrar).run('Test run');
    const run = testRunDialog(registrar);
    await run.run();
    await expect(run.lines.last()).toContainText('the receiver answered with success');
    expect(receiver.received.at(-1)?.headers).toMatchObject({ 'x-api-key': 'hush-hush' });
    await run.button('Close').last().click();
    await run.closed();
  });

  await test.step('a check calls it without what nobody can read back', async () => {
    receiver.status = 401;
    await tree.select('Account hook');
    await toolbar(registrar).run('Check');
    const check = webhookDialog(registrar, 'Check Account hook');
    await check.testCall();
    await expect(check.result).toContainText('does not accept what the call was authorized by');
    expect(receiver.received.at(-1)?.headers).not.toHaveProperty('x-api-key');
    await expectAccessible(registrar, { within: ['[role="dialog"]'] });
  });
});
