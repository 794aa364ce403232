import type { CloudChoice } from '../../shared/domain/cloud.ts';
import type { Identity } from '../identity/identity.ts';
import type { Sandbox } from '../ports.ts';
import { completeCloud } from './completeCloud.ts';
import type { Handlers } from './handlers.ts';
import { readAddress } from './organizationSignIn.ts';

export interface SignInPorts {
  readonly identity: Identity;
  readonly sandbox: Pick<Sandbox, 'addresses'>;
}

/** Accounts: signing in and out, and what an account can reach. */
export function createSignIn(
  ports: SignInPorts,
): Pick<
  Handlers,
  'account.signIn' | 'account.list' | 'account.signOut' | 'account.organizations' | 'organization.learn'
> {
  const { identity } = ports;

  const complete = (cloud: CloudChoice) => completeCloud(cloud, ports.sandbox);

  return {
    'account.signIn': async ({ request }, context) => ({
      account: await identity.signIn({ ...request, cloud: await complete(request.cloud) }, context),
    }),
    'account.list': async () => ({ accounts: [...(await identity.accounts())] }),
    'account.signOut': async ({ accountId }) => {
      await identity.signOut(accountId);
      return {};
    },
    'account.organizations': async ({ accountId }, { signal }) => ({
      organizations: await identity.organizationsOf(accountId, signal),
    }),
    'organization.learn': async ({ address }, { signal }) => {
      const webApi = readAddress(address);
      const { cloud, resource, tenant } = await identity.learn(webApi, signal);
      return { webApi, resource, tenant, cloud: await complete(cloud) };
    },
  };
}
