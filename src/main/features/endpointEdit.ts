import type { Etag, ServiceEndpointId } from '../../shared/domain/ids.ts';
import type { ServiceEndpoint } from '../../shared/domain/registration.ts';
import { conflictFailure, type FieldWords, isConflict } from './conflictFailure.ts';
import type { OpenOrganization } from './ports.ts';

/** A change to an endpoint or a webhook, with what it takes to show a conflict in words. */
interface EndpointEdit {
  readonly id: ServiceEndpointId;
  readonly etag: Etag;
  readonly overwrite: boolean;
  readonly wanted: FieldWords;
  readonly wordsOf: (endpoint: ServiceEndpoint) => FieldWords;
  readonly noun: string;
}

/** The row that the draft is compared with, and the etag to write against. */
export async function endpointBase(
  { dataverse, memory }: OpenOrganization,
  { id, etag, overwrite, wanted, wordsOf, noun }: EndpointEdit,
  signal: AbortSignal,
): Promise<{ base: ServiceEndpoint; etag: Etag }> {
  const read = overwrite ? undefined : memory.endpoints.recall(id, etag);
  if (read) return { base: read, etag };
  const now = await dataverse.serviceEndpoints.read(id, { signal });
  if (!overwrite && now.etag !== etag) {
    throw conflictFailure({ read: undefined, wanted, now: wordsOf(now.endpoint), noun });
  }
  return { base: now.endpoint, etag: now.etag };
}

/** Saves; a conflict says what is different now from the row that the user began with. */
export async function saveOverEndpoint(
  { dataverse }: OpenOrganization,
  { id, wanted, wordsOf, noun }: EndpointEdit,
  base: ServiceEndpoint,
  signal: AbortSignal,
  save: () => Promise<void>,
): Promise<void> {
  try {
    await save();
  } catch (error) {
    if (!isConflict(error)) throw error;
    const now = await dataverse.serviceEndpoints.read(id, { signal });
    throw conflictFailure({ read: wordsOf(base), wanted, now: wordsOf(now.endpoint), noun }, error);
  }
}
