import { formatConnectionString } from './connectionStringParts.ts';
import type { Piece } from './connectionStringPieces.ts';
import type { ConnectionStringProblem } from './connectionStringProblem.ts';
import type { ConnectionStringPurpose } from './connectionStringPurpose.ts';
import { looksLikeKey } from './sasKey.ts';
import { looksLikeSasToken, parseSasToken } from './sasToken.ts';
import { formatServiceBusAddress, parseServiceBusAddress } from './serviceBusAddress.ts';

function whereToFind(purpose: ConnectionStringPurpose): string {
  const right = purpose === 'post' ? 'Send' : 'Listen';
  return `In the Azure portal open the queue, topic or event hub, then Shared access policies, choose a policy with ${right}, and copy its primary connection string.`;
}

/** Recognises what is no connection string of Service Bus at all: one value alone, or another service's string. */
export function recognizeForeignText(
  text: string,
  pieces: readonly Piece[],
  purpose: ConnectionStringPurpose,
): ConnectionStringProblem | undefined {
  return recognizeSingleValue(text.trim(), pieces, purpose) ?? recognizeOtherService(pieces, purpose);
}

function recognizeSingleValue(
  text: string,
  pieces: readonly Piece[],
  purpose: ConnectionStringPurpose,
): ConnectionStringProblem | undefined {
  if (text === '') {
    return {
      kind: 'empty',
      severity: 'error',
      sentence: `Paste a connection string here. ${whereToFind(purpose)}`,
    };
  }
  const only = pieces.length === 1 ? pieces[0] : undefined;
  const bare = unquotedText(text);
  if (looksLikeKey(bare.replace(/\s/g, ''))) {
    return {
      kind: 'onlyKey',
      severity: 'error',
      sentence: `This is only a key. The connection string holds the address and the policy as well. ${whereToFind(purpose)}`,
    };
  }
  if (looksLikeSasToken(bare) && pieces.length < 2) return onlyToken(bare);
  if (/^\/?subscriptions\/[^;=]{1,400}\/providers\//i.test(bare)) {
    return {
      kind: 'onlyResourceId',
      severity: 'error',
      sentence: `This is the resource ID, not the connection string. ${whereToFind(purpose)}`,
    };
  }
  if (only && only.part === 'endpoint' && only.oddity === 'noName') return onlyAddress(bare, purpose);
  if (only && only.part === undefined && only.oddity === 'noEquals') {
    return {
      kind: 'notAConnectionString',
      severity: 'error',
      sentence: `This is not a connection string: it begins with Endpoint=sb:// and has several parts. ${whereToFind(purpose)}`,
    };
  }
  return undefined;
}

function onlyAddress(text: string, purpose: ConnectionStringPurpose): ConnectionStringProblem {
  const host = parseServiceBusAddress(text)?.host ?? '';
  if (host.startsWith('portal.azure.') || host.endsWith('.portal.azure.com')) {
    return {
      kind: 'onlyPortalAddress',
      severity: 'error',
      sentence: `This is the address of a page in the Azure portal. ${whereToFind(purpose)}`,
    };
  }
  if (isDataverseHost(host)) {
    return {
      kind: 'dataverseString',
      severity: 'error',
      sentence: `This is the address of a Dataverse organisation. Here belongs the connection string of the Azure service that gets the messages. ${whereToFind(purpose)}`,
    };
  }
  return {
    kind: 'onlyUrl',
    severity: 'error',
    sentence: `This is only an address. The connection string holds the policy and its key as well. ${whereToFind(purpose)}`,
  };
}

function onlyToken(text: string): ConnectionStringProblem {
  const problem: ConnectionStringProblem = {
    kind: 'onlyToken',
    severity: 'error',
    part: 'token',
    sentence: 'This is only a SAS token. A connection string holds the address of the namespace as well.',
  };
  const first = parseSasToken(text);
  const whole = first.kind === 'malformed' && first.correction ? first.correction : text;
  const reading = parseSasToken(whole);
  const address = reading.kind === 'token' ? parseServiceBusAddress(reading.token.resource) : undefined;
  if (!address) return problem;
  return {
    ...problem,
    sentence: `${problem.sentence} The token itself says which.`,
    correction: {
      label: 'Make it a connection string',
      text: formatConnectionString({
        namespaceAddress: formatServiceBusAddress({ host: address.host, port: address.port }),
        token: whole,
        entityPath: address.path,
        emulator: false,
      }),
    },
  };
}

