import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createFileLog } from '../../../../src/main/log/fileLog.ts';
import type { SecretBox } from '../../../../src/main/ports.ts';
import type { CallInput } from '../../../../src/shared/contract/contract.ts';
import { isFailure } from '../../../../src/shared/contract/failure.ts';
import { secretSpellings, secretsIn } from '../../../support/secretSpellings.ts';
import { type AuthorityUnderTest, startAuthorityUnderTest } from '../identity/identityUnderTest.ts';
import { openTestCore, type TestCore } from '../support/openTestCore.ts';

/**
 * Each way of signing in, with a look at all that is left of it: every file of the data folder byte by byte, the log,
 * all that the core told, and what it answers. Nothing of it may hold the secret or a token.
 */

type Request = CallInput<'account.signIn'>['request'];

const nancy = 'nancy@contoso.example';
let authority: AuthorityUnderTest;
beforeAll(async () => {
  authority = await startAuthorityUnderTest();
});

interface Way {
  readonly request: Request;
  /** Typed, pasted or chosen by the user. */
  readonly secrets: readonly string[];
  /** The same with a secret that is refused: what is said about it must not hold it either. */
  readonly wrong?: { readonly request: Request; readonly secret: string };
}

async function ways(): Promise<Readonly<Record<Request['method'], Way>>> {
  const resource = authority.url();
  const common = { cloud: authority.cloud(), tenant: null, clientId: null, resource };
  const password = authority.password(nancy);
  const { clientId, secret } = authority.application('Contoso ERP Connector');
  const folder = new URL('../../../fixtures/certificates/', import.meta.url);
  const file = (await readFile(new URL('old.pfx', folder))).toString('base64');
  const certificate = await readFile(new URL('certificate.pem', folder), 'utf8');
  const { directory } = authority.sandbox.signIn;
  const application = directory.applications.find(({ appId }) => appId === clientId);
  if (!application) throw new Error('The application is missing.');
  const keyId = '3c6d6a1e-0000-4000-8000-000000000003';
  directory.putApplication({ ...application, keys: [{ keyId, displayName: 'Test', certificate }] });

  const user = { method: 'password', ...common, userName: nancy } as const;
  const bySecret = { method: 'secret', ...common, tenant: 'contoso.example', clientId } as const;
  const byFile = { method: 'certificate', ...common, tenant: 'contoso.example', clientId, file } as const;
  const wrong = 'Wrong-on-purpose/+ 4711';
  return {
    browser: {
      request: { method: 'browser', ...common, redirect: null, userName: null },
      secrets: [password],
    },
    deviceCode: { request: { method: 'deviceCode', ...common }, secrets: [password] },
    password: {
      request: { ...user, password },
      secrets: [password],
      wrong: { request: { ...user, password: wrong }, secret: wrong },
    },
    secret: {
      request: { ...bySecret, secret },
      secrets: [secret],
      wrong: { request: { ...bySecret, secret: wrong }, secret: wrong },
    },
    certificate: {
      request: { ...byFile, password: 'sesame' },
      // Long enough to be nobody else's; the password of the file is a word that may stand anywhere.
      secrets: [file.slice(400, 480)],
      wrong: { request: { ...byFile, password: wrong }, secret: wrong },
    },
  };
}

/** A SecretBox that shows what is in it. */
function openBox(): { readonly box: SecretBox; readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    box: {
      kind: 'memory',
      sentence: 'In memory, for a test.',
      read: async (name) => kept.get(name) ?? null,
      write: async (name, secret) => void kept.set(name, secret),
      remove: async (name) => void kept.delete(name),
    },
  };
}

/** The tokens and keys among what was kept. */
function secretsOf(kept: ReadonlyMap<string, string>): readonly string[] {
  const tokens = [...kept.values()].flatMap((value) => [
    ...value.matchAll(/eyJ[\w-]{10,}\.[\w-]{10,}\.([\w-]{20,})/g),
    ...value.matchAll(/"secret":"([^"]{20,})"/g),
  ]);
  const keys = [...kept.values()].flatMap((value) => [...value.matchAll(/KEY-----\\n([\w+/]{40,})/g)]);
  return [...new Set([...tokens, ...keys].map((match) => match[1] ?? ''))];
}

