import { randomUUID } from 'node:crypto';
import { json, type SignInRequest, type SignInResponse } from './message.ts';
import type { SignInFault } from './signInFault.ts';

export type FaultIds = {
  readonly traceId: string;
  readonly correlationId: string;
  readonly timestamp: string;
};

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @param now milliseconds since 1970 */
export function faultIds(request: SignInRequest, now: number): FaultIds {
  const given =
    request.headers['client-request-id'] ?? request.url.searchParams.get('client-request-id') ?? '';
  return {
    traceId: randomUUID(),
    correlationId: guid.test(given) ? given : randomUUID(),
    timestamp: `${new Date(now).toISOString().slice(0, 19).replace('T', ' ')}Z`,
  };
}

/** The sentence with the number before it and the ids behind, as the authority words it everywhere. */
export function describeFault(fault: SignInFault, ids: FaultIds): string {
  return (
    `AADSTS${fault.number}: ${fault.message} Trace ID: ${ids.traceId} ` +
    `Correlation ID: ${ids.correlationId} Timestamp: ${ids.timestamp}`
  );
}

/** The token endpoint's answer to a request that it refuses. */
export function faultAnswer(fault: SignInFault, request: SignInRequest, now: number): SignInResponse {
  const ids = faultIds(request, now);
  return json(fault.status, {
    error: fault.error,
    error_description: describeFault(fault, ids),
    error_codes: [fault.number],
    timestamp: ids.timestamp,
    trace_id: ids.traceId,
    correlation_id: ids.correlationId,
    error_uri: `${request.url.origin}/error?code=${fault.number}`,
    ...(fault.suberror === undefined ? {} : { suberror: fault.suberror }),
  });
}
