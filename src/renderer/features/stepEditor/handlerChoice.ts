import { designationTypes } from '../../../shared/domain/designationType.ts';
import type { EventHandler, PluginType, ServiceEndpoint } from '../../../shared/domain/registration.ts';
import type { HandlerKind } from '../../../shared/domain/stepProblem.ts';
import type { RegistrationIndex } from '../../app/registrations/registrationIndex.ts';

/** What a step can run, as the form knows it. */
export interface HandlerChoice {
  readonly handler: EventHandler;
  /** By which it is found, and which the step's name begins with. */
  readonly name: string;
  /** What tells it from others of its name. */
  readonly detail: string;
  readonly kind: HandlerKind;
}

function choiceOfType(type: PluginType, index: RegistrationIndex): HandlerChoice {
  const assembly = index.parentOf(type);
  return {
    handler: { kind: 'pluginType', id: type.id },
    name: type.typeName,
    detail: assembly?.kind === 'assembly' ? `${assembly.name} ${assembly.version}` : 'Plug-in type',
    kind: type.workflowActivity ? 'workflowActivity' : 'plugin',
  };
}

export function choiceOfEndpoint(endpoint: ServiceEndpoint): HandlerChoice {
  const webhook = endpoint.designationType === 'webhook';
  return {
    handler: { kind: 'serviceEndpoint', id: endpoint.id },
    name: endpoint.name,
    detail: webhook ? 'Webhook' : designationTypes[endpoint.designationType].label,
    kind: webhook ? 'webhook' : 'serviceEndpoint',
  };
}

/** The choice for a handler; null while it is not loaded. */
export function choiceOf(handler: EventHandler, index: RegistrationIndex | null): HandlerChoice | null {
  const node = index?.get(handler);
  if (!index || !node) return null;
  if (node.kind === 'pluginType') return choiceOfType(node, index);
  return node.kind === 'serviceEndpoint' ? choiceOfEndpoint(node) : null;
}

const most = 50;
// Made once: a large organisation has thousands of types, and they are put in order at each letter.
const byName = new Intl.Collator('en');

/** What can run a step and has the text in its name, assembly or kind; workflow activities cannot. */
export function searchHandlers(
  index: RegistrationIndex | null,
  text: string,
): { items: readonly HandlerChoice[]; more: boolean } {
  if (!index) return { items: [], more: false };
  const { types, endpoints } = index.registrations;
  const terms = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found: HandlerChoice[] = [];
  const take = (choice: HandlerChoice) => {
    const words = `${choice.name} ${choice.detail}`.toLowerCase();
    if (terms.every((term) => words.includes(term))) found.push(choice);
  };
  for (const endpoint of endpoints) {
    const offered = designationTypes[endpoint.designationType].offered;
    if (offered || endpoint.designationType === 'webhook') take(choiceOfEndpoint(endpoint));
  }
  for (const type of types) if (!type.workflowActivity) take(choiceOfType(type, index));
  found.sort(
    (one, other) => byName.compare(one.name, other.name) || byName.compare(one.detail, other.detail),
  );
  return { items: found.slice(0, most), more: found.length > most };
}
