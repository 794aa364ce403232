import { explorer } from './pages/explorer.ts';
import { expectAccessibleInBothThemes } from './support/accessibility.ts';
import { expect, test } from './support/app.ts';

test('a property is changed where it stands, taken back, and kept from running over others', async ({
  app,
  registrar,
}) => {
  const { keyboard } = registrar;
  const { details, row, unfold } = explorer(registrar);
  const change = details.getByRole('button', { name: 'Change rank' });
  const rank = details.getByRole('textbox', { name: 'Rank' });
  await unfold('Order queue');
  await row('Update of account').first().click();

  await test.step('a mistake is said beside it, Escape brings back what was there', async () => {
    await change.click();
    await expect(rank).toBeFocused();
    await rank.fill('first');
    await expect(details.getByRole('alert')).toContainText('whole number');
    await expectAccessibleInBothThemes(registrar);
    await keyboard.press('Escape');
    await expect(rank).toHaveCount(0);
    await expect(change).toBeFocused();
  });

  await test.step('Enter saves, Undo takes it back', async () => {
    await keyboard.press('Enter');
    await rank.fill('42');
    await keyboard.press('Enter');
    await expect(registrar.getByText(/^Saved the execution order/).first()).toBeVisible();
    await expect(details.getByText('42', { exact: true })).toBeVisible();
    await registrar.getByRole('button', { name: 'Undo' }).click();
    await expect(details.getByText('42', { exact: true })).toHaveCount(0);
  });

  await test.step('what somebody else wrote meanwhile is said, and put aside only on purpose', async () => {
    const { registrations } = await app.core.call('registrations.load', {
      connectionId: (await app.core.call('connection.list', {})).connections[0]?.id ?? '',
    });
    const step = registrations.steps.find(({ name }) => name === 'Order queue: Update of account');
    await fetch(`${app.sandbox.addresses.webApi}/sdkmessageprocessingsteps(${step?.id})`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${app.sandbox.addresses.accessToken}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ rank: 7 }),
    });
    await change.click();
    await rank.fill('8');
    await keyboard.press('Enter');
    await expect(details.getByRole('alert')).toContainText('Now “7”');
    await expect(rank).toHaveValue('8');
    await keyboard.press('Enter');
    await expect(rank).toHaveCount(0);
    await expect(details.getByText('8', { exact: true })).toBeVisible();
  });
});
