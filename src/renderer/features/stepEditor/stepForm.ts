import type { MessageChoice, TableChoice } from '../../../shared/contract/calls/steps.ts';
import type { MessageId, UserId } from '../../../shared/domain/ids.ts';
import type {
  Deployment,
  EventHandler,
  ExecutionMode,
  Stage,
  Step,
} from '../../../shared/domain/registration.ts';
import type { SecureConfigurationChange, StepDraft } from '../../../shared/domain/step.ts';
import { allowsFilteringAttributes, allowsTable } from '../../../shared/domain/stepMessage.ts';
import { endpointStepSetting, type StepProblem } from '../../../shared/domain/stepProblem.ts';
import { defaultStepName } from '../../../shared/domain/stepRules.ts';
import type { HandlerChoice } from './handlerChoice.ts';

/** What becomes of the secure configuration; its text is in the form only while it is typed or was asked for. */
export type SecureForm =
  | { readonly kind: 'keep' }
  | { readonly kind: 'set'; readonly text: string }
  | { readonly kind: 'remove' }
  | { readonly kind: 'copyOf'; readonly stepId: Step['id'] };

/** What the form of a step holds. */
export interface StepForm {
  readonly handler: HandlerChoice | null;
  readonly message: MessageChoice | null;
  /** Null means any table. */
  readonly table: TableChoice | null;
  /** A stored step for any table may point to the message's own row for that. */
  readonly tablelessFilterId: Step['messageFilterId'];
  /** Null means every column. */
  readonly filteringAttributes: readonly string[] | null;
  /** Null until the user types one: then it follows handler, message and table. */
  readonly typedName: string | null;
  readonly typedDescription: string | null;
  readonly stage: Stage;
  readonly mode: ExecutionMode;
  readonly deployment: Deployment;
  /** Null means the calling user. */
  readonly runAs: { readonly id: UserId; readonly fullName: string } | null;
  readonly rankText: string;
  readonly deleteJobWhenSuccessful: boolean;
  readonly enabled: boolean;
  readonly configuration: string;
  /** Whether the stored step has a secure configuration. */
  readonly hasSecure: boolean;
  readonly secure: SecureForm;
}

export function newStepForm(handler: HandlerChoice | null): StepForm {
  const blank: StepForm = {
    handler: null,
    message: null,
    table: null,
    tablelessFilterId: null,
    filteringAttributes: null,
    typedName: null,
    typedDescription: null,
    stage: 'postOperation',
    mode: 'synchronous',
    deployment: 'server',
    runAs: null,
    rankText: '1',
    deleteJobWhenSuccessful: false,
    enabled: true,
    configuration: '',
    hasSecure: false,
    secure: { kind: 'keep' },
  };
  return chooseHandler(blank, handler);
}

export function stepFormOf(step: Step, handler: HandlerChoice | null): StepForm {
  const table: TableChoice | null =
    step.table !== null && step.messageFilterId !== null
      ? {
          messageFilterId: step.messageFilterId,
          logicalName: step.table,
          displayName: null,
          secondaryTable: step.secondaryTable,
          availability: 'both',
        }
      : null;
  const auto = defaultStepName(handler?.name ?? '', step.message, step.table);
  return {
    handler: handler ?? unknownHandler(step.handler),
    message: { id: step.messageId, name: step.message },
    table,
    tablelessFilterId: step.table === null ? step.messageFilterId : null,
    filteringAttributes: step.filteringAttributes,
    typedName: step.name === auto ? null : step.name,
    typedDescription: step.description === auto ? null : (step.description ?? ''),
    stage: step.stage,
    mode: step.mode,
    deployment: step.deployment,
    runAs:
      step.runAsUserId === null
        ? null
        : { id: step.runAsUserId, fullName: step.runAsUserName ?? step.runAsUserId },
    rankText: String(step.rank),
    deleteJobWhenSuccessful: step.deleteJobWhenSuccessful,
    enabled: step.enabled,
    configuration: step.configuration ?? '',
    hasSecure: step.hasSecureConfiguration,
    secure: { kind: 'keep' },
  };
}

