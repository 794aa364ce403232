import { randomUUID } from 'node:crypto';
import type { Clock, Log } from '../ports.ts';
import { describeError, logLine } from './logLine.ts';

/** Writes lines to a stream, standard error as a rule: standard output belongs to what a command answers. */
export function createConsoleLog(write: (line: string) => void, clock: Pick<Clock, 'now'>): Log {
  const at = (): string => new Date(clock.now()).toISOString();
  return {
    info(sentence, details) {
      write(logLine({ at: at(), level: 'info', sentence, ...(details === undefined ? {} : { details }) }));
    },
    error(sentence, error) {
      const id = randomUUID().slice(0, 8);
      write(logLine({ at: at(), level: 'error', sentence, id, details: describeError(error) }));
      return id;
    },
  };
}

/** Tells several logs; an error has one id in all of them as far as they can share it: that of the first. */
export function joinLogs(first: Log, ...others: Log[]): Log {
  return {
    info(sentence, details) {
      for (const log of [first, ...others]) log.info(sentence, details);
    },
    error(sentence, error) {
      const id = first.error(sentence, error);
      for (const log of others) log.error(`${sentence} (${id})`, error);
      return id;
    },
  };
}
