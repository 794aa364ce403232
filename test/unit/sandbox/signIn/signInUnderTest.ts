import tls from 'node:tls';
import { ConfidentialClientApplication, type Configuration, PublicClientApplication } from '@azure/msal-node';
import { afterAll } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../../src/sandbox/sandbox.ts';
import { createTestBrowser, type TestBrowser } from './testBrowser.ts';

export const sampleClientId = '51f81489-12ee-4a9e-aaae-a2591f45987d';

/** A sandbox with its authority, which this process trusts, and unmodified MSAL clients for it. */
export type SignInUnderTest = {
  readonly sandbox: Sandbox;
  /** Scopes for an organisation by unique name; the sandbox's own without one. */
  scopes(uniqueName?: string): string[];
  url(uniqueName?: string): string;
  password(userName: string): string;
  tenantId(domain: string): string;
  application(displayName: string): { readonly clientId: string; readonly secret: string };
  publicClient(options?: ClientOptions): PublicClientApplication;
  confidentialClient(
    auth: Partial<Configuration['auth']> & { readonly clientId: string },
    options?: ClientOptions,
  ): ConfidentialClientApplication;
  /** Asks an organisation who the token stands for. */
  whoAmI(token: string, uniqueName?: string): Promise<{ status: number; body: unknown; challenge: string }>;
  /** Posts to the token endpoint by hand. */
  token(
    tenant: string,
    form: Record<string, string>,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Types user name and password, and the second factor's code when it is asked for. */
  logIn(browser: TestBrowser, userName: string): Promise<void>;
  browser(): TestBrowser;
};

export type ClientOptions = {
  readonly clientId?: string;
  /** A tenant's id or domain, or `organizations`. */
  readonly tenant?: string;
  readonly cloud?: 'commercial' | 'government';
};

export async function startSignInUnderTest(options: SandboxOptions = {}): Promise<SignInUnderTest> {
  const sandbox = await startSandbox({
    ...options,
    signIn: { deviceIntervalSeconds: 1, ...options.signIn },
  });
  afterAll(() => sandbox.close());
  const addresses = sandbox.addresses.signIn;
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), addresses.certificateAuthority]);

  function authorityOf({ tenant = 'organizations', cloud = 'commercial' }: ClientOptions) {
    const origin = addresses.clouds.find(({ name }) => name === cloud)?.authority ?? '';
    return { authority: `${origin}/${tenant}`, knownAuthorities: [new URL(origin).host] };
  }

  function organisation(uniqueName = 'unqcontososandbox') {
    const found = addresses.organizations.find((one) => one.uniqueName === uniqueName);
    if (found === undefined) throw new Error(`There is no organisation ${uniqueName}.`);
    return found;
  }

  function password(userName: string): string {
    return addresses.accounts.find((account) => account.userName === userName)?.password ?? '';
  }

  return {
    sandbox,
    scopes: (uniqueName) => [`${organisation(uniqueName).url}/.default`],
    url: (uniqueName) => organisation(uniqueName).url,
    password,
    tenantId: (domain) => addresses.tenants.find((tenant) => tenant.domain === domain)?.id ?? '',
    application: (displayName) => {
      const found = addresses.applications.find((one) => one.displayName === displayName);
      return { clientId: found?.clientId ?? '', secret: found?.secret ?? '' };
    },
    publicClient: ({ clientId = sampleClientId, ...rest } = {}) =>
      new PublicClientApplication({ auth: { clientId, ...authorityOf(rest) } }),
    confidentialClient: (auth, { tenant = 'contoso.example', ...rest } = {}) =>
      new ConfidentialClientApplication({ auth: { ...authorityOf({ tenant, ...rest }), ...auth } }),
    whoAmI: async (token, uniqueName) => {
      const response = await fetch(`${organisation(uniqueName).webApi}WhoAmI`, {
        headers: { authorization: `Bearer ${token}` },
      });
      const text = await response.text();
      return {
        status: response.status,
        body: text.startsWith('{') ? JSON.parse(text) : text,
        challenge: response.headers.get('www-authenticate') ?? '',
      };
    },
    token: async (tenant, form) => {
      const response = await fetch(`${addresses.authority}/${tenant}/oauth2/v2.0/token`, {
        method: 'POST',
        body: new URLSearchParams(form),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    logIn: async (browser, userName) => {
      await browser.press('Next', { Email: userName });
      await browser.press('Sign in', { Password: password(userName) });
      if (browser.page.title !== 'Enter code') return;
      const code = browser.page.document.querySelector('#shown-code')?.textContent ?? '';
      await browser.press('Verify', { Code: code });
    },
    browser: createTestBrowser,
  };
}

/** The error's fields that a client shows, from whatever MSAL threw. */
export async function refusalOf(work: Promise<unknown>): Promise<{
  readonly errorCode: string;
  readonly message: string;
  readonly number: string;
  readonly name: string;
}> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { errorCode = '', errorNo = '' } = error as { errorCode?: string; errorNo?: string };
    return { errorCode, message: error.message, number: String(errorNo), name: error.name };
  }
  throw new Error('It was not refused.');
}
