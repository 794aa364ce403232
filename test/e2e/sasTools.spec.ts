import type { Page } from '@playwright/test';
import { expectAccessibleInBothThemes } from './support/accessibility.ts';
import { expect, test } from './support/app.ts';

async function openTools(page: Page, tab: string): Promise<void> {
  await page.getByRole('button', { name: 'Tools' }).click();
  await page.getByRole('menuitem', { name: 'SAS tools' }).click();
  await page.getByRole('tab', { name: tab }).click();
}

test('a token is made, read, checked and tried', async ({ app, registrar }) => {
  const manage = app.sandbox.broker.connectionString('manage', 'crm-orders');
  await openTools(registrar, 'Make a token');
  await registrar.getByLabel('Connection string of the policy').fill(manage);
  await registrar.getByRole('button', { name: 'Make the token' }).click();
  const token = await registrar.locator('pre', { hasText: 'SharedAccessSignature sr=' }).textContent();
  expect(token).toContain('skn=manage');
  // The key is not on the page any more.
  await expect(registrar.getByLabel('Connection string of the policy')).toHaveValue('');
  await expectAccessibleInBothThemes(registrar);

  await registrar.getByRole('tab', { name: 'Read' }).click();
  const field = registrar.getByLabel('Connection string or token');
  await field.fill(token ?? '');
  await expect(registrar.getByText('Valid until')).toBeVisible();
  const key = registrar.getByLabel('Key to check the signature with');
  await key.fill(manage);
  await registrar.keyboard.press('Enter');
  await expect(registrar.getByText('This key made the signature')).toBeVisible();
  await expect(key).toHaveValue('');
  await key.fill(app.sandbox.broker.connectionString('send', 'crm-orders'));
  await registrar.keyboard.press('Enter');
  await expect(registrar.getByText('This key did not make the signature')).toBeVisible();

  await registrar.getByRole('tab', { name: 'Try rights' }).click();
  await registrar.getByLabel('Connection string').fill(manage);
  await registrar.getByRole('button', { name: 'Try the rights' }).click();
  await expect(registrar.getByText('It may send, listen, manage.')).toBeVisible();
  await expectAccessibleInBothThemes(registrar);

  await registrar.getByRole('button', { name: 'Back to the registrations' }).click();
  await expect(registrar.getByRole('tree')).toBeVisible();
});
