import type { Locator, Page } from '@playwright/test';
import { type FormDialog, formDialog } from './dialog.ts';

/** Register new assembly or package, and Update. */
export interface AssemblyDialog extends FormDialog {
  readonly classes: Locator;
  choose(fileName: string, bytes: Buffer): Promise<void>;
  openPath(path: string): Promise<void>;
  submit(verb: 'Register' | 'Update'): Promise<void>;
}

export function assemblyDialog(page: Page, title: string | RegExp): AssemblyDialog {
  const form = formDialog(page, title);
  return {
    ...form,
    classes: form.dialog.getByRole('list', { name: 'Classes of the file' }),
    async choose(fileName, bytes) {
      await form.dialog
        .locator('input[type="file"]')
        .setInputFiles({ name: fileName, mimeType: 'application/octet-stream', buffer: bytes });
    },
    async openPath(path) {
      await form.field(/^Path on this computer/).fill(path);
      await form.button('Open').click();
    },
    async submit(verb) {
      await form.button(verb).click();
      await form.closed();
    },
  };
}
