import { randomUUID } from 'node:crypto';
import { numberIn, type Row, textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';
import type { RemoteContext } from './contextValue.ts';
import { readNamespaceAddress } from './endpointAddress.ts';
import { fitContext, serviceBusLimit } from './fitContext.ts';
import { externalFailure, internalFailure, type PostFailure, type PostOutcome } from './postOutcome.ts';
import { type SendResult, sendOverAmqp } from './sendOverAmqp.ts';
import { signSas } from './signSas.ts';
import { writeContextBinary } from './writeContextBinary.ts';
import { writeContextJson } from './writeContextJson.ts';
import { writeContextXml } from './writeContextXml.ts';

const claims = 'http://schemas.microsoft.com/xrm/2011/Claims/';
const tokenLifetimeSeconds = 20 * 60;

type Format = { readonly contentType: string; readonly write: (context: RemoteContext) => string | Buffer };

/** By `messageformat`; an endpoint without one gets what Dataverse began with. */
const formats: { readonly [messageformat: number]: Format } = {
  1: { contentType: 'application/msbin1', write: writeContextBinary },
  2: { contentType: 'application/json', write: writeContextJson },
  3: { contentType: 'application/xml', write: writeContextXml },
};
const binaryFormat: Format = { contentType: 'application/msbin1', write: writeContextBinary };

/** Values of `authtype`. */
const acs = 1;
const sasKey = 2;
const sasToken = 3;

/** Posts a context to the queue, topic or event hub of the endpoint, with the endpoint's own address and secret. */
export async function postToServiceBus(
  endpoint: Row,
  context: RemoteContext,
  store: RowStore,
  timeoutMs: number,
  now: number,
): Promise<PostOutcome> {
  const authtype = numberIn(endpoint, 'authtype');
  if (authtype === acs || numberIn(endpoint, 'namespaceformat') === 1)
    return internalFailure(
      'Azure Access Control Service (ACS) authentication is no longer supported. Change the endpoint to a shared access signature.',
      'The service endpoint names its namespace without an address, or authenticates by ACS.',
      '0x80050209',
    );
  const given = textIn(endpoint, 'namespaceaddress') ?? '';
  const address = readNamespaceAddress(given);
  if (address.kind === 'malformed')
    return internalFailure(
      `The namespace address of the endpoint, "${given}", is not of the form sb://host/.`,
      'Nothing was sent.',
    );
  if (address.kind === 'elsewhere')
    return internalFailure(
      `The sandbox posts to Service Bus on this computer only: ${address.host} is elsewhere, so nothing was sent.`,
      'Point the endpoint to the sandbox’s own Service Bus, or try it with a real organisation.',
    );
  const path = textIn(endpoint, 'path') ?? '';
  const token = tokenOf(endpoint, authtype, `sb://${address.host}:${address.port}/${path}`, now);
  if (token === undefined) return unauthorized('The service endpoint has no shared access key or token.');
  const format = formats[numberIn(endpoint, 'messageformat') ?? 0] ?? binaryFormat;
  const fitted = fitContext(context, serviceBusLimit, format.write);
  if (fitted.kind === 'tooLarge') return tooLarge(fitted.bytes);
  const result = await sendOverAmqp(
    { ...address, path, token },
    {
      body: fitted.body,
      contentType: format.contentType,
      messageId: randomUUID().replaceAll('-', ''),
      correlationId: context.correlationId,
      properties: brokerProperties(endpoint, context, store, fitted.shortened),
    },
    timeoutMs,
  );
  return outcomeOf(result, `sb://${address.host}:${address.port}/${path}`);
}

function tokenOf(
  endpoint: Row,
  authtype: number | undefined,
  resource: string,
  now: number,
): string | undefined {
  const token = textIn(endpoint, 'sastoken');
  const keyName = textIn(endpoint, 'saskeyname');
  const key = textIn(endpoint, 'saskey');
  if (authtype === sasToken || (authtype !== sasKey && key === undefined)) return token;
  if (keyName === undefined || key === undefined) return undefined;
  return signSas(resource, keyName, key, Math.floor(now / 1000) + tokenLifetimeSeconds);
}

/**
 * Broker properties. With user claim None both users are there and null; UserId names them by id. That UserInfo names
 * them by their sign-in name is a guess.
 */
function brokerProperties(
  endpoint: Row,
  context: RemoteContext,
  store: RowStore,
  shortened: boolean,
): Record<string, string | boolean | null> {
  const userclaim = numberIn(endpoint, 'userclaim') ?? 1;
  const claimOf = (userId: string): string | null => {
    if (userclaim === 2) return userId;
    if (userclaim !== 3) return null;
    const user = store.get('systemuser', userId);
    return (user === undefined ? undefined : textIn(user, 'domainname')) ?? userId;
  };
  return {
    [`${claims}Organization`]: context.organizationName,
    [`${claims}User`]: claimOf(context.userId),
    [`${claims}InitiatingUser`]: claimOf(context.initiatingUserId),
    [`${claims}EntityLogicalName`]: context.primaryEntityName,
    [`${claims}RequestName`]: context.messageName,
    [`${claims}InitiatingUserAgent`]: context.initiatingUserAgent ?? '',
    ...(shortened ? { [`${claims}MessageMaxSizeExceeded`]: true } : {}),
  };
}

function tooLarge(bytes: number): PostFailure {
  return internalFailure(
    'The payload is too large to be posted, even without parent context, input parameters and images.',
    `It has ${bytes} bytes.`,
    '0x80050208',
  );
}

function unauthorized(detail: string): PostFailure {
  return externalFailure(
    'The token provider was unable to provide a security token. The remote server returned an error: (401) Unauthorized.',
    detail,
  );
}

function outcomeOf(result: SendResult, resource: string): PostOutcome {
  if (result.kind === 'accepted') return { kind: 'posted' };
  const { detail } = result;
  switch (result.reason) {
    case 'badToken':
      return unauthorized(`${resource} answered: ${detail}`);
    case 'missingRight':
      return externalFailure(
        `The policy of the endpoint may not send to ${resource}. The remote server returned an error: (401) Unauthorized.`,
        detail,
      );
    case 'notFound':
      return externalFailure(`There is no queue or topic at ${resource}.`, detail);
    case 'unreachable':
      return externalFailure(`Nothing could be posted to ${resource}: there is no connection.`, detail);
    case 'timeout':
      return externalFailure(`Nothing could be posted to ${resource} in time.`, detail);
    case 'other':
      return externalFailure(`Nothing could be posted to ${resource}.`, detail);
  }
}
