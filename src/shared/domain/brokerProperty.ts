/** Dataverse's own properties of a message carry this in front; `2011` is the only year seen so far. */
const claimsNamespace = /^https?:\/\/schemas\.microsoft\.com\/xrm\/\d{4}\/Claims\//i;

/** What each of Dataverse's properties says, by its name without the namespace. */
const meanings: Readonly<Record<string, string>> = {
  Organization: 'Host name of the organisation that posted',
  User: 'User in whose name the operation ran',
  InitiatingUser: 'User who started the operation',
  InitiatingUserAgent: 'Program with which the user started the operation',
  EntityLogicalName: 'Table of the row',
  RequestName: 'Message, as in the step',
};

export interface BrokerPropertyName {
  /** Without the claims namespace: `EntityLogicalName`. */
  readonly name: string;
  /** As it is on the wire: what a topic's filter must name. */
  readonly key: string;
  /** Whether it is one of Dataverse's own. */
  readonly isClaim: boolean;
  /** What it says, where that is known. */
  readonly meaning?: string;
}

/** Names an application property of a message for people. */
export const nameBrokerProperty = (key: string): BrokerPropertyName => {
  const name = key.replace(claimsNamespace, '');
  const isClaim = name !== key && name !== '';
  if (!isClaim) return { name: key, key, isClaim: false };
  const meaning = Object.hasOwn(meanings, name) ? meanings[name] : undefined;
  return { name, key, isClaim, ...(meaning === undefined ? {} : { meaning }) };
};

/** Whether a message comes from Dataverse: the claims properties are the documented sign. */
export const isPostedByDataverse = (keys: Iterable<string>): boolean => {
  for (const key of keys) if (claimsNamespace.test(key)) return true;
  return false;
};
