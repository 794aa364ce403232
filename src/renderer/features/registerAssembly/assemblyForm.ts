import { type AssemblyDraft, defaultActivityGroup } from '../../../shared/domain/assemblyRules.ts';
import type { AssemblyFile } from '../../../shared/domain/pluginFile.ts';

/** What the user has chosen beside the file. */
export interface AssemblyForm extends Omit<AssemblyDraft, 'types' | 'solution'> {
  readonly chosen: ReadonlySet<string>;
  readonly groups: Readonly<Record<string, string>>;
}

/** Everything chosen, as Microsoft's tool begins. */
export function newAssemblyForm(file: AssemblyFile | null): AssemblyForm {
  const activities = file?.types.filter(({ kind }) => kind === 'workflowActivity') ?? [];
  return {
    isolationMode: 'sandbox',
    source: 'database',
    serverFileName: '',
    description: '',
    chosen: new Set(file?.types.map(({ typeName }) => typeName)),
    groups: file
      ? Object.fromEntries(activities.map(({ typeName }) => [typeName, defaultActivityGroup(file)]))
      : {},
  };
}

export function draftOfForm(form: AssemblyForm, file: AssemblyFile, solution: string | null): AssemblyDraft {
  const { isolationMode, source, serverFileName, description, chosen, groups } = form;
  return {
    isolationMode,
    source,
    serverFileName: serverFileName.trim(),
    description: description.trim(),
    solution,
    types: file.types
      .filter(({ typeName }) => chosen.has(typeName))
      .map(({ typeName, kind }) => ({
        typeName,
        group:
          kind === 'workflowActivity' ? (groups[typeName] ?? '').trim() || defaultActivityGroup(file) : null,
      })),
  };
}
