import type { FieldProblem } from './fieldProblem.ts';
import type { EndpointStepDraft } from './step.ts';

/** The fields of the step form, as problems name them. */
export type StepField =
  | 'name'
  | 'description'
  | 'message'
  | 'table'
  | 'filteringAttributes'
  | 'rank'
  | 'runAsUserId'
  | 'deleteJobWhenSuccessful';

export type StepProblemKind =
  | 'nameMissing'
  | 'nameTooLong'
  | 'descriptionTooLong'
  | 'messageMissing'
  | 'messageNotForSteps'
  | 'tableNotAllowed'
  | 'tableNotOfMessage'
  | 'tableMissing'
  | 'anyTable'
  | 'attributesNotUsed'
  | 'attributesWithoutTable'
  | 'attributesEmpty'
  | 'attributesUnknown'
  | 'attributesTooLong'
  | 'everyUpdate'
  | 'rankOutOfRange'
  | 'jobVanishes';

export type StepProblem = FieldProblem<StepField, StepProblemKind>;

/** Room in Dataverse's columns, in characters. */
export const stepLengths = { name: 256, description: 256, filteringAttributes: 100_000 } as const;
export const rankRange = { least: -2_147_483_648, most: 2_147_483_647 } as const;

/** A step on a service endpoint runs so and not otherwise: after the operation, on its own, on the server. */
export const endpointStepSetting = {
  stage: 'postOperation',
  mode: 'asynchronous',
  deployment: 'server',
} as const;

/** What the rules can know besides the draft; what is left out is not judged. */
export type StepCheckContext = {
  /** Tables on which the chosen message allows steps: filter id and logical name. */
  tables?: readonly { messageFilterId: string; logicalName: string }[] | undefined;
  /** Whether the chosen message allows a step on no table in particular. */
  anyTable?: boolean | undefined;
  /** Logical names of the chosen table's columns. */
  columns?: readonly string[] | undefined;
};

/** Messages that change columns of a row that exists, so that a step can wait for some of them. */
const messagesWithAttributes = new Set(['update', 'updatemultiple', 'onexternalupdated']);
/** Newer organisations accept columns here too, but a new row counts as changed in all of them. */
const messagesThatIgnoreAttributes = new Set(['create', 'createmultiple']);
const messagesWithoutTable = new Set(['associate', 'disassociate']);
const messagesNotForSteps = new Set(['execute', 'setstatedynamicentity', 'removerelated', 'setrelated']);

/** Whether a step on this message can wait for changes of certain columns. */
export function allowsFilteringAttributes(message: string): boolean {
  return messagesWithAttributes.has(message.toLowerCase());
}

/** Whether a step on this message can be bound to a table. */
export function allowsTable(message: string): boolean {
  return !messagesWithoutTable.has(message.toLowerCase());
}

/** Whether steps belong on this message at all. The platform takes some that never do what one expects. */
export function allowsSteps(message: string): boolean {
  return !messagesNotForSteps.has(message.toLowerCase());
}

/** `Orders: Create of account`, as Microsoft's tool names the steps of an endpoint. */
export function defaultStepName(endpointName: string, message: string, table: string | null): string {
  const end = `: ${message} of ${table ?? 'any Entity'}`;
  return `${endpointName.slice(0, Math.max(0, stepLengths.name - end.length))}${end}`;
}

/**
 * Every rule of the step form, while the user types and again before the core saves. Errors first; only errors
 * stop saving. Never throws.
 */
export function checkEndpointStepDraft(
  draft: EndpointStepDraft,
  context: StepCheckContext = {},
): StepProblem[] {
  const problems = [
    ...examineTexts(draft),
    ...examineMessage(draft),
    ...examineTable(draft, context),
    ...examineAttributes(draft, context),
    ...examineRank(draft),
    ...examineJob(draft),
  ];
  return problems.sort((one, other) => weight(one) - weight(other));
}

function weight({ severity }: StepProblem): number {
  return severity === 'error' ? 0 : severity === 'warning' ? 1 : 2;
}

function examineTexts({ name, description }: EndpointStepDraft): StepProblem[] {
  const problems: StepProblem[] = [];
  if (name.trim() === '') {
    problems.push({
      kind: 'nameMissing',
      field: 'name',
      severity: 'error',
      sentence: 'Give the step a name.',
    });
  }
  if (name.length > stepLengths.name) {
    problems.push({
      kind: 'nameTooLong',
      field: 'name',
      severity: 'error',
      sentence: `The name has ${name.length} characters and Dataverse keeps at most ${stepLengths.name}.`,
      correction: { label: 'Shorten it', value: name.trim().slice(0, stepLengths.name).trim() },
    });
  }
  if (description.length > stepLengths.description) {
    problems.push({
      kind: 'descriptionTooLong',
      field: 'description',
      severity: 'error',
      sentence: `The description has ${description.length} characters and Dataverse keeps at most ${stepLengths.description}.`,
      correction: { label: 'Shorten it', value: description.slice(0, stepLengths.description) },
    });
  }
  return problems;
}

