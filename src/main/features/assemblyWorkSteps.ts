import { isFailure } from '../../shared/contract/failure.ts';
import type { TakenOutSteps, WorkStep } from '../../shared/domain/assemblyWork.ts';
import type { PluginTypeId } from '../../shared/domain/ids.ts';
import type { SavedRegistrations } from '../../shared/domain/savedRegistrations.ts';
import type { Dataverse } from '../dataverse/dataverse.ts';
import type { RequestScope } from '../dataverse/ports.ts';
import type { UnderstoodRows } from '../dataverse/savedRows.ts';

export interface WorkStepTools {
  /** Bytes of the assembly, in base64. */
  readonly content: () => Promise<string>;
  readonly understand: (saved: SavedRegistrations) => UnderstoodRows;
}

/** A step without the words that only its sentences need. */
type Deed = WorkStep extends infer One
  ? One extends WorkStep
    ? Omit<One, 'toName' | 'typeName'>
    : never
  : never;

/** A step of which it is not known whether it was done before is done so that a second time does no harm. */
export async function performStep(
  dataverse: Dataverse,
  step: Deed,
  tools: WorkStepTools,
  scope: RequestScope,
): Promise<void> {
  const { assemblies, types, steps } = dataverse;
  switch (step.kind) {
    case 'createAssembly': {
      const { kind: _kind, ...assembly } = step;
      const bytes = step.source === 'database' ? await tools.content() : null;
      await unlessThere(
        () => assemblies.create(assembly, bytes, scope),
        async () => (await assemblies.list(scope)).some(({ id }) => id === step.id),
      );
      return;
    }
    case 'createType':
      await unlessThere(
        () => types.create(step.type, scope),
        async () =>
          (await types.ofAssemblies([step.type.assemblyId], scope)).some(({ id }) => id === step.type.id),
      );
      return;
    case 'deleteType':
      await unlessGone(() => types.delete(step.type.id, scope));
      return;
    case 'updateContent':
      await assemblies.updateContent(step.id, await tools.content(), '*', scope);
      return;
    case 'disableSteps':
      await steps.setState(step.ids, false, scope);
      return;
    case 'enableSteps':
      await steps.setState(step.ids, true, scope);
      return;
    case 'moveSteps':
      await steps.moveToType(step.ids, step.to, scope);
      return;
    case 'setGroup':
      await types.setGroup(step.typeId, step.to, scope);
      return;
    case 'takeOutSteps':
      await takeOut(dataverse, step.taken, scope);
      return;
    case 'bringBackSteps':
      await bringBack(dataverse, step.taken, step.to, tools, scope);
  }
}

/** The other way round; the content is the one that was there before. */
export async function revertStep(
  dataverse: Dataverse,
  step: WorkStep,
  tools: WorkStepTools,
  scope: RequestScope,
): Promise<void> {
  if (step.kind === 'createAssembly') {
    await unlessGone(() => dataverse.assemblies.delete(step.id, scope));
    return;
  }
  await performStep(dataverse, opposite(step), tools, scope);
}

/** Nothing but taking it back deletes an assembly, so making one has no opposite. */
function opposite(step: Exclude<WorkStep, { kind: 'createAssembly' }>): Deed {
  switch (step.kind) {
    case 'createType':
      return { kind: 'deleteType', type: step.type };
    case 'deleteType':
      return { kind: 'createType', type: step.type };
    case 'updateContent':
      return step;
    case 'disableSteps':
      return { kind: 'enableSteps', ids: step.ids };
    case 'enableSteps':
      return { kind: 'disableSteps', ids: step.ids };
    case 'moveSteps':
      return { kind: 'moveSteps', ids: step.ids, from: step.to, to: step.from };
    case 'setGroup':
      return { kind: 'setGroup', typeId: step.typeId, from: step.to, to: step.from };
    case 'takeOutSteps':
      return { kind: 'bringBackSteps', to: step.from, taken: step.taken };
    case 'bringBackSteps':
      return { kind: 'takeOutSteps', from: step.to, taken: step.taken };
  }
}

async function unlessThere(create: () => Promise<void>, isThere: () => Promise<boolean>): Promise<void> {
  try {
    await create();
  } catch (error) {
    if (isFailure(error) && error.failure.code === 'duplicate' && (await isThere())) return;
    throw error;
  }
}

async function unlessGone(remove: () => Promise<void>): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (isFailure(error) && error.failure.code === 'notFound') return;
    throw error;
  }
}

/** Their images go along; their secure configurations are rows of their own, and stay. */
async function takeOut(
  { registrationRows }: Dataverse,
  { ids }: TakenOutSteps,
  scope: RequestScope,
): Promise<void> {
  const there = await registrationRows.existing('step', ids, scope);
  const nodes = ids.filter((id) => there.has(id)).map((id) => ({ kind: 'step' as const, id }));
  await registrationRows.deleteTogether(nodes, scope);
}

async function bringBack(
  { registrationRows, restoredRows, steps, solutions }: Dataverse,
  { ids, imageIds, saved }: TakenOutSteps,
  typeId: PluginTypeId,
  tools: WorkStepTools,
  scope: RequestScope,
): Promise<void> {
  const [thereSteps, thereImages] = await Promise.all([
    registrationRows.existing('step', ids, scope),
    registrationRows.existing('image', imageIds, scope),
  ]);
  const { rows } = tools.understand(saved);
  for (const row of rows) {
    if (thereSteps.has(row.node.id) || thereImages.has(row.node.id)) continue;
    await restoredRows.create(
      row,
      {
        parent: row.step ? { kind: 'pluginType', id: typeId } : row.parent,
        secret: undefined,
        enabled: row.step?.enabled ?? true,
        sameOrganization: true,
        secureConfigurationStayed: true,
      },
      scope,
    );
  }
  const disabled = new Set(
    rows.filter(({ step }) => step && !step.enabled).map(({ node }) => node.id as string),
  );
  // One that was made but not disabled when it stopped before.
  const again = ids.filter((id) => thereSteps.has(id) && disabled.has(id));
  if (again.length > 0) await steps.setState(again, false, scope);
  for (const { solution, id } of saved.solutions) {
    const stepId = ids.find((one) => one === id.toLowerCase());
    if (!stepId) continue;
    await solutions.addComponent(solution, { kind: 'step', id: stepId }, { withRequired: false }, scope);
  }
}
