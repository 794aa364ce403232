import { FailureError } from '../../shared/contract/failure.ts';
import { readDelimitedTable } from '../../shared/domain/delimitedTable.ts';
import {
  type KeyEntry,
  keyEntriesFromLines,
  keyEntriesFromValue,
  keyEntryFromObject,
  keyEntryMembers,
} from '../../shared/domain/keyEntry.ts';

type Format = 'lines' | 'json' | 'yaml' | 'csv';

const formatOfEnding: Readonly<Record<string, Format>> = {
  json: 'json',
  yaml: 'yaml',
  yml: 'yaml',
  csv: 'csv',
  tsv: 'csv',
};

/** The entries of a pasted text or a file. Throws a FailureError, code `invalid`, which never quotes the text. */
export function readKeySource(
  source: { text: string; fileName: string | null },
  parseYaml: (text: string) => unknown,
): KeyEntry[] {
  const entries = entriesIn(source.text, formatOf(source), parseYaml);
  if (entries.length === 0) {
    throw invalid('There is nothing in it.', 'Paste connection strings, one a line, or choose a file.');
  }
  return entries;
}

function formatOf({ text, fileName }: { text: string; fileName: string | null }): Format {
  const ending = /\.([a-z]+)$/i.exec(fileName ?? '')?.[1]?.toLowerCase();
  const known = formatOfEnding[ending ?? ''];
  if (known) return known;
  const start = text.trimStart();
  if (/^[[{]/.test(start)) return 'json';
  const head = start.split('\n', 1)[0] ?? '';
  const columns = head.split(/[,;\t]/).map((name) => memberOf(name));
  if (columns.length > 1 && columns.every((name) => name !== undefined)) return 'csv';
  return /^(?:-\s|endpoints\s*:|[^=;\n]{1,200}:\s*$)/.test(start) ? 'yaml' : 'lines';
}

function entriesIn(text: string, format: Format, parseYaml: (text: string) => unknown): KeyEntry[] {
  switch (format) {
    case 'lines':
      return keyEntriesFromLines(text);
    case 'csv':
      return entriesInTable(text);
    case 'json':
      return entriesInValue(parsed(() => JSON.parse(text), 'JSON'));
    case 'yaml':
      return entriesInValue(parsed(() => parseYaml(text), 'YAML'));
  }
}

/** The parser's own words would quote the text, which holds secrets. */
function parsed(parse: () => unknown, name: string): unknown {
  try {
    return parse();
  } catch {
    throw invalid(
      `This is not ${name}.`,
      'Open it in an editor that marks what is wrong, then choose it again.',
    );
  }
}

function entriesInValue(value: unknown): KeyEntry[] {
  const entries = keyEntriesFromValue(value);
  if (!entries) {
    throw invalid(
      'It holds no list of endpoints.',
      'A list of entries is expected, each with name and connectionString.',
    );
  }
  return entries;
}

function entriesInTable(text: string): KeyEntry[] {
  const [head = [], ...rows] = readDelimitedTable(text);
  const members = head.map(memberOf);
  if (!members.some((member) => member !== undefined)) {
    throw invalid(
      'The first line of the table names no column that is known.',
      `Its columns are called ${keyEntryMembers.filter((name) => !tableless.has(name)).join(', ')}.`,
    );
  }
  return rows.map((row, index) =>
    keyEntryFromObject(
      `Row ${index + 2}`,
      Object.fromEntries(members.flatMap((member, at) => (member ? [[member, row[at] ?? '']] : []))),
    ),
  );
}

/** What a field of a table cannot hold. */
const tableless = new Set(['headers', 'queryString']);

function memberOf(column: string): string | undefined {
  const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z]/g, '');
  const wanted = plain(column);
  return keyEntryMembers.find((name) => !tableless.has(name) && plain(name) === wanted);
}

function invalid(sentence: string, advice: string): FailureError {
  return new FailureError({ code: 'invalid', sentence, advice, fields: { text: sentence } });
}
