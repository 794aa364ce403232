import type { SignInMethod } from './account.ts';
import { defaultClientId, defaultRedirect } from './account.ts';
import { editDistance } from './editDistance.ts';
import { readOrganizationAddress } from './organizationAddress.ts';

/**
 * The connection strings of Microsoft's SDK: `AuthType=OAuth;Url=https://contoso.crm.dynamics.com;ClientId=…;RedirectUri=…`.
 * Source: "Use connection strings in XRM tooling to connect to Microsoft Dataverse".
 */
export type DataverseConnectionString = {
  readonly method: SignInMethod | null;
  /** Address of the organisation as it was given. */
  readonly url: string | null;
  readonly clientId: string | null;
  readonly redirect: string | null;
  readonly tenant: string | null;
  readonly userName: string | null;
  /** Secrets: they stay with whoever reads the string, and are never formatted. */
  readonly password: string | null;
  readonly clientSecret: string | null;
  /** Of a certificate in the store of a Windows computer; this program needs the certificate's file. */
  readonly thumbprint: string | null;
  /** Names of parts that mean nothing here and are ignored, such as RequireNewInstance. */
  readonly ignored: readonly string[];
  /** Errors first. */
  readonly problems: readonly DataverseStringProblem[];
};

export interface DataverseStringProblem {
  readonly severity: 'error' | 'warning';
  /** Holds no secret. */
  readonly sentence: string;
}

type Part =
  | 'method'
  | 'url'
  | 'clientId'
  | 'redirect'
  | 'tenant'
  | 'userName'
  | 'password'
  | 'clientSecret'
  | 'thumbprint';

/** The SDK's names and their other spellings, in lower case without spaces. */
const partNames: Readonly<Record<string, Part>> = {
  authtype: 'method',
  authenticationtype: 'method',
  url: 'url',
  serviceuri: 'url',
  service: 'url',
  serviceurl: 'url',
  server: 'url',
  clientid: 'clientId',
  appid: 'clientId',
  applicationid: 'clientId',
  redirecturi: 'redirect',
  replyurl: 'redirect',
  tenantid: 'tenant',
  tenant: 'tenant',
  username: 'userName',
  user: 'userName',
  userid: 'userName',
  uid: 'userName',
  password: 'password',
  pwd: 'password',
  clientsecret: 'clientSecret',
  secret: 'clientSecret',
  thumbprint: 'thumbprint',
  certthumbprint: 'thumbprint',
  certificatethumbprint: 'thumbprint',
};

const ignoredNames = new Set([
  'authority',
  'domain',
  'homerealmuri',
  'homerealm',
  'integratedsecurity',
  'loginprompt',
  'requirenewinstance',
  'skipdiscovery',
  'storename',
  'certificatestorename',
  'certstorename',
  'tokencachestorepath',
  'preferconnectionfrompool',
  'timeout',
]);

const longest = 8000;

