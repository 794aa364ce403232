import { z } from 'zod';

/** Which guide is read, as the preference `guides.shown` keeps it. */
export const GuideName = z.enum(['onPremises', 'rollover']);
