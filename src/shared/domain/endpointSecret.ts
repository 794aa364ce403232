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
  switch (endpoint.authorizationType) {
    case 'acs':
      return 'retired';
    case 'managedIdentity':
    case 'notSpecified':
      return 'notNeeded';
    default:
      return isSecretSet(endpoint) ? 'set' : 'missing';
  }
}
