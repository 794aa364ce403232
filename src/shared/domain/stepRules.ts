import type { EventHandler } from './registration.ts';
import type { SecureConfigurationChange, StepDraft } from './step.ts';
import { examineAttributes } from './stepAttributeRules.ts';
import { reasonOfImages } from './stepImageSupport.ts';
import { allowsSteps, allowsTable } from './stepMessage.ts';
import {
  type HandlerKind,
  rankRange,
  type StepCheckContext,
  type StepProblem,
  stepLengths,
} from './stepProblem.ts';
import { examineHandler, examineSetting } from './stepSettingRules.ts';

/** Whether the step has a secure configuration after the change. */
export function hasSecureAfter(change: SecureConfigurationChange, before: boolean): boolean {
  return change.kind === 'keep' ? before : change.kind !== 'remove';
}

/** The kind of a handler that is known; undefined for one that is not. */
export function handlerKindOf(
  handler: EventHandler,
  find: {
    readonly isActivity: (id: string) => boolean | undefined;
    readonly isWebhook: (id: string) => boolean | undefined;
  },
): HandlerKind | undefined {
  if (handler.kind === 'pluginType') {
    const activity = find.isActivity(handler.id);
    return activity === undefined ? undefined : activity ? 'workflowActivity' : 'plugin';
  }
  const webhook = find.isWebhook(handler.id);
  return webhook === undefined ? undefined : webhook ? 'webhook' : 'serviceEndpoint';
}

/** `Orders: Create of account`, as Microsoft's tool names steps: by the endpoint or by the full name of the type. */
export function defaultStepName(handlerName: string, message: string, table: string | null): string {
  const end = `: ${message} of ${table ?? 'any Entity'}`;
  return `${handlerName.slice(0, Math.max(0, stepLengths.name - end.length))}${end}`;
}

/**
 * Every rule of the step form, while the user types and again before the core saves. Errors first; only errors
 * stop saving. Never throws.
 */
export function checkStepDraft(draft: StepDraft, context: StepCheckContext = {}): StepProblem[] {
  const problems = [
    ...examineHandler(draft, context),
    ...examineMessage(draft),
    ...examineTable(draft, context),
    ...examineImages(draft, context),
    ...examineAttributes(draft, context),
    ...examineTexts(draft),
    ...examineSetting(draft, context),
    ...examineRank(draft),
  ];
  return problems.sort((one, other) => weight(one) - weight(other));
}

function weight({ severity }: StepProblem): number {
  return severity === 'error' ? 0 : severity === 'warning' ? 1 : 2;
}

function examineTexts({ name, description }: StepDraft): StepProblem[] {
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

function examineMessage({ message }: StepDraft): StepProblem[] {
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

function examineImages(draft: StepDraft, { images = [] }: StepCheckContext): StepProblem[] {
  if (draft.message.trim() === '') return [];
  const reason = reasonOfImages(draft, images);
  return reason === null
    ? []
    : [{ kind: 'imagesAgainst', field: 'message', severity: 'error', sentence: reason }];
}

function examineTable(draft: StepDraft, context: StepCheckContext): StepProblem[] {
  const { message, table, messageFilterId } = draft;
  const field = 'table';
  if (message.trim() === '') return [];
  const hasTable = table !== null || messageFilterId !== null;
  if (table === null && isForNoTable(draft, context)) return [];
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

/** A stored step may point to the message's row for no table, which is not among the tables that can be chosen. */
function isForNoTable({ messageFilterId }: StepDraft, context: StepCheckContext): boolean {
  if (messageFilterId === null) return false;
  if (context.tablelessFilters) return context.tablelessFilters.includes(messageFilterId);
  return !context.tables?.some((one) => one.messageFilterId === messageFilterId);
}

function examineRank({ rank }: StepDraft): StepProblem[] {
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
