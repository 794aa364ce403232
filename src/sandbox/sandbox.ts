import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Clock,
  createOrganisation,
  type Organisation,
  seedDefinitions,
} from './operations/organisation.ts';
import { addressesOf, moveEndpoints, namespaceAddressOf, renewSeededEndpoints } from './ownEndpoints.ts';
import { identityFile, readKept } from './persistence/readKept.ts';
import { newIdentity, type SandboxIdentity } from './persistence/sandboxIdentity.ts';
import { writeStateFile } from './persistence/stateFile.ts';
import { createStateKeeper } from './persistence/stateKeeper.ts';
import type { RemoteContext } from './pipeline/contextValue.ts';
import { createPipeline, type PostingPipeline } from './pipeline/createPipeline.ts';
import { createLargeSchema } from './seed/large/largeSchema.ts';
import { seedLargeOrganisation } from './seed/large/seedLargeOrganisation.ts';
import { seedOrganisation } from './seed/seedOrganisation.ts';
import { restrictedUserId, seedUserRoles } from './seed/seedUsers.ts';
import {
  type BrokerState,
  defaultNamespace,
  type NamespaceDefinition,
  type ServiceBusBroker,
  startServiceBusBroker,
} from './serviceBus/serviceBusBroker.ts';
import { contoso } from './signIn/seedDirectory.ts';
import type { SignInSettings } from './signIn/signInPlace.ts';
import { createLateGate, hostAt, type SignIn, startSignIn } from './signIn/startSignIn.ts';
import { startOnPort } from './startOnPort.ts';
import { startWebApi, type WebApiServer } from './webApi/startWebApi.ts';
import type { SandboxAddresses, SandboxScale } from './workerMessages.ts';

export type SandboxOptions = {
  /** Where identity and state are kept. Without it nothing is kept. */
  readonly dataFolder?: string;
  /** 0 or nothing: the port of the last start where it is free, else a free one. */
  readonly webApiPort?: number;
  readonly brokerPort?: number;
  /** `large` fills the organisation with a hundred thousand rows, and keeps none of them between starts. */
  readonly scale?: SandboxScale;
  /** Added to every answer of the Web API. */
  readonly latencyMs?: number;
  readonly clock?: Clock;
  /** Wait before the first retry of a system job; see `PipelineOptions`. */
  readonly retryBaseMs?: number;
  readonly maxRetries?: number;
  readonly postTimeoutMs?: number;
  /** How the sign-in authority behaves from the start. */
  readonly signIn?: Partial<SignInSettings>;
  /** Told in sentences what a user may want to know: a state that was set aside, a port that was taken. */
  readonly onNote?: (sentence: string) => void;
};

