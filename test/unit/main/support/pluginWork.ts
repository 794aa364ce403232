import type { OpenedPluginFile } from '../../../../src/shared/contract/calls/pluginFiles.ts';
import { FailureError } from '../../../../src/shared/contract/failure.ts';
import type { AssemblyDraft } from '../../../../src/shared/domain/assemblyRules.ts';
import type { PluginTypeId, StepId } from '../../../../src/shared/domain/ids.ts';
import type { Registrations } from '../../../../src/shared/domain/registration.ts';
import { registerTypeStep } from '../../../support/typeStep.ts';
import type { TestCore, TestOrganisation } from './openTestCore.ts';

/** The file as the page would send it, in one piece. */
export async function addFile(
  { core }: TestCore,
  bytes: Buffer,
  fileName = 'Contoso.dll',
): Promise<OpenedPluginFile> {
  const piece = bytes.toString('base64');
  const { opened } = await core.call('pluginFile.add', {
    fileId: null,
    fileName,
    size: bytes.length,
    piece,
  });
  if (opened) return opened;
  throw new Error('The file was not whole.');
}

export function draftOf({ file }: OpenedPluginFile, change: Partial<AssemblyDraft> = {}): AssemblyDraft {
  if (file.kind !== 'assembly') throw new Error('It is a package.');
  return {
    isolationMode: 'sandbox',
    source: 'database',
    serverFileName: '',
    description: '',
    solution: null,
    types: file.types.map(({ typeName, kind }) => ({
      typeName,
      group: kind === 'workflowActivity' ? `${file.name} (${file.version})` : null,
    })),
    ...change,
  };
}

export async function load({ core, sandbox }: TestCore): Promise<Registrations> {
  return (await core.call('registrations.load', { connectionId: sandbox })).registrations;
}

/** A step on Create of account. */
export function arrangeTypeStep(
  { addresses }: TestOrganisation,
  { core, sandbox }: TestCore,
  typeId: PluginTypeId,
  name: string,
): Promise<StepId> {
  return registerTypeStep(core, sandbox, addresses, { typeId, name });
}

export async function failureOf(promise: Promise<unknown>): Promise<FailureError['failure']> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof FailureError) return error.failure;
  throw new Error(`It did not fail as expected: ${String(error)}`);
}
