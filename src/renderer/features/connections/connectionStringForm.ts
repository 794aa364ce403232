import { defaultClientId, readRedirect } from '../../../shared/domain/account.ts';
import { cloudOfHost } from '../../../shared/domain/cloud.ts';
import type { DataverseConnectionString } from '../../../shared/domain/dataverseConnectionString.ts';
import { readOrganizationAddress } from '../../../shared/domain/organizationAddress.ts';
import { freshSignIn, type SignInForm } from '../signIn/signInForm.ts';
import { methodLabels } from '../signIn/signInWords.ts';
import type { ConnectForm } from './connectForm.ts';

/** Fills in a form from a connection string of Microsoft's SDK. The string itself is let go. */
export function withConnectionString(form: ConnectForm, read: DataverseConnectionString): ConnectForm {
  return {
    ...form,
    account: 'another',
    byToken: false,
    connectionString: null,
    address: read.url ?? form.address,
    signIn: {
      ...freshSignIn,
      method: read.method ?? 'browser',
      cloud: cloudOf(read.url),
      tenant: read.tenant ?? '',
      clientId: ownClientId(read.clientId),
      redirect: usableRedirect(read.redirect),
      userName: read.userName ?? '',
      password: read.password ?? '',
      secret: read.clientSecret ?? '',
    },
  };
}

/** What was understood, for the user to compare. Of a secret only that it is there. */
export function understoodParts(
  read: DataverseConnectionString,
): readonly { readonly name: string; readonly value: string }[] {
  const secret = read.password ?? read.clientSecret;
  const parts: readonly (readonly [string, string | null])[] = [
    ['Signs in', read.method === null ? null : methodLabels[read.method]],
    ['Organisation', read.url],
    ['Client id', read.clientId],
    ['Tenant', read.tenant],
    ['User name', read.userName],
    ['Secret', secret === null ? null : 'Is in the string; it is used to sign in and shown nowhere'],
    ['Left out', read.ignored.length === 0 ? null : read.ignored.join(', ')],
  ];
  return parts.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}

/** The cloud that the address belongs to; of any other server the organisation itself knows where one signs in. */
function cloudOf(url: string | null): SignInForm['cloud'] {
  if (url === null) return freshSignIn.cloud;
  const address = readOrganizationAddress(url);
  return address.kind === 'problem'
    ? freshSignIn.cloud
    : (cloudOfHost(new URL(address.webApi).host) ?? 'custom');
}

function ownClientId(clientId: string | null): string {
  const plain = clientId?.replaceAll(/[{}]/g, '') ?? '';
  return plain.toLowerCase() === defaultClientId ? '' : plain;
}

/** Redirects of other programs, such as app://…, cannot be waited at here. */
function usableRedirect(redirect: string | null): string {
  return redirect !== null && readRedirect(redirect).kind === 'loopback' ? redirect : '';
}
