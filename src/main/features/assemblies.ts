import { randomUUID } from 'node:crypto';
import { FailureError } from '../../shared/contract/failure.ts';
import { checkAssemblyRegistration } from '../../shared/domain/assemblyRules.ts';
import {
  type AssemblyUpdateFacts,
  type AssemblyUpdatePlan,
  planAssemblyUpdate,
} from '../../shared/domain/assemblyUpdatePlan.ts';
import {
  planRegistration,
  planUpdateWork,
  type TakenOutSteps,
  WorkId,
} from '../../shared/domain/assemblyWork.ts';
import { AssemblyId, type Etag, type PluginTypeId } from '../../shared/domain/ids.ts';
import { isOnline } from '../../shared/domain/organizationAddress.ts';
import type { AssemblyFile } from '../../shared/domain/pluginFile.ts';
import type { PluginType } from '../../shared/domain/registration.ts';
import { SavedRegistrations, savedFormat, savedVersion } from '../../shared/domain/savedRegistrations.ts';
import type { RequestScope } from '../dataverse/ports.ts';
import type { Clock } from '../ports.ts';
import type { AssemblyWorkRunner } from './assemblyWork.ts';
import type { Handlers } from './handlers.ts';
import type { HeldFile, PluginFiles } from './pluginFiles.ts';
import type { OpenOrganization, OpenOrganizationOf } from './ports.ts';
import { refuseProblems } from './refuseProblems.ts';

export interface AssemblyPorts {
  readonly open: OpenOrganizationOf;
  readonly files: Pick<PluginFiles, 'take' | 'remember'>;
  readonly work: Pick<AssemblyWorkRunner, 'start'>;
  readonly clock: Clock;
}

export function createAssemblies(
  ports: AssemblyPorts,
): Pick<Handlers, 'assembly.register' | 'assembly.prepareUpdate' | 'assembly.update' | 'assembly.download'> {
  const begun = (): string => new Date(ports.clock.now()).toISOString();
  const newWorkId = (): WorkId => WorkId.parse(randomUUID());

  return {
    'assembly.register': async ({ connectionId, fileId, draft }, { signal, progress }) => {
      const held = ports.files.take(fileId);
      const file = assemblyOf(held);
      const { connection, dataverse } = await ports.open(connectionId);
      const assemblies = await dataverse.assemblies.list({ signal });
      const online = isOnline(connection);
      refuseProblems(checkAssemblyRegistration(file, draft, { assemblies, online }));
      const id = AssemblyId.parse(randomUUID());
      await ports.work.start(
        {
          id: newWorkId(),
          connectionId,
          kind: 'register',
          assemblyId: id,
          assemblyName: file.name,
          version: { from: null, to: file.version },
          fileName: held.opened.fileName,
          startedAt: begun(),
          steps: planRegistration(id, file, draft, randomUUID),
          done: 0,
          undoing: false,
          oldContentKept: false,
          stoppedBy: null,
        },
        { new: held.bytes.toString('base64'), old: null },
        { signal, progress },
      );
      await ports.files.remember(connectionId, { kind: 'assembly', id }, held.opened);
      return { id, types: draft.types.length };
    },

    'assembly.prepareUpdate': async ({ connectionId, id }, { signal }) =>
      factsOf(await ports.open(connectionId), id, { signal }),

    'assembly.update': async ({ connectionId, id, fileId, etag, choices }, { signal, progress }) => {
      const held = ports.files.take(fileId);
      const file = assemblyOf(held);
      const organization = await ports.open(connectionId);
      const now = await factsOf(organization, id, { signal });
      if (now.etag !== etag) throw changedMeanwhile(now.facts);
      const plan = planAssemblyUpdate(now.facts, file, choices);
      refuseProblems(plan.problems);
      const takenOut = plan.recreates
        ? await readTakenOut(organization, plan, begun(), { signal })
        : undefined;
      const old = await organization.dataverse.assemblies.readContent(id, { signal });
      await ports.work.start(
        {
          id: newWorkId(),
          connectionId,
          kind: 'update',
          assemblyId: id,
          assemblyName: file.name,
          version: plan.version,
          fileName: held.opened.fileName,
          startedAt: begun(),
          steps: planUpdateWork(id, plan, file, randomUUID, takenOut),
          done: 0,
          undoing: false,
          oldContentKept: old !== null,
          stoppedBy: null,
        },
        { new: held.bytes.toString('base64'), old },
        { signal, progress },
      );
      await ports.files.remember(connectionId, { kind: 'assembly', id }, held.opened);
      return {};
    },

    'assembly.download': async ({ connectionId, id }, { signal }) => {
      const { dataverse } = await ports.open(connectionId);
      const { assembly } = await dataverse.assemblies.read(id, { signal });
      const content = await dataverse.assemblies.readContent(id, { signal });
      if (content !== null) return { fileName: `${assembly.name}.dll`, content };
      throw new FailureError({
        code: 'unsupported',
        sentence:
          assembly.packageId === null
            ? `The organisation keeps no content of ${assembly.name}: it is loaded from the server’s own disk.`
            : `${assembly.name} is part of a package; the organisation keeps its content with the package.`,
        advice:
          assembly.packageId === null
            ? 'Copy it from the server.'
            : 'Download the package. The assembly is in it, below lib.',
      });
    },
  };

  async function factsOf(
    { dataverse, memory }: OpenOrganization,
    id: AssemblyId,
    scope: RequestScope,
  ): Promise<{ facts: AssemblyUpdateFacts; etag: Etag }> {
    const [{ assembly, etag }, types] = await Promise.all([
      dataverse.assemblies.read(id, scope),
      dataverse.types.ofAssemblies([id], scope),
    ]);
    const ids = types.map((type) => type.id);
    const [steps, customApis] = await Promise.all([
      dataverse.steps.ofTypes(ids, scope),
      dataverse.types.customApisOf(ids, scope),
    ]);
    const elsewhere = await placeElsewhere(dataverse, memory, id, scope);
    return { facts: { assembly, types, steps, customApis, elsewhere }, etag };
  }
}

