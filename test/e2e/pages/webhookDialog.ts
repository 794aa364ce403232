import { expect, type Locator, type Page } from '@playwright/test';
import { type FormDialog, formDialog } from './dialog.ts';

/** Register new webhook, Edit webhook, and Check of one. */
export interface WebhookDialog extends FormDialog {
  /** What a test call came to. */
  readonly result: Locator;
  header(row: number, name: string, value: string): Promise<void>;
  testCall(): Promise<void>;
  save(): Promise<void>;
}

export function webhookDialog(page: Page, title: string | RegExp): WebhookDialog {
  const form = formDialog(page, title);
  return {
    ...form,
    result: form.dialog.getByRole('status', { name: 'Result of the test call' }),
    async header(row, name, value) {
      await form.field(`Header ${row} name`).fill(name);
      await form.field(`Header ${row} value`).fill(value);
    },
    async testCall() {
      await form.button('Test call').click();
    },
    async save() {
      await form.button('Save').click();
      await expect(form.dialog).toHaveCount(0);
    },
  };
}
