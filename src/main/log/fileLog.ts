import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, Log } from '../ports.ts';
import { describeError, logLine } from './logLine.ts';

export interface FileLogOptions {
  readonly folder: string;
  readonly clock: Pick<Clock, 'now'>;
  /** Size in bytes at which a new file is begun. */
  readonly rotateAt?: number;
  /** How many old files stay. */
  readonly keep?: number;
}

export interface FileLog extends Log {
  /** Everything logged so far is in the file afterwards, unless the disk refused. */
  flush(): Promise<void>;
}

const longestBacklog = 1000;

/**
 * Writes lines of JSON to `registrar.log`; full files become `registrar.1.log`, `.2.log` …
 * A disk that refuses never disturbs the program: the lines are then lost.
 */
export function createFileLog(options: FileLogOptions): FileLog {
  const { folder, clock, rotateAt = 2_000_000, keep = 4 } = options;
  const path = join(folder, 'registrar.log');
  const older = (number: number): string => join(folder, `registrar.${number}.log`);
  let waiting: string[] = [];
  let writing: Promise<void> | undefined;
  let size: number | undefined;

  async function rotate(): Promise<void> {
    await rm(older(keep), { force: true });
    for (let number = keep - 1; number >= 1; number -= 1) {
      await rename(older(number), older(number + 1)).catch(() => undefined);
    }
    await rename(path, older(1)).catch(() => undefined);
    size = 0;
  }

  async function writeWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const lines = waiting;
      waiting = [];
      const text = `${lines.join('\n')}\n`;
      try {
        await mkdir(folder, { recursive: true });
        size ??= await stat(path).then(
          (found) => found.size,
          () => 0,
        );
        if (size > 0 && size + text.length > rotateAt) await rotate();
        await appendFile(path, text, { mode: 0o600 });
        size += Buffer.byteLength(text);
      } catch {
        size = undefined;
      }
    }
    writing = undefined;
  }

  function add(line: string): void {
    // A disk that hangs must not fill the memory.
    if (waiting.length < longestBacklog) waiting.push(line);
    writing ??= Promise.resolve().then(writeWaiting);
  }

  const at = (): string => new Date(clock.now()).toISOString();
  return {
    info(sentence, details) {
      add(logLine({ at: at(), level: 'info', sentence, ...(details === undefined ? {} : { details }) }));
    },
    error(sentence, error) {
      const id = randomUUID().slice(0, 8);
      add(logLine({ at: at(), level: 'error', sentence, id, details: describeError(error) }));
      return id;
    },
    async flush() {
      while (writing) await writing;
    },
  };
}