function examineMessage({ message }: EndpointStepDraft): StepProblem[] {
  if (message.trim() === '') {
    return [
      {
        kind: 'messageMissing',
        field: 'message',
        severity: 'error',
        sentence: 'Choose the message that the step waits for, for example Create.',
      },
    ];
  }
  if (allowsSteps(message)) return [];
  return [
    {
      kind: 'messageNotForSteps',
      field: 'message',
      severity: 'error',
      sentence: `Steps do not belong on ${message}. Choose the message that it stands for, for example Update.`,
    },
  ];
}

function examineTable(draft: EndpointStepDraft, context: StepCheckContext): StepProblem[] {
  const { message, table, messageFilterId } = draft;
  const field = 'table';
  if (message.trim() === '') return [];
  const hasTable = table !== null || messageFilterId !== null;
  if (!allowsTable(message)) {
    if (!hasTable) return [];
    return [
      {
        kind: 'tableNotAllowed',
        field,
        severity: 'error',
        sentence: `A step on ${message} is for all tables. Leave the table empty.`,
        correction: { label: 'Any table', value: '' },
      },
    ];
  }
  if (!hasTable) {
    if (context.anyTable === false) {
      return [
        {
          kind: 'tableMissing',
          field,
          severity: 'error',
          sentence: `${message} allows steps only on a table. Choose one.`,
        },
      ];
    }
    return [
      {
        kind: 'anyTable',
        field,
        severity: 'warning',
        sentence: `Without a table the step runs for ${message} of every table, system tables included. Choose one unless you mean that.`,
      },
    ];
  }
  const known = context.tables;
  const matches =
    table !== null &&
    messageFilterId !== null &&
    (known === undefined ||
      known.some((one) => one.messageFilterId === messageFilterId && one.logicalName === table));
  if (matches) return [];
  return [
    {
      kind: 'tableNotOfMessage',
      field,
      severity: 'error',
      sentence: `${message} allows no step on ${table === null ? 'this table' : table}. Choose the table from the list.`,
    },
  ];
}

function examineAttributes(draft: EndpointStepDraft, context: StepCheckContext): StepProblem[] {
  const { message, table, filteringAttributes } = draft;
  const field = 'filteringAttributes';
  if (filteringAttributes === null) {
    if (!allowsFilteringAttributes(message)) return [];
    return [
      {
        kind: 'everyUpdate',
        field,
        severity: 'warning',
        sentence:
          'Without chosen columns the step runs on every update, also when nothing that matters has changed. Choose the columns that it waits for.',
      },
    ];
  }
  const remove = { label: 'Every column', value: '' };
  if (message.trim() !== '' && !allowsFilteringAttributes(message)) {
    const ignored = messagesThatIgnoreAttributes.has(message.toLowerCase());
    return [
      {
        kind: 'attributesNotUsed',
        field,
        severity: ignored ? 'warning' : 'error',
        sentence: `${message} has no changed columns to wait for. Take the columns out.`,
        correction: remove,
      },
    ];
  }
  if (table === null) {
    return [
      {
        kind: 'attributesWithoutTable',
        field,
        severity: 'error',
        sentence: 'Columns belong to a table. Choose the table first, or take the columns out.',
        correction: remove,
      },
    ];
  }
  if (filteringAttributes.length === 0) {
    return [
      {
        kind: 'attributesEmpty',
        field,
        severity: 'error',
        sentence: 'Choose at least one column, or let the step wait for every column.',
        correction: remove,
      },
    ];
  }
  if (filteringAttributes.join(',').length > stepLengths.filteringAttributes) {
    return [
      {
        kind: 'attributesTooLong',
        field,
        severity: 'error',
        sentence: 'These are more columns than Dataverse keeps for one step. Choose fewer, or every column.',
        correction: remove,
      },
    ];
  }
  const known = context.columns && new Set(context.columns);
  const unknown = known ? filteringAttributes.filter((name) => !known.has(name)) : [];
  const [first] = unknown;
  if (first === undefined) return [];
  const kept = filteringAttributes.filter((name) => known?.has(name));
  return [
    {
      kind: 'attributesUnknown',
      field,
      severity: 'error',
      sentence:
        unknown.length === 1
          ? `${table} has no column ${first} any more. Take it out.`
          : `${table} has no columns ${unknown.slice(0, 5).join(', ')}${unknown.length > 5 ? ' …' : ''}. Take them out.`,
      correction: { label: 'Take out', value: kept.join(',') },
    },
  ];
}

function examineRank({ rank }: EndpointStepDraft): StepProblem[] {
  if (Number.isInteger(rank) && rank >= rankRange.least && rank <= rankRange.most) return [];
  return [
    {
      kind: 'rankOutOfRange',
      field: 'rank',
      severity: 'error',
      sentence: 'The execution order is a whole number between -2,147,483,648 and 2,147,483,647.',
    },
  ];
}

function examineJob({ deleteJobWhenSuccessful }: EndpointStepDraft): StepProblem[] {
  if (!deleteJobWhenSuccessful) return [];
  return [
    {
      kind: 'jobVanishes',
      field: 'deleteJobWhenSuccessful',
      severity: 'info',
      sentence: 'System jobs of this step vanish when they succeed, so only failures can be looked at later.',
    },
  ];
}
