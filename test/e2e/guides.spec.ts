import { fileURLToPath } from 'node:url';
import { expectAccessibleInBothThemes } from './support/accessibility.ts';
import { expect, test } from './support/app.ts';

test('the guides fill in what a certificate and the reader say', async ({ registrar }) => {
  await registrar.getByRole('button', { name: 'Tools' }).click();
  await registrar.getByRole('menuitem', { name: 'Certificates' }).click();
  await registrar.getByRole('tab', { name: 'Open' }).click();
  await registrar
    .getByLabel('Certificate file', { exact: true })
    .setInputFiles(fileURLToPath(new URL('../fixtures/certificates/chain/leaf.pem', import.meta.url)));
  await registrar.getByRole('button', { name: 'Use in the guide' }).click();

  await expect(registrar.getByRole('heading', { name: /on-premises server/ })).toBeVisible();
  await expect(registrar.getByLabel('Subject of the certificate')).toHaveValue(/CN=crm\.contoso\.example/);
  await registrar.getByLabel('Issuer name').fill('crm.contoso.example');
  await registrar.keyboard.press('Tab');
  await expect(registrar.locator('pre', { hasText: 'Set-CrmCertificate' })).toContainText(
    "-Name 'crm.contoso.example'",
  );
  await registrar.getByRole('button', { name: 'Copy Store it' }).click();
  const copied = await registrar.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('-CertificateType AppFabricIssuer');
  await expectAccessibleInBothThemes(registrar);

  await registrar.getByRole('tab', { name: 'Certificate renewal in ACS' }).press('Enter');
  await registrar.getByLabel('Service Bus namespace').fill('contoso-gov');
  await registrar.getByLabel('Connection mode Federated').check();
  await expect(registrar.locator('pre').last()).toHaveText(
    'https://contoso-gov.accesscontrol.usgovcloudapi.net/v2/mgmt/web',
  );
  await expectAccessibleInBothThemes(registrar);
});
