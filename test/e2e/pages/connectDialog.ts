import { expect, type Locator, type Page } from '@playwright/test';
import { type FormDialog, formDialog } from './dialog.ts';

export interface ConnectDialog extends FormDialog {
  readonly method: Locator;
  open(): Promise<void>;
  /** Fills in a cloud by its addresses. */
  useCloud(cloud: { readonly authority: string; readonly discovery?: string }): Promise<void>;
  /** Where in the form it is. */
  readonly step: Locator;
  organization(name: string | RegExp): Locator;
}

export function connectDialog(page: Page): ConnectDialog {
  const form = formDialog(page, 'Connect to an organisation');
  const { dialog } = form;
  return {
    ...form,
    method: dialog.getByRole('combobox', { name: 'How to sign in' }),
    async open() {
      await page.getByRole('button', { name: 'Open an organisation' }).click();
      await page.getByRole('menuitem', { name: /Connect to an organisation/ }).click();
      await expect(dialog).toBeVisible();
    },
    async useCloud({ authority, discovery }) {
      await dialog.getByRole('combobox', { name: 'Cloud' }).selectOption('Another one, by its address');
      await dialog.getByLabel(/^Sign-in address/).fill(authority);
      if (discovery) await dialog.getByLabel(/^Discovery address/).fill(discovery);
    },
    step: dialog.getByRole('list', { name: 'Steps of this form' }).locator('[aria-current="step"]'),
    organization: (name) => dialog.getByRole('row', { name }),
  };
}
