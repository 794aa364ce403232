import { type CallName, calls, isCallName } from '../shared/contract/contract.ts';
import { type Failure, isFailure } from '../shared/contract/failure.ts';
import { type FromCore, FromPage } from '../shared/contract/wire.ts';
import type { Core } from './core.ts';
import type { Log, Tell } from './ports.ts';

export interface WireSessionOptions {
  readonly core: Core;
  readonly log: Log;
  /** Takes one message to the page; throws when the message holds what the wire cannot carry. */
  readonly send: (message: FromCore) => void;
  /** Calls under way at once; the page itself never needs more than a few dozen. */
  readonly maxCalls?: number;
  /** Largest message taken from the page, in characters of text and values together. */
  readonly maxSize?: number;
}

export interface WireSession {
  /** Takes whatever came over the wire: it is checked here and nowhere before. Never throws. */
  receive(message: unknown): void;
  /** Tells this page alone something that the shell knows and the core does not. */
  tell: Tell;
  /** Cancels the calls under way, stops the events. Nothing is sent any more. */
  close(): void;
}

const defaultMaxCalls = 100;
const defaultMaxSize = 4_000_000;

/**
 * One page's conversation with the core, the same for every shell.
 * A message that cannot be understood is dropped and logged: only a call that has an id can be answered.
 */
export function openWireSession(options: WireSessionOptions): WireSession {
  const { core, log, maxCalls = defaultMaxCalls, maxSize = defaultMaxSize } = options;
  const underWay = new Map<number, AbortController>();
  let closed = false;

  const send = (message: FromCore): void => {
    if (!closed) options.send(message);
  };
  const fail = (id: number, failure: Failure): void => send({ kind: 'failed', id, failure });

  /** What is told unasked has nobody to fail to: the log gets it. */
  const tell: Tell = (name, value) => sendUnasked({ kind: 'event', name, value });
  const sendUnasked = (message: FromCore): void => {
    try {
      send(message);
    } catch (error) {
      log.error('Something could not be told to the page.', error);
    }
  };

  const stopEvents = core.subscribe(tell);

  async function run(id: number, name: CallName, input: unknown, controller: AbortController): Promise<void> {
    const parsed = calls[name].input.safeParse(input);
    if (!parsed.success) {
      const fields: Record<string, string> = {};
      for (const issue of parsed.error.issues) fields[issue.path.join('.')] ??= issue.message;
      fail(id, {
        code: 'invalid',
        sentence: 'Some of what was entered cannot be used.',
        advice: 'Correct the fields that are marked, and try again.',
        operation: name,
        fields,
      });
      return;
    }
    try {
      // The input was parsed with this very call's schema; the union of all inputs is more than TypeScript follows.
      const output = await core.call(name, parsed.data as never, {
        signal: controller.signal,
        onProgress: (value) => {
          if (underWay.get(id) === controller) sendUnasked({ kind: 'progress', id, value });
        },
      });
      send({ kind: 'done', id, output });
    } catch (error) {
      if (isFailure(error)) fail(id, error.failure);
      else
        fail(id, unexpected(name, log.error(`The call ${name} failed without a reason of its own.`, error)));
    }
  }

  function start(id: number, name: string, input: unknown): void {
    if (underWay.has(id)) {
      log.info('A page used the id of a call that is still under way; the second call was dropped.', {
        name,
      });
      return;
    }
    if (!isCallName(name)) {
      fail(id, {
        code: 'unsupported',
        sentence: 'The page asked for something that this version of Registrar does not know.',
        advice: 'Load the page again: it may be older than the program.',
      });
      return;
    }
    if (underWay.size >= maxCalls) {
      fail(id, {
        code: 'throttled',
        sentence: `${maxCalls} actions are already under way.`,
        advice: 'Wait until some of them have finished, or cancel them.',
        operation: name,
      });
      return;
    }
    const controller = new AbortController();
    underWay.set(id, controller);
    void run(id, name, input, controller).finally(() => underWay.delete(id));
  }

  return {
    tell,
    receive(message) {
      if (closed) return;
      if (sizeExceeds(message, maxSize)) {
        log.info('A message from the page was dropped because it is too large.', { maxSize });
        const id = callId(message);
        if (id !== null) {
          fail(id, {
            code: 'tooLarge',
            sentence: 'What was entered is too large to be sent.',
            advice: 'Shorten it and try again.',
          });
        }
        return;
      }
      const parsed = FromPage.safeParse(message);
      if (!parsed.success) {
        log.info('A message from the page was dropped because it is none of the contract.');
        return;
      }
      if (parsed.data.kind === 'cancel') underWay.get(parsed.data.id)?.abort();
      else start(parsed.data.id, parsed.data.name, parsed.data.input);
    },
    close() {
      if (closed) return;
      closed = true;
      stopEvents();
      for (const controller of underWay.values()) controller.abort();
      underWay.clear();
    },
  };
}

function unexpected(operation: string, logId: string): Failure {
  return {
    code: 'unexpected',
    sentence: 'Something went wrong inside Registrar. That is a fault of the program, not yours.',
    advice: `Try again; if it comes back, report it with the log entry ${logId}.`,
    operation,
    logId,
  };
}

function callId(message: unknown): number | null {
  if (typeof message !== 'object' || message === null) return null;
  const { kind, id } = message as { kind?: unknown; id?: unknown };
  return kind === 'call' && Number.isSafeInteger(id) ? (id as number) : null;
}

/** Counts characters and values, and stops as soon as it knows. Cyclic values, which IPC can carry, end at the limit. */
function sizeExceeds(message: unknown, limit: number): boolean {
  let left = limit;
  const waiting: unknown[] = [message];
  while (waiting.length > 0) {
    const value = waiting.pop();
    left -= typeof value === 'string' ? value.length : 1;
    if (ArrayBuffer.isView(value)) left -= value.byteLength;
    else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) {
        left -= key.length;
        waiting.push(member);
      }
    }
    if (left < 0) return true;
  }
  return false;
}
