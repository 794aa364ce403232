import { z } from 'zod';

/** How the program looks: as the system does, or as the user chose. */
export const ThemePreference = z.enum(['system', 'light', 'dark', 'highContrast']);
export type ThemePreference = z.infer<typeof ThemePreference>;
