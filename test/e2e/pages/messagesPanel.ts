import { expect, type Locator, type Page } from '@playwright/test';

export type MessageTab =
  | 'Changes'
  | 'Input'
  | 'Output'
  | 'Images'
  | 'Shared'
  | 'Parent'
  | 'Context'
  | 'Broker'
  | 'Raw';

/** What was posted to an endpoint: the list, and the message that is open. */
export interface MessagesPanel {
  readonly panel: Locator;
  /** What the listener says of itself. */
  readonly state: Locator;
  readonly list: Locator;
  /** Those that are drawn, without the header. */
  readonly rows: Locator;
  readonly message: Locator;
  /** What the open tab of the message shows. */
  readonly body: Locator;
  readonly source: Locator;
  readonly mode: Locator;
  readonly subscription: Locator;
  /** What the list says under a column's title, from the newest message on. */
  column(title: string): Promise<string[]>;
  button(name: string | RegExp): Locator;
  start(): Promise<void>;
  open(row: string | RegExp): Promise<void>;
  show(tab: MessageTab): Promise<void>;
}

export function messagesPanel(page: Page): MessagesPanel {
  const panel = page.getByRole('region', { name: 'What happens' });
  const list = panel.getByRole('grid', { name: 'Messages' });
  const rows = list.getByRole('row').filter({ has: page.getByRole('gridcell') });
  const message = panel.getByRole('region', { name: 'Message', exact: true });
  const state = panel.getByRole('status');
  const button = (name: string | RegExp) => panel.getByRole('button', { name, exact: true });
  return {
    panel,
    state,
    list,
    rows,
    message,
    body: message.getByRole('tabpanel'),
    source: panel.getByRole('combobox', { name: 'What to read' }),
    mode: panel.getByRole('combobox', { name: 'How to read' }),
    subscription: panel.getByRole('combobox', { name: 'Subscription' }),
    async column(title) {
      const titles = await list.getByRole('columnheader').allTextContents();
      const at = titles.indexOf(title);
      expect(titles, 'The list has this column.').toContain(title);
      return rows.evaluateAll(
        (drawn, index) =>
          drawn.map((row) => row.querySelectorAll('[role="gridcell"]')[index]?.textContent ?? ''),
        at,
      );
    },
    button,
    async start() {
      await expect(button('Start')).toBeEnabled();
      await button('Start').click();
      await expect(state).toContainText(/^(Looking at|Receiving from)/);
    },
    async open(row) {
      await rows.filter({ hasText: row }).first().click();
      await expect(message).toBeVisible();
    },
    async show(tab) {
      await message.getByRole('tab', { name: tab, exact: true }).click();
    },
  };
}
