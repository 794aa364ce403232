import { z } from 'zod';
import { ConnectionId } from '../../domain/ids.ts';
import { KeptCopyId } from '../../domain/keptCopy.ts';
import {
  NodeReference,
  PluginAssembly,
  PluginPackage,
  PluginType,
  Registrations,
  ServiceEndpoint,
  Step,
  StepImage,
} from '../../domain/registration.ts';
import { call } from '../call.ts';

const which = z.object({ connectionId: ConnectionId });
const chosen = which.extend({ nodes: z.array(NodeReference).min(1).max(20_000) });

/** Something that does not go with the chosen and needs a part of it: the server would refuse. */
export const Dependent = z.object({
  id: z.string(),
  /** What it is: Custom API, Process, Step. */
  kind: z.string(),
  /** Null where its row cannot be read. */
  name: z.string().nullable(),
  /** What it needs. */
  requiredName: z.string(),
});
export type Dependent = z.infer<typeof Dependent>;

/** What goes when the chosen is unregistered. */
export const UnregisterPreview = z.object({
  packages: z.array(PluginPackage),
  assemblies: z.array(PluginAssembly),
  types: z.array(PluginType),
  endpoints: z.array(ServiceEndpoint),
  steps: z.array(Step),
  images: z.array(StepImage),
  /** Why it cannot go; empty when it can. */
  obstacles: z.array(z.object({ sentence: z.string(), instead: NodeReference.nullable() })),
  dependents: z.array(Dependent),
  /** Why the server could not be asked for dependencies; null when it could. */
  dependenciesUnread: z.string().nullable(),
  /** How many of the chosen are not there any more. */
  gone: z.number().int(),
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
  'registration.previewUnregister': call(chosen, UnregisterPreview),
  /** The full rows of what would go, as the text of a JSON file. Secrets are not readable and so not in it. */
  'registration.export': call(chosen, z.object({ fileName: z.string(), text: z.string() })),
  /**
   * Deletes from the images up. A copy of the rows is always kept in the data folder first. Up to 100 rows go together,
   * all or none; more go in groups, and what is left after a failure or a cancellation goes by the same call again.
   */
  'registration.unregister': call(
    chosen.extend({
      /** Also when the server does not give out the content of an assembly or a package, which is lost then. */
      withoutContent: z.boolean().default(false),
    }),
    z.object({
      deleted: z.number().int(),
      /** Where the copy is, to be shown. */
      keptCopy: z.string(),
      copyId: KeptCopyId,
    }),
    z.object({ done: z.number().int(), total: z.number().int() }),
  ),
};