export function looksLikeDataverseConnectionString(text: string): boolean {
  return /(?:^|[;"'\s])(?:auth(?:entication)?\s{0,3}type|service\s{0,3}uri|url)\s{0,9}=/i.test(
    text.slice(0, longest),
  );
}

/** Reads what was pasted: any order and letter case, quotes, line breaks. Never throws; what is wrong is said in sentences. */
export function parseDataverseConnectionString(text: string): DataverseConnectionString {
  const values = new Map<Part, string>();
  const ignored: string[] = [];
  const problems: DataverseStringProblem[] = [];
  const say = (severity: DataverseStringProblem['severity'], sentence: string): void => {
    problems.push({ severity, sentence });
  };
  if (text.length > longest) {
    say('error', `This text has ${text.length} characters, and no connection string is that long.`);
  }
  for (const piece of piecesOf(text.slice(0, longest))) {
    if (piece.name === null) {
      say(
        'warning',
        'A part without a name before “=” was left out. Values that hold a semicolon belong in quotes.',
      );
      continue;
    }
    const name = piece.name.toLowerCase().replaceAll(/[\s_-]/g, '');
    const part = Object.hasOwn(partNames, name) ? partNames[name] : undefined;
    if (part === undefined) {
      const near = ignoredNames.has(name) ? undefined : nearName(name);
      if (near === undefined) ignored.push(piece.name.slice(0, 60));
      else
        say('warning', `“${piece.name.slice(0, 60)}” is not known; ${near} may be meant. It was left out.`);
      continue;
    }
    if (values.has(part))
      say('warning', `“${piece.name.slice(0, 60)}” is given more than once; the last one counts.`);
    if (piece.value !== '') values.set(part, piece.value);
  }
  const value = (part: Part): string | null => values.get(part) ?? null;
  const method = readMethod(value('method'), values, say);
  const read: Omit<DataverseConnectionString, 'problems'> = {
    method,
    url: value('url'),
    clientId: value('clientId'),
    redirect: value('redirect'),
    tenant: value('tenant'),
    userName: value('userName'),
    password: value('password'),
    clientSecret: value('clientSecret'),
    thumbprint: value('thumbprint')?.replaceAll(/[^0-9a-f]/gi, '') ?? null,
    ignored,
  };
  examine(read, say);
  return { ...read, problems: problems.toSorted((a, b) => rank(a) - rank(b)) };
}

/**
 * Writes a connection string for other programs, without its secret: where one belongs, the part is there and empty.
 * Values are quoted where they have to be.
 */
export function formatDataverseConnectionString(parts: {
  readonly method: SignInMethod;
  readonly url: string;
  readonly clientId: string | null;
  readonly redirect?: string | null | undefined;
  readonly tenant?: string | null | undefined;
  readonly userName?: string | null | undefined;
  readonly thumbprint?: string | null | undefined;
}): string {
  const { method } = parts;
  const authType = method === 'secret' ? 'ClientSecret' : method === 'certificate' ? 'Certificate' : 'OAuth';
  const written: [string, string | null | undefined][] = [
    ['AuthType', authType],
    ['Url', parts.url],
  ];
  if (authType === 'OAuth') {
    written.push(['Username', parts.userName], ['ClientId', parts.clientId ?? defaultClientId]);
    if (method === 'password') written.push(['Password', '']);
    else written.push(['RedirectUri', parts.redirect ?? defaultRedirect], ['LoginPrompt', 'Auto']);
  } else {
    written.push(['ClientId', parts.clientId]);
    if (authType === 'ClientSecret') written.push(['ClientSecret', '']);
    else written.push(['Thumbprint', parts.thumbprint ?? '']);
    written.push(['TenantId', parts.tenant]);
  }
  return written
    .flatMap(([name, value]) => (value === null || value === undefined ? [] : [`${name}=${quoted(value)}`]))
    .join(';');
}

interface Piece {
  readonly name: string | null;
  readonly value: string;
}

/** Takes a text apart at semicolons that are not in quotes, as .NET's connection strings are written. */
function piecesOf(text: string): Piece[] {
  let rest = text.trim();
  // A line of code or of a settings file around it. A quote that only opens belongs to a value.
  const wrapped = /^(?:[\w\s.]{0,60}[=:]\s{0,9})?@?(["'])(\s{0,9}\w[\w\s]{0,30}=.*)\1[;,]?$/s.exec(rest);
  if (wrapped?.[2] !== undefined && !wrapped[2].includes(wrapped[1] ?? '"')) rest = wrapped[2];
  const pieces: Piece[] = [];
  let at = 0;
  while (at < rest.length) {
    const equals = rest.indexOf('=', at);
    const semicolon = rest.indexOf(';', at);
    if (equals < 0 || (semicolon >= 0 && semicolon < equals)) {
      const end = semicolon < 0 ? rest.length : semicolon;
      if (rest.slice(at, end).trim() !== '') pieces.push({ name: null, value: '' });
      at = end + 1;
      continue;
    }
    const name = rest.slice(at, equals).trim();
    let begin = equals + 1;
    while (/\s/.test(rest[begin] ?? '')) begin += 1;
    const { value, end } = valueAt(rest, begin);
    pieces.push({ name: name === '' ? null : name, value });
    at = end + 1;
  }
  return pieces;
}

function valueAt(text: string, begin: number): { value: string; end: number } {
  const quote = text[begin];
  if (quote === '"' || quote === "'") {
    let value = '';
    let at = begin + 1;
    while (at < text.length) {
      if (text[at] !== quote) value += text[at];
      // A doubled quote stands for itself.
      else if (text[at + 1] === quote) {
        value += quote;
        at += 1;
      } else {
        const semicolon = text.indexOf(';', at);
        return { value, end: semicolon < 0 ? text.length : semicolon };
      }
      at += 1;
    }
    // Never closed: then it is a character like any other.
  }
  const semicolon = text.indexOf(';', begin);
  const end = semicolon < 0 ? text.length : semicolon;
  return { value: text.slice(begin, end).trim(), end };
}

function readMethod(
  text: string | null,
  values: ReadonlyMap<Part, string>,
  say: (severity: 'error' | 'warning', sentence: string) => void,
): SignInMethod | null {
  const guess: SignInMethod = values.has('clientSecret')
    ? 'secret'
    : values.has('thumbprint')
      ? 'certificate'
      : values.has('password')
        ? 'password'
        : 'browser';
  switch (text?.toLowerCase().replaceAll(/\s/g, '')) {
    case undefined:
      if (values.size > 0)
        say('warning', `AuthType is missing; the parts that are there look like ${nameOf(guess)}.`);
      return values.size > 0 ? guess : null;
    case 'oauth':
      return values.has('password') ? 'password' : 'browser';
    case 'clientsecret':
      return 'secret';
    case 'certificate':
      return 'certificate';
    case 'office365':
      say(
        'warning',
        'AuthType=Office365 is no longer accepted by Dataverse. A sign-in in the browser takes its place.',
      );
      return values.has('password') ? 'password' : 'browser';
    case 'ad':
    case 'activedirectory':
      say(
        'error',
        'AuthType=AD signs in with the Windows user, which this program cannot do. Where the server offers AD FS, use AuthType=OAuth.',
      );
      return null;
    case 'ifd':
    case 'claims':
      say('warning', 'AuthType=IFD is replaced by OAuth of AD FS: the client id has to be registered there.');
      return values.has('password') ? 'password' : 'browser';
    case 'externaltokenmanagement':
      say(
        'error',
        'AuthType=ExternalTokenManagement gets its tokens from a program. Paste an access token instead.',
      );
      return null;
    default:
      say('error', 'AuthType is none that is known. It may be OAuth, ClientSecret or Certificate.');
      return null;
  }
}

function examine(
  read: Omit<DataverseConnectionString, 'problems'>,
  say: (severity: 'error' | 'warning', sentence: string) => void,
): void {
  if (read.url === null)
    say(
      'error',
      'Url is missing: the address of the organisation, such as https://contoso.crm4.dynamics.com',
    );
  else {
    const address = readOrganizationAddress(read.url);
    if (address.kind === 'problem') say('error', `Url: ${address.sentence} ${address.advice}`);
  }
  if (read.clientId !== null && !/^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i.test(read.clientId)) {
    say('error', 'ClientId is no application id: it looks like 51f81489-12ee-4a9e-aaae-a2591f45987d.');
  }
  if (read.method === 'secret') {
    if (read.clientId === null)
      say('error', 'ClientId is missing: with a secret an application signs in, and this is its id.');
    if (read.clientSecret === null)
      say('error', 'ClientSecret is missing. It is asked for before signing in.');
  }
  if (read.method === 'certificate') {
    if (read.clientId === null)
      say('error', 'ClientId is missing: with a certificate an application signs in, and this is its id.');
    say(
      'warning',
      'The thumbprint points into the store of one Windows computer. Choose the certificate’s file (PFX or PEM) here.',
    );
  }
  if (read.method === 'password' && read.userName === null) say('error', 'Username is missing.');
}

function nameOf(method: SignInMethod): string {
  if (method === 'secret') return 'ClientSecret';
  return method === 'certificate' ? 'Certificate' : 'OAuth';
}

function nearName(name: string): string | undefined {
  if (name.length < 3 || name.length > 30) return undefined;
  return Object.keys(partNames).find((known) => known.length > 4 && editDistance(known, name, 2) <= 2);
}

function quoted(value: string): string {
  return /[;"'=]|^\s|\s$/.test(value) && !/^https?:\/\/[^;"'\s]+$/.test(value)
    ? `"${value.replaceAll('"', '""')}"`
    : value;
}

function rank({ severity }: DataverseStringProblem): number {
  return severity === 'error' ? 0 : 1;
}
