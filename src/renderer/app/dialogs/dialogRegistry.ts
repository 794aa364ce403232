import { type ComponentType, lazy } from 'react';
import type { DialogKind, DialogProps } from './dialogs.ts';

/** Who draws which dialog. Each comes with its first use, so that the tree is there sooner. */
export const dialogRegistry: { readonly [Kind in DialogKind]: ComponentType<DialogProps<Kind>> } = {
  newConnection: lazy(async () => ({
    default: (await import('../../features/connections/NewConnectionDialog.tsx')).NewConnectionDialog,
  })),
  renewConnection: lazy(async () => ({
    default: (await import('../../features/connections/RenewConnectionDialog.tsx')).RenewConnectionDialog,
  })),
  editConnection: lazy(async () => ({
    default: (await import('../../features/connections/EditConnectionDialog.tsx')).EditConnectionDialog,
  })),
  connectionSignIn: lazy(async () => ({
    default: (await import('../../features/connections/ConnectionSignInDialog.tsx')).ConnectionSignInDialog,
  })),
  removeConnection: lazy(async () => ({
    default: (await import('../../features/connections/RemoveConnectionDialog.tsx')).RemoveConnectionDialog,
  })),
  resetSandbox: lazy(async () => ({
    default: (await import('../../features/connections/ResetSandboxDialog.tsx')).ResetSandboxDialog,
  })),
  signInAgain: lazy(async () => ({
    default: (await import('../../features/signIn/SignInAgainDialog.tsx')).SignInAgainDialog,
  })),
  signOut: lazy(async () => ({
    default: (await import('../../features/signIn/SignOutDialog.tsx')).SignOutDialog,
  })),
  appRegistration: lazy(async () => ({
    default: (await import('../../features/appRegistration/AppRegistrationDialog.tsx')).AppRegistrationDialog,
  })),
  checkRights: lazy(async () => ({
    default: (await import('../../features/rights/CheckRightsDialog.tsx')).CheckRightsDialog,
  })),
  settings: lazy(async () => ({
    default: (await import('../../features/settings/SettingsDialog.tsx')).SettingsDialog,
  })),
  shortcuts: lazy(async () => ({
    default: (await import('../../features/settings/ShortcutsDialog.tsx')).ShortcutsDialog,
  })),
  setStepState: lazy(async () => ({
    default: (await import('../../features/explorer/SetStepStateDialog.tsx')).SetStepStateDialog,
  })),
  unregister: lazy(async () => ({
    default: (await import('../../features/unregister/UnregisterDialog.tsx')).UnregisterDialog,
  })),
  restore: lazy(async () => ({
    default: (await import('../../features/restore/RestoreDialog.tsx')).RestoreDialog,
  })),
  addToSolution: lazy(async () => ({
    default: (await import('../../features/solutions/AddToSolutionDialog.tsx')).AddToSolutionDialog,
  })),
  registerAssembly: lazy(async () => ({
    default: (await import('../../features/registerAssembly/RegisterAssemblyDialog.tsx'))
      .RegisterAssemblyDialog,
  })),
  registerPackage: lazy(async () => ({
    default: (await import('../../features/pluginPackages/RegisterPackageDialog.tsx')).RegisterPackageDialog,
  })),
  updateAssembly: lazy(async () => ({
    default: (await import('../../features/updateAssembly/UpdateAssemblyDialog.tsx')).UpdateAssemblyDialog,
  })),
  updatePackage: lazy(async () => ({
    default: (await import('../../features/pluginPackages/UpdatePackageDialog.tsx')).UpdatePackageDialog,
  })),
  registerEndpoint: lazy(async () => ({
    default: (await import('../../features/registerEndpoint/RegisterEndpointDialog.tsx'))
      .RegisterEndpointDialog,
  })),
  editEndpoint: lazy(async () => ({
    default: (await import('../../features/registerEndpoint/EditEndpointDialog.tsx')).EditEndpointDialog,
  })),
  registerWebhook: lazy(async () => ({
    default: (await import('../../features/webhooks/RegisterWebhookDialog.tsx')).RegisterWebhookDialog,
  })),
  editWebhook: lazy(async () => ({
    default: (await import('../../features/webhooks/EditWebhookDialog.tsx')).EditWebhookDialog,
  })),
  checkWebhook: lazy(async () => ({
    default: (await import('../../features/webhooks/CheckWebhookDialog.tsx')).CheckWebhookDialog,
  })),
  registerStep: lazy(async () => ({
    default: (await import('../../features/stepEditor/RegisterStepDialog.tsx')).RegisterStepDialog,
  })),
  editStep: lazy(async () => ({
    default: (await import('../../features/stepEditor/EditStepDialog.tsx')).EditStepDialog,
  })),
  copyStep: lazy(async () => ({
    default: (await import('../../features/stepEditor/CopyStepDialog.tsx')).CopyStepDialog,
  })),
  registerImage: lazy(async () => ({
    default: (await import('../../features/imageEditor/RegisterImageDialog.tsx')).RegisterImageDialog,
  })),
  editImage: lazy(async () => ({
    default: (await import('../../features/imageEditor/EditImageDialog.tsx')).EditImageDialog,
  })),
  changeSteps: lazy(async () => ({
    default: (await import('../../features/changeSteps/ChangeStepsDialog.tsx')).ChangeStepsDialog,
  })),
  undoSteps: lazy(async () => ({
    default: (await import('../../features/changeSteps/UndoStepsDialog.tsx')).UndoStepsDialog,
  })),
  listenerKey: lazy(async () => ({
    default: (await import('../../features/credentials/ListenerKeyDialog.tsx')).ListenerKeyDialog,
  })),
  checkEndpoint: lazy(async () => ({
    default: (await import('../../features/checkEndpoint/CheckEndpointDialog.tsx')).CheckEndpointDialog,
  })),
  managedIdentity: lazy(async () => ({
    default: (await import('../../features/managedIdentity/ManagedIdentityDialog.tsx')).ManagedIdentityDialog,
  })),
  moveToSas: lazy(async () => ({
    default: (await import('../../features/moveToSas/MoveToSasDialog.tsx')).MoveToSasDialog,
  })),
  testRun: lazy(async () => ({
    default: (await import('../../features/testRun/TestRunDialog.tsx')).TestRunDialog,
  })),
};