async function exercise(core: TestCore['core'], { request, wrong }: Way): Promise<unknown[]> {
  const answers: unknown[] = [];
  const browser = authority.browser();
  const typeCode = async (value: { kind: string; address?: string; code?: string }): Promise<void> => {
    if (value.kind !== 'deviceCode') return;
    await browser.open(value.address ?? '');
    await browser.press('Next', { Code: value.code ?? '' });
    await browser.press('Continue');
    await authority.logIn(browser, nancy);
  };
  if (wrong) {
    const refused = await core.call('account.signIn', { request: wrong.request }).then(
      () => null,
      (error: unknown) => (isFailure(error) ? error.failure : error),
    );
    expect(refused).not.toBeNull();
    answers.push(refused);
  }
  const { account } = await core.call(
    'account.signIn',
    { request },
    { onProgress: (value) => void typeCode(value) },
  );
  const { connection, organization } = await core.call('connection.addSignedIn', {
    accountId: account.id,
    name: `By ${request.method}`,
    address: authority.webApi(),
    color: 'blue',
    production: false,
  });
  const connectionId = connection.id;
  const { registrations } = await core.call('registrations.load', { connectionId });
  const step = registrations.steps.find(({ managed }) => !managed);
  if (!step) throw new Error('There is no step.');
  // A token that ends in between makes a renewal and a 401, both of which are told.
  authority.sandbox.signIn.expireAccessTokens();
  await core.call('step.setState', { connectionId, ids: [step.id], enabled: !step.enabled });
  await core.call('step.setState', { connectionId, ids: [step.id], enabled: step.enabled });
  answers.push(account, connection, organization);
  answers.push(await core.call('connection.list', {}), await core.call('account.list', {}));
  answers.push(await core.call('connection.connectionString', { connectionId }));
  answers.push(await core.call('connection.inspectToken', { connectionId }));
  answers.push(await core.call('activity.list', { connectionId }));
  answers.push(await core.call('preference.list', {}), registrations);
  return answers;
}

describe.each(['browser', 'deviceCode', 'password', 'secret', 'certificate'] as const)('%s', (method) => {
  it('leaves its secret and its tokens in no file, log, event, answer or export', async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'registrar-secrets-'));
    const log = createFileLog({ folder: join(dataFolder, 'logs'), clock: { now: () => Date.now() } });
    const { box, kept } = openBox();
    const test = await openTestCore(authority.sandbox.addresses, {
      dataFolder,
      secretBox: box,
      log,
      openBrowser: authority.browserOf(nancy),
    });
    const way = (await ways())[method];
    try {
      const answers = await exercise(test.core, way);
      log.error('A failure with its cause.', new Error('Of the test, so that the log is there.'));
      const secrets = [...way.secrets, ...(way.wrong ? [way.wrong.secret] : []), ...secretsOf(kept)];
      expect(secrets.length).toBeGreaterThan(way.secrets.length + (way.wrong ? 1 : 0));
      await test.core.close();
      await log.flush();

      expect(secretsIn(Buffer.from(JSON.stringify(answers)), secrets)).toEqual([]);
      expect(secretsIn(Buffer.from(JSON.stringify(test.told)), secrets)).toEqual([]);
      const files = (await readdir(dataFolder, { recursive: true, withFileTypes: true })).filter((one) =>
        one.isFile(),
      );
      expect(files.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['connections.json', 'registrar.log']),
      );
      for (const { parentPath, name } of files) {
        const found = secretsIn(await readFile(join(parentPath, name)), secrets);
        expect({ name, found }).toEqual({ name, found: [] });
      }
    } finally {
      await test.close();
      await rm(dataFolder, { recursive: true, force: true });
    }
  });
});

describe('the search', () => {
  const secret = 'S3cret/with+signs~';
  it('finds a secret in each of its spellings, wherever it begins', () => {
    const around = (text: string) => Buffer.from(`before ${text} after`);
    for (const content of [
      around(secret),
      around(encodeURIComponent(secret)),
      around(JSON.stringify({ value: secret })),
      around(Buffer.from(secret).toString('hex')),
      Buffer.from(`x${secret}y`, 'utf16le'),
      ...['', 'a', 'ab', 'abc'].flatMap((before) => [
        around(Buffer.from(`${before}${secret} and more`).toString('base64')),
        around(Buffer.from(`${before}${secret} and more`).toString('base64url')),
        around(Buffer.from(`${before}${secret} and more`, 'utf16le').toString('base64')),
      ]),
    ]) {
      expect(secretsIn(content, [secret])).not.toEqual([]);
    }
    expect(secretsIn(around('nothing of it'), [secret])).toEqual([]);
    expect(secretSpellings(secret).every(({ length }) => length > 12)).toBe(true);
  });
});
