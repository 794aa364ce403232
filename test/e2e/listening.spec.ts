import type { Page } from '@playwright/test';
import { question } from './pages/dialog.ts';
import { explorer } from './pages/explorer.ts';
import { type MessagesPanel, messagesPanel } from './pages/messagesPanel.ts';
import { toolbar } from './pages/toolbar.ts';
import { expect, test, untilLoaded } from './support/app.ts';
import { arrangeEndpoint } from './support/arrange.ts';
import { accountMessage } from './support/contexts.ts';
import type { RunningApp } from './support/startApp.ts';

const queue = 'crm-orders';

/** Posts as Dataverse would, without the minutes that 10,000 rows take. */
function post(app: RunningApp, names: readonly string[]): void {
  for (const name of names) app.sandbox.broker.send(queue, accountMessage(name));
}

const numbered = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, at) => `Account ${first + at}`);

async function listen(app: RunningApp, page: Page): Promise<MessagesPanel> {
  await arrangeEndpoint(app, { name: 'Orders here' });
  await toolbar(page).run('Refresh');
  await explorer(page).select('Orders here');
  const messages = messagesPanel(page);
  await messages.start();
  return messages;
}

const names = (messages: MessagesPanel) => messages.rows.getByRole('gridcell', { name: /^Account \d/ });

test('the broker is cut off while listening: said, and gone on with, nothing twice', async ({
  app,
  registrar,
}) => {
  const messages = await listen(app, registrar);
  post(app, numbered(1, 3));
  await expect(messages.rows).toHaveCount(3);

  await test.step('a short cut', async () => {
    app.sandbox.broker.setFault({ kind: 'unreachable' });
    app.sandbox.broker.cutConnections();
    await expect(messages.panel).toContainText('reconnecting');
    await expect(messages.state).toContainText('was lost. Trying again');
    post(app, numbered(4, 5));
    app.sandbox.broker.setFault(undefined);
    await expect(messages.panel).toContainText('live');
    await expect(names(messages)).toHaveText(numbered(1, 5).reverse());
  });

  await test.step('again and again', async () => {
    for (let round = 0; round < 3; round += 1) {
      app.sandbox.broker.cutConnections();
      post(app, [`Account ${6 + round}`]);
      await expect(messages.rows).toHaveCount(6 + round);
    }
    await expect(names(messages)).toHaveText(numbered(1, 8).reverse());
  });
});

test('pause, go on, clear, and a page that is loaded again', async ({ app, registrar }) => {
  const messages = await listen(app, registrar);
  post(app, numbered(1, 2));
  await expect(messages.rows).toHaveCount(2);
  await messages.button('Pause').click();
  await expect(messages.state).toContainText('Paused. Messages gather in queue crm-orders.');
  post(app, numbered(3, 4));
  await messages.button('Resume').click();
  await expect(names(messages)).toHaveText(numbered(1, 4).reverse());

  await test.step('the listener goes on while the page is away', async () => {
    await registrar.reload();
    await untilLoaded(registrar);
    post(app, numbered(5, 5));
    await explorer(registrar).select('Orders here');
    await expect(names(messages)).toHaveText(numbered(1, 5).reverse());
  });

  await test.step('clearing empties the list and not the queue', async () => {
    await messages.button('Clear').click();
    await expect(messages.panel).toContainText('Listening, nothing has arrived yet');
    post(app, numbered(6, 6));
    await expect(names(messages)).toHaveText(['Account 6']);
    expect(app.sandbox.broker.counts(queue).active).toBe(6);
    await messages.button('Stop').click();
    await expect(messages.button('Start').first()).toBeVisible();
  });
});

