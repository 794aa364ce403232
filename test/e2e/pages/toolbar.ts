import type { Locator, Page } from '@playwright/test';

export type Command =
  | 'Edit'
  | 'Update'
  | 'Disable'
  | 'Enable'
  | 'Test run'
  | 'Check'
  | 'Unregister'
  | 'Refresh';
export type Registration =
  | 'Register New Assembly'
  | 'Register New Package'
  | 'Register New Service Endpoint'
  | 'Register New Web Hook'
  | 'Register New Step'
  | 'Register New Image';

/** The commands above the tree. */
export interface Toolbar {
  command(name: Command): Locator;
  run(name: Command): Promise<void>;
  register(what: Registration): Promise<void>;
  /** A command of the menu Tools. */
  tool(name: string): Promise<void>;
}

export function toolbar(page: Page): Toolbar {
  const bar = page.getByRole('region', { name: 'Commands' });
  const command = (name: Command) => bar.getByRole('button', { name, exact: true });
  return {
    command,
    async run(name) {
      await command(name).click();
    },
    async register(what) {
      await bar.getByRole('button', { name: 'Register', exact: true }).click();
      await page.getByRole('menuitem', { name: what }).click();
    },
    async tool(name) {
      await bar.getByRole('button', { name: 'Tools', exact: true }).click();
      await page.getByRole('menuitem', { name }).click();
    },
  };
}
