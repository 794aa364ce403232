import { FailureError, isFailure } from '../../shared/contract/failure.ts';
import { cloudOfHost } from '../../shared/domain/cloud.ts';
import { readOrganizationAddress } from '../../shared/domain/organizationAddress.ts';
import type { Identity } from '../identity/identity.ts';

/** Root of the Web API that an address means. Rejects with a FailureError for the field `address`. */
export function readAddress(address: string): string {
  const read = readOrganizationAddress(address);
  if (read.kind === 'webApi') return read.webApi;
  throw new FailureError({
    code: 'invalid',
    sentence: read.sentence,
    advice: read.advice,
    fields: { address: `${read.sentence} ${read.advice}` },
  });
}

/** What tokens for an organisation have to be for; its plain address where it does not say so itself. */
export async function learnOrganization(
  identity: Pick<Identity, 'learn'>,
  webApi: string,
  signal: AbortSignal,
): Promise<{ readonly resource: string; readonly tenant: string | null }> {
  const { host, origin } = new URL(webApi);
  try {
    return await identity.learn(webApi, signal);
  } catch (error) {
    // An organisation that names a wrong place is not talked to; one that says nothing is tried all the same.
    const silent = isFailure(error) && error.failure.httpStatus !== undefined && cloudOfHost(host) === null;
    if (!silent) throw error;
    return { resource: origin, tenant: null };
  }
}
