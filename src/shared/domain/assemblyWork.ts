import { z } from 'zod';
import { type AssemblyDraft, ChosenIsolation, ChosenSource, defaultActivityGroup } from './assemblyRules.ts';
import type { AssemblyUpdatePlan } from './assemblyUpdatePlan.ts';
import { AssemblyId, ConnectionId, ImageId, PluginTypeId, StepId } from './ids.ts';
import type { AssemblyFile } from './pluginFile.ts';
import { SavedRegistrations } from './savedRegistrations.ts';

/**
 * Registering and updating an assembly is several requests, and Dataverse has no transaction around them. So each is
 * written down before it begins, as steps that can be done twice without harm and taken back one by one.
 */

const WorkType = z.object({
  id: PluginTypeId,
  assemblyId: AssemblyId,
  typeName: z.string(),
  name: z.string(),
  friendlyName: z.string(),
  description: z.string().nullable(),
  workflowActivityGroup: z.string().nullable(),
});

/** Steps that are deleted for a moment, with all that it takes to make them again. */
export const TakenOutSteps = z.object({
  ids: z.array(StepId),
  imageIds: z.array(ImageId),
  saved: SavedRegistrations,
});
export type TakenOutSteps = z.infer<typeof TakenOutSteps>;

export const WorkStep = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('takeOutSteps'), from: PluginTypeId, taken: TakenOutSteps }),
  z.object({
    kind: z.literal('bringBackSteps'),
    to: PluginTypeId,
    toName: z.string(),
    taken: TakenOutSteps,
  }),
  z.object({
    kind: z.literal('createAssembly'),
    id: AssemblyId,
    name: z.string(),
    version: z.string(),
    culture: z.string(),
    publicKeyToken: z.string().nullable(),
    isolationMode: ChosenIsolation,
    source: ChosenSource,
    serverFileName: z.string(),
    description: z.string(),
    solution: z.string().nullable(),
  }),
  z.object({ kind: z.literal('createType'), type: WorkType }),
  z.object({ kind: z.literal('deleteType'), type: WorkType }),
  z.object({ kind: z.literal('updateContent'), id: AssemblyId }),
  z.object({ kind: z.literal('disableSteps'), ids: z.array(StepId) }),
  z.object({ kind: z.literal('enableSteps'), ids: z.array(StepId) }),
  z.object({
    kind: z.literal('moveSteps'),
    ids: z.array(StepId),
    from: PluginTypeId,
    to: PluginTypeId,
    /** Of the type that they move to, for sentences. */
    toName: z.string(),
  }),
  z.object({
    kind: z.literal('setGroup'),
    typeId: PluginTypeId,
    typeName: z.string(),
    from: z.string().nullable(),
    to: z.string().nullable(),
  }),
]);
export type WorkStep = z.infer<typeof WorkStep>;

export const WorkId = z.guid().brand<'WorkId'>();
export type WorkId = z.infer<typeof WorkId>;

export const AssemblyWork = z.object({
  id: WorkId,
  connectionId: ConnectionId,
  kind: z.enum(['register', 'update']),
  assemblyId: AssemblyId,
  assemblyName: z.string(),
  version: z.object({ from: z.string().nullable(), to: z.string() }),
  fileName: z.string(),
  /** ISO time. */
  startedAt: z.string(),
  steps: z.array(WorkStep),
  /** How many of them are done. */
  done: z.number().int(),
  /** It is being taken back: it can only be taken back further. */
  undoing: z.boolean(),
  /** The content that was there before is kept; without it, what came after the upload cannot be taken back. */
  oldContentKept: z.boolean(),
  /** Why it stopped. */
  stoppedBy: z.string().nullable(),
});
export type AssemblyWork = z.infer<typeof AssemblyWork>;

/** What one change set may hold, with room to spare. */
const stepsAtOnce = 500;

export function planRegistration(
  id: AssemblyId,
  file: AssemblyFile,
  draft: AssemblyDraft,
  newId: () => string,
): WorkStep[] {
  const { isolationMode, source, serverFileName, description, solution } = draft;
  const { name, version, culture, publicKeyToken } = file;
  return [
    {
      kind: 'createAssembly',
      id,
      name,
      version,
      culture,
      publicKeyToken,
      isolationMode,
      source,
      serverFileName,
      description,
      solution,
    },
    ...draft.types.map(({ typeName, group }) => createType(id, typeName, group, newId)),
  ];
}

/**
 * The order that the server accepts: steps leave the types that go, those types go, the content comes, new types come,
 * steps return. A step keeps its id all the way; it is disabled while its class is not there.
 */
