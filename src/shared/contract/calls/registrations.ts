import { z } from 'zod';
import { ConnectionId } from '../../domain/ids.ts';
import {
  NodeReference,
  PluginType,
  Registrations,
  ServiceEndpoint,
  Step,
  StepImage,
} from '../../domain/registration.ts';
import { call } from '../call.ts';

const which = z.object({ connectionId: ConnectionId });

/** What goes when a node is unregistered, in the order in which it goes. */
export const UnregisterPreview = z.object({
  images: z.array(StepImage),
  steps: z.array(Step),
  types: z.array(PluginType),
  endpoints: z.array(ServiceEndpoint),
  /** Why it cannot go, a sentence each; empty when it can. */
  obstacles: z.array(z.string()),
});
export type UnregisterPreview = z.infer<typeof UnregisterPreview>;

export const registrationCalls = {
  /** What the last load left on this disk, at once; null when there is nothing. */
  'registrations.cached': call(which, z.object({ registrations: Registrations.nullable() })),
  /** Loads from the organisation. */
  'registrations.load': call(
    which,
    z.object({ registrations: Registrations }),
    z.object({ done: z.number().int(), total: z.number().int() }),
  ),
  'registration.previewUnregister': call(
    which.extend({ nodes: z.array(NodeReference).min(1) }),
    UnregisterPreview,
  ),
  /** The full rows of what would go, as the text of a JSON file. Secrets are not readable and so not in it. */
  'registration.export': call(
    which.extend({ nodes: z.array(NodeReference).min(1) }),
    z.object({ fileName: z.string(), text: z.string() }),
  ),
  /** Deletes images, steps, endpoints, in this order. A copy of the rows is always kept in the data folder first. */
  'registration.unregister': call(
    which.extend({ nodes: z.array(NodeReference).min(1) }),
    z.object({ deleted: z.number().int(), keptCopy: z.string() }),
    z.object({ done: z.number().int(), total: z.number().int() }),
  ),
};
