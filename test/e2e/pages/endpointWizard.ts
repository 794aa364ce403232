import { expect, type Locator, type Page } from '@playwright/test';
import { type FormDialog, formDialog } from './dialog.ts';

/** Register new service endpoint: Connection, Settings, Check. */
export interface EndpointWizard extends FormDialog {
  readonly connectionString: Locator;
  readonly understood: Locator;
  readonly checks: Locator;
  readonly verdict: Locator;
  next(): Promise<void>;
  check(): Promise<void>;
  save(): Promise<void>;
}

export function endpointWizard(page: Page): EndpointWizard {
  const form = formDialog(page, 'Register new service endpoint');
  const { dialog } = form;
  return {
    ...form,
    connectionString: dialog.getByRole('textbox', { name: 'Connection string', exact: true }),
    understood: dialog.getByLabel('What was understood'),
    checks: dialog.getByRole('list', { name: 'Checks from this computer' }).getByRole('listitem'),
    verdict: dialog.getByRole('status'),
    async next() {
      await form.button('Next').click();
      await expect(form.field('Name')).toBeVisible();
    },
    async check() {
      await form.button('Check').click();
    },
    async save() {
      await form.button('Save').click();
      await form.closed();
    },
  };
}
