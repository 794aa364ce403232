import { create } from 'zustand';
import type { FileTarget, OpenedPluginFile } from '../../../shared/contract/calls/pluginFiles.ts';
import type { AccountId } from '../../../shared/domain/account.ts';
import type {
  AssemblyId,
  ConnectionId,
  ImageId,
  PackageId,
  ServiceEndpointId,
  StepId,
} from '../../../shared/domain/ids.ts';
import type { KeptCopyId } from '../../../shared/domain/keptCopy.ts';
import type { EventHandler, NodeReference } from '../../../shared/domain/registration.ts';
import type { StepChange } from '../../../shared/domain/stepChange.ts';
import type { AssistantStart } from '../../features/appRegistration/assistantForm.ts';

/** Every dialog that a screen can ask for, with what it is about. `dialogRegistry.tsx` says who draws it. */
export type DialogRequest =
  | { readonly kind: 'newConnection' }
  | { readonly kind: 'renewConnection'; readonly connectionId: ConnectionId }
  | { readonly kind: 'editConnection'; readonly connectionId: ConnectionId }
  | { readonly kind: 'connectionSignIn'; readonly connectionId: ConnectionId }
  | { readonly kind: 'removeConnection'; readonly connectionId: ConnectionId }
  | { readonly kind: 'signInAgain'; readonly accountId: AccountId }
  | { readonly kind: 'signOut'; readonly accountId: AccountId }
  | {
      readonly kind: 'appRegistration';
      /** What is known already: cloud, tenant, organisation. */
      readonly start: AssistantStart;
      /** Where an application user can be looked for. */
      readonly connectionId?: ConnectionId;
      /** Where it was opened from takes the registration that passed its test. */
      readonly onUse?: (registration: { readonly clientId: string; readonly tenant: string }) => void;
    }
  | {
      readonly kind: 'checkRights';
      readonly connectionId: ConnectionId;
      /** Of an application user; left out, whoever is connected. */
      readonly applicationId?: string;
    }
  | { readonly kind: 'settings' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'resetSandbox'; readonly connectionId: ConnectionId }
  | { readonly kind: 'registerEndpoint'; readonly connectionId: ConnectionId }
  | {
      readonly kind: 'editEndpoint';
      readonly connectionId: ConnectionId;
      readonly endpointId: ServiceEndpointId;
    }
  | {
      readonly kind: 'checkEndpoint';
      readonly connectionId: ConnectionId;
      readonly endpointId: ServiceEndpointId;
    }
  | { readonly kind: 'registerWebhook'; readonly connectionId: ConnectionId }
  | {
      readonly kind: 'editWebhook';
      readonly connectionId: ConnectionId;
      readonly endpointId: ServiceEndpointId;
    }
  | {
      readonly kind: 'checkWebhook';
      readonly connectionId: ConnectionId;
      readonly endpointId: ServiceEndpointId;
    }
  | {
      readonly kind: 'moveToSas';
      readonly connectionId: ConnectionId;
      readonly endpointId: ServiceEndpointId;
    }
  | {
      readonly kind: 'managedIdentity';
      readonly connectionId: ConnectionId;
      readonly target: FileTarget;
      /** Of the assembly or package. */
      readonly name: string;
    }
  /** The connection string with which an endpoint's messages are read. */
  | {
      readonly kind: 'listenerKey';
      readonly connectionId: ConnectionId;
      readonly endpointId: ServiceEndpointId;
    }
  | {
      readonly kind: 'registerStep';
      readonly connectionId: ConnectionId;
      /** What the step runs; null where the user chooses it in the form. */
      readonly handler: EventHandler | null;
    }
  | { readonly kind: 'copyStep'; readonly connectionId: ConnectionId; readonly stepId: StepId }
  | { readonly kind: 'registerImage'; readonly connectionId: ConnectionId; readonly stepId: StepId }
  | {
      readonly kind: 'editImage';
      readonly connectionId: ConnectionId;
      readonly imageId: ImageId;
      readonly stepId: StepId;
    }
  | {
      readonly kind: 'changeSteps';
      readonly connectionId: ConnectionId;
      readonly stepIds: readonly StepId[];
      /** What the form begins with. */
      readonly change: StepChange['kind'];
      readonly enabled?: boolean;
    }
  /** Takes back a change of many steps. */
  | {
      readonly kind: 'undoSteps';
      readonly connectionId: ConnectionId;
      readonly changeId: string;
      readonly sentence: string;
    }
  | { readonly kind: 'editStep'; readonly connectionId: ConnectionId; readonly stepId: StepId }
  | { readonly kind: 'testRun'; readonly connectionId: ConnectionId; readonly stepId: StepId }
  /** From a file that was dropped, or one that another dialog has opened; otherwise the user chooses it. */
  | {
      readonly kind: 'registerAssembly';
      readonly connectionId: ConnectionId;
      readonly file?: File;
      readonly opened?: OpenedPluginFile;
    }
  | {
      readonly kind: 'registerPackage';
      readonly connectionId: ConnectionId;
      readonly file?: File;
      readonly opened?: OpenedPluginFile;
    }
  | {
      readonly kind: 'updateAssembly';
      readonly connectionId: ConnectionId;
      readonly assemblyId: AssemblyId;
      readonly file?: File;
      readonly opened?: OpenedPluginFile;
      /** Begins with the file that is remembered. */
      readonly again?: boolean;
    }
  | {
      readonly kind: 'updatePackage';
      readonly connectionId: ConnectionId;
      readonly packageId: PackageId;
      readonly opened?: OpenedPluginFile | undefined;
      readonly again?: boolean;
    }
  | {
      readonly kind: 'setStepState';
      readonly connectionId: ConnectionId;
      readonly stepId: StepId;
      readonly enabled: boolean;
    }
  | {
      readonly kind: 'unregister';
      readonly connectionId: ConnectionId;
      readonly nodes: readonly NodeReference[];
    }
  | {
      /** Restores from a kept copy; with null, the user chooses one, or a file. */
      readonly kind: 'restore';
      readonly connectionId: ConnectionId;
      readonly copyId: KeptCopyId | null;
    }
  | {
      readonly kind: 'addToSolution';
      readonly connectionId: ConnectionId;
      readonly nodes: readonly NodeReference[];
    };
export type DialogKind = DialogRequest['kind'];
export type DialogRequestOf<Kind extends DialogKind> = Extract<DialogRequest, { readonly kind: Kind }>;

/** What the component of a dialog gets. It is mounted while the dialog is open. */
export interface DialogProps<Kind extends DialogKind> {
  readonly request: DialogRequestOf<Kind>;
  readonly onClose: () => void;
}

interface OpenDialog {
  readonly number: number;
  readonly request: DialogRequest;
}

interface DialogStack {
  readonly open: readonly OpenDialog[];
}

export const useDialogStack = create<DialogStack>(() => ({ open: [] }));

let lastNumber = 0;

/** Opens a dialog above whatever is there. */
export function openDialog(request: DialogRequest): void {
  lastNumber += 1;
  const number = lastNumber;
  useDialogStack.setState(({ open }) => ({ open: [...open, { number, request }] }));
}

export function closeDialog(number: number): void {
  useDialogStack.setState(({ open }) => ({ open: open.filter((dialog) => dialog.number !== number) }));
}
