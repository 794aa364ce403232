import type { StepDraft } from './step.ts';
import { allowsFilteringAttributes, ignoresFilteringAttributes } from './stepMessage.ts';
import { type StepCheckContext, type StepProblem, type StepProblemKind, stepLengths } from './stepProblem.ts';

const field = 'filteringAttributes';
const everyColumn = { label: 'Every column', value: '' };

/** What stands against the columns that a step waits for; at most one problem. */
export function examineAttributes(draft: StepDraft, context: StepCheckContext): StepProblem[] {
  const { message, table, filteringAttributes: chosen } = draft;
  if (chosen === null) return allowsFilteringAttributes(message) ? [everyUpdate] : [];
  if (message.trim() !== '' && !allowsFilteringAttributes(message)) {
    return [
      {
        ...error(
          'attributesNotUsed',
          `${message} has no changed columns to wait for. Take the columns out.`,
          everyColumn,
        ),
        severity: ignoresFilteringAttributes(message) ? 'warning' : 'error',
      },
    ];
  }
  if (table === null) {
    return [
      error(
        'attributesWithoutTable',
        'Columns belong to a table. Choose the table first, or take the columns out.',
        everyColumn,
      ),
    ];
  }
  if (chosen.length === 0) {
    return [
      error(
        'attributesEmpty',
        'Choose at least one column, or let the step wait for every column.',
        everyColumn,
      ),
    ];
  }
  if (chosen.join(',').length > stepLengths.filteringAttributes) {
    return [
      error(
        'attributesTooLong',
        'These are more columns than Dataverse keeps for one step. Choose fewer, or every column.',
        everyColumn,
      ),
    ];
  }
  return examineNames(table, chosen, context.columns);
}

const everyUpdate: StepProblem = {
  kind: 'everyUpdate',
  field,
  severity: 'warning',
  sentence:
    'Without chosen columns the step runs on every update, also when nothing that matters has changed. Choose the columns that it waits for.',
};

function examineNames(
  table: string,
  chosen: readonly string[],
  columns: readonly string[] | undefined,
): StepProblem[] {
  if (!columns) return [];
  const known = new Set(columns);
  const unknown = chosen.filter((name) => !known.has(name));
  const [first] = unknown;
  if (first === undefined) return [];
  return [
    error(
      'attributesUnknown',
      unknown.length === 1
        ? `${table} has no column ${first} any more. Take it out.`
        : `${table} has no columns ${unknown.slice(0, 5).join(', ')}${unknown.length > 5 ? ' …' : ''}. Take them out.`,
      { label: 'Take out', value: chosen.filter((name) => known.has(name)).join(',') },
    ),
  ];
}

function error(
  kind: StepProblemKind,
  sentence: string,
  correction: { label: string; value: string },
): StepProblem {
  return { kind, field, severity: 'error', sentence, correction };
}
