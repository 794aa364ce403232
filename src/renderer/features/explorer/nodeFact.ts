import { usesAcs } from '../../../shared/domain/acsEndpoint.ts';
import { designationTypes } from '../../../shared/domain/designationType.ts';
import type { RegistrationNode, ServiceEndpoint, Step } from '../../../shared/domain/registration.ts';
import { messageFormatLabels } from '../../../shared/domain/serviceEndpoint.ts';
import { authorizationLabels, imageTypeLabels, stageNumbers } from './words.ts';

export function endpointFact(endpoint: ServiceEndpoint): string {
  if (endpoint.designationType === 'webhook') return authorizationLabels[endpoint.authorizationType];
  if (usesAcs(endpoint)) return `ACS, retired · ${designationTypes[endpoint.designationType].label}`;
  return `${designationTypes[endpoint.designationType].label} · ${messageFormatLabels[endpoint.messageFormat]}`;
}

function stepFact(step: Step): string {
  if (!step.enabled) return 'disabled';
  if (step.handler.kind === 'serviceEndpoint') return step.mode === 'asynchronous' ? 'async' : 'sync';
  return `${stageNumbers[step.stage]} · ${step.mode === 'asynchronous' ? 'async' : 'sync'} · ${step.rank}`;
}

/** The one fact that tells a node apart, at the end of its row. */
export function factOf(node: RegistrationNode, children: number): string {
  switch (node.kind) {
    case 'package':
      return node.managed ? `${node.version} · managed` : node.version;
    case 'assembly':
      return node.managed ? `${node.version} · managed` : node.version;
    case 'pluginType':
      if (node.workflowActivity) return 'workflow activity';
      return children === 0 ? 'no steps' : children === 1 ? '1 step' : `${children} steps`;
    case 'serviceEndpoint':
      return endpointFact(node);
    case 'step':
      return stepFact(node);
    case 'image':
      return imageTypeLabels[node.imageType];
  }
}

/** When a step runs among others: stage, mode, rank. */
export function orderFact(step: Step): string {
  const order = `${stageNumbers[step.stage]} · ${step.mode === 'asynchronous' ? 'async' : 'sync'} · ${step.rank}`;
  return step.enabled ? order : `${order} · disabled`;
}
