import type { AccessGrants } from './accessGrants.ts';
import { amqpTypes } from './amqpLibrary.ts';
import type { BrokerContext } from './brokerContext.ts';
import type { ReplyMessage, RequestMessage } from './requestMessage.ts';
import { verifySasToken } from './sasVerification.ts';

const SAS_TOKEN = 'servicebus.windows.net:sastoken';

/** The `$cbs` node: takes tokens and keeps, for the connection, what they allow. 202 as documented, else 401 and why. */
export function putToken(
  request: RequestMessage,
  grants: AccessGrants,
  context: BrokerContext,
): ReplyMessage {
  const { operation, type, name } = request.properties;
  const token = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : request.body;
  if (operation !== 'put-token') return reply(501, `The operation '${String(operation)}' is not supported.`);
  if (type !== SAS_TOKEN)
    return reply(501, `Tokens of type '${String(type)}' are not supported by the sandbox.`);
  if (typeof token !== 'string' || typeof name !== 'string')
    return reply(400, 'The token or its name is missing.');
  const verdict = verifySasToken(token, name, {
    findPolicies: (policy, path) => context.directory.findPolicies(policy, path),
    isOwnHost: context.isOwnHost,
    now: context.now(),
  });
  if (verdict.kind === 'refused') return reply(401, verdict.description);
  return grants.add(verdict)
    ? reply(202, 'Accepted')
    : reply(403, 'There are too many tokens on this connection.');
}

function reply(status: number, description: string): ReplyMessage {
  return {
    properties: { 'status-code': amqpTypes.wrap_int(status), 'status-description': description },
    body: undefined,
  };
}
