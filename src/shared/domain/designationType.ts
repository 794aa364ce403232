import type { AuthorizationTypeName, DesignationTypeName, MessageFormat } from './registration.ts';
import { designationTypeNumbers, OfferedDesignationType } from './serviceEndpoint.ts';

/** A right that an Azure policy can grant. */
export type AzureClaim = 'Send' | 'Listen' | 'Manage';

/** Whether this program can show what arrives there, and what that takes. */
export type ListenerSupport = { kind: 'queue' | 'topic' | 'eventHub' | 'none'; note: string };

/** What the platform and Azure ask of one designation type. */
export type DesignationType = {
  name: DesignationTypeName;
  /** Column `contract`. */
  contract: number;
  /** As Microsoft's tool calls it. */
  label: string;
  /** False for those that are shown but not registered here. */
  offered: boolean;
  /** What the path names, for the field's label: "Queue name". */
  pathLabel: string;
  /** The same inside a sentence: "queue". */
  pathNoun: string;
  /** Scheme of the namespace address; none where the endpoint has a URL in its place. */
  scheme: 'sb' | 'https' | 'none';
  messageFormats: readonly MessageFormat[];
  /** What the policy must grant for Dataverse to post. Manage is never needed. */
  claims: readonly AzureClaim[];
  authorizationTypes: readonly AuthorizationTypeName[];
  listener: ListenerSupport;
  help: string;
};

const allFormats: readonly MessageFormat[] = ['binaryXml', 'json', 'textXml'];
const sas: readonly AuthorizationTypeName[] = ['sasKey', 'sasToken'];
const noListener = 'Registrar cannot read along here.';
const relayListener =
  'A relay stores nothing: a program of yours has to be listening at the moment of the post, or the post fails. Registrar cannot read along.';

