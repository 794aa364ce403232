import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { inProject, projectNode } from '../../scripts/project.mjs';

export interface StartedProgram {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** The first line on standard output that holds the text; rejects when the program ends without it. */
  line(text: string): Promise<string>;
  /** Resolves to the exit code. */
  readonly ended: Promise<number | null>;
}

/** Runs one of our own entries as a user would: a process of its own, from the sources. */
export function startProgram(
  file: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): StartedProgram {
  const child = spawn(projectNode() ?? process.execPath, [inProject(file), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    line: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const complete = stdout.slice(0, stdout.lastIndexOf('\n') + 1).split('\n');
          const found = complete.find((candidate) => candidate.includes(text));
          if (found !== undefined) resolve(found);
        };
        child.stdout.on('data', look);
        look();
        ended.then((code) => reject(new Error(`Ended with ${code}: ${stdout}${stderr}`)), reject);
      }),
  };
}
