import type { Organisation } from '../operations/organisation.ts';
import type { OrganisationDetails } from '../operations/organisationDetails.ts';
import type { CloudName } from './model.ts';

/** An organisation as tenants and the discovery service know it. */
export type OrganisationHost = {
  readonly details: OrganisationDetails;
  readonly cloud: CloudName;
  /** Of its Web API, such as `http://127.0.0.1:51234`. */
  readonly origin: string;
  /** Other origins that lead to it. */
  readonly aliases: readonly string[];
  /** As discovery numbers them: 0 production, 5 sandbox, 13 developer. */
  readonly type: number;
  readonly purpose: string;
  readonly region: string;
  /** The rows may be filled at the first call. */
  organisation(): Organisation;
};

/** Whether an address without path leads to the organisation. */
export function leadsTo(host: OrganisationHost, address: string): boolean {
  const origin = address.replace(/\/+$/, '').toLowerCase();
  return origin === host.origin || host.aliases.includes(origin);
}
