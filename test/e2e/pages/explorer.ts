import { expect, type Locator, type Page } from '@playwright/test';

const title = 'Registered Plug-ins & Custom Workflow Activities';

/** The tree of registrations and what is beside it: search above, details to the right. */
export interface Explorer {
  readonly tree: Locator;
  readonly search: Locator;
  readonly details: Locator;
  /** The rows whose name begins with the text; the row's fact follows the name. */
  row(name: string): Locator;
  readonly selected: Locator;
  /** Which of the orders above the tree is chosen: radio buttons by their names. */
  order(name: string): Locator;
  readonly filterButton: Locator;
  readonly filters: Locator;
  select(name: string): Promise<void>;
  unfold(name: string): Promise<void>;
}

export function explorer(page: Page): Explorer {
  const tree = page.getByRole('tree', { name: title });
  const row = (name: string) => tree.getByRole('treeitem', { name: startingWith(name) });
  return {
    tree,
    search: page.getByRole('searchbox', { name: 'Search registrations' }),
    details: page.getByRole('region', { name: 'Details' }),
    row,
    order: (name) =>
      page.getByRole('radiogroup', { name: 'Order the tree by' }).getByRole('radio', { name, exact: true }),
    filterButton: page.getByRole('button', { name: /^Filter( \(\d+\))?$/ }),
    filters: page.getByRole('dialog', { name: 'Filter the tree' }),
    selected: tree.getByRole('treeitem', { selected: true }),
    async select(name) {
      await row(name).first().click();
      await expect(row(name).first()).toHaveAttribute('aria-selected', 'true');
    },
    async unfold(name) {
      await row(name).first().click();
      await page.keyboard.press('ArrowRight');
      await expect(row(name).first()).toHaveAttribute('aria-expanded', 'true');
    },
  };
}

function startingWith(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.*+?^$()[\]{}|\\]/g, '\\$&')}`);
}
