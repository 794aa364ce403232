import { randomUUID } from 'node:crypto';
import { FailureError } from '../../shared/contract/failure.ts';
import { type Etag, PackageId } from '../../shared/domain/ids.ts';
import { isOnline } from '../../shared/domain/organizationAddress.ts';
import {
  checkPackageRegistration,
  type PackageUpdateFacts,
  planPackageUpdate,
} from '../../shared/domain/packageRules.ts';
import type { PackageFile } from '../../shared/domain/pluginFile.ts';
import type { RequestScope } from '../dataverse/ports.ts';
import type { Tell } from '../ports.ts';
import { isConflict } from './conflictFailure.ts';
import type { Handlers } from './handlers.ts';
import type { HeldFile, PluginFiles } from './pluginFiles.ts';
import type { OpenOrganization, OpenOrganizationOf } from './ports.ts';
import { refuseProblems } from './refuseProblems.ts';

export function createPackages(ports: {
  readonly open: OpenOrganizationOf;
  readonly files: Pick<PluginFiles, 'take' | 'remember'>;
  readonly tell: Tell;
}): Pick<Handlers, 'package.register' | 'package.prepareUpdate' | 'package.update' | 'package.download'> {
  return {
    'package.register': async ({ connectionId, fileId, draft }, { signal }) => {
      const held = ports.files.take(fileId);
      const file = packageOf(held);
      const { connection, dataverse } = await ports.open(connectionId);
      const [packages, solutions] = await Promise.all([
        dataverse.packages.list({ signal }),
        dataverse.solutions.list({ signal }),
      ]);
      const prefix = solutions.find(({ uniqueName }) => uniqueName === draft.solution)?.prefix ?? null;
      refuseProblems(
        checkPackageRegistration(file, draft, { packages, prefix, online: isOnline(connection) }),
      );
      const id = PackageId.parse(randomUUID());
      try {
        await dataverse.packages.create(
          { id, name: draft.name.trim(), version: file.version, solution: draft.solution },
          held.bytes.toString('base64'),
          { signal },
        );
      } finally {
        ports.tell('registrations.changed', { connectionId });
      }
      await ports.files.remember(connectionId, { kind: 'package', id }, held.opened);
      const { facts } = await factsOf(await ports.open(connectionId), id, { signal });
      return { id, assemblies: facts.assemblies.length, types: facts.types.length };
    },

    'package.prepareUpdate': async ({ connectionId, id }, { signal }) =>
      factsOf(await ports.open(connectionId), id, { signal }),

    'package.update': async ({ connectionId, id, fileId, etag }, { signal }) => {
      const held = ports.files.take(fileId);
      const file = packageOf(held);
      const organization = await ports.open(connectionId);
      const { facts, etag: now } = await factsOf(organization, id, { signal });
      if (now !== etag) throw changedMeanwhile(facts);
      refuseProblems(planPackageUpdate(facts, file).problems);
      try {
        await organization.dataverse.packages.updateContent(id, held.bytes.toString('base64'), etag, {
          signal,
        });
      } catch (error) {
        throw isConflict(error) ? changedMeanwhile(facts) : error;
      } finally {
        ports.tell('registrations.changed', { connectionId });
      }
      await ports.files.remember(connectionId, { kind: 'package', id }, held.opened);
      return {};
    },

    'package.download': async ({ connectionId, id }, { signal }) => {
      const { dataverse } = await ports.open(connectionId);
      const { package: there } = await dataverse.packages.read(id, { signal });
      const content = await dataverse.packages.readContent(id, { signal });
      if (content !== null) return { fileName: `${there.name}.${there.version}.nupkg`, content };
      throw new FailureError({
        code: 'unsupported',
        sentence: `The organisation does not give out the content of ${there.name}.`,
        advice: 'Export a solution that holds the package; the .nupkg is in it.',
      });
    },
  };

  async function factsOf(
    { dataverse }: OpenOrganization,
    id: PackageId,
    scope: RequestScope,
  ): Promise<{ facts: PackageUpdateFacts; etag: Etag }> {
    const [{ package: there, etag }, all] = await Promise.all([
      dataverse.packages.read(id, scope),
      dataverse.assemblies.list(scope),
    ]);
    const assemblies = all.filter(({ packageId }) => packageId === id);
    const types = await dataverse.types.ofAssemblies(
      assemblies.map((assembly) => assembly.id),
      scope,
    );
    const ids = types.map((type) => type.id);
    const [steps, customApis] = await Promise.all([
      dataverse.steps.ofTypes(ids, scope),
      dataverse.types.customApisOf(ids, scope),
    ]);
    return { facts: { package: there, assemblies, types, steps, customApis }, etag };
  }
}

function packageOf({ opened }: HeldFile): PackageFile {
  if (opened.file.kind === 'package') return opened.file;
  const sentence = `${opened.fileName} is an assembly, not a package.`;
  throw new FailureError({
    code: 'invalid',
    sentence,
    advice: 'Register it as an assembly.',
    fields: { file: sentence },
  });
}

function changedMeanwhile({ package: there }: PackageUpdateFacts): FailureError {
  const who = there.modifiedBy ?? 'Somebody else';
  return new FailureError({
    code: 'conflict',
    sentence: `${who} changed ${there.name} since you looked at it. Nothing was sent.`,
    advice: 'Look at what the update changes now, and update again.',
  });
}
