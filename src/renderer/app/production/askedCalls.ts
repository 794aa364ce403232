import type { CallName } from '../../../shared/contract/contract.ts';

interface AskedCall {
  /** Ends in the organisation's name and a question mark: "Save the step in Contoso Live?" */
  readonly what: string;
  /** The verb of the button. */
  readonly verb: string;
}

/**
 * Calls that change the organisation and are asked about where it is marked as production. Those that are missing here
 * either change nothing or belong to a dialog that asks by itself, because it has more to say.
 */
export const askedCalls: Readonly<Partial<Record<CallName, AskedCall>>> = {
  'serviceEndpoint.create': { what: 'Register the endpoint', verb: 'Register' },
  'serviceEndpoint.update': { what: 'Save the endpoint', verb: 'Save' },
  'serviceEndpoint.checkFromDataverse': { what: 'Post a test message', verb: 'Post' },
  'acs.moveToSas': { what: 'Move the endpoint to SAS', verb: 'Move' },
  'acs.undoMove': { what: 'Undo the move to SAS', verb: 'Undo' },
  'managedIdentity.bind': { what: 'Bind the managed identity', verb: 'Bind' },
  'managedIdentity.unbind': { what: 'Unbind the managed identity', verb: 'Unbind' },
  'step.create': { what: 'Register the step', verb: 'Register' },
  'step.update': { what: 'Save the step', verb: 'Save' },
  'image.create': { what: 'Register the image', verb: 'Register' },
  'image.update': { what: 'Save the image', verb: 'Save' },
  'stepChange.undo': { what: 'Undo the change', verb: 'Undo' },
  'systemJob.retry': { what: 'Run the system job now', verb: 'Run' },
  'solution.addComponents': { what: 'Add to the solution', verb: 'Add' },
};
