import { z } from 'zod';
import { ConnectionId, ListenerId } from '../domain/ids.ts';
import { acsCalls } from './calls/acs.ts';
import { ActivityEntry, activityCalls } from './calls/activity.ts';
import { applicationCalls } from './calls/application.ts';
import { appRegistrationCalls } from './calls/appRegistrations.ts';
import { assemblyCalls } from './calls/assemblies.ts';
import { certificateCalls } from './calls/certificates.ts';
import { connectionCalls } from './calls/connections.ts';
import { endpointSettingsCalls } from './calls/endpointSettings.ts';
import { imageCalls } from './calls/images.ts';
import { keyCalls } from './calls/keys.ts';
import { ListenerState, listenerCalls, MessageSummary } from './calls/listeners.ts';
import { managedIdentityCalls } from './calls/managedIdentities.ts';
import { packageCalls } from './calls/packages.ts';
import { FileTarget, pluginFileCalls } from './calls/pluginFiles.ts';
import { propertyCalls } from './calls/properties.ts';
import { registrationCalls } from './calls/registrations.ts';
import { rekeyCalls } from './calls/rekey.ts';
import { restoreCalls } from './calls/restore.ts';
import { rightsCalls } from './calls/rights.ts';
import { rotationCalls } from './calls/rotation.ts';
import { sasCalls } from './calls/sas.ts';

import { serviceEndpointCalls } from './calls/serviceEndpoints.ts';
import { signInCalls } from './calls/signIn.ts';
import { solutionCalls } from './calls/solutions.ts';
import { stepChangeCalls } from './calls/stepChanges.ts';
import { stepCalls } from './calls/steps.ts';
import { systemJobCalls } from './calls/systemJobs.ts';
import { testRunCalls } from './calls/testRuns.ts';
import { traceLogCalls } from './calls/traceLogs.ts';
import { webhookCalls } from './calls/webhooks.ts';

/** Everything that the page can ask of the core: the one table, zod in and zod out. */
export const calls = {
  ...applicationCalls,
  ...connectionCalls,
  ...signInCalls,
  ...appRegistrationCalls,
  ...rightsCalls,
  ...registrationCalls,
  ...propertyCalls,
  ...pluginFileCalls,
  ...assemblyCalls,
  ...restoreCalls,
  ...packageCalls,
  ...serviceEndpointCalls,
  ...webhookCalls,
  ...acsCalls,
  ...managedIdentityCalls,
  ...stepCalls,
  ...solutionCalls,
  ...stepChangeCalls,
  ...imageCalls,
  ...testRunCalls,
  ...systemJobCalls,
  ...traceLogCalls,
  ...listenerCalls,
  ...keyCalls,
  ...rekeyCalls,
  ...rotationCalls,
  ...endpointSettingsCalls,
  ...sasCalls,
  ...certificateCalls,
  ...activityCalls,
};
export type Calls = typeof calls;
export type CallName = keyof Calls;
/** What a caller writes: defaults may be left out. */
export type CallInput<Name extends CallName> = z.input<Calls[Name]['input']>;
/** What a handler gets: parsed, with defaults filled in. */
export type HandlerInput<Name extends CallName> = z.output<Calls[Name]['input']>;
export type CallOutput<Name extends CallName> = z.output<Calls[Name]['output']>;
export type CallProgress<Name extends CallName> = z.output<Calls[Name]['progress']>;

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}

/** Everything that the core tells the page unasked. */
export const events = {
  /** The list of connections, or one of them, is different. */
  'connections.changed': z.object({}),
  /** An account has come or gone, or has to sign in again. */
  'accounts.changed': z.object({}),
  /** Registrations were written by us, or a refresh brought others: load again. */
  'registrations.changed': z.object({ connectionId: ConnectionId }),
  /** A file that is watched was written again. */
  'pluginFile.changed': z.object({ connectionId: ConnectionId, target: FileTarget, fileName: z.string() }),
  /** Work on an assembly stopped half-way, was taken up again or is done with. */
  'assemblyWork.changed': z.object({ connectionId: ConnectionId }),
  /** The watched certificates are others. */
  'certificates.changed': z.object({}),
  'systemJobs.changed': z.object({ connectionId: ConnectionId }),
  /** Traces were deleted by us, or what is written down of plug-ins is another. */
  'traceLogs.changed': z.object({ connectionId: ConnectionId }),
  'activity.added': z.object({ connectionId: ConnectionId, entries: z.array(ActivityEntry) }),
  'listener.state': ListenerState,
  /** New messages in order; `dropped` counts all that were let go since the start to bound memory. */
  'listener.messages': z.object({
    listenerId: ListenerId,
    messages: z.array(MessageSummary),
    dropped: z.number().int(),
  }),
  /** A command of the window's menu that the page carries out. */
  'menu.command': z.object({
    command: z.enum(['refresh', 'search', 'settings', 'newConnection', 'shortcuts']),
  }),
};
export type Events = typeof events;
export type EventName = keyof Events;
export type EventValue<Name extends EventName> = z.output<Events[Name]>;
