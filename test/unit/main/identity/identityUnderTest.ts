import { afterAll } from 'vitest';
import { createIdentity, type Identity } from '../../../../src/main/identity/identity.ts';
import { createTrustingFetch } from '../../../../src/main/identity/trustingFetch.ts';
import { createMemorySecretBox } from '../../../../src/main/memorySecretBox.ts';
import type { Clock, SecretBox } from '../../../../src/main/ports.ts';
import { systemClock } from '../../../../src/main/systemClock.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../../src/sandbox/sandbox.ts';
import type { CloudChoice } from '../../../../src/shared/domain/cloud.ts';
import type { SignInProgress, SignInRequest } from '../../../../src/shared/domain/signInRequest.ts';
import { createTestBrowser, type TestBrowser } from '../../sandbox/signIn/testBrowser.ts';

export const noSignal = new AbortController().signal;
export const ignored = (): void => undefined;

/** The sandbox's authority over real HTTPS. Nothing trusts it but what is handed its certificate. */
export interface AuthorityUnderTest {
  readonly sandbox: Sandbox;
  readonly fetch: typeof fetch;
  cloud(name?: 'commercial' | 'government'): CloudChoice;
  url(uniqueName?: string): string;
  webApi(uniqueName?: string): string;
  password(userName: string): string;
  tenantId(domain: string): string;
  application(displayName: string): { readonly clientId: string; readonly secret: string };
  browser(): TestBrowser;
  /** Types what the pages ask for, until the browser is at the application's own page. */
  logIn(browser: TestBrowser, userName: string): Promise<void>;
  /** A browser that signs in by itself. */
  browserOf(userName: string): (link: string) => Promise<void>;
}

export async function startAuthorityUnderTest(options: SandboxOptions = {}): Promise<AuthorityUnderTest> {
  const sandbox = await startSandbox({ ...options, signIn: { deviceIntervalSeconds: 1, ...options.signIn } });
  afterAll(() => sandbox.close());
  const addresses = sandbox.addresses.signIn;
  const { certificateAuthority, clouds } = addresses;
  const origins = clouds.flatMap(({ authority, discovery, graph }) => [authority, discovery, graph]);
  const trusting = createTrustingFetch(fetch, async () => ({ origins, certificateAuthority }));

  function organisation(uniqueName = 'unqcontososandbox') {
    const found = addresses.organizations.find((one) => one.uniqueName === uniqueName);
    if (found === undefined) throw new Error(`There is no organisation ${uniqueName}.`);
    return found;
  }
  function password(userName: string): string {
    return addresses.accounts.find((account) => account.userName === userName)?.password ?? '';
  }
  const browser = (): TestBrowser => createTestBrowser(trusting);

  async function logIn(visitor: TestBrowser, userName: string): Promise<void> {
    await visitor.press('Next', { Email: userName });
    await visitor.press('Sign in', { Password: password(userName) });
    if (visitor.page.title === 'Enter code') {
      const code = visitor.page.document.querySelector('#shown-code')?.textContent ?? '';
      await visitor.press('Verify', { Code: code });
    }
  }

  return {
    sandbox,
    fetch: trusting,
    cloud: (name = 'commercial') => {
      const { authority, discovery, graph } = clouds.find((one) => one.name === name) ?? {};
      return {
        kind: 'custom',
        authority: authority ?? '',
        discovery: discovery ?? null,
        graph: graph ?? null,
      };
    },
    url: (uniqueName) => organisation(uniqueName).url,
    webApi: (uniqueName) => organisation(uniqueName).webApi,
    password,
    tenantId: (domain) => addresses.tenants.find((tenant) => tenant.domain === domain)?.id ?? '',
    application: (displayName) => {
      const found = addresses.applications.find((one) => one.displayName === displayName);
      return { clientId: found?.clientId ?? '', secret: found?.secret ?? '' };
    },
    browser,
    logIn,
    browserOf: (userName) => async (link) => {
      const visitor = browser();
      await visitor.open(link);
      await logIn(visitor, userName);
      if (visitor.page.title === 'Permissions requested') await visitor.press('Accept');
      if (visitor.page.title === 'Working…') await visitor.press('Continue');
    },
  };
}

export interface IdentityUnderTest {
  readonly identity: Identity;
  readonly secretBox: SecretBox;
  /** Everything that was put into the SecretBox, by name. */
  readonly kept: Map<string, string>;
  readonly opened: string[];
  readonly logged: unknown[];
  readonly changes: { count: number };
  /** Addresses of requests, with the method before. */
  readonly sent: string[];
  request<Method extends SignInRequest['method']>(
    method: Method,
    change?: Partial<Extract<SignInRequest, { method: Method }>>,
  ): SignInRequest;
}

export function openIdentityUnderTest(
  authority: AuthorityUnderTest,
  options: {
    readonly openBrowser?: (link: string) => Promise<void>;
    readonly clock?: Clock;
    readonly kept?: Map<string, string>;
    readonly browserPatience?: number;
    readonly fetch?: typeof fetch;
  } = {},
): IdentityUnderTest {
  const kept = options.kept ?? new Map<string, string>();
  const memory = createMemorySecretBox('In memory, for a test.');
  const secretBox: SecretBox = {
    ...memory,
    read: async (name) => kept.get(name) ?? null,
    write: async (name, secret) => void kept.set(name, secret),
    remove: async (name) => void kept.delete(name),
  };
  const opened: string[] = [];
  const logged: unknown[] = [];
  const sent: string[] = [];
  const changes = { count: 0 };
  const send = options.fetch ?? authority.fetch;
  const identity = createIdentity({
    secretBox,
    clock: options.clock ?? systemClock,
    log: {
      info: (...all) => void logged.push(all),
      error: (...all) => `log-${logged.push(all)}`,
    },
    openBrowser: async (link) => {
      opened.push(link);
      await options.openBrowser?.(link);
    },
    fetch: (input, init) => {
      sent.push(`${init?.method ?? 'GET'} ${String(input)}`);
      return send(input, init);
    },
    onChange: () => {
      changes.count += 1;
    },
    browserPatience: options.browserPatience,
  });
  const common = { cloud: authority.cloud(), tenant: null, clientId: null, resource: authority.url() };
  const nancy = 'nancy@contoso.example';
  const defaults: {
    readonly [Method in SignInRequest['method']]: Extract<SignInRequest, { method: Method }>;
  } = {
    browser: { method: 'browser', ...common, redirect: null, userName: null, askConsent: false },
    deviceCode: { method: 'deviceCode', ...common },
    password: { method: 'password', ...common, userName: nancy, password: authority.password(nancy) },
    secret: {
      method: 'secret',
      ...common,
      tenant: 'contoso.example',
      ...authority.application('Contoso ERP Connector'),
    },
    certificate: { method: 'certificate', ...common, tenant: 'contoso.example', file: '', password: '' },
  };
  return {
    identity,
    secretBox,
    kept,
    opened,
    logged,
    changes,
    sent,
    request: (method, change = {}) => ({ ...defaults[method], ...change }) as SignInRequest,
  };
}

/** Collects what a sign-in tells, and lets one wait for it. */
export function listenToProgress(): {
  readonly progress: (value: SignInProgress) => void;
  readonly first: Promise<SignInProgress>;
} {
  const { promise, resolve } = Promise.withResolvers<SignInProgress>();
  return { progress: resolve, first: promise };
}
