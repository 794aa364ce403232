import { parse as parseYaml, stringify as stringifyYaml } from 'yaml';
import type { ApplicationInformation } from '../shared/contract/calls/application.ts';
import type {
  CallInput,
  CallName,
  CallOutput,
  CallProgress,
  EventName,
  EventValue,
} from '../shared/contract/contract.ts';
import { inspectPluginFile } from './assemblies/inspectPluginFile.ts';
import { CertificateFault } from './certificates/certificateFault.ts';
import { readCertificateFile } from './certificates/readCertificateFile.ts';
import { readSigningCertificate } from './certificates/signingCertificate.ts';
import { createContractEdge } from './contractEdge.ts';
import { createDataverse } from './dataverse/dataverse.ts';
import { createRequestQueue, type RequestQueue } from './dataverse/requestQueue.ts';
import { understandSavedRows } from './dataverse/savedRows.ts';
import { createActivity } from './features/activity.ts';
import { createApplication } from './features/application.ts';
import { createAppRegistration } from './features/appRegistration.ts';
import { createAssemblyFeatures } from './features/assemblyFeatures.ts';
import { createCertificates } from './features/certificates.ts';
import { createCheckFromDataverse } from './features/checkFromDataverse.ts';
import { createChoices } from './features/choices.ts';
import { createConnections } from './features/connections.ts';
import { createEndpointKeys } from './features/endpointKeys.ts';
import { createEndpointSettings } from './features/endpointSettings.ts';
import type { Handlers } from './features/handlers.ts';
import { createImages } from './features/images.ts';
import { createKeyRotations } from './features/keyRotations.ts';
import { createManagedIdentities } from './features/managedIdentities.ts';
import { createMessagingFeatures, type MessagingFeatures } from './features/messagingFeatures.ts';
import { createMoveToSas } from './features/moveToSas.ts';
import { createProperties } from './features/properties.ts';
import { createRegistrations } from './features/registrations.ts';
import { createRekey } from './features/rekey.ts';
import { createRekeyPlans } from './features/rekeyPlans.ts';
import { createRestore } from './features/restore.ts';
import { createRights } from './features/rights.ts';
import { createSasTools } from './features/sasTools.ts';

import { createServiceEndpoints } from './features/serviceEndpoints.ts';
import { createSignIn } from './features/signIn.ts';
import { createSolutions } from './features/solutions.ts';
import { createStepChanges } from './features/stepChanges.ts';
import { createSteps } from './features/steps.ts';
import { createSystemJobs } from './features/systemJobs.ts';
import { createTestRuns } from './features/testRuns.ts';
import { createTraceLogs } from './features/traceLogs.ts';
import { createUnregister } from './features/unregister.ts';
import { createWebhooks } from './features/webhooks.ts';
import { createWebhookTests } from './features/webhookTests.ts';
import { openGraphApplications } from './identity/graphApplications.ts';
import { createIdentity } from './identity/identity.ts';
import { createPassingSignIn } from './identity/passingSignIn.ts';
import { isWrongPassword, readPfx } from './identity/readPfx.ts';
import { createTrustingFetch, type Trust } from './identity/trustingFetch.ts';
import { decodeMessageBody } from './messages/decodeMessageBody.ts';
import { glanceAtBody } from './messages/glanceAtBody.ts';
import { startListener } from './messaging/listener.ts';
import { MessageBuffer } from './messaging/messageBuffer.ts';
import { openEntityReader, readFaultFrom } from './messaging/openEntityReader.ts';
import { probeEntity } from './messaging/probeEntity.ts';
import { reachNamespace } from './messaging/reachNamespace.ts';
import { signSas, signWithDecodedKey } from './messaging/signSas.ts';
import { tryManage } from './messaging/tryManage.ts';
import type { Clock, Log, Sandbox, SecretBox, Tell } from './ports.ts';
import { createAcsMoveFile } from './storage/acsMoveFile.ts';
import { createAssemblyWorks } from './storage/assemblyWorks.ts';
import { createCertificateWatchFile } from './storage/certificateWatchFile.ts';
import { createConnectionFile } from './storage/connectionFile.ts';
import { createKeptCopies } from './storage/keptCopies.ts';
import { createKeyRotationFile } from './storage/keyRotationFile.ts';
import { createPreferenceFile } from './storage/preferenceFile.ts';
import { readPluginPath } from './storage/readPluginPath.ts';
import { createRegistrationCache } from './storage/registrationCache.ts';
import { createRememberedPaths } from './storage/rememberedPaths.ts';
import { watchFile } from './storage/watchFile.ts';
import { systemClock } from './systemClock.ts';

export interface CoreOptions {
  /** Folder of ours alone: caches, preferences, kept copies, the sandbox's state. */
  readonly dataFolder: string;
  readonly secretBox: SecretBox;
  readonly sandbox: Sandbox;
  readonly log: Log;
  readonly application: Omit<ApplicationInformation, 'secretStore'>;
  readonly clock?: Clock;
  /** A variable of the program's environment; the process's own where nothing else is said. */
  readonly variable?: (name: string) => string | undefined;
  /** The shell's own fetch, where it knows the system's proxy and certificates. */
  readonly fetch?: typeof fetch;
  /** Opens a sign-in page in the system's browser; rejects where there is none. Without it the user copies the link. */
  readonly openBrowser?: (address: string) => Promise<void>;
}

