import { z } from 'zod';
import {
  AssemblyId,
  ConnectionId,
  ImageId,
  PackageId,
  PluginTypeId,
  ServiceEndpointId,
  SolutionId,
  StepId,
} from '../../domain/ids.ts';
import { NodeReference } from '../../domain/registration.ts';
import { Solution, SolutionUniqueName } from '../../domain/solution.ts';
import { call } from '../call.ts';
import { Failure } from '../failure.ts';

const which = z.object({ connectionId: ConnectionId });

/** How it went with one component. */
export const AddedComponent = z.object({
  node: NodeReference,
  name: z.string(),
  outcome: z.enum(['added', 'alreadyThere', 'failed', 'notTried']),
  failure: Failure.nullable(),
});
export type AddedComponent = z.infer<typeof AddedComponent>;

/** A visible solution with the ids of those registrations that it holds by themselves. */
export const SolutionWithContents = z.object({
  id: SolutionId,
  uniqueName: z.string(),
  friendlyName: z.string(),
  version: z.string(),
  managed: z.boolean(),
  publisher: z.string().nullable(),
  components: z.object({
    package: z.array(PackageId),
    assembly: z.array(AssemblyId),
    pluginType: z.array(PluginTypeId),
    serviceEndpoint: z.array(ServiceEndpointId),
    step: z.array(StepId),
    image: z.array(ImageId),
  }),
});
export type SolutionWithContents = z.infer<typeof SolutionWithContents>;

export const solutionCalls = {
  /** Every visible solution but the default one, which has everything, by name, with the registrations in it. */
  'solution.contents': call(which, z.object({ solutions: z.array(SolutionWithContents) })),
  /** The solutions that components can be put into: unmanaged, visible, not the default one; by name. */
  'solution.list': call(which, z.object({ solutions: z.array(Solution) })),
  /**
   * Puts what stands for the nodes into the solution, one after the other. One that is refused does not stop the
   * others; a cancelled run rejects, and what was added until then stays.
   */
  'solution.addComponents': call(
    which.extend({
      solution: SolutionUniqueName,
      nodes: z.array(NodeReference).min(1).max(5000),
      /** The steps of assemblies, packages and endpoints too. */
      withSteps: z.boolean(),
      /** What the components need to work: tables, for instance. */
      withRequired: z.boolean(),
    }),
    z.object({ results: z.array(AddedComponent) }),
    z.object({ done: z.number().int(), total: z.number().int() }),
  ),
};
