import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expectAccessible, expectAccessibleInBothThemes } from './support/accessibility.ts';
import { expect, test, untilLoaded } from './support/app.ts';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/certificates/${name}`, import.meta.url));

async function openPart(page: Page, part: string): Promise<void> {
  await page.getByRole('button', { name: 'Tools' }).click();
  await page.getByRole('menuitem', { name: 'Certificates' }).click();
  await page.getByRole('tab', { name: part }).click();
}

test('certificates of any format are opened, converted, compared and watched', async ({ app, registrar }) => {
  await openPart(registrar, 'Open');
  const file = registrar.getByLabel('Certificate file', { exact: true });

  // A PFX asks for its password; a wrong one is said beside the field and not kept.
  await file.setInputFiles(fixture('old.pfx'));
  const password = registrar.getByLabel('Password of old.pfx');
  await password.fill('simsim');
  await registrar.keyboard.press('Enter');
  await expect(registrar.getByText('The password does not open the file.')).toBeVisible();
  await expect(password).toHaveValue('');
  await password.fill('sesame');
  await registrar.keyboard.press('Enter');
  await expect(registrar.getByRole('heading', { name: 'Registrar test' })).toBeVisible();
  await expect(registrar.getByText('A private key is in this file.')).toBeVisible();

  await file.setInputFiles(fixture('make.sh'));
  await expect(registrar.getByText(/The file is none of CER/).first()).toBeVisible();

  await file.setInputFiles(fixture('chain/chain.p7b'));
  const chain = registrar.getByRole('list', { name: 'Certificates' }).getByRole('listitem');
  await expect(chain).toHaveCount(3);
  await expect(chain.first()).toContainText('crm.contoso.example');
  await expectAccessibleInBothThemes(registrar);
  const [saved] = await Promise.all([
    registrar.waitForEvent('download'),
    chain.first().getByRole('button', { name: 'Save as Base64' }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe('crm.contoso.example.cer');

  // Who signed an assembly stands in the assembly.
  await file.setInputFiles(fixture('../assemblies/Contoso.Authenticode.dll'));
  await expect(registrar.getByRole('heading', { name: /^Contoso\.Signed/ })).toBeVisible();
  await expect(registrar.getByText('Contoso Plug-in Signing: the file is as it was signed')).toBeVisible();

  for (const [name, badge] of [
    ['chain/leaf.cer', /^Ends in/],
    ['chain/leaf.base64', /^Ends in/],
    ['chain/later.pem', /^Becomes valid in/],
  ] as const) {
    await file.setInputFiles(fixture(name));
    await expect(chain).toHaveCount(1);
    await expect(chain.getByText(badge)).toBeVisible();
  }
  await file.setInputFiles({
    name: 'broken.pem',
    mimeType: 'text/plain',
    buffer: Buffer.from('-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----\n'),
  });
  await expect(registrar.getByText(/is damaged or cut off/).first()).toBeVisible();

  await file.setInputFiles(fixture('chain/expired.pem'));
  await expect(registrar.getByText(/^Ended [\d,]+ days ago$/)).toBeVisible();
  await registrar.getByRole('button', { name: 'Watch its end' }).click();
  await expect(registrar.getByRole('button', { name: 'Watched' })).toBeVisible();

  await registrar.getByRole('tab', { name: 'Compare' }).click();
  await registrar.getByLabel('Old certificate').setInputFiles(fixture('chain/leaf.pem'));
  await registrar.getByLabel('New certificate').setInputFiles(fixture('chain/renewed.pem'));
  await expect(registrar.getByText(/Both hold from 2094-01-01 to 2095-01-01/)).toBeVisible();
  await expect(registrar.getByText(/^Becomes valid in/)).toBeVisible();
  await expect(registrar.getByRole('img', { name: /^The new one: from 2094-01-01 to/ })).toBeVisible();
  // Without the notice of the watched one, which fades about now.
  await expectAccessible(registrar, { within: ['main'] });

  await registrar.getByRole('tab', { name: 'Watched' }).click();
  const row = registrar.getByRole('row', { name: /old\.contoso\.example/ });
  await expect(row).toContainText('days ago');
  await row.getByLabel(/What .* is for/).fill('the old server');
  await registrar.keyboard.press('Tab');

  // The next start reminds of it, with the note still there.
  await app.restart();
  await registrar.goto(app.openAddress);
  await untilLoaded(registrar);
  await expect(
    registrar
      .getByRole('region', { name: 'Notices' })
      .getByText(/The certificate “old\.contoso\.example”: Ended/),
  ).toBeVisible();
  await registrar.getByRole('button', { name: 'Show' }).click();
  await expect(registrar.getByLabel(/What .* is for/)).toHaveValue('the old server');
  await registrar.getByRole('button', { name: 'Stop watching' }).click();
  await expect(registrar.getByText('No certificate is watched')).toBeVisible();
});
