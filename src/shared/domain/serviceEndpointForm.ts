import type { ParsedConnectionString } from './connectionString.ts';
import { designationTypes } from './designationType.ts';
import { MessageFormat, UserInformation } from './registration.ts';
import { namespaceNameOf } from './serviceBusAddress.ts';
import { type EndpointSecret, OfferedDesignationType, type ServiceEndpointDraft } from './serviceEndpoint.ts';
import { inScheme } from './serviceEndpointAddressRules.ts';
import type { ServiceEndpointField, ServiceEndpointProblem } from './serviceEndpointRules.ts';

/** What the form does when the user chooses another designation type: address scheme and message format follow. */
export function changeDesignationType(
  draft: ServiceEndpointDraft,
  designationType: OfferedDesignationType,
): ServiceEndpointDraft {
  const type = designationTypes[designationType];
  const scheme = type.scheme === 'https' ? 'https' : 'sb';
  return {
    ...draft,
    designationType,
    namespaceAddress: inScheme(draft.namespaceAddress, scheme) ?? draft.namespaceAddress,
    messageFormat: type.messageFormats.includes(draft.messageFormat) ? draft.messageFormat : 'json',
  };
}

/** Fills the form from a connection string. The secret stays apart; undefined when the text holds none. */
export function draftFromConnectionString(
  parsed: ParsedConnectionString,
  existingNames: readonly string[] = [],
): { draft: ServiceEndpointDraft; secret: EndpointSecret | undefined } {
  const namespaceAddress = parsed.namespaceAddress ?? '';
  const base = parsed.entityPath ?? namespaceNameOf(namespaceAddress);
  const byToken = parsed.token !== undefined && parsed.key === undefined;
  let secret: EndpointSecret | undefined;
  if (byToken) secret = { kind: 'sasToken', token: parsed.token ?? '' };
  else if (parsed.key !== undefined) secret = { kind: 'sasKey', key: parsed.key };
  return {
    draft: {
      name: base === '' ? '' : freeName(base.slice(0, 200), existingNames),
      description: '',
      designationType: 'queue',
      namespaceAddress,
      path: parsed.entityPath ?? '',
      authorization: byToken ? { kind: 'sasToken' } : { kind: 'sasKey', keyName: parsed.policyName ?? '' },
      messageFormat: 'json',
      userInformation: 'none',
    },
    secret,
  };
}

/** What the form holds: the draft, and the secret while it is being typed. */
export type ServiceEndpointForm = { draft: ServiceEndpointDraft; secret?: EndpointSecret | undefined };

/** Puts a problem's correction into the form; the form as it was when the problem has none. */
export function applyServiceEndpointCorrection(
  form: ServiceEndpointForm,
  problem: ServiceEndpointProblem,
): ServiceEndpointForm {
  const { correction } = problem;
  if (!correction) return form;
  let changed = setField(form, problem.field, correction.value);
  for (const [field, value] of Object.entries(correction.alsoSet ?? {})) {
    changed = setField(changed, field as ServiceEndpointField, value);
  }
  return changed;
}

function setField(
  form: ServiceEndpointForm,
  field: ServiceEndpointField,
  value: string,
): ServiceEndpointForm {
  const { draft } = form;
  switch (field) {
    case 'designationType': {
      const type = OfferedDesignationType.safeParse(value);
      return type.success ? { ...form, draft: changeDesignationType(draft, type.data) } : form;
    }
    case 'messageFormat': {
      const format = MessageFormat.safeParse(value);
      return format.success ? { ...form, draft: { ...draft, messageFormat: format.data } } : form;
    }
    case 'userInformation': {
      const information = UserInformation.safeParse(value);
      return information.success ? { ...form, draft: { ...draft, userInformation: information.data } } : form;
    }
    case 'keyName':
      return { ...form, draft: { ...draft, authorization: { kind: 'sasKey', keyName: value } } };
    case 'key':
      return { ...form, secret: { kind: 'sasKey', key: value } };
    case 'token':
      return { ...form, secret: { kind: 'sasToken', token: value } };
    default:
      return { ...form, draft: { ...draft, [field]: value } };
  }
}

/** A name that no other endpoint has: `crm`, `crm 2`, `crm 3` … */
export function freeName(wanted: string, existingNames: readonly string[]): string {
  if (!isNameTaken(wanted, existingNames)) return wanted;
  for (let number = 2; ; number += 1) {
    const name = `${wanted} ${number}`;
    if (!isNameTaken(name, existingNames)) return name;
  }
}

/** Whether another endpoint has a name; letter case does not matter. */
export function isNameTaken(name: string, existingNames: readonly string[]): boolean {
  const wanted = name.trim().toLowerCase();
  return existingNames.some((existing) => existing.trim().toLowerCase() === wanted);
}
