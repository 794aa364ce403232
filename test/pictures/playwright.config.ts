import { defineConfig } from '@playwright/test';
import tests from '../../playwright.config.ts';

/** `npm run pictures`: what the pages under docs show, taken of the real program. Not a part of the tests. */
export default defineConfig({
  ...tests,
  testDir: '.',
  testMatch: '*.pictures.ts',
  outputDir: '../../test-results/pictures',
  workers: 1,
  projects: [{ name: 'light', use: { colorScheme: 'light', reducedMotion: 'reduce' } }],
});
