import { textIn } from '../store/row.ts';
import { checkAccessToken, hasScope, isApplicationToken } from './checkAccessToken.ts';
import { textClaim } from './jwt.ts';
import { leadsTo, type OrganisationHost } from './organisationHost.ts';
import type { SignInPlace } from './signInPlace.ts';

/** What an organisation's Web API does with an access token of the authority. */
export type GateDecision =
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'invalid'; readonly reason: string }
  /** The token is good, and its owner is nobody here. */
  | { readonly kind: 'stranger'; readonly sentence: string };

/** Where an organisation sends those without a token, and whom it lets in with one. */
export type OrganisationGate = {
  /** Of the organisation's tenant; undefined before the authority has started. */
  authorizationUri(): string | undefined;
  decide(token: string): Promise<GateDecision>;
};

export function createOrganisationGate(
  place: () => SignInPlace,
  host: () => OrganisationHost,
): OrganisationGate {
  const cloudOf = () => {
    const cloud = place()
      .clouds()
      .find(({ name }) => name === host().cloud);
    if (cloud === undefined) throw new Error(`There is no cloud ${host().cloud}.`);
    return cloud;
  };

  async function decide(token: string): Promise<GateDecision> {
    const { details } = host();
    const { store, clock } = host().organisation();
    const check = await checkAccessToken(place(), token, {
      cloud: cloudOf(),
      tenantId: details.tenantId,
      isAudience: (audience) => leadsTo(host(), audience),
      now: clock(),
    });
    if (check.kind === 'invalid') return check;
    const { claims } = check;
    const isApplication = isApplicationToken(claims);
    if (!isApplication && !hasScope(claims, 'user_impersonation'))
      return { kind: 'invalid', reason: "The token lacks the scope 'user_impersonation'." };
    const id = textClaim(claims, isApplication ? 'appid' : 'oid');
    const column = isApplication ? 'applicationid' : 'azureactivedirectoryobjectid';
    const [user] = id === undefined ? [] : store.referring('systemuser', column, id);
    const userId = user === undefined ? undefined : textIn(user, 'systemuserid');
    if (userId !== undefined) return { kind: 'user', userId };
    return {
      kind: 'stranger',
      sentence: isApplication
        ? `The user is not a member of the organization. There is no application user for the application ${id}.`
        : 'The user is not a member of the organization.',
    };
  }

  return {
    authorizationUri: () => `${cloudOf().authority}/${host().details.tenantId}/oauth2/authorize`,
    decide,
  };
}
