import {
  type CallInput,
  type CallName,
  type CallOutput,
  type CallProgress,
  calls,
  type HandlerInput,
  isCallName,
} from '../shared/contract/contract.ts';
import { type Failure, FailureError, isFailure } from '../shared/contract/failure.ts';
import type { Handler, HandlerContext, Handlers } from './features/handlers.ts';
import type { Log } from './ports.ts';

export interface CallOptions<Name extends CallName> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((value: CallProgress<Name>) => void) | undefined;
}

/**
 * The edge between whoever calls and the features: input is parsed here, and whatever goes wrong leaves as a
 * FailureError. Outputs are typed, made by us, and parsed by the page; parsing 20,000 rows here too would only cost.
 */
export function createContractEdge(handlers: Handlers, log: Log) {
  return async function call<Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
    options: CallOptions<Name> = {},
  ): Promise<CallOutput<Name>> {
    if (!isCallName(name)) {
      throw new FailureError({
        code: 'unsupported',
        sentence: 'This version of the program does not know what was asked for.',
      });
    }
    const parsed = parseInput(name, input);
    const signal = options.signal ?? new AbortController().signal;
    const context: HandlerContext<Name> = {
      signal,
      progress: (value) => {
        if (!signal.aborted) options.onProgress?.(value);
      },
    };
    // The table's own type says that this is so; TypeScript cannot follow it through the index.
    const handler = handlers[name] as unknown as Handler<Name>;
    try {
      if (signal.aborted) throw cancelled(name);
      return await handler(parsed, context);
    } catch (error) {
      throw asFailure(error, name, signal, log);
    }
  };
}

function parseInput<Name extends CallName>(name: Name, input: unknown): HandlerInput<Name> {
  const result = calls[name].input.safeParse(input);
  if (result.success) return result.data as HandlerInput<Name>;
  const fields: Record<string, string> = {};
  for (const issue of result.error.issues) fields[issue.path.map(String).join('.')] ??= issue.message;
  throw new FailureError({
    code: 'invalid',
    sentence: 'Some of what was entered cannot be used.',
    advice: 'Correct the fields that are marked, and try again.',
    operation: name,
    fields,
  });
}

function asFailure(error: unknown, name: CallName, signal: AbortSignal, log: Log): FailureError {
  if (isFailure(error)) {
    return error.failure.operation === undefined
      ? new FailureError({ ...error.failure, operation: name }, { cause: error })
      : error;
  }
  if (signal.aborted || (error instanceof Error && error.name === 'AbortError'))
    return cancelled(name, error);
  const failure: Failure = {
    code: 'unexpected',
    sentence: 'Something went wrong inside this program. This is a fault of ours, not of yours.',
    operation: name,
    logId: log.error(`The call ${name} ended with an error that nobody expected.`, error),
  };
  failure.advice = `Try again. If it stays, please report it with the number ${failure.logId}; the log has the details.`;
  return new FailureError(failure, { cause: error });
}

function cancelled(name: CallName, cause?: unknown): FailureError {
  return new FailureError(
    { code: 'cancelled', sentence: 'Cancelled.', operation: name },
    cause === undefined ? undefined : { cause },
  );
}
