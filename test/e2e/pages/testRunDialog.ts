import { expect, type Locator, type Page } from '@playwright/test';
import { type FormDialog, formDialog } from './dialog.ts';

/** Triggers a step and follows what comes of it. */
export interface TestRunDialog extends FormDialog {
  /** What happened, a sentence each. */
  readonly lines: Locator;
  run(verb?: 'Create row' | 'Update row' | 'Delete row'): Promise<void>;
  openMessage(): Promise<void>;
}

export function testRunDialog(page: Page): TestRunDialog {
  const form = formDialog(page, 'Test run');
  return {
    ...form,
    lines: form.dialog.getByRole('list', { name: 'Test run' }).getByRole('listitem'),
    async run(verb = 'Create row') {
      await form.button(verb).click();
    },
    async openMessage() {
      await expect(form.button('Open message')).toBeEnabled();
      await form.button('Open message').click();
      await form.closed();
    },
  };
}
