import { z } from 'zod';
import { ConnectionId } from '../../domain/ids.ts';
import { KeyRotation } from '../../domain/keyRotation.ts';
import { call, nothing } from '../call.ts';
import { RekeyPlanView } from './rekey.ts';

const one = z.object({ connectionId: ConnectionId, id: z.string() });

export const ProvedEndpoint = z.object({
  name: z.string(),
  outcome: z.enum(['running', 'passed', 'failed']),
  sentence: z.string(),
});
export type ProvedEndpoint = z.infer<typeof ProvedEndpoint>;
const proof = z.object({ endpoints: z.array(ProvedEndpoint) });

export const rotationCalls = {
  /** Those that were begun and are not put away; they outlive the program. */
  'rotation.list': call(
    z.object({ connectionId: ConnectionId }),
    z.object({ rotations: z.array(KeyRotation) }),
  ),
  'rotation.begin': call(
    z.object({
      connectionId: ConnectionId,
      namespaceAddress: z.string(),
      policyName: z.string().min(1),
      path: z.string().nullable(),
    }),
    KeyRotation,
  ),
  /** The key of this step for all endpoints of the policy, as a plan that `rekey.check` and `rekey.apply` go on with. */
  'rotation.plan': call(one.extend({ text: z.string().min(1).max(16_000) }), RekeyPlanView),
  /** Whether each endpoint has posted since the key was saved; asks Dataverse to post a test message where none has. */
  'rotation.prove': call(one, proof, proof),
  /** On to the next step. A key that is not proved to be in use needs `anyway`. */
  'rotation.advance': call(one.extend({ anyway: z.boolean().default(false) }), KeyRotation),
  'rotation.forget': call(one, nothing),
};