/** A copy begins as its model is; its secure configuration is copied by the core, unseen. */
export function copyFormOf(step: Step, handler: HandlerChoice | null): StepForm {
  const form = stepFormOf(step, handler);
  return {
    ...form,
    hasSecure: false,
    secure: step.hasSecureConfiguration ? { kind: 'copyOf', stepId: step.id } : { kind: 'keep' },
  };
}

function unknownHandler(handler: EventHandler): HandlerChoice {
  return {
    handler,
    name: handler.id,
    detail: '',
    kind: handler.kind === 'pluginType' ? 'plugin' : 'serviceEndpoint',
  };
}

/** The name that a step has while the user types none. */
function autoName({ handler, message, table }: StepForm): string {
  return message && handler ? defaultStepName(handler.name, message.name, table?.logicalName ?? null) : '';
}

export function nameOf(form: StepForm): string {
  return form.typedName ?? autoName(form);
}

export function descriptionOf(form: StepForm): string {
  return form.typedDescription ?? autoName(form);
}

/** The form as the core takes it. Before handler and message are chosen their ids are empty, which the rules refuse. */
export function stepDraftOf(form: StepForm): StepDraft {
  const rank = form.rankText.trim();
  return {
    handler: form.handler?.handler ?? { kind: 'pluginType', id: '' as never },
    name: nameOf(form),
    description: descriptionOf(form),
    messageId: form.message?.id ?? ('' as MessageId),
    message: form.message?.name ?? '',
    messageFilterId: form.table?.messageFilterId ?? form.tablelessFilterId,
    table: form.table?.logicalName ?? null,
    secondaryTable: form.table?.secondaryTable ?? null,
    filteringAttributes: form.filteringAttributes === null ? null : [...form.filteringAttributes],
    stage: form.stage,
    mode: form.mode,
    deployment: form.deployment,
    runAsUserId: form.runAs?.id ?? null,
    rank: /^[+-]?\d+$/.test(rank) ? Number(rank) : Number.NaN,
    deleteJobWhenSuccessful: form.deleteJobWhenSuccessful,
    enabled: form.enabled,
    configuration: form.configuration,
  };
}

/** An empty text is no configuration. */
export function secureChangeOf({ secure, hasSecure }: StepForm): SecureConfigurationChange {
  if (secure.kind !== 'set') return secure;
  if (secure.text !== '') return { kind: 'set', secret: secure.text };
  return hasSecure ? { kind: 'remove' } : { kind: 'keep' };
}

/** A step on a service endpoint runs in one way only; what is chosen for it otherwise stays as it was. */
export function chooseHandler(form: StepForm, handler: HandlerChoice | null): StepForm {
  if (handler?.kind !== 'serviceEndpoint') return { ...form, handler };
  return { ...form, handler, ...endpointStepSetting };
}

/** Another message is about other tables and columns: what does not fit it is let go. */
export function chooseMessage(form: StepForm, message: MessageChoice | null): StepForm {
  if (message?.id === form.message?.id) return form;
  return {
    ...form,
    message,
    // A filter belongs to one message: the same table has another one under the next message.
    table: null,
    tablelessFilterId: null,
    filteringAttributes:
      message && allowsTable(message.name) && allowsFilteringAttributes(message.name)
        ? form.filteringAttributes
        : null,
  };
}

/** Columns belong to a table. */
export function chooseTable(form: StepForm, table: TableChoice | null): StepForm {
  const same = table?.logicalName === form.table?.logicalName;
  return {
    ...form,
    table,
    tablelessFilterId: null,
    filteringAttributes: same ? form.filteringAttributes : null,
  };
}

/** Only asynchronous steps leave a job that could be deleted. */
export function chooseMode(form: StepForm, mode: ExecutionMode): StepForm {
  return {
    ...form,
    mode,
    deleteJobWhenSuccessful: mode === 'asynchronous' && form.deleteJobWhenSuccessful,
  };
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
    case 'stage':
      return { ...form, stage: value as Stage };
    case 'mode':
      return chooseMode(form, value as ExecutionMode);
    case 'deployment':
      return { ...form, deployment: value as Deployment };
    case 'configuration':
      return { ...form, configuration: value };
    case 'deleteJobWhenSuccessful':
      return { ...form, deleteJobWhenSuccessful: false };
    default:
      return form;
  }
}
