import { examineCredentials } from './connectionStringCredentials.ts';
import { readEmulatorFlag, readEndpoint, shown } from './connectionStringEndpoint.ts';
import { recognizeForeignText } from './connectionStringForeign.ts';
import {
  type ConnectionStringPartName,
  type ConnectionStringParts,
  canonicalPartNames,
  formatConnectionString,
} from './connectionStringParts.ts';
import { type Cleaning, type Piece, takeConnectionStringApart } from './connectionStringPieces.ts';
import { type ConnectionStringProblem, sortedBySeverity } from './connectionStringProblem.ts';
import { type ConnectionStringPurpose, problemsForListening } from './connectionStringPurpose.ts';
import { examineEntityPath } from './entityPath.ts';
import { looksLikeKey, looksLikeSecret } from './sasKey.ts';
import { formatServiceBusAddress, withoutEdgeSlashes } from './serviceBusAddress.ts';

export { maskConnectionString } from './connectionStringMask.ts';
export type { ConnectionStringPartName, ConnectionStringParts } from './connectionStringParts.ts';
export { formatConnectionString } from './connectionStringParts.ts';
export type {
  ConnectionStringProblem,
  ConnectionStringProblemKind,
  ProblemSeverity,
} from './connectionStringProblem.ts';

export type { ConnectionStringPurpose } from './connectionStringPurpose.ts';

/** What could be read of a pasted connection string, and what is odd about it. */
export type ParsedConnectionString = ConnectionStringParts & {
  /** Host of the namespace, lower case. */
  host?: string | undefined;
  /** Only where one was given and is not the ordinary one. */
  port?: number | undefined;
  /** Names of parts that mean nothing here and are ignored, such as TransportType. */
  unknownParts: string[];
  /** Errors first. Empty for a faultless string of an entity's own policy. */
  problems: ConnectionStringProblem[];
};

/** Longer texts are not connection strings; looking no further keeps typing fluent whatever is pasted. */
export const longestConnectionString = 16_000;

/**
 * Reads a connection string of Service Bus, Event Hubs or Relay, however it was pasted: any order, any letter case,
 * spaces, line breaks, quotes, a line of code around it. Never throws; what is wrong is in `problems`, in plain words,
 * each with the whole text put right where that can be guessed. `now` judges the expiry of tokens; `purpose` chooses the words.
 */
export function parseConnectionString(
  text: string,
  now: Date = new Date(),
  purpose: ConnectionStringPurpose = 'post',
): ParsedConnectionString {
  if (text.length > longestConnectionString) {
    return unread({
      kind: 'tooLong',
      severity: 'error',
      sentence: `This text has ${text.length} characters, and no connection string is that long. Paste only the connection string.`,
    });
  }
  const { pieces, cleanings } = takeConnectionStringApart(text);
  const foreign = recognizeForeignText(text, pieces, purpose);
  if (foreign) return unread(foreign);
  if (!pieces.some((piece) => piece.part !== undefined)) {
    return unread({
      kind: 'notAConnectionString',
      severity: 'error',
      sentence:
        'No part of a Service Bus connection string was found. It begins with Endpoint=sb:// and goes on with SharedAccessKeyName=…;SharedAccessKey=…',
    });
  }
  const parsed = read(pieces, cleanings, now);
  if (purpose === 'post') return parsed;
  return { ...parsed, problems: sortedBySeverity(problemsForListening(parsed.problems, parsed)) };
}

function unread(problem: ConnectionStringProblem): ParsedConnectionString {
  return { emulator: false, unknownParts: [], problems: [problem] };
}

