import { z } from 'zod';
import { type Failure, FailureError } from '../../shared/contract/failure.ts';
import { redactText } from '../../shared/domain/redaction.ts';
import type { Clock } from '../ports.ts';
import { networkFailure } from './signInFailures.ts';

/** The part of Microsoft Graph that makes app registrations, for one signed-in user. */
export interface GraphApplications {
  /**
   * One request, never repeated by itself: a second one would make a second registration. Its failure says so where
   * it cannot be known whether the registration was made.
   */
  create(body: {
    readonly displayName: string;
  }): Promise<{ readonly objectId: string; readonly clientId: string }>;
  /** Makes the application present in the tenant. Repeated while Graph does not know the new registration yet. */
  createServicePrincipal(clientId: string): Promise<void>;
}

const Made = z.object({ id: z.string(), appId: z.string() });
const GraphError = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

const patience = 30_000;
const pauses = [1000, 2000, 4000, 8000];

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly requestId: string | null;
  readonly retryAfter: number | null;
}

export function openGraphApplications(options: {
  /** Origin. */
  readonly graph: string;
  readonly token: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
}): GraphApplications {
  const { host } = new URL(options.graph);

  async function post(path: string, body: object, operation: string): Promise<Answer> {
    try {
      const response = await options.fetch(new URL(`/v1.0/${path}`, options.graph), {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${options.token}`,
          'Content-Type': 'application/json',
          Accept: 'application/json',
        },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(patience),
      });
      const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
      return {
        status: response.status,
        body: parseJson(await response.text()),
        requestId: response.headers.get('request-id'),
        retryAfter: Number.isFinite(retryAfter) ? retryAfter : null,
      };
    } catch (cause) {
      throw new FailureError(networkFailure(host, cause, operation), { cause });
    }
  }

  return {
    async create(body) {
      const operation = 'appRegistration.create';
      let answer: Answer;
      try {
        answer = await post('applications', body, operation);
      } catch (error) {
        throw inDoubt(error, body.displayName);
      }
      const made = Made.safeParse(answer.body);
      if (answer.status === 201 && made.success) {
        return { objectId: made.data.id, clientId: made.data.appId.toLowerCase() };
      }
      const failure = refusalOf(answer, operation, host);
      // A server in trouble may have done it before it answered, and so may one whose answer cannot be read.
      throw answer.status >= 500 || answer.status < 300
        ? inDoubt(new FailureError(failure), body.displayName)
        : new FailureError(failure);
    },

    async createServicePrincipal(clientId) {
      const operation = 'appRegistration.createServicePrincipal';
      for (let attempt = 0; ; attempt += 1) {
        const answer = await post('servicePrincipals', { appId: clientId }, operation);
        // 409: somebody's first sign-in has made it meanwhile.
        if (answer.status === 201 || answer.status === 409) return;
        const pause = pauses[attempt];
        const mayPass =
          answer.status === 400 || answer.status === 404 || answer.status === 429 || answer.status >= 500;
        if (!mayPass || pause === undefined) throw new FailureError(refusalOf(answer, operation, host));
        await options.clock.wait(
          answer.retryAfter === null ? pause : Math.min(answer.retryAfter * 1000, 30_000),
        );
      }
    },
  };
}

/** Says that nobody knows whether there is a registration now. */
function inDoubt(error: unknown, name: string): FailureError {
  const failure: Failure =
    error instanceof FailureError
      ? error.failure
      : { code: 'unavailable', sentence: 'Microsoft Graph gave no answer.' };
  return new FailureError(
    {
      ...failure,
      sentence: `${failure.sentence} Whether the registration was made is not known.`,
      advice: `Before you try again, look for “${name}” in the portal’s list of app registrations. If it is there, use it or delete it.`,
    },
    { cause: error },
  );
}

function refusalOf(answer: Answer, operation: string, host: string): Failure {
  const read = GraphError.safeParse(answer.body);
  const base = {
    operation,
    httpStatus: answer.status,
    ...(read.success
      ? {
          serverCode: read.data.error.code,
          serverMessage: redactText(read.data.error.message.slice(0, 1000)),
        }
      : {}),
    ...(answer.requestId === null ? {} : { requestId: answer.requestId }),
  };
  if (base.serverCode === 'Directory_QuotaExceeded') {
    return {
      ...base,
      code: 'forbidden',
      sentence: 'You have made as many registrations as this tenant allows you. Nothing was made.',
      advice: 'Delete registrations that you do not need, or ask an administrator to make this one.',
    };
  }
  switch (answer.status) {
    case 401:
      return {
        ...base,
        code: 'signIn',
        sentence: 'Microsoft Graph did not accept the sign-in. Nothing was made.',
        advice: 'Sign in again. If it stays, check the cloud that is chosen.',
      };
    case 403:
      return {
        ...base,
        code: 'forbidden',
        sentence: 'This account may not register applications in its tenant. Nothing was made.',
        advice:
          'Ask an administrator for the role Application Developer, or send him the script: he can run it for you.',
      };
    case 429:
      return {
        ...base,
        code: 'throttled',
        sentence: 'Microsoft Graph has had too many requests. Nothing was made.',
        advice: 'Try again in a minute.',
        ...(answer.retryAfter === null ? {} : { retryAfterSeconds: answer.retryAfter }),
      };
    default:
      return answer.status >= 400 && answer.status < 500
        ? {
            ...base,
            code: 'invalid',
            sentence: 'Microsoft Graph refused what was asked for. Nothing was made.',
            advice: 'The details have its reason. Make the registration by hand where it stays.',
          }
        : {
            ...base,
            code: 'unavailable',
            sentence: `${host} answered with status ${answer.status}.`,
            advice: 'Try again in a minute.',
          };
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
