import type { Connection } from '../../shared/contract/calls/connections.ts';
import { FailureError } from '../../shared/contract/failure.ts';
import type { Account } from '../../shared/domain/account.ts';
import { formatDataverseConnectionString } from '../../shared/domain/dataverseConnectionString.ts';
import {
  problemsOfToken,
  readToken,
  type TokenContents,
  type TokenProblem,
} from '../../shared/domain/tokenContents.ts';

/** The connection in the form of Microsoft's SDK, without its secret. */
export function connectionStringOf(connection: Connection, account: Account | undefined): string {
  const { origin, pathname } = new URL(connection.webApi);
  // On-premises servers have the organisation's name before `api`.
  const url = `${origin}${pathname.replace(/\/?api\/data\/.*$/, '')}`;
  if (account === undefined) {
    return formatDataverseConnectionString({ method: 'browser', url, clientId: null });
  }
  return formatDataverseConnectionString({
    method: account.method,
    url,
    clientId: account.clientId,
    tenant: account.tenantId,
    userName: account.kind === 'user' ? account.userName : null,
  });
}

/** What a token holds and what stands against it; the token itself goes no further. */
export function inspectToken(
  token: string,
  expected: { readonly resource: string; readonly tenant: string | undefined },
  now: Date,
): { contents: TokenContents; problems: TokenProblem[] } {
  const reading = readToken(token);
  if (reading.kind === 'unreadable') {
    throw new FailureError({ code: 'unsupported', sentence: reading.sentence, advice: reading.advice });
  }
  const { contents } = reading;
  return {
    contents,
    problems: problemsOfToken(
      contents,
      { resource: expected.resource, tenantId: tenantIdOf(expected.tenant), scope: 'user_impersonation' },
      now,
    ),
  };
}

/** A domain cannot be compared with what a token says, which is an id. */
function tenantIdOf(tenant: string | undefined): string | undefined {
  return tenant !== undefined && /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(tenant) ? tenant : undefined;
}