/** Every designation type of the platform, by name. */
export const designationTypes: Readonly<Record<DesignationTypeName, DesignationType>> = {
  queue: {
    name: 'queue',
    contract: designationTypeNumbers.toNumber.queue,
    label: 'Queue',
    offered: true,
    pathLabel: 'Queue name',
    pathNoun: 'queue',
    scheme: 'sb',
    messageFormats: allFormats,
    claims: ['Send'],
    authorizationTypes: sas,
    listener: { kind: 'queue', note: 'Reading along takes a policy with the Listen right on the queue.' },
    help: 'Messages wait in a Service Bus queue until one receiver takes each of them.',
  },
  topic: {
    name: 'topic',
    contract: designationTypeNumbers.toNumber.topic,
    label: 'Topic',
    offered: true,
    pathLabel: 'Topic name',
    pathNoun: 'topic',
    scheme: 'sb',
    messageFormats: allFormats,
    claims: ['Send'],
    authorizationTypes: sas,
    listener: {
      kind: 'topic',
      note: 'Reading along takes a subscription of the topic and a policy with the Listen right.',
    },
    help: 'Every subscription of a Service Bus topic gets its own copy. The Basic tier of Service Bus has no topics.',
  },
  oneWay: {
    name: 'oneWay',
    contract: designationTypeNumbers.toNumber.oneWay,
    label: 'One-Way',
    offered: true,
    pathLabel: 'Relay name',
    pathNoun: 'relay',
    scheme: 'https',
    messageFormats: allFormats,
    claims: ['Send'],
    authorizationTypes: sas,
    listener: { kind: 'none', note: relayListener },
    help: 'Hands each message to a program that listens on an Azure Relay at that moment. Nothing comes back.',
  },
  twoWay: {
    name: 'twoWay',
    contract: designationTypeNumbers.toNumber.twoWay,
    label: 'Two-Way',
    offered: true,
    pathLabel: 'Relay name',
    pathNoun: 'relay',
    scheme: 'https',
    messageFormats: allFormats,
    claims: ['Send', 'Listen'],
    authorizationTypes: sas,
    listener: { kind: 'none', note: relayListener },
    help: 'Like One-Way, and the listening program may answer with a text. Only custom plug-ins see the answer.',
  },
  rest: {
    name: 'rest',
    contract: designationTypeNumbers.toNumber.rest,
    label: 'REST',
    offered: true,
    pathLabel: 'Relay or hybrid connection name',
    pathNoun: 'relay',
    scheme: 'https',
    messageFormats: allFormats,
    claims: ['Send', 'Listen'],
    authorizationTypes: sas,
    listener: { kind: 'none', note: relayListener },
    help: 'Posts over HTTPS to a program that listens on an Azure Relay. Choose it for a hybrid connection too, and end the namespace address with its name.',
  },
  eventHub: {
    name: 'eventHub',
    contract: designationTypeNumbers.toNumber.eventHub,
    label: 'Event Hub',
    offered: true,
    pathLabel: 'Event hub name',
    pathNoun: 'event hub',
    scheme: 'sb',
    messageFormats: ['json', 'textXml'],
    claims: ['Send'],
    authorizationTypes: sas,
    listener: {
      kind: 'eventHub',
      note: 'Events stay for the time that the hub keeps them. Reading along takes a policy with the Listen right.',
    },
    help: 'Adds each message to an Azure event hub, as JSON or XML.',
  },
  legacyQueue: {
    name: 'legacyQueue',
    contract: designationTypeNumbers.toNumber.legacyQueue,
    label: 'Queue (retired message buffer)',
    offered: false,
    pathLabel: 'Message buffer name',
    pathNoun: 'message buffer',
    scheme: 'https',
    messageFormats: allFormats,
    claims: ['Send'],
    authorizationTypes: ['acs', 'sasKey', 'sasToken'],
    listener: { kind: 'none', note: noListener },
    help: 'Azure has retired message buffers. Register a new endpoint of the type Queue and move the steps to it.',
  },
  webhook: {
    name: 'webhook',
    contract: designationTypeNumbers.toNumber.webhook,
    label: 'Webhook',
    offered: false,
    pathLabel: 'Path',
    pathNoun: 'path',
    scheme: 'none',
    messageFormats: ['json'],
    claims: [],
    authorizationTypes: ['webhookKey', 'httpHeader', 'httpQueryString'],
    listener: { kind: 'none', note: noListener },
    help: 'Posts JSON to a web address of yours, on port 80 or 443.',
  },
  eventGrid: {
    name: 'eventGrid',
    contract: designationTypeNumbers.toNumber.eventGrid,
    label: 'Event Grid',
    offered: false,
    pathLabel: 'Path',
    pathNoun: 'path',
    scheme: 'none',
    messageFormats: ['json'],
    claims: [],
    authorizationTypes: ['accessKey', 'managedIdentity'],
    listener: { kind: 'none', note: noListener },
    help: 'Posts events to an Azure Event Grid topic. Shown here, not edited.',
  },
  managedDataLake: {
    name: 'managedDataLake',
    contract: designationTypeNumbers.toNumber.managedDataLake,
    label: 'Managed Data Lake',
    offered: false,
    pathLabel: 'Path',
    pathNoun: 'path',
    scheme: 'none',
    messageFormats: ['json'],
    claims: [],
    authorizationTypes: ['connectionString', 'accessKey', 'managedIdentity'],
    listener: { kind: 'none', note: noListener },
    help: 'Made and used by the platform itself. Shown here, not edited.',
  },
  containerStorage: {
    name: 'containerStorage',
    contract: designationTypeNumbers.toNumber.containerStorage,
    label: 'Container Storage',
    offered: false,
    pathLabel: 'Container',
    pathNoun: 'container',
    scheme: 'none',
    messageFormats: ['json'],
    claims: [],
    authorizationTypes: ['connectionString', 'accessKey', 'managedIdentity'],
    listener: { kind: 'none', note: noListener },
    help: 'Made and used by the platform itself. Shown here, not edited.',
  },
};

/** The types that the form offers, in its order. */
export const offeredDesignationTypes: readonly DesignationType[] = OfferedDesignationType.options.map(
  (name) => designationTypes[name],
);

/** The type of a contract number; undefined for a number that the platform gained since. */
export function designationTypeOfContract(contract: number | null | undefined): DesignationType | undefined {
  const name = designationTypeNumbers.toName(contract);
  return name && designationTypes[name];
}

/** "Send", or "Send and Listen": what to tick in the portal for Dataverse's policy. */
export function claimsInWords(type: DesignationType): string {
  return type.claims.join(' and ');
}
