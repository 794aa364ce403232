import { z } from 'zod';
import {
  AssemblyId,
  ImageId,
  MessageFilterId,
  MessageId,
  PackageId,
  PluginTypeId,
  ServiceEndpointId,
  StepId,
  UserId,
} from './ids.ts';

/**
 * What the tree shows, as it is loaded in one go: flat lists that refer to each other by id.
 * Dates are ISO 8601 texts in UTC. Secrets are never here, only whether they are set.
 */

const changes = {
  createdOn: z.string().nullable(),
  modifiedOn: z.string().nullable(),
  /** Full name of the user, where the server told it. */
  modifiedBy: z.string().nullable(),
  managed: z.boolean(),
};

export const PluginPackage = z.object({
  kind: z.literal('package'),
  id: PackageId,
  name: z.string(),
  uniqueName: z.string(),
  version: z.string(),
  ...changes,
});
export type PluginPackage = z.infer<typeof PluginPackage>;

export const IsolationMode = z.enum(['none', 'sandbox', 'external']);
export const AssemblySource = z.enum(['database', 'disk', 'globalAssemblyCache', 'azureWebApp', 'fileStore']);

export const PluginAssembly = z.object({
  kind: z.literal('assembly'),
  id: AssemblyId,
  name: z.string(),
  version: z.string(),
  culture: z.string(),
  publicKeyToken: z.string().nullable(),
  isolationMode: IsolationMode,
  source: AssemblySource,
  description: z.string().nullable(),
  packageId: PackageId.nullable(),
  hidden: z.boolean(),
  ...changes,
});
export type PluginAssembly = z.infer<typeof PluginAssembly>;

export const PluginType = z.object({
  kind: z.literal('pluginType'),
  id: PluginTypeId,
  assemblyId: AssemblyId,
  /** The CLR full name. */
  typeName: z.string(),
  name: z.string(),
  friendlyName: z.string(),
  description: z.string().nullable(),
  workflowActivity: z.boolean(),
  workflowActivityGroup: z.string().nullable(),
  ...changes,
});
export type PluginType = z.infer<typeof PluginType>;

export const Stage = z.enum([
  'preValidation',
  'preOperation',
  'mainOperation',
  'postOperation',
  'postOperationDeprecated',
]);
export type Stage = z.infer<typeof Stage>;
export const ExecutionMode = z.enum(['synchronous', 'asynchronous']);
export type ExecutionMode = z.infer<typeof ExecutionMode>;
export const Deployment = z.enum(['server', 'offline', 'both']);
export type Deployment = z.infer<typeof Deployment>;

/** What runs when a step fires. */
export const EventHandler = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pluginType'), id: PluginTypeId }),
  z.object({ kind: z.literal('serviceEndpoint'), id: ServiceEndpointId }),
]);
export type EventHandler = z.infer<typeof EventHandler>;

export const Step = z.object({
  kind: z.literal('step'),
  id: StepId,
  name: z.string(),
  description: z.string().nullable(),
  handler: EventHandler,
  messageId: MessageId,
  /** Name of the message: Create, Update … */
  message: z.string(),
  messageFilterId: MessageFilterId.nullable(),
  /** Logical name of the table; null means any table. */
  table: z.string().nullable(),
  secondaryTable: z.string().nullable(),
  stage: Stage,
  mode: ExecutionMode,
  rank: z.number().int(),
  deployment: Deployment,
  enabled: z.boolean(),
  /** Null means every column. */
  filteringAttributes: z.array(z.string()).nullable(),
  deleteJobWhenSuccessful: z.boolean(),
  /** Null means the calling user. */
  runAsUserId: UserId.nullable(),
  runAsUserName: z.string().nullable(),
  configuration: z.string().nullable(),
  hasSecureConfiguration: z.boolean(),
  customizable: z.boolean(),
  hidden: z.boolean(),
  ...changes,
});
export type Step = z.infer<typeof Step>;

export const ImageType = z.enum(['preImage', 'postImage', 'both']);
export type ImageType = z.infer<typeof ImageType>;

export const StepImage = z.object({
  kind: z.literal('image'),
  id: ImageId,
  stepId: StepId,
  name: z.string(),
  entityAlias: z.string(),
  imageType: ImageType,
  /** Null means every column. */
  attributes: z.array(z.string()).nullable(),
  messagePropertyName: z.string().nullable(),
  description: z.string().nullable(),
  managed: z.boolean(),
});
export type StepImage = z.infer<typeof StepImage>;

