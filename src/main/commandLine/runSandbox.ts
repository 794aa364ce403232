import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFailure } from '../../shared/contract/failure.ts';
import { redactText } from '../../shared/domain/redaction.ts';
import { type DataFolderLock, lockDataFolder } from '../dataFolderLock.ts';
import type { Log } from '../ports.ts';
import { type SandboxThreadOptions, startSandboxThread } from '../sandboxThread.ts';
import { StartProblem, startProblem } from '../startProblem.ts';
import { stopOnSignals } from '../stopOnSignals.ts';
import { readFlags } from './readFlags.ts';

export const sandboxUsage = `registrar sandbox [flags]

  --port N         port of its Web API; 0, the default, takes a free one
  --latency MS     milliseconds by which each answer of the Web API is held back
  --scale SCALE    usual, or large: 300 assemblies, 10,000 steps, 60,000 message filters, 15,000 users, kept nowhere
  --data-dir DIR   keeps its state here between starts; left out, it is forgotten at the end

When it is ready it prints one line of JSON: webApi, accessToken and connectionStrings (send, listen, manage); and to
sign in, authority, discovery, graph, clouds, tenants, organizations, accounts and applications, which hold passwords
and secrets of the sandbox, and certificateAuthority, the certificate (PEM) that a client has to trust.
It stops on Ctrl+C and on SIGTERM.
`;

const bundled = !import.meta.url.endsWith('.ts');
const workerFile = new URL(bundled ? './sandbox.js' : '../../sandbox/worker.ts', import.meta.url);

/** Standard output is for the line of JSON alone. */
const log: Log = {
  info: (sentence) => {
    process.stderr.write(`${redactText(sentence)}\n`);
  },
  error(sentence, error) {
    process.stderr.write(
      `${redactText(`${sentence} ${error instanceof Error ? error.message : String(error)}`)}\n`,
    );
    return '';
  },
};

/** `registrar sandbox`: runs until it is told to stop. Returns the exit code. */
export async function runSandbox(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(sandboxUsage);
    return 0;
  }
  const reading = readFlags(args, {
    port: 'port',
    latency: 'milliseconds',
    scale: 'scale',
    'data-dir': 'folder',
  });
  if (reading.kind === 'wrong') {
    process.stderr.write(`${reading.sentence}\n\n${sandboxUsage}`);
    return 2;
  }
  const { port = 0, latency = 0, scale = 'usual', 'data-dir': given } = reading.values;
  const served = { webApiPort: port, latencyMs: latency, scale };
  const stopped = stopOnSignals();
  try {
    if (given !== undefined) {
      const lock = await takeFolder(given);
      try {
        await serve(given, served, stopped);
      } finally {
        await lock.release();
      }
    } else {
      const folder = await mkdtemp(join(tmpdir(), 'registrar-sandbox-'));
      try {
        await serve(folder, served, stopped);
      } finally {
        await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      }
    }
    return 0;
  } catch (error) {
    process.stderr.write(`${isFailure(error) ? error.message : startProblem(error, given ?? tmpdir())}\n`);
    return 1;
  }
}

async function takeFolder(folder: string): Promise<DataFolderLock> {
  const attempt = await lockDataFolder(folder, 'commandLine');
  if (attempt.kind === 'taken') return attempt.lock;
  throw new StartProblem(
    `Another Registrar, process ${attempt.owner.pid}, is using ${folder}. Stop it, or give another folder with --data-dir.`,
  );
}

type Served = Required<Pick<SandboxThreadOptions, 'webApiPort' | 'latencyMs' | 'scale'>>;

async function serve(dataFolder: string, served: Served, stopped: Promise<void>) {
  const sandbox = startSandboxThread({ workerFile, dataFolder, log, ...served });
  try {
    const { webApi, accessToken, connectionStrings, signIn } = await Promise.race([
      sandbox.addresses(),
      stopped.then(() => Promise.reject(new StartProblem('Stopped before it was ready.'))),
    ]);
    process.stdout.write(`${JSON.stringify({ webApi, accessToken, connectionStrings, ...signIn })}\n`);
    await stopped;
  } finally {
    await sandbox.stop();
  }
}
