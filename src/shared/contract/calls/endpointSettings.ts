import { z } from 'zod';
import { ConnectionId } from '../../domain/ids.ts';
import { call } from '../call.ts';
import { RekeyPlanView } from './rekey.ts';

export const endpointSettingsCalls = {
  /** What a settings file would change, as a plan that `rekey.check` and `rekey.apply` carry on with. */
  'endpointSettings.plan': call(
    z.object({
      connectionId: ConnectionId,
      text: z.string().min(1).max(2_000_000),
      /** Its ending says whether it is JSON; everything else is read as YAML. */
      fileName: z.string().max(400).nullable(),
    }),
    RekeyPlanView,
  ),
  /** The settings of the organisation's endpoints now, to be filled in for another one. Never holds a secret. */
  'endpointSettings.export': call(
    z.object({ connectionId: ConnectionId, format: z.enum(['yaml', 'json']) }),
    z.object({ fileName: z.string(), text: z.string() }),
  ),
};
