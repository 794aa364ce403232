import { z } from 'zod';
import type { Failure } from '../../shared/contract/failure.ts';
import { redactText } from '../../shared/domain/redaction.ts';
import { serverCodes, statusMeaning } from './serverCodes.ts';

const longestMessage = 2000;
/** Given for whatever is wrong with a request, also for tables and columns that are not there. */
const generalRequestCode = '0x80060888';

const ODataError = z.object({
  error: z.object({
    code: z.union([z.string(), z.number()]).nullish(),
    message: z.union([z.string(), z.object({ value: z.string() })]).nullish(),
  }),
});
/** Some services before Dataverse itself answer like this. */
const PlainError = z.object({
  Message: z.string().optional(),
  message: z.string().optional(),
  ErrorCode: z.union([z.string(), z.number()]).optional(),
});

export interface ErrorAnswer {
  readonly status: number;
  readonly body: string;
  readonly operation: string;
  readonly requestId?: string | undefined;
  /** Milliseconds. */
  readonly retryAfter?: number | undefined;
}

/** Makes a Failure of any answer that is not a success: OData's error body, HTML of a gateway, or nothing. Never throws. */
export function translateFailure(answer: ErrorAnswer): Failure {
  const { code, message } = readError(answer.body);
  const known = code === undefined ? undefined : serverCodes[code];
  const byStatus = statusMeaning(answer.status);
  // Dataverse gives some codes for several reasons; these statuses tell more than any code.
  const statusWins =
    answer.status === 401 || answer.status === 429 || (answer.status === 404 && code === generalRequestCode);
  const meaning = known && !statusWins ? known : byStatus;
  const failure: Failure = {
    code: meaning.code,
    sentence: meaning.sentence,
    httpStatus: answer.status,
    operation: answer.operation,
  };
  if (meaning.advice !== undefined) failure.advice = meaning.advice;
  if (code !== undefined) failure.serverCode = code;
  if (message !== undefined) failure.serverMessage = message;
  if (answer.requestId !== undefined) failure.requestId = answer.requestId;
  if (answer.retryAfter !== undefined) failure.retryAfterSeconds = Math.ceil(answer.retryAfter / 1000);
  return failure;
}

function readError(body: string): { code: string | undefined; message: string | undefined } {
  const text = body.trim();
  if (text === '') return { code: undefined, message: undefined };
  if (text.startsWith('{')) {
    const value = parseJson(text);
    const odata = ODataError.safeParse(value);
    if (odata.success) {
      const { code, message } = odata.data.error;
      return {
        code: normalCode(code),
        message: shorten(typeof message === 'string' ? message : message?.value),
      };
    }
    const plain = PlainError.safeParse(value);
    if (plain.success) {
      return {
        code: normalCode(plain.data.ErrorCode),
        message: shorten(plain.data.Message ?? plain.data.message),
      };
    }
  }
  return { code: undefined, message: shorten(textOfPage(text)) };
}

/** `0x80040217` in lower case; signed numbers, which some services write, become the same. */
function normalCode(code: string | number | null | undefined): string | undefined {
  if (code === null || code === undefined || code === '') return undefined;
  const text = String(code).trim();
  if (/^-?\d{1,10}$/.test(text) && Number(text) !== 0) {
    return `0x${(Number(text) >>> 0).toString(16).padStart(8, '0')}`;
  }
  return /^0x[0-9a-f]{1,16}$/i.test(text) ? text.toLowerCase() : shorten(text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a gateway's HTML page says: its title where it has one, otherwise its words without tags. */
function textOfPage(text: string): string {
  const head = text.slice(0, 4000);
  if (!head.startsWith('<')) return head;
  const title = /<title[^>]{0,200}>([^<]{1,500})</i.exec(head)?.[1]?.trim();
  if (title) return title;
  return head
    .replaceAll(/<(script|style)\b[^>]*>[^<]*/gi, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .trim();
}

function shorten(text: string | undefined | null): string | undefined {
  if (text === undefined || text === null) return undefined;
  const clean = redactText(text.slice(0, longestMessage * 2))
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (clean === '') return undefined;
  return clean.length > longestMessage ? `${clean.slice(0, longestMessage)}…` : clean;
}

/** Whether the request never left this computer, so that sending it again cannot do anything twice. */
export type CutKind = 'notSent' | 'cut';

const notSentCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const notSentTexts =
  /net::ERR_(CONNECTION_REFUSED|NAME_NOT_RESOLVED|INTERNET_DISCONNECTED|ADDRESS_UNREACHABLE|CONNECTION_TIMED_OUT|PROXY_CONNECTION_FAILED|CERT_\w{1,40})/;
const certificateCodes =
  /^(ERR_TLS_\w+|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;

/** Explains what fetch threw: which words for the user, and whether the request can have arrived. */
export function translateCut(error: unknown, operation: string): { kind: CutKind; failure: Failure } {
  const { code, text } = reasonOf(error);
  const details = redactText(text).slice(0, 500);
  const base = { operation, ...(details === '' ? {} : { serverMessage: details }) };
  if (certificateCodes.test(code) || /net::ERR_CERT_/.test(text)) {
    return {
      kind: 'notSent',
      failure: {
        ...base,
        code: 'offline',
        sentence: 'This computer does not trust the certificate that the address shows. Nothing was sent.',
        advice: 'A company’s proxy is a usual reason; its certificate has to be known to this computer.',
      },
    };
  }
  if (/redirect was cancell?ed/i.test(text)) {
    // Electron's way of saying what other fetches answer with a status.
    const { code: meaning, sentence, advice } = statusMeaning(302);
    return { kind: 'notSent', failure: { ...base, code: meaning, sentence, advice } };
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || text.includes('ERR_NAME_NOT_RESOLVED')) {
    return {
      kind: 'notSent',
      failure: {
        ...base,
        code: 'offline',
        sentence: 'The name of the organisation’s server cannot be found. Nothing was sent.',
        advice: 'Check the network connection, the VPN and the spelling of the address.',
      },
    };
  }
  if (notSentCodes.has(code) || notSentTexts.test(text)) {
    return {
      kind: 'notSent',
      failure: {
        ...base,
        code: 'offline',
        sentence: 'The organisation’s server cannot be reached. Nothing was sent.',
        advice: 'Check the network connection, the VPN and the address, then try again.',
      },
    };
  }
  return {
    kind: 'cut',
    failure: {
      ...base,
      code: 'offline',
      sentence: 'The connection to the organisation was cut before the answer was there.',
      advice: 'Check the network connection and try again.',
    },
  };
}

function reasonOf(error: unknown): { code: string; text: string } {
  let code = '';
  const texts: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if ('code' in current && typeof current.code === 'string') code = current.code;
    if (current.message !== '') texts.push(current.message);
    if (current instanceof AggregateError && current.errors.length > 0) {
      const inner: unknown = current.errors[0];
      current = inner;
    } else current = current.cause;
  }
  return { code, text: texts.join(': ') };
}
