/** What became of a test call, in a sentence, and what to do about it. */
export interface TestSentence {
  readonly sentence: string;
  readonly advice?: string;
  readonly details?: string;
}

const forDataverse =
  'For Dataverse that is a failure: a synchronous step undoes its operation, an asynchronous one fails';

/** What an HTTP status means to Dataverse. */
export function sentenceOfStatus(status: number, location: string): TestSentence {
  if (status >= 200 && status < 300) {
    return { sentence: `The receiver answered ${status}: Dataverse counts that as posted.` };
  }
  if (status >= 300 && status < 400) {
    return {
      sentence: `The receiver answered ${status}, a redirect${location === '' ? '' : ` to ${location}`}. ${forDataverse}.`,
      advice: 'Register the address that the redirect leads to.',
    };
  }
  if (status === 401 || status === 403) {
    return {
      sentence: `The receiver answered ${status}: it does not accept what the call was authorized by.`,
      advice:
        'Compare names and values with what the receiver expects, and whether it wants a header, the key (code) or the query.',
    };
  }
  if (status === 404 || status === 410) {
    return {
      sentence: `The receiver answered ${status}: there is nothing at this address.`,
      advice:
        'Compare the path with the receiver’s. An Azure Function answers so, too, when its name is misspelt.',
    };
  }
  if (status === 405) {
    return {
      sentence: 'The receiver answered 405: it does not take POST here.',
      advice: 'Dataverse always posts. Let the receiver accept POST at this address.',
    };
  }
  if (status === 413) {
    return {
      sentence: 'The receiver answered 413: the body is too large for it.',
      advice: 'Dataverse posts up to 256 KB. Raise the receiver’s limit.',
    };
  }
  if (status === 415) {
    return {
      sentence: 'The receiver answered 415: it does not take JSON.',
      advice: 'Dataverse posts JSON alone. Let the receiver accept application/json.',
    };
  }
  if (status === 429) {
    return {
      sentence: `The receiver answered 429: it is asked too often. ${forDataverse}, and is not tried again.`,
    };
  }
  if (status === 502 || status === 503 || status === 504) {
    return {
      sentence: `The receiver answered ${status}: it is not available now. Dataverse tries such an answer once more, then gives up.`,
      advice: 'Look whether the receiver runs. One that sleeps may need to be kept awake.',
    };
  }
  if (status >= 500) {
    return {
      sentence: `The receiver answered ${status}: something went wrong in it. ${forDataverse}, without another try.`,
      advice: 'Read the answer below and the receiver’s own log.',
    };
  }
  return { sentence: `The receiver answered ${status}. ${forDataverse}.`, advice: 'Read the answer below.' };
}

interface Circumstances {
  readonly timedOut: boolean;
  readonly host: string;
}

const faults: readonly (readonly [RegExp, (host: string) => TestSentence])[] = [
  [
    /ENOTFOUND|EAI_AGAIN|ERR_NAME_NOT_RESOLVED/,
    (host) => ({
      sentence: `No computer is called ${host}.`,
      advice:
        'Look for a typing mistake in the address. A name of your own network is unknown to Azure as well.',
    }),
  ],
  [
    /ECONNREFUSED|ERR_CONNECTION_REFUSED/,
    (host) => ({
      sentence: `Nothing listens at ${host}: the connection was refused.`,
      advice: 'Start the receiver, and compare the port.',
    }),
  ],
  [
    /CERT_HAS_EXPIRED|ERR_CERT_DATE/,
    (host) => ({
      sentence: `The certificate of ${host} has expired. Dataverse does not post there.`,
      advice: 'Renew the certificate of the receiver.',
    }),
  ],
  [
    /ALTNAME_INVALID|ERR_CERT_COMMON_NAME/,
    (host) => ({
      sentence: `The certificate that ${host} shows is for another name. Dataverse does not post there.`,
      advice: 'Use the name that the certificate is for, or give the receiver one for this name.',
    }),
  ],
  [
    /SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|CERT_|ERR_CERT/,
    (host) => ({
      sentence: `The certificate of ${host} is not signed by an authority that is trusted here. Dataverse trusts public authorities alone.`,
      advice: 'Give the receiver a certificate of a public authority.',
    }),
  ],
  [
    /EPROTO|SSL|TLS/,
    (host) => ({
      sentence: `${host} and this computer found no common way to encrypt.`,
      advice: 'Look whether the receiver speaks https at this port, with TLS 1.2 or newer.',
    }),
  ],
  [
    /ECONNRESET|UND_ERR_SOCKET|EPIPE|ERR_CONNECTION_(?:RESET|CLOSED)|ERR_EMPTY_RESPONSE/,
    (host) => ({
      sentence: `${host} closed the connection without an answer.`,
      advice: 'Read the receiver’s log. One that speaks https only answers so to http.',
    }),
  ],
  [
    /ENETUNREACH|EHOSTUNREACH|ERR_(?:ADDRESS_UNREACHABLE|INTERNET_DISCONNECTED)/,
    (host) => ({
      sentence: `There is no way from this computer to ${host}.`,
      advice: 'Look whether this computer is online, and whether a firewall or VPN is between.',
    }),
  ],
  [
    /ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|UND_ERR_HEADERS_TIMEOUT|ERR_(?:CONNECTION_)?TIMED_OUT/,
    (host) => timeOut(host),
  ],
];

/** Why there was no answer. */
export function sentenceOfFault(error: unknown, { timedOut, host }: Circumstances): TestSentence {
  const details = wordsOf(error);
  if (timedOut) return timeOut(host);
  const known = faults.find(([pattern]) => pattern.test(details));
  if (known) return { ...known[1](host), details };
  return {
    sentence: `The call did not get through to ${host}.`,
    advice: 'The details say what went wrong.',
    details,
  };
}

function timeOut(host: string): TestSentence {
  return {
    sentence: `${host} did not answer within 60 seconds. Dataverse waits no longer either, and does not try again.`,
    advice: 'Let the receiver answer at once and work afterwards, for example by way of a queue.',
  };
}

function wordsOf(error: unknown): string {
  const words: string[] = [];
  for (let at = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth += 1) {
    const code = 'code' in at && typeof at.code === 'string' ? `${at.code}: ` : '';
    if (at.message !== 'fetch failed') words.push(`${code}${at.message}`);
    if (at instanceof AggregateError) words.push(...at.errors.map((one: unknown) => wordsOf(one)));
  }
  return words.join('\n');
}
