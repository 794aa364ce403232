import { z } from 'zod';
import {
  checkAssemblyFile,
  compareVersions,
  defaultActivityGroup,
  noTypesSentence,
  plainCulture,
  releaseOf,
} from './assemblyRules.ts';
import type { FieldProblem } from './fieldProblem.ts';
import { type PluginTypeId, PluginTypeId as PluginTypeIdSchema } from './ids.ts';
import type { AssemblyFile, FoundType, PluginTypeKind } from './pluginFile.ts';
import { PluginAssembly, PluginType, Step } from './registration.ts';
import { suggestRenames } from './typeRenames.ts';

/** What the organisation has now of an assembly that is to be updated. */
export const AssemblyUpdateFacts = z.object({
  assembly: PluginAssembly,
  types: z.array(PluginType),
  /** Of its types. */
  steps: z.array(Step),
  /** Custom APIs that one of its types carries out. */
  customApis: z.array(z.object({ name: z.string(), typeId: PluginTypeIdSchema })),
  /**
   * A plug-in type of another assembly. Steps wait there, disabled, where no type of their own stays: a step has to
   * have a type, the type that is gone has to go before the new content comes, and the new type can only come after.
   */
  elsewhere: z.object({ id: PluginTypeIdSchema, typeName: z.string() }).nullable(),
});
export type AssemblyUpdateFacts = z.infer<typeof AssemblyUpdateFacts>;

/** What the user decides about an update. */
export const AssemblyUpdateChoices = z.object({
  /** By the name of a type that is gone: the type that its steps move to. */
  moves: z.record(z.string(), z.string()),
  /** New classes that are not to be registered. */
  leaveOut: z.array(z.string()),
});
export type AssemblyUpdateChoices = z.infer<typeof AssemblyUpdateChoices>;

export interface GoneType {
  readonly type: PluginType;
  readonly steps: readonly Step[];
  /** What it most likely is called now. */
  readonly suggestion: string | null;
  /** Where its steps go; null when it has none, or while nobody has said. */
  readonly target: string | null;
  /** What it can be: plug-ins that the new file holds. */
  readonly targets: readonly string[];
}

interface AddedType {
  readonly typeName: string;
  readonly kind: PluginTypeKind;
  readonly register: boolean;
}

type UpdateField = 'file' | 'types' | `type:${string}`;
type UpdateProblem = FieldProblem<UpdateField>;

export interface AssemblyUpdatePlan {
  readonly version: { readonly from: string; readonly to: string };
  readonly kept: readonly PluginType[];
  readonly gone: readonly GoneType[];
  readonly added: readonly AddedType[];
  /** Groups of activities that name the old version, because nobody chose another. */
  readonly groups: readonly { readonly type: PluginType; readonly from: string; readonly to: string }[];
  /** Steps that are disabled for a moment, because their type changes. */
  readonly moving: readonly Step[];
  /** Where they wait meanwhile; null when none has to. */
  readonly waitingPlace: { readonly id: PluginTypeId; readonly typeName: string } | null;
  /** There is no place to wait: the steps are deleted for the moment, and made again with the same ids. */
  readonly recreates: boolean;
  readonly problems: readonly UpdateProblem[];
}

