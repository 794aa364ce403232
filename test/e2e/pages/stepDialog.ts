import type { Locator, Page } from '@playwright/test';
import { type FormDialog, formDialog } from './dialog.ts';

type ChoiceField = 'Message' | 'Primary table' | 'Event handler' | "Run in user's context";

/** Register new step, Edit step and Copy step. */
export interface StepDialog extends FormDialog {
  readonly message: Locator;
  readonly table: Locator;
  /** The steps beside the form, in their order; the edited one is the current one. */
  readonly order: Locator;
  choose(field: ChoiceField, text: string): Promise<void>;
  /** Columns that the step waits for, by their logical names. */
  chooseColumns(names: readonly string[]): Promise<void>;
  save(): Promise<void>;
}

export function stepDialog(page: Page): StepDialog {
  const form = formDialog(page, /^(Register new|Edit|Copy) step$/);
  const combobox = (name: string) => form.dialog.getByRole('combobox', { name, exact: true });
  return {
    ...form,
    message: combobox('Message'),
    table: combobox('Primary table'),
    order: form.dialog.getByRole('complementary', { name: 'Order of execution' }).getByRole('listitem'),
    async choose(field, text) {
      await combobox(field).fill(text);
      // The list is drawn above the dialog; the logical name follows the display name.
      await page
        .getByRole('option', {
          name: new RegExp(`^${text.replaceAll('.', '\\.')}( |$|${text.toLowerCase()}|[A-Z])`),
        })
        .first()
        .click();
    },
    async chooseColumns(names) {
      await form.dialog.getByRole('radio', { name: 'Only when one of these is sent' }).check();
      await checkColumns(form, names);
    },
    async save() {
      await form.button('Save').click();
      await form.closed();
    },
  };
}

/** Searches each column and checks it. */
export async function checkColumns(form: FormDialog, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await form.dialog.getByRole('searchbox', { name: 'Search columns' }).fill(name);
    await columnCheckbox(form, name).check();
  }
}

/** The box of a column that is called so and not only something like it. */
export function columnCheckbox({ dialog }: FormDialog, name: string): Locator {
  return dialog.getByRole('checkbox', { name: new RegExp(` ${name} [A-Z]`) });
}
