import { z } from 'zod';
import { checkFramework, largestAssembly, megabytes } from './assemblyRules.ts';
import type { FieldProblem } from './fieldProblem.ts';
import { PluginTypeId } from './ids.ts';
import type { PackagedAssembly, PackageFile } from './pluginFile.ts';
import { PluginAssembly, PluginPackage, PluginType, Step } from './registration.ts';
import { SolutionUniqueName } from './solution.ts';

/** What Dataverse demands of a plug-in package (.nupkg). Its rows come from the package: the server makes them. */

export const PackageDraft = z.object({
  /** Begins with the publisher's prefix and an underscore. */
  name: z.string().max(100),
  solution: SolutionUniqueName.nullable(),
});
export type PackageDraft = z.infer<typeof PackageDraft>;

type PackageField = 'file' | 'name' | 'solution';
export type PackageProblem = FieldProblem<PackageField>;

/** The name that goes with a prefix; an id that has it already stays as it is. */
export function packageName(id: string, prefix: string | null): string {
  if (prefix === null || id.toLowerCase().startsWith(`${prefix.toLowerCase()}_`)) return id;
  return `${prefix}_${id}`;
}

/** What is wrong with a package whatever is done with it. */
function checkPackageFile(file: PackageFile): PackageProblem[] {
  const problems: PackageProblem[] = [];
  const bad = (kind: string, sentence: string): void =>
    void problems.push({ kind, field: 'file', severity: 'error', sentence });
  const mind = (kind: string, sentence: string): void =>
    void problems.push({ kind, field: 'file', severity: 'warning', sentence });

  const [unreadable] = file.unreadable;
  if (unreadable) mind('unreadable', `${unreadable.path} in it cannot be read: ${unreadable.sentence}`);
  const holding = file.assemblies.filter(({ holdsPlugins }) => holdsPlugins);
  if (holding.length === 0) {
    bad(
      'noTypes',
      'There is no plug-in in it: no assembly below lib has a public class that implements IPlugin.',
    );
    return problems;
  }
  if (!holding.some(isWhereItIsLookedFor)) {
    bad(
      'wrongFolder',
      `Its plug-ins are in ${folderOf(holding[0]?.path ?? '')}. Dataverse looks into lib/net462: set the project’s target framework to net462, and pack again.`,
    );
  }
  for (const assembly of holding) {
    const framework = checkFramework(assembly.targetFramework);
    if (framework) {
      problems.push({
        ...framework,
        field: 'file',
        kind: `${framework.kind} ${assembly.name}`,
        sentence: `${assembly.name}: ${framework.sentence}`,
      });
    }
    if (assembly.size > largestAssembly) {
      bad(
        `tooLarge ${assembly.name}`,
        `${assembly.name} has ${megabytes(assembly.size)}; Dataverse takes assemblies of up to 16 MB.`,
      );
    }
  }
  const activities = holding.flatMap(({ types }) => types.filter(({ kind }) => kind === 'workflowActivity'));
  const [activity] = activities;
  if (activity) {
    mind(
      'activities',
      `Workflow activities are not taken from packages: ${activity.typeName}${activities.length > 1 ? ` and ${activities.length - 1} more` : ''} will not be registered.`,
    );
  }
  const unsigned = file.assemblies.find(({ publicKeyToken }) => publicKeyToken === null);
  const signed = holding.find(({ publicKeyToken }) => publicKeyToken !== null);
  if (signed && unsigned) {
    mind(
      'mixedSigning',
      `${signed.name} is signed and ${unsigned.name} is not. Where one is signed, all that it uses have to be.`,
    );
  }
  return problems;
}

export function checkPackageRegistration(
  file: PackageFile,
  draft: PackageDraft,
  there: {
    readonly packages: readonly PluginPackage[];
    /** Of the chosen solution's publisher; null while none is chosen. */
    readonly prefix: string | null;
    readonly online: boolean;
  },
): PackageProblem[] {
  const problems = checkPackageFile(file);
  const bad = (kind: string, field: PackageField, sentence: string): void =>
    void problems.push({ kind, field, severity: 'error', sentence });
  if (!there.online) {
    bad('onPremises', 'file', 'On-premises organisations have no packages. Register the assembly itself.');
  }
  const name = draft.name.trim();
  if (there.prefix === null) {
    bad(
      'noPrefix',
      'solution',
      'Choose a solution: the name of a package begins with its publisher’s prefix.',
    );
  } else if (
    !name.toLowerCase().startsWith(`${there.prefix.toLowerCase()}_`) ||
    name.length <= there.prefix.length + 1
  ) {
    bad(
      'prefixMissing',
      'name',
      `The name has to begin with ${there.prefix}_, the prefix of the solution’s publisher.`,
    );
  }
  if (/[^A-Za-z0-9_.-]/.test(name)) {
    bad('nameLetters', 'name', 'The name may hold letters, digits, dots, dashes and underscores.');
  }
  const twin = there.packages.find(({ uniqueName }) => uniqueName.toLowerCase() === name.toLowerCase());
  if (twin) bad('registered', 'name', `The package ${twin.name} is registered already. Update that one.`);
  return problems;
}

