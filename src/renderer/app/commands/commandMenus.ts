import type { CommandId } from './commandRegistry.ts';

/** The menu Register, in groups. */
export const registerMenu: readonly (readonly CommandId[])[] = [
  [
    'registerAssembly',
    'registerPackage',
    'registerEndpoint',
    'registerWebhook',
    'registerStep',
    'registerImage',
  ],
];

/** The toolbar beside Register and Tools, in groups. */
export const toolbarCommands: readonly (readonly CommandId[])[] = [
  ['edit', 'updateAssembly', 'setState', 'testRun', 'check'],
  ['unregister'],
  ['refresh'],
];

/** The menu Tools, in groups: what works on the organisation rather than on a node. */
export const toolsMenu: readonly (readonly CommandId[])[] = [
  ['addToSolution', 'restore'],
  ['openKeys', 'openSasTools', 'openCertificates'],
  ['checkRights', 'openAppRegistration'],
  ['openGuides'],
];

/** The menu at a node of the tree. */
export const contextMenu: readonly (readonly CommandId[])[] = [
  ['registerEndpoint', 'registerWebhook', 'registerStep', 'registerImage'],
  ['edit', 'copyStep', 'setState', 'changeSteps', 'testRun', 'check', 'moveToSas'],
  ['updateAssembly', 'updateAgain', 'downloadAssembly', 'managedIdentity'],
  ['addToSolution', 'unregister'],
  ['refresh'],
];

const notYet = 'Not in this version yet.';

/** What Microsoft's tool registers and this program does not yet: in the menu, disabled, with the reason. */
export const laterRegistrations: readonly { readonly label: string; readonly reason: string }[] = [
  { label: 'Register New Custom API', reason: notYet },
  { label: 'Register New Data Provider', reason: notYet },
];
