import type { Locator, Page } from '@playwright/test';
import { type FormDialog, formDialog } from './dialog.ts';

/** The tabs of the open organisations. */
export interface TabBar {
  readonly all: Locator;
  readonly front: Locator;
  tab(name: string): Locator;
  open(name: string): Promise<void>;
}

export function tabBar(page: Page): TabBar {
  const bar = page.getByRole('navigation', { name: 'Organisations' });
  const all = bar.locator('li > button:first-child');
  return {
    all,
    front: bar.locator('[aria-current="page"]'),
    tab: (name) => all.filter({ hasText: name }),
    async open(name) {
      await page.getByRole('button', { name: 'Open an organisation' }).click();
      await page.getByRole('menuitem', { name, exact: true }).click();
      // The toolbar was under the menu: its hints would cover the tabs.
      await page.mouse.move(0, 0);
    },
  };
}

export function editConnectionDialog(page: Page): FormDialog {
  return formDialog(page, /^Edit connection/);
}

/** The menu of a connection in the settings. */
export function connectionMenu(page: Page, name: string): { choose(item: string): Promise<void> } {
  return {
    async choose(item) {
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByRole('button', { name: `Connection ${name}` }).click();
      await page.getByRole('menuitem', { name: item }).click();
    },
  };
}
