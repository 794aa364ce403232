import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { activityPanel } from './pages/activityPanel.ts';
import { connectDialog } from './pages/connectDialog.ts';
import { formDialog } from './pages/dialog.ts';
import { endpointWizard } from './pages/endpointWizard.ts';
import { explorer } from './pages/explorer.ts';
import { messagesPanel } from './pages/messagesPanel.ts';
import { toolbar } from './pages/toolbar.ts';
import { expect, test, untilLoaded } from './support/app.ts';
import { sandboxConnection } from './support/arrange.ts';
import { keyOf, withEntity, withKey } from './support/strings.ts';

/** Every way in which bytes of a secret may be written down. */
function spellings(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll('/', '\\/'),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('hex'),
  ];
}

function found(text: string, secrets: readonly string[]): string[] {
  return secrets.flatMap(spellings).filter((spelling) => text.includes(spelling));
}

function filesBelow(folder: string, except: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry: Dirent) => {
    const path = join(folder, entry.name);
    if (path === except) return [];
    return entry.isDirectory() ? filesBelow(path, except) : [path];
  });
}

/** What is kept in the browser, and what is in the page, drawn or not. */
async function contentOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const parts = [document.documentElement.outerHTML];
    for (const field of document.querySelectorAll('input, textarea')) parts.push(Reflect.get(field, 'value'));
    for (const storage of [localStorage, sessionStorage]) parts.push(JSON.stringify({ ...storage }));
    parts.push(document.cookie, location.href, JSON.stringify(history.state), window.name);
    parts.push(JSON.stringify(await indexedDB.databases()), JSON.stringify(await caches.keys()));
    return parts.join('\n');
  });
}

test('a key that was typed is afterwards nowhere but with Dataverse', async ({ app, page }) => {
  const received: string[] = [];
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => received.push(payload.toString()));
  });
  const console: string[] = [];
  page.on('console', (message) => console.push(message.text()));
  await page.goto(app.openAddress);
  await untilLoaded(page);

  const { manage, listen } = app.sandbox.addresses.connectionStrings;
  // Of nobody else, so that every trace of it is ours; the right ones are registered and listened with below.
  const typed = Buffer.from('typed once, kept nowhere, 32 b/+').toString('base64');
  const replaced = Buffer.from('another key that is typed now/+?').toString('base64');
  const secrets = [typed, replaced];
  const wizard = endpointWizard(page);
  const tree = explorer(page);

  await test.step('registered, after a check and a refusal', async () => {
    await toolbar(page).register('Register New Service Endpoint');
    await wizard.connectionString.fill(withKey(withEntity(manage, 'crm-orders'), typed));
    await wizard.next();
    await wizard.field('Name').fill('Keeps its secret');
    await wizard.check();
    await expect(wizard.verdict).toContainText('wrong');
    app.sandbox.webApi.faults.next({
      match: /POST .*serviceendpoints/,
      status: 400,
      message: `The value SharedAccessKey=${typed} was refused.`,
    });
    await wizard.button('Save').click();
    await expect(wizard.failure).toBeVisible();
    expect(found(await wizard.failure.innerHTML(), secrets)).toEqual([]);
    await wizard.save();
    await expect(tree.selected).toHaveText(/^Keeps its secret/);
  });

  await test.step('replaced by another one', async () => {
    const edit = formDialog(page, 'Edit service endpoint Keeps its secret');
    await toolbar(page).run('Edit');
    await edit.button('Replace').click();
    await edit.field('SAS key').fill(replaced);
    await edit.button('Save').click();
    await edit.closed();
  });

  await test.step('a listening key of the sandbox is given, and used', async () => {
    const messages = messagesPanel(page);
    const key = formDialog(page, 'Connection string for listening');
    await messages
      .button(/^(Change the key|Give a connection string)$/)
      .first()
      .click();
    await key.dialog.getByRole('textbox').fill(withEntity(listen, 'crm-orders'));
    await key.button('Try and keep').click();
    await key.closed();
    await messages.start();
  });

  await test.step('the activity shows the request without it', async () => {
    const activity = activityPanel(page);
    await activity.show();
    await activity.open('serviceEndpoint.create');
    await expect(activity.request).toContainText('saskey');
    expect(found(await activity.request.innerHTML(), secrets)).toEqual([]);
  });

  await test.step('nor is it in the page, in what the page keeps, or in its console', async () => {
    expect(found(await contentOf(page), secrets)).toEqual([]);
    expect(found(console.join('\n'), secrets)).toEqual([]);
  });

  await test.step('nor in anything that the core told the page', async () => {
    expect(received.length).toBeGreaterThan(20);
    const told = received.join('\n');
    expect(found(told, secrets)).toEqual([]);
    // The sandbox gives its own strings away, to be copied; the key of listening goes no other way.
    const others = received.filter((frame) => !frame.includes('"queues"'));
    expect(found(others.join('\n'), [keyOf(listen)])).toEqual([]);
  });

  await test.step('nor in a preference, an activity entry or an export', async () => {
    const connectionId = await sandboxConnection(app);
    const kept = JSON.stringify([
      await app.core.call('preference.list', {}),
      await app.core.call('activity.list', { connectionId, after: 0 }),
      await app.core.call('registrations.load', { connectionId }),
    ]);
    expect(found(kept, [...secrets, keyOf(listen)])).toEqual([]);
  });

  await test.step('nor in a file, the log among them', async () => {
    await app.sandbox.flush();
    await app.stop();
    const files = filesBelow(app.dataFolder, join(app.dataFolder, 'sandbox'));
    expect(files.some((file) => file.endsWith('preferences.json'))).toBe(true);
    for (const file of files) {
      // Byte by byte, so that a text in another encoding is found as well.
      const content = readFileSync(file).toString('latin1');
      expect({ file, found: found(content, [...secrets, keyOf(listen)]) }).toEqual({ file, found: [] });
    }
    // The search finds what is there: Dataverse, which is the sandbox's own folder, has the key.
    const state = filesBelow(join(app.dataFolder, 'sandbox'), '').map((file) => readFileSync(file, 'latin1'));
    expect(found(state.join('\n'), [replaced])).not.toEqual([]);
    await app.restart();
  });
});

