import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

interface Extent {
  /** Only these rules. */
  readonly rules?: readonly string[];
  /** Only these parts of the page, by selector: the rest was looked at before. */
  readonly within?: readonly string[];
}

/** No violation of WCAG 2.2 A and AA on what the page shows now. */
export async function expectAccessible(page: Page, { rules, within = [] }: Extent = {}): Promise<void> {
  // A dialog that fades in is measured half transparent.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      // A line of progress that nobody knows the end of runs on.
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
      .every(({ playState }) => playState !== 'running'),
  );
  const axe = new AxeBuilder({ page });
  for (const selector of within) axe.include(selector);
  if (rules) axe.withRules([...rules]);
  else axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']);
  const { violations } = await axe
    // Fluent's guards at the edges of a dialog: they take the focus only to send it on.
    .exclude('[data-tabster-dummy]')
    .analyze();
  expect(
    violations.map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map(({ html, target, failureSummary }) => ({
        html: html.slice(0, 160),
        target,
        failureSummary,
      })),
    })),
  ).toEqual([]);
}

/** The same in both themes: in the dark one only colours can be wrong that are right in the light one. */
export async function expectAccessibleInBothThemes(page: Page, within?: readonly string[]): Promise<void> {
  const extent = within ? { within } : {};
  await expectAccessible(page, extent);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('[data-theme="dark"]').first()).toBeAttached();
  await expectAccessible(page, { ...extent, rules: ['color-contrast', 'link-in-text-block'] });
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(page.locator('[data-theme="light"]').first()).toBeAttached();
}
