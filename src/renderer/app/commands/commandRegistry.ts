import { addToSolution } from './addToSolution.ts';
import { changeSteps } from './changeSteps.ts';
import { check } from './check.ts';
import { checkRights } from './checkRights.ts';
import type { Command } from './command.ts';
import { copyStep } from './copyStep.ts';
import { downloadAssembly } from './downloadAssembly.ts';
import { edit } from './edit.ts';
import { managedIdentity } from './managedIdentity.ts';
import { moveToSas } from './moveToSas.ts';
import { openAppRegistration } from './openAppRegistration.ts';
import { openCertificates } from './openCertificates.ts';
import { openGuides } from './openGuides.ts';
import { openKeys } from './openKeys.ts';
import { openSasTools } from './openSasTools.ts';
import { refresh } from './refresh.ts';
import { registerAssembly } from './registerAssembly.ts';
import { registerEndpoint } from './registerEndpoint.ts';
import { registerImage } from './registerImage.ts';
import { registerPackage } from './registerPackage.ts';
import { registerStep } from './registerStep.ts';
import { registerWebhook } from './registerWebhook.ts';
import { restore } from './restore.ts';
import { setState } from './setState.ts';
import { testRun } from './testRun.ts';
import { unregister } from './unregister.ts';
import { updateAgain } from './updateAgain.ts';
import { updateAssembly } from './updateAssembly.ts';

/** Every command by its id. `commandMenus.ts` says where each of them stands, `shortcuts.ts` which key it has. */
export const commandRegistry = {
  registerAssembly,
  registerPackage,
  updateAssembly,
  updateAgain,
  downloadAssembly,
  registerEndpoint,
  registerWebhook,
  registerStep,
  registerImage,
  copyStep,
  edit,
  changeSteps,
  setState,
  testRun,
  check,
  moveToSas,
  managedIdentity,
  addToSolution,
  unregister,
  restore,
  refresh,
  openKeys,
  openSasTools,
  openCertificates,
  openGuides,
  checkRights,
  openAppRegistration,
} as const satisfies Readonly<Record<string, Command>>;

export type CommandId = keyof typeof commandRegistry;