/** An organisation in a box: Web API, Service Bus, and what joins them, on loopback. */
export type Sandbox = {
  readonly addresses: SandboxAddresses;
  /** Of a user who works with business rows and registers nothing. */
  readonly restrictedAccessToken: string;
  readonly organisation: Organisation;
  /** With its fault injection. */
  readonly webApi: WebApiServer;
  /** The sign-in authority with its clouds, tenants and other organisations, and ways to disturb it. */
  readonly signIn: SignIn;
  /** Another one after a reset. */
  readonly broker: ServiceBusBroker;
  /** What `onNote` was told. */
  readonly notes: readonly string[];
  /** Back to the first day: same ports, keys and tokens, no messages. */
  reset(): Promise<void>;
  /** Writes the state to disk now. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

type Contexts = Readonly<Record<string, RemoteContext>>;

/**
 * Starts the sandbox, in well under a second.
 * @throws {Error} whose message says what to do.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = options.clock ?? Date.now;
  const notes: string[] = [];
  const tell = (sentence: string): void => {
    notes.push(sentence);
    options.onNote?.(sentence);
  };
  const { dataFolder } = options;
  if (dataFolder !== undefined) await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const isLarge = options.scale === 'large';
  const kept = isLarge
    ? { ...(await readKept(dataFolder, tell)), state: undefined, messages: undefined }
    : await readKept(dataFolder, tell);
  const identity = kept.identity ?? newIdentity();
  const namespace = namespaceOf(identity);

  const startBroker = (port: number, state?: BrokerState): Promise<ServiceBusBroker> =>
    startServiceBusBroker({ namespace, port, clock, ...(state === undefined ? {} : { state }) });
  let broker = await startOnPort(
    'Service Bus',
    options.brokerPort ?? 0,
    identity.ports.broker,
    (port) => startBroker(port, kept.messages),
    tell,
  );

  const createEmpty = (): Organisation =>
    createOrganisation({ clock, ...(isLarge ? { schema: createLargeSchema() } : {}) });
  const organisation = createEmpty();
  const { store } = organisation;
  function fill(target: Organisation): Contexts {
    return (isLarge ? seedLargeOrganisation : seedOrganisation)({
      organisation: target,
      now: clock(),
      namespaceAddress: namespaceAddressOf(broker),
      sendKey: identity.keys.send,
    });
  }
  // Before anything can change a row.
  const keeper =
    dataFolder === undefined || isLarge
      ? undefined
      : createStateKeeper(
          dataFolder,
          () => ({ version: 1, store: store.snapshot(), contexts: pipeline.contexts() }),
          () => broker,
          tell,
        );
  let contexts: Contexts;
  if (kept.state === undefined) contexts = fill(organisation);
  else {
    store.restore(kept.state.store);
    if (seedDefinitions(organisation)) seedUserRoles(organisation);
    contexts = kept.state.contexts;
    moveEndpoints(store, identity.ports.broker, broker);
    if (kept.identity === undefined) renewSeededEndpoints(store, identity, broker);
  }
  let pipeline = createPosting(contexts);
  organisation.pipeline = pipeline;

  let webApi: WebApiServer;
  let signIn: SignIn;
  const late = createLateGate();
  try {
    webApi = await startOnPort(
      'Web API',
      options.webApiPort ?? 0,
      identity.ports.webApi,
      (port) =>
        startWebApi({
          organisation,
          port,
          latencyMs: options.latencyMs ?? 0,
          accessTokens: {
            [identity.accessToken]: organisation.details.administratorId,
            [identity.restrictedAccessToken]: restrictedUserId,
          },
          gate: late.gate,
        }),
      tell,
    );
    const started = webApi;
    const own = hostAt(webApi.port, {
      details: organisation.details,
      cloud: contoso.cloud,
      type: 13,
      purpose: 'To learn and to try',
      region: organisation.details.geo,
      organisation: () => organisation,
    });
    const services = await startSignIn({
      dataFolder,
      settings: options.signIn ?? {},
      clock,
      serviceBus: () => ({
        namespaceAddress: namespaceAddressOf(broker),
        sendKey: identity.keys.send,
      }),
      moveEndpoints: (target) => moveEndpoints(target, identity.ports.broker, broker),
      own: () => own,
      latencyMs: options.latencyMs ?? 0,
      tell,
    }).catch(async (error: unknown) => {
      await started.close();
      throw error;
    });
    signIn = services.signIn;
    late.open(services.gate);
  } catch (error) {
    await keeper?.close();
    await broker.close();
    throw error;
  }
  await keepIdentity();
  keeper?.touch();
  await pipeline.start();

  function createPosting(jobContexts: Contexts): PostingPipeline {
    const created = createPipeline({
      organisation,
      contexts: jobContexts,
      ...(options.retryBaseMs === undefined ? {} : { retryBaseMs: options.retryBaseMs }),
      ...(options.maxRetries === undefined ? {} : { maxRetries: options.maxRetries }),
      organisationHost: () => new URL(webApi.url).host,
      ...(options.postTimeoutMs === undefined ? {} : { postTimeoutMs: options.postTimeoutMs }),
    });
    return {
      ...created,
      committed: (changes) => {
        created.committed(changes);
        keeper?.touch();
      },
    };
  }

  async function keepIdentity(): Promise<void> {
    if (dataFolder === undefined) return;
    const current: SandboxIdentity = { ...identity, ports: { webApi: webApi.port, broker: broker.port } };
    try {
      await writeStateFile(join(dataFolder, identityFile), JSON.stringify(current, undefined, 2));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      tell(
        `The sandbox could not keep its keys and ports: ${reason}. They will be others at the next start.`,
      );
    }
  }

  async function reset(): Promise<void> {
    await pipeline.stop();
    const { port } = broker;
    await broker.close();
    broker = await startOnPort('Service Bus', 0, port, (wanted) => startBroker(wanted), tell);
    // Filled aside and put in place at once, so that nobody sees half of it.
    const fresh = createEmpty();
    const freshContexts = fill(fresh);
    while (store.inTransaction) await new Promise((resolve) => setImmediate(resolve));
    store.restore(fresh.store.snapshot());
    pipeline = createPosting(freshContexts);
    organisation.pipeline = pipeline;
    webApi.faults.clear();
    await signIn.reset();
    await pipeline.start();
    await keepIdentity();
    await keeper?.flush();
  }

  return {
    get addresses() {
      return { ...addressesOf(webApi.url, identity.accessToken, broker), signIn: signIn.addresses };
    },
    restrictedAccessToken: identity.restrictedAccessToken,
    organisation,
    webApi,
    signIn,
    get broker() {
      return broker;
    },
    notes,
    reset,
    flush: async () => {
      await Promise.all([keeper?.flush(), signIn.flush()]);
    },
    close: async () => {
      await Promise.all([webApi.close(), signIn.close()]);
      await pipeline.stop();
      await keeper?.close();
      await broker.close();
    },
  };
}

function namespaceOf({ keys }: SandboxIdentity): NamespaceDefinition {
  const remaining = [keys.send, keys.listen, keys.manage];
  // The default namespace asks for its policies' keys in this order.
  return defaultNamespace(() => remaining.shift() ?? '');
}