/** What an update changes, what the server would refuse, and why. Says so before anything is sent. */
export function planAssemblyUpdate(
  facts: AssemblyUpdateFacts,
  file: AssemblyFile,
  choices: AssemblyUpdateChoices,
): AssemblyUpdatePlan {
  const { assembly } = facts;
  const inFile = new Map(file.types.map((type) => [type.typeName, type]));
  const registered = new Set(facts.types.map(({ typeName }) => typeName));
  const kept = facts.types.filter(({ typeName }) => inFile.has(typeName));
  const goneTypes = facts.types.filter(({ typeName }) => !inFile.has(typeName));
  const newTypes = file.types.filter(({ typeName }) => !registered.has(typeName));
  const leftOut = new Set(choices.leaveOut);

  const gone = describeGone(facts, goneTypes, newTypes, file.types, choices);
  const wanted = new Set(gone.map(({ target }) => target));
  const added = newTypes.map(({ typeName, kind }) => ({
    typeName,
    kind,
    register: wanted.has(typeName) || !leftOut.has(typeName),
  }));

  const moving = gone.flatMap(({ steps }) => steps);
  const waits = gone.some(
    ({ steps, target }) => steps.length > 0 && target !== null && !registered.has(target),
  );
  const keptPlugin = kept.find(({ workflowActivity }) => !workflowActivity);
  const waitingPlace = waits
    ? keptPlugin
      ? { id: keptPlugin.id, typeName: keptPlugin.typeName }
      : facts.elsewhere
    : null;

  const recreates = waits && waitingPlace === null;

  return {
    version: { from: assembly.version, to: file.version },
    kept,
    gone,
    added,
    groups: groupsToRewrite(assembly, file, kept),
    moving,
    waitingPlace,
    recreates,
    problems: [
      ...identityProblems(assembly, file),
      ...checkAssemblyFile(file).flatMap((problem): UpdateProblem[] =>
        // Said better by the comparison with what is registered.
        problem.kind === 'unsigned' ? [] : [{ ...problem, field: 'file' }],
      ),
      ...(file.types.length === 0 ? [problemOf('noTypes', 'file', 'error', noTypesSentence(file))] : []),
      ...goneProblems(facts, gone),
      ...(recreates && moving.some((step) => step.managed)
        ? [problemOf('nowhereToWait', 'types', 'error', nowhereToWait)]
        : []),
    ],
  };
}

const nowhereToWait =
  'No plug-in type stays, and there is no other one in this organisation at which the steps could wait while the types change. Steps of a managed solution cannot be made again either. Build a version with the old and the new classes, update to it, move the steps, and update once more.';

function describeGone(
  facts: AssemblyUpdateFacts,
  goneTypes: readonly PluginType[],
  newTypes: readonly FoundType[],
  allTypes: readonly FoundType[],
  { moves }: AssemblyUpdateChoices,
): GoneType[] {
  const targets = allTypes.filter(({ kind }) => kind === 'plugin').map(({ typeName }) => typeName);
  const namesOf = (kind: PluginTypeKind) =>
    newTypes.filter((type) => type.kind === kind).map(({ typeName }) => typeName);
  const goneOf = (activities: boolean) =>
    goneTypes
      .filter(({ workflowActivity }) => workflowActivity === activities)
      .map(({ typeName }) => typeName);
  const suggestions = new Map([
    ...suggestRenames(goneOf(false), namesOf('plugin')),
    ...suggestRenames(goneOf(true), namesOf('workflowActivity')),
  ]);
  return goneTypes.map((type) => {
    const steps = facts.steps.filter(({ handler }) => handler.id === type.id);
    const chosen = moves[type.typeName];
    return {
      type,
      steps,
      suggestion: suggestions.get(type.typeName) ?? null,
      target: steps.length > 0 && chosen !== undefined && targets.includes(chosen) ? chosen : null,
      targets: type.workflowActivity ? [] : targets,
    };
  });
}

