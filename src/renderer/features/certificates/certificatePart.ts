import { z } from 'zod';

/** Which part of the page is shown, as the preference `certificates.shown` keeps it. */
export const CertificatePart = z.enum(['open', 'compare', 'watched']);
