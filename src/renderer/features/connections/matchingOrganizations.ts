import type { Account } from '../../../shared/domain/account.ts';
import { resolveCloud } from '../../../shared/domain/cloud.ts';
import type { DiscoveredOrganization } from '../../../shared/domain/discoveredOrganization.ts';
import { organizationKindLabels } from '../signIn/signInWords.ts';

/** Whether somebody lists organisations for the account: nobody does for applications, nor in some clouds. */
export function listsOrganizations(account: Pick<Account, 'kind' | 'cloud'>): boolean {
  return account.kind === 'user' && resolveCloud(account.cloud).discovery !== null;
}

export function searchTerms(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** Those that have every word in name, address, kind or region. */
export function matchingOrganizations(
  organizations: readonly DiscoveredOrganization[],
  text: string,
): readonly DiscoveredOrganization[] {
  const words = searchTerms(text);
  return organizations.filter(({ name, uniqueName, url, kind, region }) => {
    const whole = [name, uniqueName, url, organizationKindLabels[kind], region ?? '']
      .join('\n')
      .toLowerCase();
    return words.every((word) => whole.includes(word));
  });
}
