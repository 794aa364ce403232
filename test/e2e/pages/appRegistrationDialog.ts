import type { Locator, Page } from '@playwright/test';
import { type FormDialog, formDialog } from './dialog.ts';

export interface AppRegistrationDialog extends FormDialog {
  /** Where in the form it is. */
  readonly step: Locator;
  readonly code: Locator;
  readonly address: Locator;
  way(name: string): Locator;
  choice(name: string | RegExp): Locator;
  /** A text for a machine, by its label. */
  text(label: string): Locator;
  /** Lines of the test. */
  readonly lines: Locator;
}

export function appRegistrationDialog(page: Page): AppRegistrationDialog {
  const form = formDialog(page, 'App registration');
  const { dialog } = form;
  return {
    ...form,
    step: dialog.getByRole('list', { name: 'Steps of this form' }).locator('[aria-current="step"]'),
    code: dialog.getByLabel('Code', { exact: true }),
    address: dialog.getByLabel('Address', { exact: true }),
    way: (name) => dialog.getByRole('tab', { name }),
    choice: (name) => dialog.getByRole('radio', { name }),
    text: (label) => dialog.getByRole('region', { name: label, exact: true }),
    lines: dialog.getByRole('list', { name: 'Test of the registration' }).getByRole('listitem'),
  };
}

/** Opens a command of the menu Tools. */
export async function openTool(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Tools' }).click();
  await page.getByRole('menuitem', { name }).click();
}
