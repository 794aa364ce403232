import { expect, type Locator, type Page } from '@playwright/test';
import { inProject } from '../../scripts/project.mjs';

/** Into another folder when only looked at: `PICTURES=some/folder npm run pictures`. */
const folder = process.env.PICTURES ?? inProject('docs', 'pictures');

/** The window as it is now, or the part of it that is meant, as `name`.png. */
export async function takePicture(page: Page, name: string, part?: Locator): Promise<void> {
  // No notice of before lies on it, nothing fades, nothing blinks.
  await expect(page.locator('.fui-Toast')).toHaveCount(0, { timeout: 20_000 });
  await page.mouse.move(0, 400);
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState, effect }) => {
      return playState !== 'running' || effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY;
    }),
  );
  await (part ?? page).screenshot({
    path: `${folder}/${name}.png`,
    animations: 'disabled',
    caret: 'hide',
    scale: 'css',
  });
}