/** All that the page's scripts hold in memory, after what nobody holds any more was let go. */
async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return chunks.join('');
}

test('what was typed to sign in is in the memory of the page no more, and no token ever was', async ({
  app,
  registrar,
}) => {
  const { signIn, webApi } = app.sandbox.addresses;
  const received: string[] = [];
  registrar.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => received.push(payload.toString()));
  });
  await registrar.reload();
  await untilLoaded(registrar);
  const own = signIn.applications.find(({ secret, secretExpired }) => secret && !secretExpired);
  const nancy = signIn.accounts.find(({ userName }) => userName.startsWith('nancy@'));
  const secret = own?.secret ?? '';
  const password = nancy?.password ?? '';
  expect(Math.min(secret.length, password.length)).toBeGreaterThan(7);
  const connect = connectDialog(registrar);
  const finish = async (name: string) => {
    await expect(connect.step).toHaveText(/Organisation/);
    await connect.field(/^Address/).fill(webApi);
    await connect.button('Next').click();
    await connect.field(/^Name/).fill(name);
    await connect.button('Connect').click();
    await connect.closed();
    await untilLoaded(registrar);
  };

  await test.step('with a connection string that holds a client secret', async () => {
    await connect.open();
    await connect.button('Paste a connection string…').click();
    await connect
      .field('Connection string')
      .fill(
        `AuthType=ClientSecret;Url=${new URL(webApi).origin};ClientId=${own?.clientId};ClientSecret=${secret}`,
      );
    await connect.button('Use it').click();
    // The search finds what is there.
    expect(found(await heapOf(registrar), [secret])).not.toEqual([]);
    await connect.button('Sign in').click();
    await expect(connect.dialog.getByText('one signs in at')).toBeVisible();
    await connect.button('Sign in').click();
    await finish('As an application');
  });

  await test.step('with user name and password', async () => {
    await connect.open();
    await connect.dialog.getByRole('radio', { name: 'Another one' }).check();
    await connect.method.selectOption('With user name and password');
    await connect.useCloud(signIn);
    await connect.field(/^User name/).fill(nancy?.userName ?? '');
    await connect.field(/^Password/).fill(password);
    await connect.button('Sign in').click();
    await finish('With a password');
  });

  await test.step('the page has forgotten it', async () => {
    // What was typed last may still be held for the next key press; another dialog takes its place.
    await registrar.getByRole('button', { name: 'Settings' }).click();
    await expect(registrar.getByRole('dialog').getByRole('heading').first()).toBeVisible();
    await registrar.keyboard.press('Escape');
    await expect(registrar.getByRole('dialog')).toHaveCount(0);
    const heap = await heapOf(registrar);
    expect(found(heap, [secret, password])).toEqual([]);
    expect(heap).not.toMatch(/eyJ[\w-]{10,}\.eyJ/);
    expect(found(await contentOf(registrar), [secret, password])).toEqual([]);
    expect(found(received.join('\n'), [secret, password])).toEqual([]);
    expect(received.join('\n')).not.toMatch(/eyJ[\w-]{10,}\.eyJ/);
  });
});
