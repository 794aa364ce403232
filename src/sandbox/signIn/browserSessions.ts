import { randomBytes } from 'node:crypto';
import { cookieOf, type SignInRequest } from './message.ts';
import type { Account } from './model.ts';

/** Who is signed in in which browser. Forgotten when the sandbox stops. */
export type BrowserSessions = {
  /** The browser's id; `cookie` is to be set when the browser is new. */
  browserOf(request: SignInRequest): { readonly id: string; readonly cookie: readonly string[] };
  /** Account ids, with what they proved who they are by. */
  signedIn(browserId: string): ReadonlyMap<string, readonly string[]>;
  signIn(browserId: string, account: Account, methods: readonly string[]): void;
  signOut(browserId: string, accountId?: string): void;
  /** In every browser. */
  forget(accountId: string): void;
};

const cookieName = 'registrar-sandbox-browser';
const most = 1000;

export function createBrowserSessions(): BrowserSessions {
  const browsers = new Map<string, Map<string, readonly string[]>>();
  return {
    browserOf: (request) => {
      const known = cookieOf(request, cookieName);
      if (known !== undefined && browsers.has(known)) return { id: known, cookie: [] };
      const id = randomBytes(24).toString('base64url');
      browsers.set(id, new Map());
      for (const old of browsers.keys()) {
        if (browsers.size <= most) break;
        browsers.delete(old);
      }
      return { id, cookie: [`${cookieName}=${id}; Path=/; HttpOnly; Secure; SameSite=Lax`] };
    },
    signedIn: (browserId) => browsers.get(browserId) ?? new Map<string, readonly string[]>(),
    signIn: (browserId, account, methods) => {
      browsers.get(browserId)?.set(account.id, methods);
    },
    signOut: (browserId, accountId) => {
      const accounts = browsers.get(browserId);
      if (accountId === undefined) accounts?.clear();
      else accounts?.delete(accountId);
    },
    forget: (accountId) => {
      for (const accounts of browsers.values()) accounts.delete(accountId);
    },
  };
}
