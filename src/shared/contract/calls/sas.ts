import { z } from 'zod';
import { CheckLine, CheckReport } from '../../domain/check.ts';
import { ConnectionId } from '../../domain/ids.ts';
import { call } from '../call.ts';

const secretText = z.string().trim().min(1).max(16_000);
/** A day less than what a signed number of seconds could hold would be absurd; ten years are enough. */
const longestLife = 10 * 366 * 24 * 3600;

/** Shared access signatures, apart from any endpoint. Secrets go in, and of them only the token asked for comes out. */
export const sasCalls = {
  /** Whether a key made a token's signature, and if not, which common mistake was made. */
  'sas.checkSignature': call(
    z.object({ token: secretText, key: secretText }),
    z.object({ verdict: z.enum(['signed', 'mistake', 'otherKey']), sentence: z.string() }),
  ),
  /** Makes a token for an entity, or for the whole namespace where the string names none and no path is given. */
  'sas.make': call(
    z.object({
      connectionId: ConnectionId,
      connectionString: secretText,
      path: z.string().trim().max(260).default(''),
      lifeSeconds: z.number().int().min(60).max(longestLife),
    }),
    z.object({
      token: z.string(),
      resource: z.string(),
      policyName: z.string(),
      /** ISO time. */
      expiresAt: z.string(),
      /** What to mind, a sentence each: a wrong clock, a token that Dataverse cannot keep. */
      remarks: z.array(z.string()),
    }),
  ),
  /** Tries from this computer what a policy may: Send, Listen, Manage. Sends no message and takes none. */
  'sas.tryRights': call(
    z.object({
      connectionString: secretText,
      path: z.string().trim().max(260).default(''),
      entity: z.enum(['queue', 'topic', 'eventHub']),
    }),
    CheckReport,
    z.object({ lines: z.array(CheckLine) }),
  ),
};
