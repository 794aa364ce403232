import { z } from 'zod';
import {
  type AuthorizationTypeName,
  type ConnectionMode,
  type DesignationTypeName,
  MessageFormat,
  type NamespaceFormat,
  type ServiceEndpoint,
  UserInformation,
} from './registration.ts';

/** Designation types that a form can register. The platform knows more; those are shown, not edited. */
export const OfferedDesignationType = z.enum(['queue', 'topic', 'oneWay', 'twoWay', 'rest', 'eventHub']);
export type OfferedDesignationType = z.infer<typeof OfferedDesignationType>;

/** How Dataverse proves to Azure that it may post. The secret itself travels apart, as EndpointSecret. */
export const EndpointAuthorization = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sasKey'), keyName: z.string() }),
  z.object({ kind: z.literal('sasToken') }),
]);
export type EndpointAuthorization = z.infer<typeof EndpointAuthorization>;

/**
 * What a user fills in for a service endpoint: texts as typed, which may still break rules.
 * `checkServiceEndpointDraft` says which.
 */
export const ServiceEndpointDraft = z.object({
  name: z.string(),
  description: z.string(),
  designationType: OfferedDesignationType,
  /** `sb://…/`, or `https://…/` for the relay types. */
  namespaceAddress: z.string(),
  /** Name of the queue, topic, event hub, relay or hybrid connection. */
  path: z.string(),
  authorization: EndpointAuthorization,
  messageFormat: MessageFormat,
  userInformation: UserInformation,
});
export type ServiceEndpointDraft = z.infer<typeof ServiceEndpointDraft>;

/** The write-only half of an endpoint: typed by the user, sent once, never read back. */
export const EndpointSecret = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sasKey'), key: z.string() }),
  z.object({ kind: z.literal('sasToken'), token: z.string() }),
]);
export type EndpointSecret = z.infer<typeof EndpointSecret>;

/** Room in Dataverse's columns, in characters. */
export const serviceEndpointLengths = {
  name: 256,
  description: 2000,
  namespaceAddress: 255,
  solutionNamespace: 160,
  path: 160,
  keyName: 256,
  key: 256,
  token: 256,
} as const;

/** A choice column's numbers, both ways. */
export type ChoiceNumbers<Name extends string> = {
  readonly toNumber: Readonly<Record<Name, number>>;
  /** Undefined for a number that this program does not know. */
  readonly toName: (value: number | null | undefined) => Name | undefined;
};

function numbers<Name extends string>(toNumber: Record<Name, number>): ChoiceNumbers<Name> {
  const names = new Map<number, Name>();
  for (const name of Object.keys(toNumber) as Name[]) names.set(toNumber[name], name);
  return {
    toNumber,
    toName: (value) => (value === null || value === undefined ? undefined : names.get(value)),
  };
}

/** Column `contract`. 2 is the retired message buffer; 6 is what Microsoft's tool calls Queue. */
export const designationTypeNumbers = numbers<DesignationTypeName>({
  oneWay: 1,
  legacyQueue: 2,
  rest: 3,
  twoWay: 4,
  topic: 5,
  queue: 6,
  eventHub: 7,
  webhook: 8,
  eventGrid: 9,
  managedDataLake: 10,
  containerStorage: 11,
});

/** Column `messageformat`. */
export const messageFormatNumbers = numbers<MessageFormat>({ binaryXml: 1, json: 2, textXml: 3 });

/** Column `userclaim`. */
export const userInformationNumbers = numbers<UserInformation>({ none: 1, userId: 2, userInfo: 3 });

/** Column `authtype`. */
export const authorizationTypeNumbers = numbers<AuthorizationTypeName>({
  notSpecified: 0,
  acs: 1,
  sasKey: 2,
  sasToken: 3,
  webhookKey: 4,
  httpHeader: 5,
  httpQueryString: 6,
  connectionString: 7,
  accessKey: 8,
  managedIdentity: 9,
});

/** Column `connectionmode`. */
export const connectionModeNumbers = numbers<ConnectionMode>({ normal: 1, federated: 2 });

/** Column `namespaceformat`. */
export const namespaceFormatNumbers = numbers<NamespaceFormat>({ name: 1, address: 2 });

/** Columns `connectionmode` and `namespaceformat` of every endpoint that this program writes: Normal, and an address. */
export const fixedServiceEndpointNumbers = { connectionMode: 1, namespaceFormat: 2 } as const;

/** Words for the choices of the form. */
export const messageFormatLabels: Readonly<Record<MessageFormat, string>> = {
  binaryXml: '.NET Binary XML',
  json: 'JSON',
  textXml: 'XML',
};
export const userInformationLabels: Readonly<Record<UserInformation, string>> = {
  none: 'None',
  userId: 'User ID',
  userInfo: 'User information',
};

/** Whether the stored endpoint holds a secret of the kind that it is authorized by. */
export function isSecretSet(endpoint: ServiceEndpoint): boolean {
  switch (endpoint.authorizationType) {
    case 'sasKey':
      return endpoint.sasKeySet;
    case 'sasToken':
      return endpoint.sasTokenSet;
    default:
      return endpoint.authValueSet;
  }
}

/** The form's values of a stored endpoint; undefined when it is of a type or an authorization that no form edits. */
export function draftFromServiceEndpoint(endpoint: ServiceEndpoint): ServiceEndpointDraft | undefined {
  const designationType = OfferedDesignationType.safeParse(endpoint.designationType);
  if (!designationType.success) return undefined;
  let authorization: EndpointAuthorization;
  if (endpoint.authorizationType === 'sasKey') {
    authorization = { kind: 'sasKey', keyName: endpoint.sasKeyName ?? '' };
  } else if (endpoint.authorizationType === 'sasToken') {
    authorization = { kind: 'sasToken' };
  } else return undefined;
  return {
    name: endpoint.name,
    description: endpoint.description ?? '',
    designationType: designationType.data,
    namespaceAddress: endpoint.namespaceAddress ?? '',
    path: endpoint.path ?? '',
    authorization,
    messageFormat: endpoint.messageFormat,
    userInformation: endpoint.userInformation,
  };
}
