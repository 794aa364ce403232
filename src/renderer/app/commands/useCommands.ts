import { useCallback } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import { useNotify } from '../../kit/kit.ts';
import { useCall } from '../core/useCall.ts';
import { openDialog } from '../dialogs/dialogs.ts';
import { referenceTo } from '../registrations/nodeKey.ts';
import type { RegistrationIndex } from '../registrations/registrationIndex.ts';
import {
  type CommandContext,
  type CommandId,
  type CommandState,
  commandState,
  endpointOf,
} from './commandState.ts';

export interface Commands {
  state(id: CommandId): CommandState;
  /** Does nothing when the command does not apply. */
  run(id: CommandId): void;
}

/** The commands as they apply to what is selected. */
export function useCommands(
  connection: Connection | null,
  index: RegistrationIndex | null,
  node: RegistrationNode | null,
  refresh: () => void,
): Commands {
  const notify = useNotify();
  const setState = useCall('step.setState');
  const context: CommandContext = { connection, index, node };

  const changeState = useCallback(
    async (stepId: (RegistrationNode & { kind: 'step' })['id'], enabled: boolean, name: string) => {
      if (!connection) return;
      const connectionId = connection.id;
      const outcome = await setState.run({ connectionId, ids: [stepId], enabled });
      if (outcome.kind === 'failed') {
        notify({
          tone: 'bad',
          sentence: outcome.failure.sentence,
          advice: outcome.failure.advice,
          seconds: 0,
        });
        return;
      }
      notify({
        tone: 'good',
        sentence: `${enabled ? 'Enabled' : 'Disabled'} “${name}”.`,
        action: { label: 'Undo', run: () => void changeState(stepId, !enabled, name) },
      });
    },
    [connection, notify, setState.run],
  );

  const run = (id: CommandId) => {
    if (!connection || commandState(id, context).disabledReason) return;
    const connectionId = connection.id;
    switch (id) {
      case 'refresh':
        refresh();
        return;
      case 'registerEndpoint':
        openDialog({ kind: 'registerEndpoint', connectionId });
        return;
      case 'registerStep': {
        const endpoint = index && endpointOf(node, index);
        if (endpoint) openDialog({ kind: 'registerStep', connectionId, endpointId: endpoint.id });
        return;
      }
      case 'edit':
        if (node?.kind === 'serviceEndpoint') {
          openDialog({ kind: 'editEndpoint', connectionId, endpointId: node.id });
        } else if (node?.kind === 'step') openDialog({ kind: 'editStep', connectionId, stepId: node.id });
        return;
      case 'setState':
        if (node?.kind !== 'step') return;
        // It can be taken back by one click: only where others work in the organisation it is asked first.
        if (connection.production) {
          openDialog({ kind: 'setStepState', connectionId, stepId: node.id, enabled: !node.enabled });
        } else void changeState(node.id, !node.enabled, node.name);
        return;
      case 'testRun':
        if (node?.kind === 'step') openDialog({ kind: 'testRun', connectionId, stepId: node.id });
        return;
      case 'check':
        if (node?.kind === 'serviceEndpoint') {
          openDialog({ kind: 'checkEndpoint', connectionId, endpointId: node.id });
        }
        return;
      case 'unregister':
        if (node) openDialog({ kind: 'unregister', connectionId, nodes: [referenceTo(node)] });
    }
  };
  return { state: (id) => commandState(id, context), run };
}