/** Whole rows of the steps that are deleted for a moment, by their type, with what it takes to make them again. */
async function readTakenOut(
  { connection, dataverse }: OpenOrganization,
  plan: AssemblyUpdatePlan,
  savedAt: string,
  scope: RequestScope,
): Promise<Map<PluginTypeId, TakenOutSteps>> {
  const found = new Map<PluginTypeId, TakenOutSteps>();
  for (const { type, steps } of plan.gone) {
    if (steps.length === 0) continue;
    const ids = steps.map((step) => step.id);
    const images = (await dataverse.images.list(scope)).filter(({ stepId }) => ids.includes(stepId));
    const imageIds = images.map((image) => image.id);
    const [stepRows, imageRows, solutions] = await Promise.all([
      dataverse.registrationRows.readWhole('step', ids, scope),
      dataverse.registrationRows.readWhole('image', imageIds, scope),
      dataverse.solutions.unmanagedSolutionsOf(ids, scope),
    ]);
    const saved = SavedRegistrations.parse({
      format: savedFormat,
      version: savedVersion,
      savedAt,
      organization: null,
      webApi: connection.webApi,
      steps: stepRows,
      images: imageRows,
      solutions,
    });
    found.set(type.id, { ids, imageIds, saved });
  }
  return found;
}

/** The platform's own assemblies, and those of others, are left alone. */
async function placeElsewhere(
  dataverse: OpenOrganization['dataverse'],
  memory: OpenOrganization['memory'],
  id: AssemblyId,
  scope: RequestScope,
): Promise<AssemblyUpdateFacts['elsewhere']> {
  const [assemblies, types] = memory.registrations
    ? [memory.registrations.assemblies, memory.registrations.types]
    : await Promise.all([dataverse.assemblies.list(scope), dataverse.types.list(scope)]);
  const own = new Set(
    assemblies
      .filter(
        (assembly) =>
          assembly.id !== id &&
          !assembly.managed &&
          !assembly.hidden &&
          !assembly.name.startsWith('Microsoft.'),
      )
      .map((assembly) => assembly.id),
  );
  const found = types.find((type: PluginType) => own.has(type.assemblyId) && !type.workflowActivity);
  return found ? { id: found.id, typeName: found.typeName } : null;
}

function assemblyOf({ opened }: HeldFile): AssemblyFile {
  if (opened.file.kind === 'assembly') return opened.file;
  throw new FailureError({
    code: 'invalid',
    sentence: `${opened.fileName} is a package, not an assembly.`,
    advice: 'Register it as a package.',
    fields: { file: `${opened.fileName} is a package, not an assembly.` },
  });
}

function changedMeanwhile({ assembly }: AssemblyUpdateFacts): FailureError {
  const who = assembly.modifiedBy ?? 'Somebody else';
  return new FailureError({
    code: 'conflict',
    sentence: `${who} changed ${assembly.name} since you looked at it: it is version ${assembly.version} now. Nothing was sent.`,
    advice: 'Look at what the update changes now, and update again.',
  });
}
