import { z } from 'zod';
import { ConnectionId } from '../../domain/ids.ts';
import { RightsReport } from '../../domain/registrationRights.ts';
import { call } from '../call.ts';

export const rightsCalls = {
  /** What the user of a connection may register, or an application user of its organisation. */
  'rights.check': call(
    z.object({
      connectionId: ConnectionId,
      /** Client id of the application user that is meant; null: whoever is connected. */
      applicationId: z
        .guid({ error: 'The id of an application has the form 00000000-0000-0000-0000-000000000000.' })
        .nullable()
        .default(null),
    }),
    z.object({ report: RightsReport }),
  ),
};