/** Contract numbers of the platform, by name. `designationType.ts` says what each of them means. */
export const DesignationTypeName = z.enum([
  'oneWay',
  'legacyQueue',
  'rest',
  'twoWay',
  'topic',
  'queue',
  'eventHub',
  'webhook',
  'eventGrid',
  'managedDataLake',
  'containerStorage',
]);
export type DesignationTypeName = z.infer<typeof DesignationTypeName>;
export const AuthorizationTypeName = z.enum([
  'notSpecified',
  'acs',
  'sasKey',
  'sasToken',
  'webhookKey',
  'httpHeader',
  'httpQueryString',
  'connectionString',
  'accessKey',
  'managedIdentity',
]);
export type AuthorizationTypeName = z.infer<typeof AuthorizationTypeName>;
export const MessageFormat = z.enum(['binaryXml', 'json', 'textXml']);
export type MessageFormat = z.infer<typeof MessageFormat>;
export const UserInformation = z.enum(['none', 'userId', 'userInfo']);
export type UserInformation = z.infer<typeof UserInformation>;

/** Federated went through Access Control (ACS), and is gone with it. */
export const ConnectionMode = z.enum(['normal', 'federated']);
export type ConnectionMode = z.infer<typeof ConnectionMode>;
/** Whether the namespace is given by its bare name, as in the days of ACS, or by its address. */
export const NamespaceFormat = z.enum(['name', 'address']);
export type NamespaceFormat = z.infer<typeof NamespaceFormat>;

export const ServiceEndpoint = z.object({
  kind: z.literal('serviceEndpoint'),
  id: ServiceEndpointId,
  name: z.string(),
  description: z.string().nullable(),
  designationType: DesignationTypeName,
  authorizationType: AuthorizationTypeName,
  messageFormat: MessageFormat,
  userInformation: UserInformation,
  connectionMode: ConnectionMode,
  namespaceFormat: NamespaceFormat.nullable(),
  /** `sb://…/` or `https://…/`; null for webhooks. */
  namespaceAddress: z.string().nullable(),
  solutionNamespace: z.string().nullable(),
  path: z.string().nullable(),
  /** Webhooks and Event Grid. */
  url: z.string().nullable(),
  sasKeyName: z.string().nullable(),
  sasKeySet: z.boolean(),
  sasTokenSet: z.boolean(),
  authValueSet: z.boolean(),
  ...changes,
});
export type ServiceEndpoint = z.infer<typeof ServiceEndpoint>;

export const OrganizationInformation = z.object({
  organizationId: z.string(),
  friendlyName: z.string(),
  uniqueName: z.string(),
  version: z.string(),
  userId: z.string(),
  userName: z.string(),
});
export type OrganizationInformation = z.infer<typeof OrganizationInformation>;

/** How a load went, for the status bar. */
export const LoadReport = z.object({
  /** ISO time of the end of the load. */
  loadedAt: z.string(),
  milliseconds: z.number(),
  requests: z.number().int(),
});
export type LoadReport = z.infer<typeof LoadReport>;

export const Registrations = z.object({
  organization: OrganizationInformation,
  packages: z.array(PluginPackage),
  assemblies: z.array(PluginAssembly),
  types: z.array(PluginType),
  endpoints: z.array(ServiceEndpoint),
  steps: z.array(Step),
  images: z.array(StepImage),
  report: LoadReport,
});
export type Registrations = z.infer<typeof Registrations>;

/** Anything that the tree can select. */
export type RegistrationNode =
  | PluginPackage
  | PluginAssembly
  | PluginType
  | ServiceEndpoint
  | Step
  | StepImage;

/** Names one node of the tree. */
export const NodeReference = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('package'), id: PackageId }),
  z.object({ kind: z.literal('assembly'), id: AssemblyId }),
  z.object({ kind: z.literal('pluginType'), id: PluginTypeId }),
  z.object({ kind: z.literal('serviceEndpoint'), id: ServiceEndpointId }),
  z.object({ kind: z.literal('step'), id: StepId }),
  z.object({ kind: z.literal('image'), id: ImageId }),
]);
export type NodeReference = z.infer<typeof NodeReference>;