function goneProblems(facts: AssemblyUpdateFacts, gone: readonly GoneType[]): UpdateProblem[] {
  return gone.flatMap(({ type, steps, target }): UpdateProblem[] => {
    const field: UpdateField = `type:${type.typeName}`;
    const apis = facts.customApis.filter(({ typeId }) => typeId === type.id).map(({ name }) => name);
    if (apis.length > 0) {
      return [
        problemOf(
          'usedByCustomApi',
          field,
          'error',
          `The class ${type.typeName} is not in the file, and the custom API ${apis.join(', ')} runs it. Give the custom API another plug-in type first.`,
        ),
      ];
    }
    if (type.managed) {
      return [
        problemOf(
          'managed',
          field,
          'error',
          `The class ${type.typeName} is not in the file, and its registration belongs to a managed solution. It goes only with that solution.`,
        ),
      ];
    }
    const fixed = steps.find((step) => step.managed && !step.customizable);
    if (fixed) {
      return [
        problemOf(
          'managedStep',
          field,
          'error',
          `The step ${fixed.name} of ${type.typeName} came with a managed solution and cannot be moved.`,
        ),
      ];
    }
    if (steps.length === 0 || target !== null) return [];
    return [
      problemOf(
        'stepsLeft',
        field,
        'error',
        `The class is not in the file, and ${steps.length === 1 ? 'a step runs' : `${steps.length} steps run`} it. Choose the type that runs ${steps.length === 1 ? 'it' : 'them'} from now on, or unregister ${steps.length === 1 ? 'the step' : 'the steps'} first.`,
      ),
    ];
  });
}

function identityProblems(assembly: PluginAssembly, file: AssemblyFile): UpdateProblem[] {
  if (assembly.packageId !== null) {
    return [
      problemOf(
        'inPackage',
        'file',
        'error',
        'This assembly is part of a package and changes only with it. Update the package.',
      ),
    ];
  }
  if (assembly.managed) {
    return [
      problemOf(
        'managed',
        'file',
        'error',
        'This assembly came with a managed solution. Update the solution that it came with.',
      ),
    ];
  }
  if (file.name.toLowerCase() !== assembly.name.toLowerCase()) {
    return [
      problemOf(
        'otherName',
        'file',
        'error',
        `The file is ${file.name}, and what is registered is ${assembly.name}. Choose the file of this assembly, or register the file as a new one.`,
      ),
    ];
  }
  const problems: UpdateProblem[] = [];
  if (plainCulture(file.culture) !== plainCulture(assembly.culture)) {
    problems.push(
      problemOf(
        'otherCulture',
        'file',
        'error',
        `The file’s culture is ${plainCulture(file.culture)}, the registered one’s ${plainCulture(assembly.culture)}: for the server these are two assemblies.`,
      ),
    );
  }
  const [token, before] = [file.publicKeyToken, assembly.publicKeyToken?.toLowerCase() ?? null];
  if (token === null && before !== null) {
    problems.push(
      problemOf(
        'signatureMissing',
        'file',
        'error',
        `The file is not signed any more; what is registered has the public key token ${before}. Sign it with the same key, and build again.`,
      ),
    );
  } else if (token !== before) {
    problems.push(
      problemOf(
        'otherKey',
        'file',
        'error',
        `The file was signed with another key: its public key token is ${token ?? 'none'}, the registered one’s ${before ?? 'none'}. Sign it with the same key, or register it as a new assembly.`,
      ),
    );
  }
  if (releaseOf(file.version) !== releaseOf(assembly.version)) {
    problems.push(
      problemOf(
        'otherRelease',
        'file',
        'error',
        `The file is version ${file.version}, the registered one ${assembly.version}. With another major or minor number it is a new assembly beside the old one: register it, and move the steps to it when you are ready.`,
      ),
    );
  } else if (compareVersions(file.version, assembly.version) < 0) {
    problems.push(
      problemOf(
        'older',
        'file',
        'warning',
        `The file is version ${file.version}, older than the registered ${assembly.version}.`,
      ),
    );
  }
  return problems;
}

function groupsToRewrite(
  assembly: PluginAssembly,
  file: AssemblyFile,
  kept: readonly PluginType[],
): AssemblyUpdatePlan['groups'] {
  const before = defaultActivityGroup(assembly);
  const after = defaultActivityGroup(file);
  if (before === after) return [];
  return kept
    .filter((type) => type.workflowActivity && type.workflowActivityGroup === before && !type.managed)
    .map((type) => ({ type, from: before, to: after }));
}

function problemOf(
  kind: string,
  field: UpdateField,
  severity: UpdateProblem['severity'],
  sentence: string,
): UpdateProblem {
  return { kind, field, severity, sentence };
}
