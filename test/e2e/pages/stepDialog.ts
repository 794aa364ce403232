import type { Locator, Page } from '@playwright/test';
import { type FormDialog, formDialog } from './dialog.ts';

/** Register new step, and Edit step. */
export interface StepDialog extends FormDialog {
  readonly message: Locator;
  readonly table: Locator;
  choose(field: 'Message' | 'Primary table', text: string): Promise<void>;
  save(): Promise<void>;
}

export function stepDialog(page: Page): StepDialog {
  const form = formDialog(page, /^(Register new|Edit) step$/);
  const combobox = (name: string) => form.dialog.getByRole('combobox', { name, exact: true });
  return {
    ...form,
    message: combobox('Message'),
    table: combobox('Primary table'),
    async choose(field, text) {
      await combobox(field).fill(text);
      // The list is drawn above the dialog; the logical name follows the display name.
      await page
        .getByRole('option', { name: new RegExp(`^${text}( |$|${text.toLowerCase()})`) })
        .first()
        .click();
    },
    async save() {
      await form.button('Save').click();
      await form.closed();
    },
  };
}
