import { z } from 'zod';
import { ConnectionId, Etag, ServiceEndpointId } from '../../domain/ids.ts';
import { EndpointSecret, ServiceEndpointDraft } from '../../domain/serviceEndpoint.ts';
import { call, nothing } from '../call.ts';

const one = z.object({ connectionId: ConnectionId, id: ServiceEndpointId });

/** A move from ACS to SAS that this computer made and remembers. */
const AcsMove = z.object({
  /** ISO time, of the server's clock. */
  movedAt: z.string(),
  /** Why it cannot be undone any more, in a sentence; null while it can. */
  obstacle: z.string().nullable(),
  /** What to know before it is undone. */
  remark: z.string().nullable(),
});

export const acsCalls = {
  /** Writes address, authorization and mode; id, name, format and steps stay. It can be undone until something was sent. */
  'acs.moveToSas': call(
    one.extend({
      draft: ServiceEndpointDraft,
      secret: EndpointSecret,
      etag: Etag,
      /** The user's answer to a conflict: against the newest etag. */
      overwrite: z.boolean().default(false),
    }),
    nothing,
  ),
  /** The move of an endpoint, and whether it can be undone; null when none is remembered. */
  'acs.lastMove': call(one, z.object({ move: AcsMove.nullable() })),
  /** Brings back what the move has replaced. */
  'acs.undoMove': call(one, nothing),
};