function read(pieces: readonly Piece[], cleanings: ReadonlySet<Cleaning>, now: Date): ParsedConnectionString {
  const values = new Map<ConnectionStringPartName, string>();
  for (const { part, value } of pieces) {
    // An empty value gives way to a later one that says something.
    if (part !== undefined && !values.get(part)) values.set(part, value);
  }
  const typed: ConnectionStringParts = {
    namespaceAddress: values.get('endpoint'),
    entityPath: values.get('entityPath'),
    policyName: values.get('policyName'),
    key: values.get('key'),
    token: values.get('token'),
    emulator: values.get('emulator')?.toLowerCase() === 'true',
  };
  const rewrite = (change: Partial<ConnectionStringParts>) => formatConnectionString({ ...typed, ...change });
  const flag = readEmulatorFlag(values.get('emulator'), rewrite);
  const endpoint = readEndpoint(values.get('endpoint'), {
    emulator: flag.emulator,
    entityPath: typed.entityPath,
    rewrite,
  });
  const { address } = endpoint;
  const parts: ConnectionStringParts = {
    namespaceAddress: address && formatServiceBusAddress({ host: address.host, port: address.port }),
    entityPath: withoutEdgeSlashes(typed.entityPath || endpoint.path || '') || undefined,
    policyName: typed.policyName || undefined,
    key: typed.key || undefined,
    token: typed.token || undefined,
    emulator: flag.emulator,
  };
  const problems = [
    ...cleaningProblems(cleanings, rewrite({})),
    ...pieceProblems(pieces, values, typed),
    ...endpoint.problems,
    ...flag.problems,
    ...examineCredentials({
      parts,
      given: { policyName: values.has('policyName'), key: values.has('key'), token: values.has('token') },
      otherNames: new Set(
        pieces.filter((piece) => piece.part === undefined).map((piece) => plainName(piece.name)),
      ),
      rewrite,
      now,
    }),
    ...entityPathProblems(typed, parts.entityPath, rewrite),
  ];
  return {
    ...parts,
    host: address?.host,
    port: address?.port,
    unknownParts: unknownPartNames(pieces),
    problems: sortedBySeverity(problems),
  };
}

function cleaningProblems(cleanings: ReadonlySet<Cleaning>, text: string): ConnectionStringProblem[] {
  const sentences: Readonly<Record<Cleaning, string>> = {
    surroundingText: 'Something around the connection string was pasted along and is ignored.',
    invisibleCharacters:
      'The text held invisible characters, as chats and documents add them. They are left out.',
    escapedCharacters:
      'Some characters were written in code, such as \\u003d for =. They are read as what they mean.',
    missingSeparator: 'A semicolon between two parts is missing. They are read as two parts.',
  };
  return [...cleanings].map((kind) => ({
    kind,
    severity: kind === 'missingSeparator' ? 'warning' : 'info',
    sentence: sentences[kind],
    correction: { label: 'Write it in order', text },
  }));
}

function pieceProblems(
  pieces: readonly Piece[],
  values: ReadonlyMap<ConnectionStringPartName, string>,
  typed: ConnectionStringParts,
): ConnectionStringProblem[] {
  const problems: ConnectionStringProblem[] = [];
  const text = formatConnectionString(typed);
  const seen = new Map<ConnectionStringPartName, string>();
  for (const piece of pieces) {
    const { part } = piece;
    if (part === undefined) problems.push(namelessProblem(piece, typed, text));
    else {
      const odd = oddityProblem(piece, part, text);
      if (odd) problems.push(odd);
    }
  }
  for (const [part, value] of values) {
    if (value !== '') continue;
    const needed = part === 'endpoint' || part === 'key' || part === 'policyName' || part === 'token';
    problems.push({
      kind: 'emptyValue',
      severity: needed ? 'error' : 'warning',
      part,
      sentence: `${canonicalPartNames[part]}= has nothing after it. ${needed ? 'Copy the whole connection string.' : 'It is ignored.'}`,
      ...(needed ? {} : { correction: { label: 'Remove it', text } }),
    });
  }
  const doubled = new Set<ConnectionStringPartName>();
  for (const { part, value } of pieces) {
    if (part === undefined || value === '') continue;
    const first = seen.get(part);
    if (first === undefined) seen.set(part, value);
    else if (first !== value) doubled.add(part);
    else problems.push(repeatedProblem(part, text));
  }
  if (doubled.has('key') && pieces.filter((piece) => piece.part === 'endpoint').length > 1) {
    problems.push({
      kind: 'twoConnectionStrings',
      severity: 'error',
      sentence: 'Two connection strings were pasted. Use one of them.',
      correction: { label: 'Keep the first', text },
    });
  } else {
    for (const part of doubled) {
      problems.push({
        kind: 'duplicatePart',
        severity: 'error',
        part,
        sentence: `${canonicalPartNames[part]} appears more than once, with different values. Keep the right one.`,
        correction: { label: 'Keep the first', text },
      });
    }
  }
  return problems.filter(isFirstOfItsSentence);
}

function isFirstOfItsSentence(
  problem: ConnectionStringProblem,
  index: number,
  all: readonly ConnectionStringProblem[],
): boolean {
  return all.findIndex((other) => other.sentence === problem.sentence) === index;
}

