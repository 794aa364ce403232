import { expect, type Locator, type Page } from '@playwright/test';

/** Presses Tab until the focus is there, as somebody would who looks at where it is; in a menu an arrow key. */
export async function tabTo(
  page: Page,
  target: Locator,
  key: 'Tab' | 'Shift+Tab' | 'ArrowDown' = 'Tab',
): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  await expect(target, `${key} leads there.`).toBeFocused();
}