function recognizeOtherService(
  pieces: readonly Piece[],
  purpose: ConnectionStringPurpose,
): ConnectionStringProblem | undefined {
  const values = new Map<string, string>();
  for (const piece of pieces) {
    const name = piece.name.replace(/[\s_-]/g, '').toLowerCase();
    if (!values.has(name)) values.set(name, piece.value);
  }
  const has = (...names: string[]) => names.some((name) => values.has(name));
  const endpointHost =
    parseServiceBusAddress(pieces.find((piece) => piece.part === 'endpoint')?.value ?? '')?.host ?? '';
  const policy = (pieces.find((piece) => piece.part === 'policyName')?.value ?? '').toLowerCase();
  const path = (pieces.find((piece) => piece.part === 'entityPath')?.value ?? '').toLowerCase();

  if (has('hostname') && !endpointHost) {
    return {
      kind: 'iotHubString',
      severity: 'error',
      sentence:
        'This is a connection string of an IoT Hub or of one of its devices. Dataverse cannot post there: it needs a Service Bus queue or topic, an event hub or a relay.',
    };
  }
  if (path.startsWith('iothub-ehub-') || endpointHost.startsWith('ihsu') || policy === 'iothubowner') {
    return {
      kind: 'iotHubEventEndpoint',
      severity: 'error',
      sentence:
        'This is the Event Hub-compatible endpoint of an IoT Hub. It can be read, but nothing can be sent to it: use an event hub of your own.',
    };
  }
  if (policy === 'defaultfullsharedaccesssignature' || policy === 'defaultlistensharedaccesssignature') {
    return {
      kind: 'notificationHubString',
      severity: 'error',
      sentence:
        'This is a connection string of a notification hub. Dataverse cannot post there: it needs a Service Bus queue or topic, an event hub or a relay.',
    };
  }
  if (has('accountname', 'defaultendpointsprotocol', 'blobendpoint', 'usedevelopmentstorage')) {
    return {
      kind: 'storageString',
      severity: 'error',
      sentence: `This is a connection string of a storage account. ${whereToFind(purpose)}`,
    };
  }
  if (
    has('authtype', 'crmconnectionstring') ||
    (has('url', 'serviceuri', 'server') && anyDataverse(values))
  ) {
    return {
      kind: 'dataverseString',
      severity: 'error',
      sentence: `This is a connection string of Dataverse itself. Here belongs the one of the Azure service that gets the messages. ${whereToFind(purpose)}`,
    };
  }
  const service = otherService(has, endpointHost);
  if (!service) return undefined;
  return {
    kind: 'otherServiceString',
    severity: 'error',
    sentence: `This is a connection string of ${service}. Dataverse posts to Service Bus, Event Hubs or Relay. ${whereToFind(purpose)}`,
  };
}

function otherService(has: (...names: string[]) => boolean, host: string): string | undefined {
  if (has('accountendpoint')) return 'Cosmos DB';
  if (has('instrumentationkey')) return 'Application Insights';
  if (host.includes('.azconfig.')) return 'App Configuration';
  if (host.includes('.signalr.') || host.includes('.webpubsub.')) return 'Azure SignalR or Web PubSub';
  if (host.includes('.communication.azure.')) return 'Communication Services';
  if (host.includes('.eventgrid.')) return 'Event Grid';
  if (has('datasource', 'initialcatalog', 'database', 'userid', 'uid')) return 'a database';
  return undefined;
}

function anyDataverse(values: ReadonlyMap<string, string>): boolean {
  for (const value of values.values()) {
    if (isDataverseHost(parseServiceBusAddress(value)?.host ?? '')) return true;
  }
  return false;
}

function isDataverseHost(host: string): boolean {
  return /\.(?:dynamics\.com|dynamics\.cn|microsoftdynamics\.us|appsplatform\.us)$/.test(host);
}

function unquotedText(text: string): string {
  return text
    .replace(/^["'`“]/, '')
    .replace(/["'`”;]$/, '')
    .trim();
}
