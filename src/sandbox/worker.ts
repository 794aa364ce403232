import { parentPort, workerData } from 'node:worker_threads';
import { type Sandbox, startSandbox } from './sandbox.ts';
import type { FromSandboxWorker, SandboxWorkerData, ToSandboxWorker } from './workerMessages.ts';

/** Entry of the sandbox's thread. Secrets go to the parent in `ready` only, and into no log. */
function tell(message: FromSandboxWorker): void {
  parentPort?.postMessage(message);
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function run(): Promise<void> {
  const data: SandboxWorkerData = workerData ?? {};
  let sandbox: Sandbox;
  try {
    sandbox = await startSandbox({
      ...(data.dataFolder === undefined ? {} : { dataFolder: data.dataFolder }),
      latencyMs: data.latencyMs ?? 0,
      scale: data.scale ?? 'usual',
      webApiPort: data.ports?.webApi ?? 0,
      brokerPort: data.ports?.broker ?? 0,
      signIn: data.signIn ?? {},
      onNote: (sentence) => tell({ kind: 'note', sentence }),
    });
  } catch (error) {
    tell({ kind: 'failed', sentence: sentenceOf(error) });
    return;
  }
  // One request after the other: a reset must not overtake a stop.
  let last: Promise<void> = Promise.resolve();
  parentPort?.on('message', (message: ToSandboxWorker) => {
    last = last.then(() => (message.kind === 'reset' ? reset(sandbox) : stop(sandbox)));
  });
  tell({ kind: 'ready', addresses: sandbox.addresses });
}

async function reset(sandbox: Sandbox): Promise<void> {
  try {
    await sandbox.reset();
    tell({ kind: 'ready', addresses: sandbox.addresses });
    tell({ kind: 'resetDone' });
  } catch (error) {
    tell({ kind: 'resetFailed', sentence: sentenceOf(error) });
  }
}

async function stop(sandbox: Sandbox): Promise<void> {
  await sandbox.close().catch(() => undefined);
  tell({ kind: 'stopped' });
  parentPort?.close();
}

run().catch((error: unknown) => tell({ kind: 'failed', sentence: sentenceOf(error) }));
