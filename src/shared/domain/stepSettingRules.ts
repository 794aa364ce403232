import type { Stage } from './registration.ts';
import type { StepDraft } from './step.ts';
import {
  type Availability,
  endpointStepSetting,
  type StepCheckContext,
  type StepField,
  type StepProblem,
  type StepProblemKind,
} from './stepProblem.ts';

const stageNames: Readonly<Record<Stage, string>> = {
  preValidation: 'Pre-validation',
  preOperation: 'Pre-operation',
  mainOperation: 'Main operation',
  postOperation: 'Post-operation',
  postOperationDeprecated: 'Post-operation (deprecated)',
};

function error(
  field: StepField,
  kind: StepProblemKind,
  sentence: string,
  correction?: { label: string; value: string },
): StepProblem {
  return { kind, field, severity: 'error', sentence, ...(correction ? { correction } : {}) };
}

/** What runs the step: a plug-in type, an endpoint or a webhook, but no workflow activity. */
export function examineHandler({ handler }: StepDraft, { handlerKind }: StepCheckContext): StepProblem[] {
  if (handler.id.trim() === '') {
    return [
      error(
        'handler',
        'handlerMissing',
        'Choose what runs: a plug-in type, a service endpoint or a webhook.',
      ),
    ];
  }
  if (handlerKind !== 'workflowActivity') return [];
  return [
    error(
      'handler',
      'handlerIsActivity',
      'A workflow activity runs inside workflows and cannot run on a step. Choose a plug-in type.',
    ),
  ];
}

/** Stage, mode, deployment, what becomes of jobs, and both configurations. */
export function examineSetting(draft: StepDraft, context: StepCheckContext): StepProblem[] {
  return [
    ...examineStage(draft, context),
    ...examineMode(draft, context),
    ...examineDeployment(draft, context),
    ...examineJob(draft),
    ...examineConfiguration(draft, context),
  ];
}

function examineStage({ stage }: StepDraft, { handlerKind }: StepCheckContext): StepProblem[] {
  const correction = { label: 'Post-operation', value: 'postOperation' };
  if (stage === 'mainOperation') {
    return [error('stage', 'stageOfPlatform', 'Only the platform runs in the main operation.', correction)];
  }
  if (handlerKind === 'serviceEndpoint' && stage !== endpointStepSetting.stage) {
    return [
      error(
        'stage',
        'stageOfEndpoint',
        `A step on a service endpoint runs after the operation, not in ${stageNames[stage]}.`,
        correction,
      ),
    ];
  }
  if (stage !== 'postOperationDeprecated') return [];
  return [
    {
      ...error(
        'stage',
        'stageDeprecated',
        'This stage is of CRM 4.0 and only kept for old steps. Post-operation takes its place.',
        correction,
      ),
      severity: 'warning',
    },
  ];
}

const reads = new Set(['retrieve', 'retrievemultiple']);

function examineMode({ stage, mode, message }: StepDraft, { handlerKind }: StepCheckContext): StepProblem[] {
  const after = stage === 'postOperation' || stage === 'postOperationDeprecated';
  if (mode === 'asynchronous') {
    if (after) return [];
    return [
      error(
        'mode',
        'asynchronousBeforeOperation',
        `An asynchronous step runs after the operation, in Post-operation, not in ${stageNames[stage]}.`,
        { label: 'Synchronous', value: 'synchronous' },
      ),
    ];
  }
  if (handlerKind === 'serviceEndpoint') {
    return [
      error(
        'mode',
        'modeOfEndpoint',
        'A step on a service endpoint is asynchronous: a system job posts the message and tries again.',
        { label: 'Asynchronous', value: 'asynchronous' },
      ),
    ];
  }
  if (!reads.has(message.toLowerCase())) return [];
  return [
    {
      kind: 'synchronousRead',
      field: 'mode',
      severity: 'warning',
      sentence: `A synchronous step on ${message} holds up every reading of the rows. Keep it very short, or do without it.`,
    },
  ];
}

const deploymentsOf: Readonly<Record<Availability, string>> = {
  server: 'on the server only',
  client: 'in Outlook’s offline client only',
  both: 'on the server and offline',
};

function examineDeployment(draft: StepDraft, context: StepCheckContext): StepProblem[] {
  const { deployment, messageFilterId } = draft;
  const server = { label: 'Server', value: 'server' };
  const { handlerKind } = context;
  if (handlerKind === 'serviceEndpoint' && deployment !== endpointStepSetting.deployment) {
    return [
      error('deployment', 'deploymentOfEndpoint', 'A step on a service endpoint runs on the server.', server),
    ];
  }
  const availability = context.tables?.find((one) => one.messageFilterId === messageFilterId)?.availability;
  if (availability === undefined || availability === 'both') return [];
  if (deployment === (availability === 'server' ? 'server' : 'offline')) return [];
  return [
    error(
      'deployment',
      'deploymentNotOfTable',
      `Steps on this message and table run ${deploymentsOf[availability]}.`,
      availability === 'server' ? server : { label: 'Offline', value: 'offline' },
    ),
  ];
}

function examineJob({ deleteJobWhenSuccessful, mode }: StepDraft): StepProblem[] {
  if (!deleteJobWhenSuccessful) return [];
  if (mode === 'synchronous') {
    return [
      error(
        'deleteJobWhenSuccessful',
        'jobOfSynchronous',
        'A synchronous step has no system job that could be deleted.',
        { label: 'Leave it', value: '' },
      ),
    ];
  }
  return [
    {
      kind: 'jobVanishes',
      field: 'deleteJobWhenSuccessful',
      severity: 'info',
      sentence: 'System jobs of this step vanish when they succeed, so only failures can be looked at later.',
    },
  ];
}

function examineConfiguration(draft: StepDraft, { handlerKind, secure }: StepCheckContext): StepProblem[] {
  const problems: StepProblem[] = [];
  const posts = handlerKind === 'serviceEndpoint' || handlerKind === 'webhook';
  const noun = handlerKind === 'webhook' ? 'webhook' : 'service endpoint';
  if (posts && draft.configuration !== '') {
    problems.push(
      error(
        'configuration',
        'configurationOfEndpoint',
        `A step on a ${noun} carries no configuration: there is no code of yours that could read it.`,
        { label: 'Take it out', value: '' },
      ),
    );
  }
  if (posts && secure === true) {
    problems.push(
      error(
        'secureConfiguration',
        'secureConfigurationOfEndpoint',
        `A step on a ${noun} carries no secure configuration. Remove it.`,
      ),
    );
  } else if (secure === true && draft.deployment !== 'server') {
    problems.push(
      error(
        'secureConfiguration',
        'secureConfigurationOffline',
        'Only a step that runs on the server alone can have a secure configuration: it never leaves the server.',
      ),
    );
  }
  return problems;
}
