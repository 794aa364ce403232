import type { RegistrationNode, Step, StepImage } from '../../../shared/domain/registration.ts';
import type { RegistrationIndex } from '../../app/registrations/registrationIndex.ts';

/** Message and table where the step is named after them, its own name otherwise. */
function stepLabel(step: Step): string {
  const place = `${step.message} of ${step.table ?? 'any table'}`;
  const usual = `${step.message} of ${step.table ?? 'any'}`.toLowerCase();
  const name = step.name.toLowerCase();
  const at = name.lastIndexOf(usual);
  if (at < 0) return step.name === '' ? place : step.name;
  const rest = name.slice(at + usual.length);
  return rest === '' || (step.table === null && /^ (entity|table)$/.test(rest)) ? place : step.name;
}

function imageLabel(image: StepImage): string {
  const columns = image.attributes === null ? 'all columns' : image.attributes.join(', ');
  return `${image.name}: ${columns}`;
}

/** What a node is called in the tree. */
export function labelOf(node: RegistrationNode): string {
  switch (node.kind) {
    case 'pluginType':
      return node.typeName;
    case 'step':
      return stepLabel(node);
    case 'image':
      return imageLabel(node);
    default:
      return node.name;
  }
}

/** Whether a step is named after its message and table, so that its name says nothing more. */
function isNamedAfterItsPlace(step: Step): boolean {
  return stepLabel(step) !== step.name || step.name === '';
}

/** What a step is called where its message and table stand above it: by what it runs, or by a name of its own. */
export function stepLabelInPlace(step: Step, index: RegistrationIndex): string {
  const handler = isNamedAfterItsPlace(step) ? index.get(step.handler) : undefined;
  return handler ? labelOf(handler) : step.name;
}
