import { formDialog } from './pages/dialog.ts';
import { explorer } from './pages/explorer.ts';
import { expectAccessibleInBothThemes } from './support/accessibility.ts';
import { expect, test } from './support/app.ts';
import { sandboxConnection } from './support/arrange.ts';
import { withEntity } from './support/strings.ts';

// What fades away while it is looked at has no contrast.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('an endpoint leaves ACS with its steps, comes back, and leaves for good', async ({ app, registrar }) => {
  const tree = explorer(registrar);
  const move = formDialog(registrar, 'Move Invoice queue (ACS) to SAS');
  const text = withEntity(app.sandbox.addresses.connectionStrings.send, 'crm-orders');
  const openMove = () => tree.details.getByRole('button', { name: 'Move to SAS…' }).click();

  await test.step('it is marked, and its old addresses are there to copy', async () => {
    await expect(tree.row('Invoice queue (ACS)')).toContainText('ACS, retired');
    await tree.select('Invoice queue (ACS)');
    await expect(tree.details).toContainText('switched off on 7 November 2018');
    await expectAccessibleInBothThemes(registrar, ['[aria-label="Details"]']);
    await openMove();
    await expect(move.dialog).toContainText(
      'https://contoso-invoices-sb.accesscontrol.windows.net/v2/mgmt/web',
    );
    await expect(move.dialog).toContainText('https://contoso-invoices.accesscontrol.windows.net/v2/mgmt/web');
  });

  await test.step('a connection string is pasted, tried and put in its place', async () => {
    await move.field('Connection string').fill(text);
    await expect(move.field('Queue name')).toHaveValue('crm-orders');
    await move.button('Check from here').click();
    await expect(move.dialog.getByRole('status').filter({ hasText: 'crm-orders' })).toBeVisible();
    await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);
    await move.button('Move to SAS').click();
    await move.closed();
    await expect(tree.details).toContainText('SAS key set');
  });

  await test.step('nothing was sent: it can be undone', async () => {
    await tree.details.getByRole('button', { name: 'Undo the move' }).click();
    await expect(tree.details).toContainText('ACS, retired');
    await expect(tree.row('Invoice queue (ACS)')).toContainText('ACS, retired');
  });

  await test.step('moved again, its step fires and the message arrives', async () => {
    await openMove();
    await move.field('Connection string').fill(text);
    await move.button('Move to SAS').click();
    await move.closed();
    await expect(tree.details.getByRole('button', { name: 'Undo the move' })).toBeVisible();
    const connectionId = await sandboxConnection(app);
    const [account] = app.sandbox.organisation.store.rows('account');
    const { webApi, accessToken } = app.sandbox.addresses;
    const before = app.sandbox.broker.counts('crm-orders').active;
    const answer = await fetch(`${webApi}invoices`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'Arrives',
        'customerid_account@odata.bind': `/accounts(${String(account?.accountid)})`,
      }),
    });
    expect(answer.status).toBe(204);
    await expect.poll(() => app.sandbox.broker.counts('crm-orders').active).toBe(before + 1);
    const { registrations } = await app.core.call('registrations.load', { connectionId });
    const endpoint = registrations.endpoints.find(({ name }) => name === 'Invoice queue (ACS)');
    expect(registrations.steps.filter(({ handler }) => handler.id === endpoint?.id)).toHaveLength(2);
    await tree.select('Order queue');
    await tree.select('Invoice queue (ACS)');
    await expect(tree.details).toContainText('SAS key set');
    await expect(tree.details.getByRole('button', { name: 'Undo the move' })).toHaveCount(0);
  });
});
