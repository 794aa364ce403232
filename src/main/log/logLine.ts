import { redactText, redactValue } from '../../shared/domain/redaction.ts';

export interface LogEntry {
  /** ISO time. */
  readonly at: string;
  readonly level: 'info' | 'error';
  readonly sentence: string;
  readonly id?: string;
  readonly details?: unknown;
}

const longestStack = 8000;

/** One line of JSON, secrets removed. The only way into a log. Never throws. */
export function logLine(entry: {
  at: string;
  level: 'info' | 'error';
  sentence: string;
  id?: string;
  details?: unknown;
}): string {
  const clean: LogEntry = {
    ...entry,
    sentence: redactText(entry.sentence),
    ...(entry.details === undefined ? {} : { details: redactValue(entry.details) }),
  };
  try {
    return JSON.stringify(clean);
  } catch {
    return JSON.stringify({ at: entry.at, level: entry.level, sentence: clean.sentence, id: entry.id });
  }
}

/** An error as data: name, message, stack and what caused it. */
export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  return {
    name: error.name,
    message: error.message,
    ...('code' in error ? { code: String(error.code) } : {}),
    ...('failure' in error ? { failure: error.failure } : {}),
    stack: (error.stack ?? '').slice(0, longestStack),
    ...(error.cause !== undefined && depth < 4 ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
}
