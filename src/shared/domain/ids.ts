import { z } from 'zod';

/**
 * Ids are GUIDs, kept in lower case so that two spellings of one id compare equal.
 * Each kind has its own brand: a step's id cannot be handed to a function that wants an endpoint's.
 */
const guid = z.guid().transform((text) => text.toLowerCase());

export const AssemblyId = guid.brand<'AssemblyId'>();
export type AssemblyId = z.infer<typeof AssemblyId>;
export const PackageId = guid.brand<'PackageId'>();
export type PackageId = z.infer<typeof PackageId>;
export const PluginTypeId = guid.brand<'PluginTypeId'>();
export type PluginTypeId = z.infer<typeof PluginTypeId>;
export const ServiceEndpointId = guid.brand<'ServiceEndpointId'>();
export type ServiceEndpointId = z.infer<typeof ServiceEndpointId>;
export const StepId = guid.brand<'StepId'>();
export type StepId = z.infer<typeof StepId>;
export const ImageId = guid.brand<'ImageId'>();
export type ImageId = z.infer<typeof ImageId>;
export const MessageId = guid.brand<'MessageId'>();
export type MessageId = z.infer<typeof MessageId>;
export const MessageFilterId = guid.brand<'MessageFilterId'>();
export type MessageFilterId = z.infer<typeof MessageFilterId>;
export const UserId = guid.brand<'UserId'>();
export type UserId = z.infer<typeof UserId>;
export const SystemJobId = guid.brand<'SystemJobId'>();
export type SystemJobId = z.infer<typeof SystemJobId>;
export const TraceLogId = guid.brand<'TraceLogId'>();
export type TraceLogId = z.infer<typeof TraceLogId>;
export const SolutionId = guid.brand<'SolutionId'>();
export type SolutionId = z.infer<typeof SolutionId>;
export const OrganizationId = guid.brand<'OrganizationId'>();
export type OrganizationId = z.infer<typeof OrganizationId>;

/** A row of a business table, whose table is said elsewhere. */
export const RowId = guid.brand<'RowId'>();
export type RowId = z.infer<typeof RowId>;

/** Names a connection of this computer to an organisation: made by us, known to no server. */
export const ConnectionId = z.string().min(1).max(64).brand<'ConnectionId'>();
export type ConnectionId = z.infer<typeof ConnectionId>;

/** Names one running listener of this session. */
export const ListenerId = z.string().min(1).max(64).brand<'ListenerId'>();
export type ListenerId = z.infer<typeof ListenerId>;

/** An etag as the Web API writes it, `W/"12345"`: sent back as If-Match so that nobody overwrites what he has not seen. */
export const Etag = z.string().min(1).max(200).brand<'Etag'>();
export type Etag = z.infer<typeof Etag>;