/** What the organisation has now of a package that is to be updated. */
export const PackageUpdateFacts = z.object({
  package: PluginPackage,
  assemblies: z.array(PluginAssembly),
  types: z.array(PluginType),
  steps: z.array(Step),
  customApis: z.array(z.object({ name: z.string(), typeId: PluginTypeId })),
});
export type PackageUpdateFacts = z.infer<typeof PackageUpdateFacts>;

export interface PackageUpdatePlan {
  readonly assemblies: readonly {
    readonly name: string;
    readonly from: string | null;
    readonly to: string | null;
  }[];
  readonly added: readonly string[];
  readonly gone: readonly { readonly type: PluginType; readonly steps: readonly Step[] }[];
  readonly problems: readonly PackageProblem[];
}

/** What another content of a package changes; the server itself makes and removes the rows. */
export function planPackageUpdate(facts: PackageUpdateFacts, file: PackageFile): PackageUpdatePlan {
  const holding = file.assemblies.filter(
    (assembly) => assembly.holdsPlugins && isWhereItIsLookedFor(assembly),
  );
  const nameOf = ({ name }: { name: string }): string => name.toLowerCase();
  const inFile = new Map(holding.map((assembly) => [nameOf(assembly), assembly]));
  const registered = new Map(facts.assemblies.map((assembly) => [nameOf(assembly), assembly]));
  const assemblies = [...new Set([...registered.keys(), ...inFile.keys()])].map((key) => ({
    name: registered.get(key)?.name ?? inFile.get(key)?.name ?? key,
    from: registered.get(key)?.version ?? null,
    to: inFile.get(key)?.version ?? null,
  }));
  const assemblyNames = new Map(facts.assemblies.map((assembly) => [assembly.id, nameOf(assembly)]));
  const inFileTypes = new Set(
    holding.flatMap((assembly) => pluginsOf(assembly).map((type) => `${nameOf(assembly)} ${type}`)),
  );
  const keyOf = (type: PluginType): string => `${assemblyNames.get(type.assemblyId) ?? ''} ${type.typeName}`;
  const known = new Set(facts.types.map(keyOf));
  const gone = facts.types
    .filter((type) => !inFileTypes.has(keyOf(type)))
    .map((type) => ({ type, steps: facts.steps.filter(({ handler }) => handler.id === type.id) }));
  return {
    assemblies,
    added: [...inFileTypes].filter((key) => !known.has(key)).map((key) => key.slice(key.indexOf(' ') + 1)),
    gone,
    problems: [...identityProblems(facts, file), ...checkPackageFile(file), ...goneProblems(facts, gone)],
  };
}

function identityProblems({ package: there }: PackageUpdateFacts, file: PackageFile): PackageProblem[] {
  if (there.managed) {
    return [
      {
        kind: 'managed',
        field: 'file',
        severity: 'error',
        sentence: 'This package came with a managed solution. Update the solution that it came with.',
      },
    ];
  }
  const id = file.id.toLowerCase();
  const name = there.name.toLowerCase();
  if (name !== id && !name.endsWith(`_${id}`)) {
    return [
      {
        kind: 'otherPackage',
        field: 'file',
        severity: 'error',
        sentence: `The file is the package ${file.id}, and what is registered is ${there.name}. Choose the file of this package, or register the file as a new one.`,
      },
    ];
  }
  if (file.version === there.version) return [];
  return [
    {
      kind: 'versionStays',
      field: 'file',
      severity: 'warning',
      sentence: `The file is version ${file.version}; the registered package keeps saying ${there.version}, for Dataverse does not change the version of a package. Its assemblies get theirs.`,
    },
  ];
}

function goneProblems(facts: PackageUpdateFacts, gone: PackageUpdatePlan['gone']): PackageProblem[] {
  return gone.flatMap(({ type, steps }): PackageProblem[] => {
    const api = facts.customApis.find(({ typeId }) => typeId === type.id);
    if (steps.length === 0 && !api) return [];
    const users = api
      ? `the custom API ${api.name} runs it`
      : steps.length === 1
        ? `the step ${steps[0]?.name ?? ''} runs it`
        : `${steps.length} steps run it`;
    return [
      {
        kind: `stepsLeft ${type.typeName}`,
        field: 'file',
        severity: 'error',
        sentence: `The class ${type.typeName} is not in the package, and ${users}. Let another type run ${api || steps.length === 1 ? 'it' : 'them'}, or unregister ${api || steps.length === 1 ? 'it' : 'them'} first.`,
      },
    ];
  });
}

/** Below lib, the server takes two folders. */
function isWhereItIsLookedFor({ path }: PackagedAssembly): boolean {
  return /^lib\/net4(62|71)\//i.test(path);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function pluginsOf({ types }: PackagedAssembly): string[] {
  return types.filter(({ kind }) => kind === 'plugin').map(({ typeName }) => typeName);
}