export interface Core {
  /**
   * Carries out one call of the contract. Rejects with a FailureError for what can be expected to go wrong,
   * and with the same, code `unexpected`, for a bug, which is then in the log.
   */
  call<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
    options?: { signal?: AbortSignal; onProgress?: (value: CallProgress<Name>) => void },
  ): Promise<CallOutput<Name>>;
  /** Returns the way to stop listening. */
  subscribe(listener: <Name extends EventName>(name: Name, value: EventValue<Name>) => void): () => void;
  /** Ends listeners and writes what is still to be written. */
  close(): Promise<void>;
}

type Listener = Parameters<Core['subscribe']>[0];

const requestsAtOnce = 6;
const closingPatience = 5000;

/** Joins features to rooms behind ports; nothing is decided here. */
export async function createCore(options: CoreOptions): Promise<Core> {
  const { dataFolder, secretBox, sandbox, log, clock = systemClock } = options;

  const listeners = new Set<Listener>();
  const tell: Tell = (name, value) => {
    for (const listener of listeners) {
      try {
        listener(name, value);
      } catch (error) {
        log.error('A listener of the core failed.', error);
      }
    }
  };

  const background = new Set<Promise<void>>();
  const inBackground = (sentence: string, task: () => Promise<void>): void => {
    const done = task()
      .catch((error: unknown) => void log.error(sentence, error))
      .finally(() => background.delete(done));
    background.add(done);
  };

  const onBroken = (path: string): void =>
    log.info('A file could not be understood and was set aside.', { path });
  const registrationCache = createRegistrationCache(dataFolder, onBroken);
  const activity = createActivity({ tell });

  // One queue for each organisation, however many connections lead to it.
  const queues = new Map<string, RequestQueue>();
  const queueOf = (webApi: string): RequestQueue => {
    const queue = queues.get(webApi) ?? createRequestQueue(requestsAtOnce, clock);
    queues.set(webApi, queue);
    return queue;
  };

  const outside = {
    clock,
    log,
    openBrowser: options.openBrowser ?? noBrowser,
    fetch: createTrustingFetch(options.fetch ?? fetch, (url) => trustInSandbox(sandbox, url)),
  };
  const identity = createIdentity({
    ...outside,
    secretBox,
    onChange: () => {
      tell('accounts.changed', {});
      tell('connections.changed', {});
    },
  });

  const connections = createConnections({
    sandbox,
    secretBox,
    identity,
    file: createConnectionFile(dataFolder, onBroken),
    registrations: registrationCache,
    openDataverse: ({ connectionId, webApi, tokens, guard }) =>
      createDataverse({
        webApi,
        tokens,
        guard,
        clock,
        queue: queueOf(webApi),
        activity: activity.sinkOf(connectionId),
        fetch: options.fetch,
      }),
    onForgotten: (connectionId) => {
      activity.forget(connectionId);
      inBackground('A listener of a removed connection could not be stopped.', () =>
        messaging.stopListening(connectionId),
      );
      inBackground('What was kept of the assemblies of a removed connection could not be removed.', () =>
        assemblies.forget(connectionId),
      );
      inBackground('The moves from ACS of a removed connection could not be forgotten.', () =>
        acs.forget(connectionId),
      );
    },
    onReadOnly: (connectionId) =>
      inBackground('A listener of a read-only connection could not be stopped.', () =>
        messaging.stopReceiving(connectionId),
      ),
    // Made below: the one needs the other's way to an organisation.
    endpointGone: (connectionId, id) => messaging.forgetKeys(connectionId, id),
    tell,
    clock,
    log,
  });
  const { open } = connections;
  const copies = createKeptCopies(dataFolder);

  const messaging: MessagingFeatures = createMessagingFeatures({
    openEntityReader,
    readFaultFrom,
    startListener,
    probeEntity,
    reachNamespace,
    createBuffer: () => new MessageBuffer(),
    glance: glanceAtBody,
    decode: decodeMessageBody,
    endpointOf: async (connectionId, id) => {
      const { dataverse } = await open(connectionId);
      return (await dataverse.serviceEndpoints.read(id)).endpoint;
    },
    refuseWriting: connections.refuseWriting,
    secretBox,
    tell,
    clock,
    log,
  });

  const acs = createMoveToSas({
    open,
    file: createAcsMoveFile(dataFolder, onBroken),
    tell,
    clock,
    inBackground,
    keyUsed: messaging.rememberUsedKey,
    keyGone: messaging.forgetKeys,
  });

  const assemblies = createAssemblyFeatures({
    open,
    inspect: inspectPluginFile,
    readPath: readPluginPath,
    watch: watchFile,
    paths: createRememberedPaths(dataFolder, onBroken),
    works: createAssemblyWorks(dataFolder, onBroken),
    understand: understandSavedRows,
    tell,
    clock,
    log,
  });
  inBackground('Files that were watched could not be watched again.', () => assemblies.resume());

  const checkFromDataverse = createCheckFromDataverse({ open, tell, clock });
  const rekeyPlans = createRekeyPlans(clock);
  const readYaml = (text: string): unknown => parseYaml(text, { maxAliasCount: 0 });

  const handlers: Handlers = {
    ...createApplication({
      application: {
        ...options.application,
        secretStore: { kind: secretBox.kind, sentence: secretBox.sentence },
      },
      preferences: createPreferenceFile(dataFolder, onBroken),
    }),
    ...connections.handlers,
    ...createSignIn({ identity, sandbox }),
    ...createAppRegistration({
      passing: createPassingSignIn(outside),
      identity,
      openGraph: (graph, token) => openGraphApplications({ graph, token, fetch: outside.fetch, clock }),
      openPassing: (webApi, tokens) =>
        createDataverse({
          webApi,
          tokens,
          clock,
          queue: queueOf(webApi),
          activity: { add: () => undefined },
          fetch: options.fetch,
        }),
      sandbox,
      clock,
      log,
    }),
    ...createRights({ open }),
    ...createRegistrations({ open, store: registrationCache, clock, inBackground }),
    ...createUnregister({
      open,
      copies,
      tell,
      clock,
      inBackground,
      endpointGone: messaging.forgetKeys,
    }),
    ...assemblies.handlers,
    ...createRestore({ open, copies, understand: understandSavedRows, tell }),
    ...createServiceEndpoints({ open, tell, clock, inBackground, keyUsed: messaging.rememberUsedKey }),
    ...createWebhooks({ open, tell }),
    ...createWebhookTests({ open, fetch: outside.fetch, clock }),
    'serviceEndpoint.checkFromDataverse': checkFromDataverse,
    ...createChoices({ open }),
    ...createSteps({ open, tell }),
    ...createSolutions({ open }),
    ...createStepChanges({ open, tell, clock }),
    ...createImages({ open, tell }),
    ...createProperties({ open, tell }),
    ...createTestRuns({ open, tell, clock }),
    ...createSystemJobs({ open, tell }),
    ...createEndpointKeys({ open, keys: messaging.keys }),
    ...createTraceLogs({ open, tell }),
    ...createRekey({
      open,
      plans: rekeyPlans,
      checkFromHere: messaging.handlers['serviceEndpoint.checkFromHere'],
      keys: messaging.keys,
      parseYaml: readYaml,
      tell,
      log,
    }),
    ...createKeyRotations({
      open,
      file: createKeyRotationFile(dataFolder, onBroken),
      plans: rekeyPlans,
      keys: messaging.keys,
      checkFromDataverse,
      clock,
    }),
    ...createEndpointSettings({
      open,
      plans: rekeyPlans,
      parseYaml: readYaml,
      writeYaml: (value) => stringifyYaml(value, { lineWidth: 0 }),
      variable: options.variable ?? ((name) => process.env[name]),
    }),
    ...createCertificates({
      read: (bytes, fileName, password) =>
        readCertificateFile(bytes, fileName, password, { open: readPfx, isWrongPassword }),
      isFault: (error) => error instanceof CertificateFault,
      watchFile: createCertificateWatchFile(dataFolder, onBroken),
      signInCertificates: () => identity.signInCertificates(),
      tell,
      log,
    }),
    ...createSasTools({
      open,
      signers: { withText: signSas, withDecoded: signWithDecodedKey },
      probeEntity,
      tryManage: (target, how) => tryManage(target, { ...how, fetch: options.fetch ?? fetch }),
      clock,
    }),
    ...activity.handlers,
    ...messaging.handlers,
    ...acs.handlers,
    ...createManagedIdentities({
      open,
      inspect: inspectPluginFile,
      readCertificate: readSigningCertificate,
      tell,
    }),
  };

  return {
    call: createContractEdge(handlers, log),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      assemblies.close();
      rekeyPlans.close();
      await messaging.close();
      // A key that is being tried may hang on the network; what is to be written never takes so long.
      const patience = new AbortController();
      const waited = clock.wait(closingPatience, patience.signal).catch(() => undefined);
      await Promise.race([settled(background), waited]);
      patience.abort();
      listeners.clear();
    },
  };
}

async function noBrowser(): Promise<void> {
  throw new Error('There is no browser to open.');
}

/** The sandbox's services show certificates of its own making, which are trusted for their addresses alone. */
async function trustInSandbox(sandbox: Sandbox, url: URL): Promise<Trust | null> {
  if (url.hostname !== '127.0.0.1' && url.hostname !== 'localhost') return null;
  try {
    const { signIn } = await sandbox.addresses();
    return {
      origins: signIn.clouds.flatMap(({ authority, discovery, graph }) => [authority, discovery, graph]),
      certificateAuthority: signIn.certificateAuthority,
    };
  } catch {
    return null;
  }
}

async function settled(tasks: ReadonlySet<Promise<void>>): Promise<void> {
  while (tasks.size > 0) await Promise.all(tasks);
}
