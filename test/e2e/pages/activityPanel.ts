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
      await rows.filter({ hasText: operation }).first().click();
    },
  };
}