export function planUpdateWork(
  assemblyId: AssemblyId,
  plan: AssemblyUpdatePlan,
  file: AssemblyFile,
  newId: () => string,
  /** By type, where the plan makes steps again. */
  takenOut: ReadonlyMap<PluginTypeId, TakenOutSteps> = new Map(),
): WorkStep[] {
  const group = defaultActivityGroup(file);
  const created = plan.added
    .filter(({ register }) => register)
    .map(({ typeName, kind }) =>
      createType(assemblyId, typeName, kind === 'workflowActivity' ? group : null, newId),
    );
  const keptIds = new Map(plan.kept.map(({ typeName, id }) => [typeName, id]));
  const newIds = new Map(created.map(({ type }) => [type.typeName, type.id]));

  const leaving: WorkStep[] = [];
  const returning: WorkStep[] = [];
  for (const { type, steps, target } of plan.gone) {
    if (steps.length === 0 || target === null) continue;
    const ids = steps.map((step) => step.id);
    const kept = keptIds.get(target);
    if (kept !== undefined) {
      leaving.push(...moves(ids, type.id, kept, target));
      continue;
    }
    const next = newIds.get(target);
    const taken = takenOut.get(type.id);
    if (next !== undefined && plan.recreates && taken) {
      leaving.push({ kind: 'takeOutSteps', from: type.id, taken });
      returning.push({ kind: 'bringBackSteps', to: next, toName: target, taken });
      continue;
    }
    if (next === undefined || plan.waitingPlace === null) {
      throw new Error(`A plan lets the steps of ${type.typeName} go to ${target}, which will not be there.`);
    }
    leaving.push(...moves(ids, type.id, plan.waitingPlace.id, plan.waitingPlace.typeName));
    returning.push(...moves(ids, plan.waitingPlace.id, next, target));
  }
  // Steps that are made again come back as they were.
  const enabled = (plan.recreates ? [] : plan.moving).filter((step) => step.enabled).map(({ id }) => id);
  return [
    ...groups(enabled).map((ids): WorkStep => ({ kind: 'disableSteps', ids })),
    ...leaving,
    ...plan.gone.map(
      ({ type }): WorkStep => ({
        kind: 'deleteType',
        type: {
          id: type.id,
          assemblyId,
          typeName: type.typeName,
          name: type.name,
          friendlyName: type.friendlyName,
          description: type.description,
          workflowActivityGroup: type.workflowActivityGroup,
        },
      }),
    ),
    { kind: 'updateContent', id: assemblyId },
    ...created,
    ...returning,
    ...groups(enabled).map((ids): WorkStep => ({ kind: 'enableSteps', ids })),
    ...plan.groups.map(
      ({ type, from, to }): WorkStep => ({
        kind: 'setGroup',
        typeId: type.id,
        typeName: type.typeName,
        from,
        to,
      }),
    ),
  ];
}

/** Whether all that is done can be taken back. */
export function canUndo(work: AssemblyWork): boolean {
  const upload = work.steps.findIndex(({ kind }) => kind === 'updateContent');
  return work.oldContentKept || upload < 0 || work.done < upload;
}

/** What is done now, as the line of progress says it. */
export function sentenceOf(step: WorkStep): string {
  switch (step.kind) {
    case 'createAssembly':
      return `Uploading ${step.name} ${step.version}`;
    case 'createType':
      return `Registering ${step.type.typeName}`;
    case 'deleteType':
      return `Unregistering ${step.type.typeName}`;
    case 'updateContent':
      return 'Uploading the new content';
    case 'disableSteps':
      return `Disabling ${count(step.ids)} for the moment`;
    case 'enableSteps':
      return `Enabling ${count(step.ids)} again`;
    case 'moveSteps':
      return `Moving ${count(step.ids)} to ${step.toName}`;
    case 'takeOutSteps':
      return `Deleting ${count(step.taken.ids)} for the moment`;
    case 'bringBackSteps':
      return `Making ${count(step.taken.ids)} again at ${step.toName}`;
    case 'setGroup':
      return `Naming the group of ${step.typeName}`;
  }
}

function count(ids: readonly StepId[]): string {
  return ids.length === 1 ? 'a step' : `${ids.length} steps`;
}

function createType(
  assemblyId: AssemblyId,
  typeName: string,
  group: string | null,
  newId: () => string,
): Extract<WorkStep, { kind: 'createType' }> {
  return {
    kind: 'createType',
    type: {
      id: PluginTypeId.parse(newId()),
      assemblyId,
      typeName,
      name: typeName,
      // Microsoft's tool writes a fresh GUID here, too: the column is required and has to be unique.
      friendlyName: newId(),
      description: null,
      workflowActivityGroup: group,
    },
  };
}

function moves(ids: readonly StepId[], from: PluginTypeId, to: PluginTypeId, toName: string): WorkStep[] {
  return groups(ids).map((some) => ({ kind: 'moveSteps', ids: some, from, to, toName }));
}

function groups(ids: readonly StepId[]): StepId[][] {
  const found: StepId[][] = [];
  for (let at = 0; at < ids.length; at += stepsAtOnce) found.push(ids.slice(at, at + stepsAtOnce));
  return found;
}
