import { expect, type Page } from '@playwright/test';

interface WhoSignsIn {
  readonly userName: string;
  readonly password: string;
}

/** Picks the account on the authority's own pages, and gives its password. */
export async function logIn(page: Page, { userName, password }: WhoSignsIn): Promise<void> {
  await page.getByLabel('Email').fill(userName);
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await givePassword(page, password);
}

/** Where the program has said already who signs in. */
export async function givePassword(page: Page, password: string): Promise<void> {
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Types a device code where the program said, and signs in there. */
export async function enterDeviceCode(
  page: Page,
  { address, code }: { readonly address: string; readonly code: string },
  who: WhoSignsIn,
): Promise<void> {
  await page.goto(address);
  await page.getByLabel('Code').fill(code);
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await logIn(page, who);
  await expect(page.getByRole('heading', { name: 'You have signed in' })).toBeVisible();
}
