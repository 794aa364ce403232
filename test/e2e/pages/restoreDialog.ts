import type { Locator, Page } from '@playwright/test';
import { type FormDialog, formDialog } from './dialog.ts';

/** Brings back what was unregistered: from a kept copy, or from a file. */
export interface RestoreDialog extends FormDialog {
  readonly copies: Locator;
  /** What comes back, by kind: "4 plug-in types". */
  group(title: string | RegExp): Locator;
  chooseFile(path: string): Promise<void>;
}

export function restoreDialog(page: Page): RestoreDialog {
  const form = formDialog(page, 'Restore what was unregistered');
  return {
    ...form,
    copies: form.dialog.getByRole('list', { name: 'Recently unregistered here' }).getByRole('listitem'),
    group: (title) => form.dialog.getByRole('list', { name: title }),
    async chooseFile(path) {
      const choosing = page.waitForEvent('filechooser');
      await form.button('Choose a file…').click();
      await (await choosing).setFiles(path);
    },
  };
}
