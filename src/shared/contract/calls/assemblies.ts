import { z } from 'zod';
import { AssemblyDraft } from '../../domain/assemblyRules.ts';
import { AssemblyUpdateChoices, AssemblyUpdateFacts } from '../../domain/assemblyUpdatePlan.ts';
import { AssemblyWork, WorkId } from '../../domain/assemblyWork.ts';
import { AssemblyId, ConnectionId, Etag } from '../../domain/ids.ts';
import { call, nothing } from '../call.ts';
import { PluginFileId } from './pluginFiles.ts';

const which = z.object({ connectionId: ConnectionId });
const one = which.extend({ id: AssemblyId });
const work = which.extend({ workId: WorkId });

/** What is being done, and how far it is. */
export const WorkProgress = z.object({
  done: z.number().int(),
  total: z.number().int(),
  sentence: z.string(),
});
export type WorkProgress = z.infer<typeof WorkProgress>;

/** What the page shows of work that stopped half-way. */
export const UnfinishedWork = AssemblyWork.omit({ steps: true }).extend({
  total: z.number().int(),
  /** What comes next. */
  next: z.string(),
  canUndo: z.boolean(),
});
export type UnfinishedWork = z.infer<typeof UnfinishedWork>;

export const assemblyCalls = {
  /** One request for the assembly, one for each type. When it stops half-way it is kept as unfinished work. */
  'assembly.register': call(
    which.extend({ fileId: PluginFileId, draft: AssemblyDraft }),
    z.object({ id: AssemblyId, types: z.number().int() }),
    WorkProgress,
  ),
  'assembly.prepareUpdate': call(one, z.object({ facts: AssemblyUpdateFacts, etag: Etag })),
  'assembly.update': call(
    one.extend({ fileId: PluginFileId, etag: Etag, choices: AssemblyUpdateChoices }),
    nothing,
    WorkProgress,
  ),
  /** The bytes as the server has them, in base64. */
  'assembly.download': call(one, z.object({ fileName: z.string(), content: z.string() })),

  'assemblyWork.list': call(which, z.object({ works: z.array(UnfinishedWork) })),
  'assemblyWork.continue': call(work, nothing, WorkProgress),
  'assemblyWork.undo': call(work, nothing, WorkProgress),
  /** Forgets it: what is there stays as it is. */
  'assemblyWork.forget': call(work, nothing),
};
