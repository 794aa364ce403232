import { expect, test, untilLoaded } from './support/app.ts';

test('the token leaves the address bar, and scripts cannot read the cookie', async ({ app, registrar }) => {
  expect(registrar.url()).toBe(new URL('/', app.openAddress).href);
  const [cookie, ...others] = await registrar.context().cookies();
  expect(others).toEqual([]);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
  expect(await registrar.evaluate(() => document.cookie)).toBe('');
  await registrar.reload();
  await untilLoaded(registrar);
});

test('another page can neither show ours in a frame nor talk to it', async ({ app, browser, registrar }) => {
  const address = new URL(registrar.url());
  // A page of another port is another origin, and the same site: it has the cookie, which does not help it.
  const context = await browser.newContext({ storageState: await registrar.context().storageState() });
  const stranger = await context.newPage();
  await stranger.goto(app.sandbox.addresses.webApi);
  const tried = await stranger.evaluate(async (origin) => {
    const socket = await new Promise<string>((resolve) => {
      const opening = new WebSocket(`${origin.replace('http', 'ws')}/wire`);
      opening.onopen = () => resolve('open');
      opening.onerror = () => resolve('refused');
    });
    const read = await fetch(`${origin}/`, { credentials: 'include' }).then(
      (response) => response.status,
      () => 'refused',
    );
    const frame = document.createElement('iframe');
    frame.src = `${origin}/`;
    document.documentElement.append(frame);
    await new Promise((resolve) => {
      frame.onload = resolve;
    });
    return { socket, read, framed: frame.contentDocument === null };
  }, address.origin);
  expect(tried.socket).toBe('refused');
  expect(tried.read).toBe('refused');
  const framed = stranger.frames().find((frame) => frame !== stranger.mainFrame());
  expect(framed?.url()).not.toContain(address.host);
  await context.close();
});

test('the program goes away and comes back, and the page goes on', async ({ app, registrar }) => {
  await app.stop();
  await expect(registrar.getByText(/program does not answer/).first()).toBeVisible();
  await app.restart();
  await expect(registrar.getByText(/started anew/).first()).toBeVisible();
  const other = await registrar.context().newPage();
  await other.goto(app.openAddress);
  await untilLoaded(other);
  await expect(registrar.getByText(/started anew|does not answer/)).toHaveCount(0, { timeout: 15_000 });
});
