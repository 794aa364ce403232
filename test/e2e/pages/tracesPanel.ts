import type { Locator, Page } from '@playwright/test';

/** The traces of what is selected: the list, and the trace that is open. */
export interface TracesPanel {
  readonly rows: Locator;
  readonly trace: Locator;
  readonly filters: Locator;
  button(name: string | RegExp): Locator;
  menu(name: string | RegExp, item: string | RegExp): Promise<void>;
  show(): Promise<void>;
}

export function tracesPanel(page: Page): TracesPanel {
  const panel = page.getByRole('region', { name: 'What happens' });
  const button = (name: string | RegExp) => panel.getByRole('button', { name, exact: true });
  return {
    rows: panel
      .getByRole('grid', { name: 'Traces' })
      .getByRole('row')
      .filter({ has: page.getByRole('gridcell') }),
    trace: panel.getByRole('region', { name: 'Trace', exact: true }),
    filters: panel.getByRole('search', { name: 'Filter the traces' }),
    button,
    async menu(name, item) {
      await button(name).click();
      await page.getByRole('menuitem', { name: item }).click();
    },
    async show() {
      await panel.getByRole('tab', { name: /^Traces/ }).click();
    },
  };
}
