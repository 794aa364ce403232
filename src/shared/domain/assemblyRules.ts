import { z } from 'zod';
import type { FieldProblem } from './fieldProblem.ts';
import type { AssemblyFile, FoundType, PackagedAssembly } from './pluginFile.ts';
import type { PluginAssembly } from './registration.ts';
import { SolutionUniqueName } from './solution.ts';

/**
 * What Dataverse demands of an assembly, said before anything is sent.
 * Sources: Microsoft's pages on registering and building plug-ins, and the codes with which organisations refuse.
 */

/** Bytes: more is refused with 0x8004418f. */
export const largestAssembly = 16 * 1024 * 1024;

type AssemblyField = 'file' | 'types' | 'isolationMode' | 'source' | 'serverFileName' | 'description';
export type AssemblyProblem = FieldProblem<AssemblyField>;

/** Where it runs, and from where it is loaded. Online there is one choice. */
export const ChosenIsolation = z.enum(['sandbox', 'none']);
export type ChosenIsolation = z.infer<typeof ChosenIsolation>;
export const ChosenSource = z.enum(['database', 'disk', 'globalAssemblyCache']);
export type ChosenSource = z.infer<typeof ChosenSource>;

/** What the form of a new assembly holds. */
export const AssemblyDraft = z.object({
  isolationMode: ChosenIsolation,
  source: ChosenSource,
  /** Name of the file on the server's disk; for the source `disk`. */
  serverFileName: z.string().max(256),
  description: z.string().max(256),
  /** Unique name of the solution that it goes to as well; null for none but the default one. */
  solution: SolutionUniqueName.nullable(),
  types: z.array(
    z.object({
      typeName: z.string().min(1).max(256),
      /** Under which the process designer lists an activity; null for plug-ins. */
      group: z.string().max(256).nullable(),
    }),
  ),
});
export type AssemblyDraft = z.infer<typeof AssemblyDraft>;

export interface Deployment {
  /** Microsoft's cloud allows the sandbox and the database alone. */
  readonly online: boolean;
}

export const onlyOnline =
  'Dataverse online runs plug-ins in the sandbox, from its database. Only on-premises organisations offer more.';

/** Names an assembly by what the server tells versions apart by: build and revision do not count. */
export function sameAssembly(
  one: { name: string; culture: string; publicKeyToken: string | null; version: string },
  other: { name: string; culture: string; publicKeyToken: string | null; version: string },
): boolean {
  return sameFamily(one, other) && releaseOf(one.version) === releaseOf(other.version);
}

/** The same but for the version: another major or minor version stands beside it. */
function sameFamily(
  one: { name: string; culture: string; publicKeyToken: string | null },
  other: { name: string; culture: string; publicKeyToken: string | null },
): boolean {
  return (
    one.name.toLowerCase() === other.name.toLowerCase() &&
    plainCulture(one.culture) === plainCulture(other.culture) &&
    (one.publicKeyToken ?? '').toLowerCase() === (other.publicKeyToken ?? '').toLowerCase()
  );
}

export function plainCulture(culture: string): string {
  const plain = culture.toLowerCase();
  return plain === '' ? 'neutral' : plain;
}

/** `1.2` of `1.2.3.4`. */
export function releaseOf(version: string): string {
  const [major = '0', minor = '0'] = version.split('.');
  return `${Number(major)}.${Number(minor)}`;
}

