import type { MessageChoice, TableChoice } from '../../../shared/contract/calls/steps.ts';
import type { MessageId, ServiceEndpointId, UserId } from '../../../shared/domain/ids.ts';
import type { Step } from '../../../shared/domain/registration.ts';
import type { EndpointStepDraft } from '../../../shared/domain/step.ts';
import type { StepProblem } from '../../../shared/domain/stepRules.ts';
import { allowsFilteringAttributes, allowsTable, defaultStepName } from '../../../shared/domain/stepRules.ts';

/** What the form of a step on an endpoint holds. */
export interface StepForm {
  readonly endpointId: ServiceEndpointId;
  readonly endpointName: string;
  readonly message: MessageChoice | null;
  /** Null means any table. */
  readonly table: TableChoice | null;
  /** Null means every column. */
  readonly filteringAttributes: readonly string[] | null;
  /** Null until the user types one: then it follows message and table. */
  readonly typedName: string | null;
  readonly typedDescription: string | null;
  /** Null means the calling user. */
  readonly runAs: { readonly id: UserId; readonly fullName: string } | null;
  readonly rankText: string;
  readonly deleteJobWhenSuccessful: boolean;
  readonly enabled: boolean;
}

export function newStepForm(endpointId: ServiceEndpointId, endpointName: string): StepForm {
  return {
    endpointId,
    endpointName,
    message: null,
    table: null,
    filteringAttributes: null,
    typedName: null,
    typedDescription: null,
    runAs: null,
    rankText: '1',
    deleteJobWhenSuccessful: false,
    enabled: true,
  };
}

export function stepFormOf(step: Step, endpointId: ServiceEndpointId, endpointName: string): StepForm {
  const table: TableChoice | null =
    step.table !== null && step.messageFilterId !== null
      ? { messageFilterId: step.messageFilterId, logicalName: step.table, displayName: null }
      : null;
  const auto = defaultStepName(endpointName, step.message, step.table);
  return {
    endpointId,
    endpointName,
    message: { id: step.messageId, name: step.message },
    table,
    filteringAttributes: step.filteringAttributes,
    typedName: step.name === auto ? null : step.name,
    typedDescription: step.description === auto ? null : (step.description ?? ''),
    runAs:
      step.runAsUserId === null
        ? null
        : { id: step.runAsUserId, fullName: step.runAsUserName ?? step.runAsUserId },
    rankText: String(step.rank),
    deleteJobWhenSuccessful: step.deleteJobWhenSuccessful,
    enabled: step.enabled,
  };
}

/** The name that a step has while the user types none. */
export function nameOf(form: StepForm): string {
  if (form.typedName !== null) return form.typedName;
  return form.message
    ? defaultStepName(form.endpointName, form.message.name, form.table?.logicalName ?? null)
    : '';
}

export function descriptionOf(form: StepForm): string {
  if (form.typedDescription !== null) return form.typedDescription;
  return form.message
    ? defaultStepName(form.endpointName, form.message.name, form.table?.logicalName ?? null)
    : '';
}

/** The form as the core takes it. Before a message is chosen its id is empty, which the rules refuse. */
export function stepDraftOf(form: StepForm): EndpointStepDraft {
  const rank = form.rankText.trim();
  return {
    endpointId: form.endpointId,
    name: nameOf(form),
    description: descriptionOf(form),
    messageId: form.message?.id ?? ('' as MessageId),
    message: form.message?.name ?? '',
    messageFilterId: form.table?.messageFilterId ?? null,
    table: form.table?.logicalName ?? null,
    filteringAttributes: form.filteringAttributes === null ? null : [...form.filteringAttributes],
    runAsUserId: form.runAs?.id ?? null,
    rank: /^[+-]?\d+$/.test(rank) ? Number(rank) : Number.NaN,
    deleteJobWhenSuccessful: form.deleteJobWhenSuccessful,
    enabled: form.enabled,
  };
}

/** Another message is about other tables and columns: what does not fit it is let go. */
export function chooseMessage(form: StepForm, message: MessageChoice | null): StepForm {
  if (message?.id === form.message?.id) return form;
  return {
    ...form,
    message,
    // A filter belongs to one message: the same table has another one under the next message.
    table: null,
    filteringAttributes:
      message && allowsTable(message.name) && allowsFilteringAttributes(message.name)
        ? form.filteringAttributes
        : null,
  };
}

/** Columns belong to a table. */
export function chooseTable(form: StepForm, table: TableChoice | null): StepForm {
  const same = table?.logicalName === form.table?.logicalName;
  return { ...form, table, filteringAttributes: same ? form.filteringAttributes : null };
}

/** Puts a problem's correction into the form. */
export function applyStepCorrection(form: StepForm, problem: StepProblem): StepForm {
  const value = problem.correction?.value;
  if (value === undefined) return form;
  switch (problem.field) {
    case 'name':
      return { ...form, typedName: value };
    case 'description':
      return { ...form, typedDescription: value };
    case 'table':
      return value === '' ? chooseTable(form, null) : form;
    case 'filteringAttributes':
      return { ...form, filteringAttributes: value === '' ? null : value.split(',') };
    case 'rank':
      return { ...form, rankText: value };
    default:
      return form;
  }
}
