import { expect, type Locator, type Page } from '@playwright/test';

/** A form in a dialog, whichever. */
export interface FormDialog {
  readonly dialog: Locator;
  /** What it says went wrong. */
  readonly failure: Locator;
  readonly cancel: Locator;
  button(name: string | RegExp): Locator;
  field(label: string | RegExp): Locator;
  closed(): Promise<void>;
}

export function formDialog(page: Page, title: string | RegExp): FormDialog {
  const dialog = page.getByRole('dialog', { name: title });
  return {
    dialog,
    // A field's own problem is an alert too; it stands beside the field.
    failure: dialog.getByRole('alert').filter({ has: page.locator('details, p') }),
    cancel: dialog.getByRole('button', { name: 'Cancel', exact: true }),
    button: (name) => dialog.getByRole('button', { name, exact: true }),
    field: (label) => dialog.getByLabel(label, { exact: true }),
    closed: () => expect(dialog).toHaveCount(0),
  };
}

/** A question that has to be answered before anything goes on. */
export interface Question {
  readonly dialog: Locator;
  answer(name: string): Promise<void>;
}

export function question(page: Page, title: string | RegExp): Question {
  const dialog = page.getByRole('alertdialog', { name: title });
  return {
    dialog,
    async answer(name) {
      await dialog.getByRole('button', { name, exact: true }).click();
      await expect(dialog).toHaveCount(0);
    },
  };
}