test('receiving takes messages out, after a question', async ({ app, registrar }) => {
  await arrangeEndpoint(app, { name: 'Orders here' });
  post(app, numbered(1, 3));
  await toolbar(registrar).run('Refresh');
  await explorer(registrar).select('Orders here');
  const messages = messagesPanel(registrar);
  const ask = question(registrar, 'Take messages out of crm-orders?');
  await messages.mode.selectOption('receive');
  await messages.button('Start').click();
  await expect(ask.dialog).toContainText('no other program gets it any more');
  await ask.answer('Cancel');
  expect(app.sandbox.broker.counts(queue).active).toBe(3);
  await messages.button('Start').click();
  await ask.answer('Take them out');
  await expect(messages.state).toContainText('Receiving from queue crm-orders. Messages are taken out.');
  await expect(messages.rows).toHaveCount(3);
  await expect.poll(() => app.sandbox.broker.counts(queue).active).toBe(0);
});

test('a message is read from every side', async ({ app, registrar }) => {
  const messages = await listen(app, registrar);
  post(app, ['Account 1']);
  app.sandbox.broker.send(queue, { body: 'not of Dataverse {', contentType: 'application/json' });
  await expect(messages.rows).toHaveCount(2);

  await test.step('one that is not of Dataverse says so and is shown as it is', async () => {
    await expect(messages.rows.first()).toContainText('Unreadable');
    await messages.open('Unreadable');
    await messages.show('Raw');
    await expect(messages.body).toContainText('not of Dataverse {');
  });

  await test.step('one of Dataverse', async () => {
    await messages.open('Account 1');
    await messages.show('Changes');
    await expect(messages.body.getByRole('row', { name: /name/ }).first()).toContainText('Account 1');
    await messages.show('Input');
    await expect(messages.body).toContainText('Target');
    await messages.show('Output');
    await expect(messages.body).toContainText(/\S/);
    await messages.show('Images');
    await expect(messages.body).toContainText(/\S/);
    await messages.show('Shared');
    await expect(messages.body).toContainText(/\S/);
    await messages.show('Parent');
    await expect(messages.body).toContainText(/\S/);
    await messages.show('Context');
    await expect(messages.body).toContainText('Correlation id');
    await messages.show('Broker');
    await expect(messages.body).toContainText('Of the broker');
    await messages.show('Raw');
    await expect(messages.body).toContainText('"BusinessUnitId": "10203041-');
  });
});

test('10,000 messages stay fluent, and the oldest beyond are let go and counted', async ({
  app,
  registrar,
}) => {
  const messages = await listen(app, registrar);
  post(app, numbered(1, 10_000));
  await expect(messages.panel).toContainText('10,000 messages', { timeout: 30_000 });

  await test.step('only those in sight are drawn', async () => {
    expect(await messages.rows.count()).toBeLessThan(80);
    await messages.list.focus();
    await registrar.keyboard.press('End');
    await expect(names(messages).filter({ hasText: /^Account 1$/ })).toBeVisible();
    expect(await messages.rows.count()).toBeLessThan(80);
  });

  await test.step('what is read stays in its place while new ones come', async () => {
    await registrar.keyboard.press('Home');
    for (let page = 0; page < 6; page += 1) await registrar.keyboard.press('PageDown');
    const read = messages.list.getByRole('row', { selected: true });
    await expect(read).toBeInViewport();
    const [text, place] = [await read.textContent(), await read.boundingBox()];
    post(app, numbered(10_001, 10_050));
    await expect(messages.panel).toContainText('50 older let go');
    await expect(read).toHaveText(text ?? '');
    expect((await read.boundingBox())?.y).toBe(place?.y);
    const newer = messages.button(/^\d+ new$/);
    await expect(newer).toHaveText('50 new');
    await newer.click();
    await expect(names(messages).first()).toHaveText('Account 10050');
  });

  await test.step('a key press is answered at once', async () => {
    await messages.list.focus();
    await registrar.keyboard.press('Home');
    const waits = await registrar.evaluate(async () => {
      const grid = document.querySelector('[role="grid"][aria-label="Messages"]');
      const taken: number[] = [];
      for (let at = 0; at < 21; at += 1) {
        const before = performance.now();
        grid?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
        taken.push(performance.now() - before);
      }
      return taken.sort((one, other) => one - other);
    });
    // Half of them: single ones wait for other programs of a busy computer.
    expect(waits[10]).toBeLessThan(250);
  });
});
