import type { Locator, Page } from '@playwright/test';

/** The page Keys: its parts, and the plan of many keys. */
export interface KeysPage {
  readonly table: Locator;
  readonly plan: Locator;
  readonly summary: Locator;
  readonly file: Locator;
  show(part: string): Promise<void>;
  /** A row of the plan by its endpoint. */
  planned(endpoint: string): Locator;
  press(name: string | RegExp): Promise<void>;
}

export async function openKeysPage(page: Page): Promise<KeysPage> {
  await page.getByRole('button', { name: 'Tools' }).click();
  await page.getByRole('menuitem', { name: 'Keys', exact: true }).click();
  const content = page.getByRole('region', { name: 'Content of Keys' });
  const plan = content.getByRole('grid', { name: 'Keys to save' });
  return {
    table: content.getByRole('grid', { name: 'Keys', exact: true }),
    plan,
    summary: content.getByRole('status').first(),
    file: content.getByLabel('File of keys'),
    show: (part) => content.getByRole('tab', { name: part }).click(),
    planned: (endpoint) => plan.getByRole('row').filter({ hasText: endpoint }),
    press: (name) => content.getByRole('button', { name }).click(),
  };
}
