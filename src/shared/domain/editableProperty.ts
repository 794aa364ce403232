import { z } from 'zod';
import type { RegistrationNode } from './registration.ts';

/** What can be changed where it stands, without a form. Everything else of a registration has rules of its own. */
export const EditableProperty = z.enum([
  'name',
  'friendlyName',
  'description',
  'workflowActivityGroup',
  'rank',
]);
export type EditableProperty = z.infer<typeof EditableProperty>;

/** What of a node can be changed: what came with a managed solution belongs to its publisher. */
export function editableProperties(node: RegistrationNode): readonly EditableProperty[] {
  if (node.managed && !(node.kind === 'step' && node.customizable)) return [];
  switch (node.kind) {
    case 'assembly':
    case 'serviceEndpoint':
      return ['description'];
    case 'pluginType':
      return node.workflowActivity
        ? ['name', 'friendlyName', 'description', 'workflowActivityGroup']
        : ['name', 'friendlyName', 'description'];
    case 'step':
      return node.managed ? ['rank'] : ['rank', 'description'];
    case 'image':
      return ['name', 'description'];
    case 'package':
      return [];
  }
}

/** As it is typed: empty where there is none. */
export function propertyText(node: RegistrationNode, property: EditableProperty): string {
  const value = Object.entries(node).find(([name]) => name === property)?.[1];
  return value === null || value === undefined ? '' : String(value);
}

const words: Readonly<Record<EditableProperty, string>> = {
  name: 'name',
  friendlyName: 'friendly name',
  description: 'description',
  workflowActivityGroup: 'group',
  rank: 'execution order',
};

/** The property in a sentence. */
export function propertyWord(property: EditableProperty): string {
  return words[property];
}

/** As a column of type String in these tables holds. */
const mostCharacters = 256;
const highestRank = 2_147_483_647;

/** What stands against a text, in a sentence; null when nothing does. */
export function checkPropertyText(property: EditableProperty, text: string): string | null {
  if (property === 'rank') {
    if (!/^\d+$/.test(text.trim())) return 'The execution order is a whole number, 1 or more.';
    const rank = Number(text.trim());
    return rank >= 1 && rank <= highestRank ? null : `The execution order is between 1 and ${highestRank}.`;
  }
  if (text.length > mostCharacters) {
    return `At most ${mostCharacters} characters fit here; these are ${text.length.toLocaleString('en')}.`;
  }
  const needed = property === 'name' || property === 'friendlyName';
  return needed && text.trim() === '' ? `A ${words[property]} is needed.` : null;
}