function repeatedProblem(part: ConnectionStringPartName, text: string): ConnectionStringProblem {
  return {
    kind: 'duplicatePart',
    severity: 'info',
    part,
    sentence: `${canonicalPartNames[part]} appears more than once with the same value.`,
    correction: { label: 'Keep it once', text },
  };
}

/** A piece that is no part: a key that lost its name, a stray word, or a part that means nothing here. */
function namelessProblem(piece: Piece, typed: ConnectionStringParts, text: string): ConnectionStringProblem {
  const whole = piece.oddity === 'noEquals' ? piece.value : `${piece.name}=${piece.value}`;
  if (looksLikeKey(whole)) {
    return {
      kind: 'keyWithoutName',
      severity: typed.key ? 'warning' : 'error',
      part: 'key',
      sentence: typed.key
        ? 'One part is a key without a name before it. It is ignored, for there is another key.'
        : 'One part is a key without a name before it. It must read SharedAccessKey=…',
      correction: typed.key
        ? { label: 'Remove it', text }
        : { label: 'Add SharedAccessKey=', text: formatConnectionString({ ...typed, key: whole }) },
    };
  }
  if (piece.oddity === 'noEquals') {
    return {
      kind: 'partWithoutEquals',
      severity: 'warning',
      sentence:
        'One part has no = in it and is ignored. Every part reads Name=value, with semicolons between them.',
      correction: { label: 'Remove it', text },
    };
  }
  return {
    kind: 'unknownPart',
    severity: 'info',
    sentence: `${partLabel(piece)} means nothing here and is ignored.`,
    correction: { label: 'Remove it', text },
  };
}

function oddityProblem(
  piece: Piece,
  part: ConnectionStringPartName,
  text: string,
): ConnectionStringProblem | undefined {
  const name = canonicalPartNames[part];
  if (piece.oddity === 'misspelled') {
    return {
      kind: 'misspelledPart',
      severity: 'warning',
      part,
      sentence: `${shown(piece.name)} is read as ${name}.`,
      correction: { label: `Write ${name}`, text },
    };
  }
  if (piece.oddity === 'noEquals') {
    return {
      kind: 'partWithoutEquals',
      severity: 'warning',
      part,
      sentence: `${name} has a colon after it in place of =. It is read as if it had =.`,
      correction: { label: `Write ${name}=`, text },
    };
  }
  if (piece.oddity === 'noName') {
    return {
      kind: part === 'token' ? 'tokenWithoutName' : 'endpointWithoutName',
      severity: 'warning',
      part,
      sentence: `${part === 'token' ? 'The SAS token' : 'The address'} has no ${name}= before it. It is read as if it had.`,
      correction: { label: `Add ${name}=`, text },
    };
  }
  return undefined;
}

function entityPathProblems(
  typed: ConnectionStringParts,
  path: string | undefined,
  rewrite: (change: Partial<ConnectionStringParts>) => string,
): ConnectionStringProblem[] {
  const value = typed.entityPath || path;
  if (!value) {
    return [
      {
        kind: 'namespaceLevel',
        severity: 'info',
        part: 'entityPath',
        sentence:
          'This connection string is for the whole namespace. The name of the queue, topic, event hub or relay is asked for in the next step.',
      },
    ];
  }
  const finding = examineEntityPath(value);
  if (!finding) return [];
  const problem: ConnectionStringProblem = {
    kind: finding.kind,
    severity: finding.severity,
    part: 'entityPath',
    sentence: finding.sentence,
  };
  if (finding.corrected === undefined) return [problem];
  const text = rewrite({ entityPath: finding.corrected });
  return [{ ...problem, correction: { label: `Use ${shown(finding.corrected)}`, text } }];
}

function unknownPartNames(pieces: readonly Piece[]): string[] {
  const names = pieces.filter((piece) => piece.part === undefined).map(partLabel);
  return [...new Set(names)];
}

/** The name of a part for display; a name that may be a piece of a key is not shown. */
function partLabel(piece: Piece): string {
  const plain = /^[A-Za-z][A-Za-z0-9 ._-]{0,39}$/.test(piece.name) && piece.value !== '';
  return plain && !looksLikeSecret(piece.name) ? piece.name : 'A part without a readable name';
}

function plainName(name: string): string {
  return name.replace(/[\s_-]/g, '').toLowerCase();
}
