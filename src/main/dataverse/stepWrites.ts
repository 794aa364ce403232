import type { Deployment, EventHandler, Stage, Step, StepImage } from '../../shared/domain/registration.ts';
import type { StepDraft } from '../../shared/domain/step.ts';
import type { BatchOperation } from './multipart.ts';
import { deployments, type SecureConfigurationId, stages } from './stepRows.ts';

/** What is sent when steps are written: columns with their values, lookups by their navigation names. */

export const stepSet = 'sdkmessageprocessingsteps';
export const secureSet = 'sdkmessageprocessingstepsecureconfigs';
export const secureBinding = 'sdkmessageprocessingstepsecureconfigid@odata.bind';
export const enabledState = { statecode: 0, statuscode: 1 } as const;
export const disabledState = { statecode: 1, statuscode: 2 } as const;

export type StepColumns = Record<string, string | number | boolean | null>;

function numberOf<Name>(names: ReadonlyMap<number, Name>, wanted: Name): number {
  for (const [number, name] of names) if (name === wanted) return number;
  throw new Error(`${String(wanted)} has no number.`);
}

function stageNumber(stage: Stage): number {
  return numberOf(stages, stage);
}

function modeNumber(mode: Step['mode']): number {
  return mode === 'asynchronous' ? 1 : 0;
}

function deploymentNumber(deployment: Deployment): number {
  return numberOf(deployments, deployment);
}

type Written = Pick<
  StepDraft,
  'name' | 'stage' | 'mode' | 'deployment' | 'rank' | 'deleteJobWhenSuccessful' | 'filteringAttributes'
> & { readonly description: string | null; readonly configuration: string | null };

export function stepColumns(step: Written): StepColumns {
  return {
    name: step.name,
    description: step.description || null,
    stage: stageNumber(step.stage),
    mode: modeNumber(step.mode),
    supporteddeployment: deploymentNumber(step.deployment),
    rank: step.rank,
    asyncautodelete: step.deleteJobWhenSuccessful,
    filteringattributes: step.filteringAttributes?.join(',') ?? null,
    configuration: step.configuration || null,
  };
}

/** The columns in which the draft differs from what is stored, its state among them. */
export function changedColumns(stored: Step, draft: StepDraft): StepColumns {
  const before = stepColumns(stored);
  const changed: StepColumns = {};
  for (const [column, value] of Object.entries(stepColumns(draft))) {
    if ((before[column] ?? null) !== value) changed[column] = value;
  }
  if (stored.enabled !== draft.enabled) Object.assign(changed, draft.enabled ? enabledState : disabledState);
  return changed;
}

/** Letter case matters in navigation names. The older twin of the handler follows by itself. */
function handlerBinding(handler: EventHandler): Record<string, string> {
  return handler.kind === 'pluginType'
    ? { 'eventhandler_plugintype@odata.bind': `/plugintypes(${handler.id})` }
    : { 'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${handler.id})` };
}

/** Null clears a lookup. */
function userBinding(id: Step['runAsUserId']): Record<string, string | null> {
  return { 'impersonatinguserid@odata.bind': id === null ? null : `/systemusers(${id})` };
}

export function changedLookups(stored: Step, draft: StepDraft): Record<string, string | null> {
  return {
    ...(stored.messageId === draft.messageId
      ? {}
      : { 'sdkmessageid@odata.bind': `/sdkmessages(${draft.messageId})` }),
    ...(stored.messageFilterId === draft.messageFilterId
      ? {}
      : {
          'sdkmessagefilterid@odata.bind':
            draft.messageFilterId === null ? null : `/sdkmessagefilters(${draft.messageFilterId})`,
        }),
    ...(stored.runAsUserId === draft.runAsUserId ? {} : userBinding(draft.runAsUserId)),
    ...(stored.handler.id === draft.handler.id ? {} : handlerBinding(draft.handler)),
  };
}

/** A whole new step. */
export function newStepBody(id: Step['id'], draft: StepDraft): Record<string, unknown> {
  return {
    sdkmessageprocessingstepid: id,
    ...stepColumns(draft),
    invocationsource: 0,
    ...handlerBinding(draft.handler),
    'sdkmessageid@odata.bind': `/sdkmessages(${draft.messageId})`,
    ...(draft.messageFilterId === null
      ? {}
      : { 'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${draft.messageFilterId})` }),
    ...(draft.runAsUserId === null ? {} : userBinding(draft.runAsUserId)),
  };
}

export function newSecureConfiguration(id: SecureConfigurationId, secret: string): BatchOperation {
  return {
    method: 'POST',
    path: secureSet,
    body: { sdkmessageprocessingstepsecureconfigid: id, secureconfig: secret },
  };
}

/** The property of which an image is taken, chosen anew because its step has another message. */
export function imagePropertyChange(id: StepImage['id'], property: string): BatchOperation {
  return {
    method: 'PATCH',
    path: `sdkmessageprocessingstepimages(${id})`,
    etag: '*',
    body: { messagepropertyname: property },
  };
}
