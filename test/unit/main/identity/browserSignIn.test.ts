import { type AddressInfo, connect, createServer } from 'node:net';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readToken } from '../../../../src/shared/domain/tokenContents.ts';
import {
  type AuthorityUnderTest,
  ignored,
  listenToProgress,
  noSignal,
  openIdentityUnderTest,
  startAuthorityUnderTest,
} from './identityUnderTest.ts';

let authority: AuthorityUnderTest;
beforeAll(async () => {
  authority = await startAuthorityUnderTest();
});

async function whoAmI(token: string, uniqueName?: string): Promise<number> {
  const response = await fetch(`${authority.webApi(uniqueName)}WhoAmI`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await response.body?.cancel();
  return response.status;
}

describe('signing in through the browser', () => {
  it('brings an account whose token the organisation accepts', async () => {
    const { identity, request, changes } = openIdentityUnderTest(authority, {
      openBrowser: authority.browserOf('nancy@contoso.example'),
    });
    const progress = vi.fn();
    const account = await identity.signIn(request('browser'), { signal: noSignal, progress });
    expect(account).toMatchObject({
      kind: 'user',
      method: 'browser',
      userName: 'nancy@contoso.example',
      name: 'Nancy Davolio',
      tenantId: authority.tenantId('contoso.example'),
      clientId: '51f81489-12ee-4a9e-aaae-a2591f45987d',
    });
    expect(progress).toHaveBeenCalledOnce();
    expect(progress.mock.calls[0]?.[0]).toMatchObject({ kind: 'browser', opened: true });
    expect(await identity.accounts()).toEqual([{ ...account, signInNeeded: false }]);
    expect(changes.count).toBe(1);
    const token = await identity.tokensOf(account.id, authority.url()).token();
    expect(await whoAmI(token)).toBe(200);
    expect(await identity.contentsOf(account.id, authority.url())).toMatchObject({
      audience: authority.url(),
      kind: 'user',
      scopes: ['user_impersonation'],
    });
  });

  it('asks for a second factor and for consent on the pages', async () => {
    for (const userName of ['amara@contoso.example', 'jonas@contoso.example']) {
      const { identity, request } = openIdentityUnderTest(authority, {
        openBrowser: authority.browserOf(userName),
      });
      const account = await identity.signIn(request('browser', { userName: null }), {
        signal: noSignal,
        progress: ignored,
      });
      expect(account.userName).toBe(userName);
    }
  });

  it('works with the link alone, where no browser can be opened', async () => {
    const { identity, request } = openIdentityUnderTest(authority, {
      openBrowser: () => Promise.reject(new Error('There is none.')),
    });
    const { progress, first } = listenToProgress();
    const signedIn = identity.signIn(request('browser'), { signal: noSignal, progress });
    const told = await first;
    if (told.kind !== 'browser') throw new Error('Another thing was told.');
    expect(told.opened).toBe(false);
    await authority.browserOf('nancy@contoso.example')(told.link);
    expect((await signedIn).userName).toBe('nancy@contoso.example');
  });

  it('can be cancelled while the browser is open; its port is free again', async () => {
    const { identity, request, kept } = openIdentityUnderTest(authority);
    const { progress, first } = listenToProgress();
    const abort = new AbortController();
    const signedIn = identity.signIn(request('browser'), { signal: abort.signal, progress });
    const told = await first;
    if (told.kind !== 'browser') throw new Error('Another thing was told.');
    const redirect = new URL(new URL(told.link).searchParams.get('redirect_uri') ?? '');
    expect(await isListening(Number(redirect.port))).toBe(true);
    abort.abort();
    await expect(signedIn).rejects.toMatchObject({ failure: { code: 'cancelled' } });
    await vi.waitUntil(async () => !(await isListening(Number(redirect.port))));
    expect(await identity.accounts()).toEqual([]);
    expect([...kept.keys()]).toEqual([]);
  });

  it('can be cancelled before anything is there, and while the authority does not answer', async () => {
    const { identity, request } = openIdentityUnderTest(authority);
    await expect(
      identity.signIn(request('browser'), { signal: AbortSignal.abort(), progress: ignored }),
    ).rejects.toMatchObject({ failure: { code: 'cancelled' } });

    const abort = new AbortController();
    const slow = openIdentityUnderTest(authority, {
      fetch: (_input, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
          abort.abort();
        }),
    });
    await expect(
      slow.identity.signIn(request('browser'), { signal: abort.signal, progress: ignored }),
    ).rejects.toMatchObject({ failure: { code: 'cancelled' } });
    expect(slow.opened).toEqual([]);
  });

  it('ends by itself when the browser was closed', async () => {
    const { identity, request, opened } = openIdentityUnderTest(authority, { browserPatience: 150 });
    await expect(
      identity.signIn(request('browser'), { signal: noSignal, progress: ignored }),
    ).rejects.toMatchObject({
      failure: { code: 'signIn', sentence: expect.stringContaining('may have been closed') },
    });
    const redirect = new URL(new URL(opened[0] ?? '').searchParams.get('redirect_uri') ?? '');
    await vi.waitUntil(async () => !(await isListening(Number(redirect.port))));
  });

  it('says what the pages refused', async () => {
    const press = (userName: string, button: string) => async (link: string) => {
      const visitor = authority.browser();
      await visitor.open(link);
      await authority.logIn(visitor, userName);
      await visitor.press(button);
      if (visitor.page.title === 'Working…') await visitor.press('Continue');
    };
    const blocked = openIdentityUnderTest(authority, {
      openBrowser: press('priya@contoso.example', 'Return to the application'),
    });
    await expect(
      blocked.identity.signIn(blocked.request('browser'), { signal: noSignal, progress: ignored }),
    ).rejects.toMatchObject({
      failure: {
        code: 'signIn',
        serverCode: 'AADSTS53003',
        sentence: expect.stringContaining('conditional access'),
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
    authority.sandbox.signIn.revokeConsent('jonas@contoso.example', '51f81489-12ee-4a9e-aaae-a2591f45987d');
    const declined = openIdentityUnderTest(authority, {
      openBrowser: press('jonas@contoso.example', 'Cancel'),
    });
    await expect(
      declined.identity.signIn(declined.request('browser'), { signal: noSignal, progress: ignored }),
    ).rejects.toMatchObject({ failure: { code: 'cancelled', serverCode: 'AADSTS65004' } });
  });

  it('waits at the port of an own redirect address, and refuses one that it cannot wait at', async () => {
    const { identity, request, opened } = openIdentityUnderTest(authority, {
      openBrowser: authority.browserOf('nancy@contoso.example'),
    });
    const port = await freePort();
    const { clientId } = authority.application('Contoso Desktop Tool');
    const account = await identity.signIn(
      request('browser', { redirect: `http://localhost:${port}`, clientId, tenant: 'contoso.example' }),
      { signal: noSignal, progress: ignored },
    );
    expect(account.clientId).toBe(clientId);
    expect(new URL(opened[0] ?? '').searchParams.get('redirect_uri')).toBe(`http://localhost:${port}`);
    await expect(
      identity.signIn(request('browser', { redirect: 'app://somewhere' }), {
        signal: noSignal,
        progress: ignored,
      }),
    ).rejects.toMatchObject({ failure: { code: 'invalid', fields: { redirect: expect.any(String) } } });
  });

  it('fills in the user name it was given', async () => {
    const { identity, request } = openIdentityUnderTest(authority);
    const { progress, first } = listenToProgress();
    const abort = new AbortController();
    const signedIn = identity.signIn(request('browser', { userName: 'nancy@contoso.example' }), {
      signal: abort.signal,
      progress,
    });
    const told = await first;
    abort.abort();
    await expect(signedIn).rejects.toMatchObject({ failure: { code: 'cancelled' } });
    if (told.kind !== 'browser') throw new Error('Another thing was told.');
    const { searchParams } = new URL(told.link);
    expect(searchParams.get('login_hint')).toBe('nancy@contoso.example');
    expect(searchParams.get('code_challenge_method')).toBe('S256');
  });

  it('leaves no token anywhere but in the SecretBox and the requests', async () => {
    const { identity, request, logged, kept } = openIdentityUnderTest(authority, {
      openBrowser: authority.browserOf('nancy@contoso.example'),
    });
    const told: unknown[] = [];
    const account = await identity.signIn(request('browser'), {
      signal: noSignal,
      progress: (value) => void told.push(value),
    });
    const token = await identity.tokensOf(account.id, authority.url()).token();
    expect(readToken(token).kind).toBe('contents');
    const outside = JSON.stringify([account, told, logged, await identity.accounts()]);
    expect(outside).not.toContain(token.slice(-40));
    expect(outside).not.toMatch(/eyJ[\w-]{10,}\.|refresh/i);
    expect([...kept.values()].join('\n')).toContain(token.slice(-40));
  });
});

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
