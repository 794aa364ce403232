import { z } from 'zod';

/** What the tree is ordered by. */
export const TreeView = z.enum(['assembly', 'table', 'message', 'package', 'solution']);
export type TreeView = z.infer<typeof TreeView>;
