import type { Locator, Page } from '@playwright/test';

/** The system jobs of what is selected: the list, and the job that is open. */
export interface JobsPanel {
  readonly rows: Locator;
  readonly job: Locator;
  button(name: 'Refresh' | 'Retry' | 'Cancel job'): Locator;
  show(): Promise<void>;
}

export function jobsPanel(page: Page): JobsPanel {
  const panel = page.getByRole('region', { name: 'What happens' });
  return {
    rows: panel
      .getByRole('grid', { name: 'System jobs' })
      .getByRole('row')
      .filter({ has: page.getByRole('gridcell') }),
    job: panel.getByRole('region', { name: 'System job', exact: true }),
    button: (name) => panel.getByRole('button', { name, exact: true }),
    async show() {
      await panel.getByRole('tab', { name: 'System jobs' }).click();
    },
  };
}