/** Below, at or above zero as the first is older, the same or newer. */
export function compareVersions(one: string, other: string): number {
  const parts = (version: string) => version.split('.').map(Number);
  const [first, second] = [parts(one), parts(other)];
  for (let index = 0; index < 4; index += 1) {
    const difference = (first[index] ?? 0) - (second[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `Contoso.Plugins (1.0.0.0)`: Microsoft's default for the group of an activity. */
export function defaultActivityGroup({ name, version }: { name: string; version: string }): string {
  return `${name} (${version})`;
}

/** What is wrong with a file whatever is done with it. */
export function checkAssemblyFile(file: AssemblyFile): AssemblyProblem[] {
  const problems: AssemblyProblem[] = [];
  const bad = (kind: string, sentence: string): void =>
    void problems.push({ kind, field: 'file', severity: 'error', sentence });
  const mind = (kind: string, sentence: string): void =>
    void problems.push({ kind, field: 'file', severity: 'warning', sentence });

  if (file.size > largestAssembly) {
    bad(
      'tooLarge',
      `The file has ${megabytes(file.size)}; Dataverse takes assemblies of up to 16 MB. Leave out resources and merged libraries, or register a package.`,
    );
  }
  const framework = checkFramework(file.targetFramework);
  if (framework) problems.push(framework);
  if (file.mixedMode) {
    bad('mixedMode', 'It holds machine code beside .NET’s (C++/CLI), which Dataverse does not run.');
  } else if (file.architecture !== 'anyCpu') {
    mind(
      'architecture',
      `It was built for ${file.architecture} alone. Build it for Any CPU: Dataverse may refuse it.`,
    );
  }
  if (file.publicKeyToken === null) {
    bad(
      'unsigned',
      'It is not signed with a strong name. Sign it (in the project: Signing, or SignAssembly and AssemblyOriginatorKeyFile) and build again, or register it in a package, where that is not needed.',
    );
  } else if (file.strongName === 'broken') {
    mind('signatureBroken', 'The file was changed after it was signed: its strong name is not its own.');
  } else if (file.strongName === 'delaySigned') {
    mind('delaySigned', 'It is delay-signed: the signature itself is still missing.');
  }
  for (const kind of ['plugin', 'workflowActivity'] as const) {
    const twice = firstTwice(file.types.filter((type) => type.kind === kind));
    if (twice !== undefined) bad('typeTwice', `The class ${twice} is in it twice.`);
  }
  return problems;
}

function firstTwice(types: readonly FoundType[]): string | undefined {
  const seen = new Set<string>();
  for (const { typeName } of types) {
    if (seen.has(typeName)) return typeName;
    seen.add(typeName);
  }
  return undefined;
}

export function checkFramework(target: string | null): AssemblyProblem | null {
  if (target === null) return null;
  const match = /^(\.NET[A-Za-z]*),Version=v(\d+(?:\.\d+)*)/.exec(target);
  if (!match) return null;
  const [, framework = '', version = ''] = match;
  if (framework !== '.NETFramework') {
    return {
      kind: 'wrongFramework',
      field: 'file',
      severity: 'error',
      sentence: `It was built for ${frameworkName(framework)} ${version}. Dataverse runs .NET Framework: set the project’s target framework to net462, and build again.`,
    };
  }
  if (compareVersions(version, '4.6.2') <= 0) return null;
  return {
    kind: 'newFramework',
    field: 'file',
    severity: 'warning',
    sentence: `It was built for .NET Framework ${version}. Microsoft supports 4.6.2 (net462).`,
  };
}

function frameworkName(framework: string): string {
  return framework === '.NETCoreApp' ? '.NET' : framework === '.NETStandard' ? '.NET Standard' : framework;
}

/** Everything that stands against registering the file with these settings. */
export function checkAssemblyRegistration(
  file: AssemblyFile,
  draft: AssemblyDraft,
  there: { readonly assemblies: readonly PluginAssembly[] } & Deployment,
): AssemblyProblem[] {
  const problems = checkAssemblyFile(file);
  const bad = (kind: string, field: AssemblyField, sentence: string): void =>
    void problems.push({ kind, field, severity: 'error', sentence });

  const twin = there.assemblies.find((assembly) => sameAssembly(assembly, file));
  if (twin) {
    bad(
      'registered',
      'file',
      twin.packageId === null
        ? `${twin.name} ${releaseOf(twin.version)} is registered already, as version ${twin.version}. Update that one: its steps stay.`
        : `${twin.name} ${releaseOf(twin.version)} is registered already, as part of a package. Update the package.`,
    );
  }
  if (file.types.length === 0) {
    bad('noTypes', 'file', noTypesSentence(file));
  } else if (draft.types.length === 0) {
    bad('noneChosen', 'types', 'Choose at least one plug-in or workflow activity.');
  }
  const known = new Set(file.types.map(({ typeName }) => typeName));
  const missing = draft.types.find(({ typeName }) => !known.has(typeName));
  if (missing) bad('notInFile', 'types', `${missing.typeName} is not in the file.`);
  const long = draft.types.find(({ group }) => (group?.length ?? 0) > 256);
  if (long)
    bad('groupTooLong', 'types', `The group of ${long.typeName} is longer than 256 characters. Shorten it.`);

  if (there.online && draft.isolationMode !== 'sandbox') bad('onlySandbox', 'isolationMode', onlyOnline);
  if (there.online && draft.source !== 'database') bad('onlyDatabase', 'source', onlyOnline);
  if (!there.online && draft.isolationMode === 'sandbox' && draft.source !== 'database') {
    bad(
      'sandboxNeedsDatabase',
      'source',
      'The sandbox runs assemblies from the database alone. Choose Database, or isolation None.',
    );
  }
  if (draft.source === 'disk' && draft.serverFileName.trim() === '') {
    bad(
      'noServerFile',
      'serverFileName',
      'Enter the name of the file in the server’s folder server\\bin\\assembly.',
    );
  }
  if (draft.description.length > 256) {
    bad('descriptionTooLong', 'description', 'The description is longer than 256 characters. Shorten it.');
  }
  return problems;
}

/** Also says what nearly is one, so that nobody wonders where it is. */
export function noTypesSentence(file: AssemblyFile | PackagedAssembly): string {
  const start = 'There is no plug-in and no workflow activity in it.';
  const [unfit] = file.otherTypes;
  if (unfit) {
    const reasons = unfit.obstacles.map((obstacle) => obstacleWords[obstacle]).join(' and ');
    return `${start} ${unfit.typeName} would be one, but it is ${reasons}.`;
  }
  const [undecided] = file.undecidedTypes;
  if (undecided) {
    return `${start} It cannot be said of ${undecided.typeName}: its base class is in ${undecided.missingAssembly}, which is not at hand. Put it beside the file and open the file by its path.`;
  }
  return `${start} A plug-in is a public class that implements Microsoft.Xrm.Sdk.IPlugin.`;
}

const obstacleWords = {
  notPublic: 'not public',
  abstract: 'abstract',
  generic: 'generic',
  notAClass: 'no class',
} as const;

/** `1.2 MB`, for sentences. */
export function megabytes(bytes: number): string {
  return `${(bytes / (1024 * 1024)).toFixed(1)} MB`;
}
