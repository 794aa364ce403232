import type { Locator, Page } from '@playwright/test';

/** Every request to the organisation, and the one that is open. */
export interface ActivityPanel {
  readonly rows: Locator;
  readonly request: Locator;
  show(): Promise<void>;
  open(operation: string): Promise<void>;
}

export function activityPanel(page: Page): ActivityPanel {
  const panel = page.getByRole('region', { name: 'What happens' });
  const rows = panel
    .getByRole('grid', { name: 'Requests' })
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell') });
  return {
    rows,
    request: panel.getByRole('region', { name: 'Request', exact: true }),
    async show() {
      await panel.getByRole('tab', { name: 'Activity' }).click();
    },
    async open(operation) {
      // Only the rows in sight are drawn, and newer requests push older ones down.
      await panel.getByRole('textbox', { name: 'Filter by operation or path' }).fill(operation);
      await rows.filter({ hasText: operation }).first().click();
    },
  };
}
