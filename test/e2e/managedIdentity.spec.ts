import { fileURLToPath } from 'node:url';
import { formDialog } from './pages/dialog.ts';
import { explorer } from './pages/explorer.ts';
import { expectAccessibleInBothThemes } from './support/accessibility.ts';
import { expect, test } from './support/app.ts';

// What fades away while it is looked at has no contrast.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const certificate = fileURLToPath(new URL('../fixtures/certificates/chain/leaf.pem', import.meta.url));

test('an assembly gets a managed identity, and what Entra ID needs is there to copy', async ({
  registrar,
}) => {
  const tree = explorer(registrar);
  const dialog = formDialog(registrar, 'Managed identity of Contoso.Service.Plugins');
  const open = async () => {
    await tree.row('Contoso.Service.Plugins').first().click({ button: 'right' });
    await registrar.getByRole('menuitem', { name: 'Managed identity…' }).click();
  };
  await open();
  await expect(dialog.dialog.getByRole('region', { name: 'Bound now' })).toContainText('None.');
  await dialog.field('Another certificate').setInputFiles(certificate);
  await expect(dialog.dialog.getByRole('region', { name: 'Signing certificate' })).toContainText(
    'CN=crm.contoso.example',
  );
  await expect(dialog.button('Bind')).toHaveAccessibleDescription(/application id/);
  await dialog.field(/^Application id/).fill('11111111-2222-4333-8444-555555555555');
  const values = dialog.dialog.getByRole('region', { name: 'In Entra ID' });
  await expect(values).toContainText('/eid1/c/pub/t/');
  await expect(values).toContainText('api://AzureADTokenExchange');
  await expectAccessibleInBothThemes(registrar, ['[role="dialog"]']);
  await dialog.button('Bind').click();
  await dialog.closed();

  await open();
  const bound = dialog.dialog.getByRole('region', { name: 'Bound now' });
  await expect(bound).toContainText('11111111-2222-4333-8444-555555555555');
  await bound.getByRole('button', { name: 'Unbind' }).click();
  await expect(bound).toContainText('None.');
});
