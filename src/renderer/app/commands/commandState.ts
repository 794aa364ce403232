import type { Connection } from '../../../shared/contract/calls/connections.ts';
import { designationTypes } from '../../../shared/domain/designationType.ts';
import type { RegistrationNode, ServiceEndpoint, Step } from '../../../shared/domain/registration.ts';
import { draftFromServiceEndpoint } from '../../../shared/domain/serviceEndpoint.ts';
import type { RegistrationIndex } from '../registrations/registrationIndex.ts';

/** What can be done from the toolbar, a context menu or by a key. */
export type CommandId =
  | 'registerEndpoint'
  | 'registerStep'
  | 'edit'
  | 'setState'
  | 'testRun'
  | 'check'
  | 'unregister'
  | 'refresh';

export interface CommandContext {
  readonly connection: Connection | null;
  /** Null until something is loaded. */
  readonly index: RegistrationIndex | null;
  /** What is selected. */
  readonly node: RegistrationNode | null;
}

export interface CommandState {
  readonly label: string;
  /** Why it does not apply now; null when it does. */
  readonly disabledReason: string | null;
}

const laterForPlugins =
  'This version shows plug-ins and does not change them: it works on service endpoints and their steps.';
const laterForWebhooks =
  'This version shows webhooks and does not change them: it works on service endpoints and their steps.';

/** The endpoint that a node is, or is a part of. */
export function endpointOf(node: RegistrationNode | null, index: RegistrationIndex): ServiceEndpoint | null {
  let at: RegistrationNode | undefined = node ?? undefined;
  while (at && at.kind !== 'serviceEndpoint') at = index.parentOf(at);
  return at?.kind === 'serviceEndpoint' ? at : null;
}

function reasonFor(id: CommandId, context: CommandContext): string | null {
  const { connection, index, node } = context;
  if (!connection) return 'Open an organisation first.';
  if (id === 'refresh') return null;
  if (!index) return 'The registrations are not loaded yet.';
  switch (id) {
    case 'registerEndpoint':
      return null;
    case 'registerStep': {
      if (!node) return 'Select the service endpoint that the step should post to.';
      const endpoint = endpointOf(node, index);
      if (!endpoint) return laterForPlugins;
      return endpoint.designationType === 'webhook' ? laterForWebhooks : notOffered(endpoint);
    }
    case 'edit':
      if (!node) return 'Select a service endpoint or one of its steps.';
      if (node.kind === 'serviceEndpoint') return reasonAgainstEditing(node);
      if (node.kind === 'step') return reasonAgainstEditingStep(node, index);
      return laterForPlugins;
    case 'setState':
      if (node?.kind !== 'step') return 'Select a step: only steps are enabled and disabled.';
      return reasonOfManagedStep(node);
    case 'testRun':
      return reasonAgainstTestRun(node, index);
    case 'check':
      if (node?.kind !== 'serviceEndpoint') return 'Select a service endpoint to check it.';
      if (node.designationType === 'webhook') return laterForWebhooks;
      return notOffered(node);
    case 'unregister':
      return reasonAgainstUnregistering(node);
  }
}

function notOffered(endpoint: ServiceEndpoint): string | null {
  const type = designationTypes[endpoint.designationType];
  return type.offered ? null : `Endpoints of the type ${type.label} are shown here, not changed.`;
}

function reasonAgainstEditing(endpoint: ServiceEndpoint): string | null {
  if (endpoint.designationType === 'webhook') return laterForWebhooks;
  const reason = notOffered(endpoint);
  if (reason) return reason;
  return draftFromServiceEndpoint(endpoint)
    ? null
    : 'This endpoint proves itself in a way that the form does not know. It is shown here, not changed.';
}

function reasonOfManagedStep(step: Step): string | null {
  return step.managed && !step.customizable
    ? 'The step came with a managed solution whose publisher does not allow changes.'
    : null;
}

function reasonAgainstEditingStep(step: Step, index: RegistrationIndex): string | null {
  if (step.handler.kind !== 'serviceEndpoint') return laterForPlugins;
  const endpoint = endpointOf(step, index);
  if (endpoint?.designationType === 'webhook') return laterForWebhooks;
  return reasonOfManagedStep(step);
}

const testable = ['Create', 'Update', 'Delete'];

function reasonAgainstTestRun(node: RegistrationNode | null, index: RegistrationIndex): string | null {
  if (node?.kind !== 'step') return 'Select a step of a service endpoint to trigger it.';
  if (node.handler.kind !== 'serviceEndpoint') {
    return 'A test run follows the message of a service endpoint. This step runs a plug-in.';
  }
  if (endpointOf(node, index)?.designationType === 'webhook') return laterForWebhooks;
  if (!testable.includes(node.message)) {
    return `A test run creates, updates or deletes a row. This step waits for ${node.message}.`;
  }
  if (node.table === null) return 'This step is on any table. A test run needs a step on one table.';
  return null;
}

function reasonAgainstUnregistering(node: RegistrationNode | null): string | null {
  if (!node) return 'Select what should be unregistered.';
  if (node.managed)
    return 'It came with a managed solution, and goes only when that solution is uninstalled.';
  if (node.kind === 'package' || node.kind === 'assembly' || node.kind === 'pluginType')
    return laterForPlugins;
  return null;
}

/** One place that says which command applies to what is selected, and if not, why. */
export function commandState(id: CommandId, context: CommandContext): CommandState {
  return { label: labelOf(id, context.node), disabledReason: reasonFor(id, context) };
}

function labelOf(id: CommandId, node: RegistrationNode | null): string {
  switch (id) {
    case 'registerEndpoint':
      return 'Register New Service Endpoint';
    case 'registerStep':
      return 'Register New Step';
    case 'edit':
      return 'Edit';
    case 'setState':
      return node?.kind === 'step' && !node.enabled ? 'Enable' : 'Disable';
    case 'testRun':
      return 'Test run';
    case 'check':
      return 'Check';
    case 'unregister':
      return 'Unregister';
    case 'refresh':
      return 'Refresh';
  }
}

const notYet =
  'Not in this version yet: it registers service endpoints and their steps, and shows everything else.';

/** What Microsoft's tool registers and this program does not yet: in the menu, disabled, with the reason. */
export const laterRegistrations: readonly { readonly label: string; readonly reason: string }[] = [
  { label: 'Register New Assembly', reason: notYet },
  { label: 'Register New Package', reason: notYet },
  { label: 'Register New Image', reason: notYet },
  { label: 'Register New Web Hook', reason: notYet },
  { label: 'Register New Custom API', reason: notYet },
  { label: 'Register New Data Provider', reason: notYet },
];
