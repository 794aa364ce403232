import { createHash } from 'node:crypto';
import type { ICachePlugin } from '@azure/msal-node';
import { z } from 'zod';
import { Account, AccountId } from '../../shared/domain/account.ts';
import type { Log, SecretBox } from '../ports.ts';
import type { Credential } from './msalApplication.ts';

/** An account as it is kept: with what finds it in MSAL's cache. */
const KeptAccount = Account.extend({ homeAccountId: z.string().nullable() });
export type KeptAccount = z.infer<typeof KeptAccount>;

const KeptCredential = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('secret'), secret: z.string() }),
  z.object({
    kind: z.literal('certificate'),
    privateKey: z.string(),
    thumbprintSha256: z.string(),
    chain: z.string(),
  }),
]);

/**
 * Accounts, their tokens and their proofs, all in the SecretBox: each account has a part of its own, so that signing out
 * takes everything of it and nothing of others. Where the SecretBox is memory, they live as long as the program.
 */
export interface AccountStore {
  list(): Promise<readonly KeptAccount[]>;
  find(id: AccountId): Promise<KeptAccount | undefined>;
  /** Keeps an account with its fresh tokens, in place of what was kept of it. */
  keep(account: KeptAccount, cache: string, credential: Credential | null): Promise<void>;
  credentialOf(id: AccountId): Promise<Credential | null>;
  remove(id: AccountId): Promise<void>;
  /** MSAL's way to the tokens of one account. */
  cacheOf(id: AccountId): ICachePlugin;
}

const listName = 'identity/accounts';
const partOf = (id: AccountId, part: 'cache' | 'credential'): string => `identity/account/${id}/${part}`;

export function createAccountStore(secretBox: SecretBox, log: Log): AccountStore {
  let loaded: Promise<readonly KeptAccount[]> | undefined;
  let lastChange: Promise<unknown> = Promise.resolve();

  function accounts(): Promise<readonly KeptAccount[]> {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  }

  async function load(): Promise<readonly KeptAccount[]> {
    const text = await secretBox.read(listName);
    if (text === null) return [];
    const read = z.array(KeptAccount).safeParse(parseJson(text));
    if (read.success) return read.data;
    log.info('The list of signed-in accounts could not be understood, and begins anew.');
    return [];
  }

  /** One after the other: two changes at the same time must not lose each other's. */
  function change(make: () => Promise<void>): Promise<void> {
    const done = lastChange.then(make);
    lastChange = done.catch(() => undefined);
    return done;
  }

  async function write(next: readonly KeptAccount[]): Promise<void> {
    await secretBox.write(listName, JSON.stringify(next));
    loaded = Promise.resolve(next);
  }

  return {
    list: accounts,
    find: async (id) => (await accounts()).find((account) => account.id === id),
    keep: (account, cache, credential) =>
      change(async () => {
        await secretBox.write(partOf(account.id, 'cache'), cache);
        if (credential === null) await secretBox.remove(partOf(account.id, 'credential'));
        else await secretBox.write(partOf(account.id, 'credential'), JSON.stringify(credential));
        await write([...(await accounts()).filter(({ id }) => id !== account.id), account]);
      }),
    async credentialOf(id) {
      const text = await secretBox.read(partOf(id, 'credential'));
      const read = KeptCredential.safeParse(text === null ? null : parseJson(text));
      return read.success ? read.data : null;
    },
    remove: (id) =>
      change(async () => {
        // The list first: from now on no renewal under way writes its tokens back.
        await write((await accounts()).filter((account) => account.id !== id));
        await secretBox.remove(partOf(id, 'cache'));
        await secretBox.remove(partOf(id, 'credential'));
      }),
    cacheOf: (id) => ({
      async beforeCacheAccess(context) {
        const cache = await secretBox.read(partOf(id, 'cache'));
        // What is no JSON is the same as nothing: then the user signs in again.
        if (cache !== null && parseJson(cache) !== undefined) context.tokenCache.deserialize(cache);
      },
      async afterCacheAccess(context) {
        if (!context.cacheHasChanged) return;
        const cache = context.tokenCache.serialize();
        await change(async () => {
          if ((await accounts()).some((account) => account.id === id)) {
            await secretBox.write(partOf(id, 'cache'), cache);
          }
        });
      },
    }),
  };
}

/** The same account through the same application gets the same id, whenever it signs in. */
export function accountIdOf(parts: {
  readonly authority: string;
  readonly clientId: string;
  readonly who: string;
}): AccountId {
  const { host, pathname } = new URL(parts.authority);
  const text = [host, pathname, parts.clientId.toLowerCase(), parts.who].join('\n');
  return AccountId.parse(createHash('sha256').update(text).digest('hex').slice(0, 32));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
