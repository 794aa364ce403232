import type { Connection } from '../../shared/contract/calls/connections.ts';
import type { ConnectionId } from '../../shared/domain/ids.ts';
import type { Registrations } from '../../shared/domain/registration.ts';
import type { Dataverse } from '../dataverse/dataverse.ts';
import type { TokenSource, WriteGuard } from '../dataverse/ports.ts';
import type { OrganizationMemory } from './organizationMemory.ts';

/** A connection in use: its Web API, and what this session knows of the organisation behind it. */
export interface OpenOrganization {
  readonly connection: Connection;
  readonly dataverse: Dataverse;
  readonly memory: OrganizationMemory;
}

/** Finds an organisation by its connection. Rejects with a FailureError when there is no such connection. */
export type OpenOrganizationOf = (connectionId: ConnectionId) => Promise<OpenOrganization>;

/** Joins a Web API client to a connection: brought by the core, for features know outward rooms by their types alone. */
export type OpenDataverse = (options: {
  readonly connectionId: ConnectionId;
  readonly webApi: string;
  readonly tokens: TokenSource;
  readonly guard: WriteGuard;
}) => Dataverse;

export interface RegistrationStore {
  read(connectionId: ConnectionId): Promise<Registrations | null>;
  write(connectionId: ConnectionId, registrations: Registrations): Promise<void>;
  remove(connectionId: ConnectionId): Promise<void>;
}

/** Work that outlives the call that began it; the core waits for it when it closes. Its failures are logged. */
export type InBackground = (sentence: string, task: () => Promise<void>) => void;
