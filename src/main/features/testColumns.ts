import type { TestColumn, TestOperation, TestValue } from '../../shared/contract/calls/testRuns.ts';
import type { ColumnDefinition, ColumnDetails } from '../dataverse/metadata.ts';
import type { RowValues } from '../dataverse/rows.ts';

type Editor = TestColumn['editor'];

/** Columns that the platform fills, though it lets one write some of them: no user means them. */
const platformColumns = new Set([
  'importsequencenumber',
  'overriddencreatedon',
  'timezoneruleversionnumber',
  'utcconversiontimezonecode',
  'traversedpath',
  'processid',
  'stageid',
  'versionnumber',
]);

function editorOf(column: ColumnDefinition, details: ColumnDetails): Editor | undefined {
  switch (column.type) {
    case 'String':
      return 'text';
    case 'Memo':
      return 'multiline';
    case 'Integer':
      return 'wholeNumber';
    case 'Decimal':
    case 'Double':
    case 'Money':
      return 'decimalNumber';
    case 'Boolean':
      return 'yesNo';
    case 'Picklist':
      return (details.options.get(column.logicalName)?.length ?? 0) > 0 ? 'choice' : undefined;
    case 'DateTime':
      return details.dateOnly.has(column.logicalName) ? 'date' : 'dateTime';
    default:
      return undefined;
  }
}

export interface TestColumnOptions {
  readonly operation: TestOperation;
  readonly columns: readonly ColumnDefinition[];
  readonly details: ColumnDetails;
  readonly primaryName: string | null;
  readonly filteringAttributes: readonly string[] | null;
  readonly now: Date;
}

/** The columns that a test run can fill, those with a value of ours first, then by name. */
export function testColumnsOf(options: TestColumnOptions): TestColumn[] {
  const { operation, columns, details, primaryName } = options;
  if (operation === 'delete') return [];
  const wanted = new Set(options.filteringAttributes ?? []);
  const result: TestColumn[] = [];
  for (const column of columns) {
    const { logicalName } = column;
    const writable = operation === 'create' ? column.validForCreate : column.validForUpdate;
    const editor = editorOf(column, details);
    if (!writable || editor === undefined || platformColumns.has(logicalName)) continue;
    const required = operation === 'create' && column.required;
    const isName = logicalName === primaryName;
    const suggested =
      operation === 'create' ? isName || required : wanted.size > 0 ? wanted.has(logicalName) : isName;
    if (column.displayName === null && !suggested) continue;
    const maxLength = details.lengths.get(logicalName) ?? null;
    const choices = details.options.get(logicalName);
    const suggestion = suggested ? suggestionFor(editor, options, maxLength, choices) : null;
    result.push({
      logicalName,
      displayName: column.displayName,
      type: column.type,
      required,
      editor,
      maxLength,
      options: editor === 'choice' && choices ? choices.map((one) => ({ ...one })) : null,
      suggestion,
    });
  }
  const shown = ({ displayName, logicalName }: TestColumn): string => displayName ?? logicalName;
  const rank = (column: TestColumn): number =>
    column.logicalName === primaryName && column.suggestion !== null ? 0 : column.suggestion === null ? 2 : 1;
  return result.sort((one, other) => rank(one) - rank(other) || shown(one).localeCompare(shown(other)));
}

function suggestionFor(
  editor: Editor,
  { operation, now }: TestColumnOptions,
  maxLength: number | null,
  choices: readonly { value: number }[] | undefined,
): TestValue {
  const stamp = now.toISOString();
  switch (editor) {
    case 'text':
    case 'multiline': {
      const text = `${operation === 'create' ? 'Test run' : 'Changed by a test run'} ${stamp.slice(0, 19).replace('T', ' ')}`;
      return maxLength === null ? text : text.slice(0, maxLength);
    }
    case 'wholeNumber':
    case 'decimalNumber':
      return 1;
    case 'yesNo':
      return true;
    case 'choice':
      return choices?.[0]?.value ?? null;
    case 'date':
      return stamp.slice(0, 10);
    case 'dateTime':
      return `${stamp.slice(0, 19)}Z`;
  }
}

/**
 * Turns what the form holds into what the columns want. Null leaves a column out. Problems come back by column,
 * a sentence each.
 */
export function rowValuesOf(
  values: Readonly<Record<string, TestValue>>,
  columns: readonly ColumnDefinition[],
  details: ColumnDetails,
): { row: RowValues; problems: Record<string, string> } {
  const known = new Map(columns.map((column) => [column.logicalName, column]));
  const row: Record<string, string | number | boolean | null> = {};
  const problems: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === null) continue;
    const column = known.get(name);
    const editor = column && editorOf(column, details);
    if (editor === undefined) {
      problems[name] = 'The table has no column of this name that a test run can fill.';
      continue;
    }
    const read = readValue(value, editor, details, name);
    if ('problem' in read) problems[name] = read.problem;
    else row[name] = read.value;
  }
  return { row, problems };
}

type ReadValue = { value: string | number | boolean | null } | { problem: string };

function readValue(
  value: string | number | boolean,
  editor: Editor,
  details: ColumnDetails,
  name: string,
): ReadValue {
  switch (editor) {
    case 'text':
    case 'multiline': {
      const text = String(value);
      const longest = details.lengths.get(name);
      if (longest !== undefined && text.length > longest) {
        return { problem: `At most ${longest} characters; these are ${text.length}.` };
      }
      return { value: text === '' ? null : text };
    }
    case 'wholeNumber': {
      const number = numberOf(value);
      if (number === undefined || !Number.isInteger(number)) return { problem: 'Type a whole number.' };
      return Math.abs(number) <= 2_147_483_648 ? { value: number } : { problem: 'This number is too large.' };
    }
    case 'decimalNumber': {
      const number = numberOf(value);
      return number === undefined
        ? { problem: 'Type a number, with a point for decimals.' }
        : { value: number };
    }
    case 'yesNo':
      if (typeof value === 'boolean') return { value };
      return value === 'true' || value === 'false'
        ? { value: value === 'true' }
        : { problem: 'Choose yes or no.' };
    case 'choice': {
      const number = numberOf(value);
      const options = details.options.get(name) ?? [];
      return options.some((option) => option.value === number) && number !== undefined
        ? { value: number }
        : { problem: 'Choose one of the options.' };
    }
    case 'date': {
      const text = String(value);
      return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
        ? { value: text }
        : { problem: 'Type a date as year-month-day.' };
    }
    case 'dateTime': {
      const time = Date.parse(String(value));
      return Number.isNaN(time)
        ? { problem: 'Type a date and a time.' }
        : { value: `${new Date(time).toISOString().slice(0, 19)}Z` };
    }
  }
}

function numberOf(value: string | number | boolean): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !/^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(value)) return undefined;
  return Number(value);
}
