import type { Locator, Page } from '@playwright/test';
import { type FormDialog, formDialog } from './dialog.ts';
import { checkColumns } from './stepDialog.ts';

/** Register new image, and Edit image. */
export interface ImageDialog extends FormDialog {
  readonly pre: Locator;
  readonly post: Locator;
  chooseColumns(names: readonly string[]): Promise<void>;
  save(): Promise<void>;
}

export function imageDialog(page: Page): ImageDialog {
  const form = formDialog(page, /^(Register new|Edit) image$/);
  return {
    ...form,
    pre: form.dialog.getByRole('checkbox', { name: 'Pre-image' }),
    post: form.dialog.getByRole('checkbox', { name: 'Post-image' }),
    chooseColumns: (names) => checkColumns(form, names),
    async save() {
      await form.button('Save').click();
      await form.closed();
    },
  };
}
