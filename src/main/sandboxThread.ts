import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { FailureError } from '../shared/contract/failure.ts';
import type { Log, Sandbox, SandboxAddresses } from './ports.ts';
import type { SandboxScale } from './sandboxScale.ts';

const SignIn = z.object({
  authority: z.url(),
  discovery: z.url(),
  graph: z.url(),
  clouds: z.array(z.object({ name: z.string(), authority: z.url(), discovery: z.url(), graph: z.url() })),
  tenants: z.array(
    z.object({ id: z.string(), displayName: z.string(), domain: z.string(), cloud: z.string() }),
  ),
  organizations: z.array(
    z.object({
      friendlyName: z.string(),
      uniqueName: z.string(),
      url: z.url(),
      webApi: z.url(),
      tenantId: z.string(),
      cloud: z.string(),
    }),
  ),
  accounts: z.array(
    z.object({
      userName: z.string(),
      password: z.string(),
      displayName: z.string(),
      tenantId: z.string(),
      about: z.string(),
    }),
  ),
  applications: z.array(
    z.object({
      displayName: z.string(),
      clientId: z.string(),
      tenantId: z.string().optional(),
      secret: z.string().optional(),
      secretExpired: z.boolean().optional(),
    }),
  ),
  certificateAuthority: z.string(),
});

const Addresses = z.object({
  webApi: z.url(),
  accessToken: z.string(),
  connectionStrings: z.object({ send: z.string(), listen: z.string(), manage: z.string() }),
  queues: z.array(z.string()),
  topics: z.array(z.object({ name: z.string(), subscriptions: z.array(z.string()) })),
  signIn: SignIn,
});

/** What the thread tells; parsed here, because the sandbox shares no code with us. */
const FromThread = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), addresses: Addresses }),
  z.object({ kind: z.literal('failed'), sentence: z.string() }),
  z.object({ kind: z.literal('resetDone') }),
  z.object({ kind: z.literal('resetFailed'), sentence: z.string() }),
  z.object({ kind: z.literal('stopped') }),
  z.object({ kind: z.literal('note'), sentence: z.string() }),
]);
type FromThread = z.infer<typeof FromThread>;

export interface SandboxThreadOptions {
  /** The bundled worker, or its source where Node runs TypeScript itself. */
  readonly workerFile: URL;
  /** Null keeps nothing. */
  readonly dataFolder: string | null;
  readonly log: Log;
  /** 0 or left out: the ports of the last start where they are still free, else free ones. */
  readonly webApiPort?: number;
  readonly brokerPort?: number;
  readonly latencyMs?: number;
  /** `large`: as much as large organisations have, and nothing of it is kept. */
  readonly scale?: SandboxScale;
}

/** The longest that the thread may take to write its state when it is asked to stop. */
const stopPatienceMs = 5000;

/**
 * Runs the organisation in a box in a thread of this process: Electron's RunAsNode fuse is off, so nothing
 * can be forked, and the loopback shell does the same. The thread starts at once.
 */
export function startSandboxThread(options: SandboxThreadOptions): Sandbox {
  const { log } = options;
  const worker = new Worker(options.workerFile, {
    name: 'sandbox',
    workerData: {
      dataFolder: options.dataFolder ?? undefined,
      latencyMs: options.latencyMs ?? 0,
      scale: options.scale ?? 'usual',
      ports: { webApi: options.webApiPort ?? 0, broker: options.brokerPort ?? 0 },
    },
  });
  const listeners = new Set<(message: FromThread) => void>();
  let stopping = false;
  let ended = false;
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      ended = true;
      for (const listener of [...listeners]) {
        listener({ kind: 'failed', sentence: 'The sandbox has stopped.' });
      }
      resolve();
    });
  });

  worker.on('message', (raw: unknown) => {
    const message = FromThread.safeParse(raw);
    if (!message.success) {
      log.info('The sandbox said something that cannot be understood.');
      return;
    }
    if (message.data.kind === 'note') log.info(message.data.sentence);
    for (const listener of [...listeners]) listener(message.data);
  });
  worker.on('error', (error) => {
    log.error('The sandbox failed.', error);
  });

  function next<Answer>(answer: (message: FromThread) => Answer | undefined): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (ended) {
        reject(sandboxFailure('The sandbox has stopped.'));
        return;
      }
      const listener = (message: FromThread): void => {
        try {
          const value = answer(message);
          if (value === undefined) return;
          resolve(value);
        } catch (error) {
          reject(error);
        }
        listeners.delete(listener);
      };
      listeners.add(listener);
    });
  }

  const ready: Promise<SandboxAddresses> = next((message) => {
    if (message.kind === 'failed') throw sandboxFailure(message.sentence);
    return message.kind === 'ready' ? message.addresses : undefined;
  });
  // Whoever asks for the addresses hears of it; a failure that nobody has asked about yet must not end the program.
  ready.catch(() => undefined);
  let addresses = ready;

  return {
    addresses: () => addresses,
    async reset() {
      await addresses;
      const done = next((message) => {
        if (message.kind === 'failed' || message.kind === 'resetFailed')
          throw sandboxFailure(message.sentence);
        // A sandbox that could not have its ports again says where it is now.
        if (message.kind === 'ready') addresses = Promise.resolve(message.addresses);
        return message.kind === 'resetDone' ? true : undefined;
      });
      worker.postMessage({ kind: 'reset' });
      await done;
    },
    async stop() {
      if (ended) return;
      if (!stopping) {
        stopping = true;
        worker.postMessage({ kind: 'stop' });
      }
      const patience = setTimeout(() => {
        log.info('The sandbox did not stop in time and was ended.');
        void worker.terminate();
      }, stopPatienceMs);
      await exited;
      clearTimeout(patience);
    },
  };
}

function sandboxFailure(sentence: string): FailureError {
  return new FailureError({
    code: 'unavailable',
    sentence,
    advice: 'Start Registrar again. Other organisations can be used meanwhile.',
  });
}
