import { usesAcs } from './acsEndpoint.ts';
import type { ServiceEndpoint } from './registration.ts';
import { isSecretSet } from './serviceEndpoint.ts';

/** How an endpoint stands with what it proves itself by. */
export type SecretState =
  /** Its posts fail until somebody gives it one: so it is after an import, for secrets do not travel. */
  | 'missing'
  | 'set'
  /** It is authorised by ACS, which Azure has switched off: no secret makes it work again. */
  | 'retired'
  /** It proves itself by something that is not kept in Dataverse. */
  | 'notNeeded';

export function secretStateOf(endpoint: ServiceEndpoint): SecretState {
  if (usesAcs(endpoint)) return 'retired';
  switch (endpoint.authorizationType) {
    case 'managedIdentity':
    case 'notSpecified':
      return 'notNeeded';
    default:
      return isSecretSet(endpoint) ? 'set' : 'missing';
  }
}
