import type { Locator, Page } from '@playwright/test';

/** The six steps that lead a newcomer through the sandbox. */
export interface Walkthrough {
  readonly panel: Locator;
  readonly current: Locator;
  /** Presses the button of the step that is next. */
  go(action: string): Promise<void>;
}

export function walkthrough(page: Page): Walkthrough {
  const panel = page.getByRole('region', { name: 'Walk-through' });
  return {
    panel,
    current: panel.locator('[aria-current="step"]'),
    async go(action) {
      await panel.getByRole('button', { name: action, exact: true }).click();
    },
  };
}
