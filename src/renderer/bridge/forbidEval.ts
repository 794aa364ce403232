import { config } from 'zod';

/**
 * The page's policy forbids making code from text, which zod would try when the first schema is made.
 * So this has to be the first import of the page.
 */
config({ jitless: true });
