import type { FieldProblem } from './fieldProblem.ts';
import { serviceEndpointLengths } from './serviceEndpoint.ts';
import { freeName, isNameTaken } from './serviceEndpointForm.ts';

type NameProblem = FieldProblem<'name', 'nameMissing' | 'nameTooLong' | 'nameTaken'>;

interface NameWords {
  readonly missing: string;
  readonly taken: string;
  readonly shown: (name: string) => string;
}

/** Endpoints and webhooks are rows of one table, so their names stand side by side. */
export function examineEndpointName(
  name: string,
  existingNames: readonly string[],
  words: NameWords,
): NameProblem[] {
  const field = 'name';
  const longest = serviceEndpointLengths.name;
  const trimmed = name.trim();
  if (trimmed === '') return [{ kind: 'nameMissing', field, severity: 'error', sentence: words.missing }];
  const problems: NameProblem[] = [];
  if (name.length > longest) {
    problems.push({
      kind: 'nameTooLong',
      field,
      severity: 'error',
      sentence: `The name has ${name.length} characters and Dataverse keeps at most ${longest}.`,
      correction: { label: 'Shorten it', value: trimmed.slice(0, longest).trim() },
    });
  }
  if (isNameTaken(trimmed, existingNames)) {
    const free = freeName(trimmed, existingNames);
    problems.push({
      kind: 'nameTaken',
      field,
      severity: 'error',
      sentence: words.taken,
      correction: { label: `Use ${words.shown(free)}`, value: free },
    });
  }
  return problems;
}

export function examineEndpointDescription(
  description: string,
): FieldProblem<'description', 'descriptionTooLong'>[] {
  const longest = serviceEndpointLengths.description;
  if (description.length <= longest) return [];
  return [
    {
      kind: 'descriptionTooLong',
      field: 'description',
      severity: 'error',
      sentence: `The description has ${description.length} characters and Dataverse keeps at most ${longest}.`,
      correction: { label: 'Shorten it', value: description.slice(0, longest) },
    },
  ];
}
