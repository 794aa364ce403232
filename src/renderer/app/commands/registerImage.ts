import type { RegistrationNode, Step } from '../../../shared/domain/registration.ts';
import { reasonAgainstImages } from '../../../shared/domain/stepImageSupport.ts';
import { openDialog } from '../dialogs/dialogs.ts';
import type { RegistrationIndex } from '../registrations/registrationIndex.ts';
import type { Command } from './command.ts';
import { reasonOfManagedStep } from './reasons.ts';

/** Registers an image of the selected step, or of the step of the selected image. */
export const registerImage: Command = {
  worksOn: 'one',
  writes: true,
  label: () => 'Register New Image',
  reason({ node, index }) {
    const step = node && stepOf(node, index);
    if (!step) return 'Select the step whose image it is.';
    return reasonOfManagedStep(step) ?? reasonAgainstImages(step);
  },
  run({ connection, node, index }) {
    const step = node && stepOf(node, index);
    if (step) openDialog({ kind: 'registerImage', connectionId: connection.id, stepId: step.id });
  },
};

function stepOf(node: RegistrationNode, index: RegistrationIndex): Step | null {
  const step = node.kind === 'image' ? index.parentOf(node) : node;
  return step?.kind === 'step' ? step : null;
}
