import { question } from './pages/dialog.ts';
import { explorer } from './pages/explorer.ts';
import { toolbar } from './pages/toolbar.ts';
import { tracesPanel } from './pages/tracesPanel.ts';
import { expectAccessibleInBothThemes } from './support/accessibility.ts';
import { expect, test } from './support/app.ts';
import { arrangeTypeStep, typeNamed } from './support/arrange.ts';
import type { RunningApp } from './support/startApp.ts';

const typeName = 'Contoso.Sales.Plugins.AccountNumbering';

async function createAccount({ sandbox }: RunningApp, name: string): Promise<void> {
  const { webApi, accessToken } = sandbox.addresses;
  const response = await fetch(`${webApi}accounts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  expect(response.status).toBe(204);
}

test('traces of a step are followed, read, filtered and deleted, and tracing is switched', async ({
  app,
  registrar,
}) => {
  const tree = explorer(registrar);
  const traces = tracesPanel(registrar);
  await arrangeTypeStep(app, typeNamed(app, typeName), 'Number an account');
  await toolbar(registrar).run('Refresh');
  await tree.search.fill('Number an account');
  await tree.select('Number an account');
  await traces.show();
  await expect(registrar.getByText('No traces yet')).toBeVisible();

  await test.step('a run comes in by itself', async () => {
    await traces.button('Follow').click();
    await createAccount(app, 'Followed');
    await expect(traces.rows).toHaveCount(1);
    await traces.rows.first().click();
    await expect(traces.trace).toContainText('Entered AccountNumbering.Execute()');
    await createAccount(app, 'Followed too');
    await expect(traces.rows).toHaveCount(2);
    // What is being read stays open when others come in.
    await expect(traces.trace).toContainText('Entered AccountNumbering.Execute()');
    await traces.button('Stop following').click();
  });

  await test.step('the organisation filters', async () => {
    await tree.select(typeName);
    await expect(tree.details.getByRole('region', { name: 'Statistics' })).toContainText('Executions');
    await tree.search.fill('');
    // An endpoint has no traces of its own: then they are those of the organisation.
    await tree.select('Order queue');
    await expect(traces.filters).toContainText('Of the whole organisation');
    await traces.filters.getByRole('checkbox', { name: 'Only exceptions' }).check();
    await expect(traces.rows).toHaveCount(2);
    await traces.filters.getByLabel('Text in traces').fill('credit service');
    await expect(traces.rows).toHaveCount(1);
    await traces.rows.first().click();
    await expect(traces.trace).toContainText('The credit service did not answer within 10 seconds.');
    await expectAccessibleInBothThemes(registrar, ['[aria-label="What happens"]']);
  });

  await test.step('one is deleted, and tracing is set to exceptions', async () => {
    await traces.menu('Delete', 'Delete the selected one');
    await question(registrar, 'Delete this trace?').answer('Delete');
    await expect(registrar.getByText('No trace fits the filter')).toBeVisible();
    await traces.menu(/^Tracing/, /^Exception/);
    await question(registrar, /^Set tracing/).answer('Set to Exception');
    await expect(traces.button('Tracing: Exception')).toBeVisible();
  });
});
