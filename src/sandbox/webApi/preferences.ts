import { badRequest, notSupportedHere } from '../dataverseFault.ts';

/** What the `Prefer` header asked for. */
export type Preferences = {
  readonly representation: boolean;
  readonly continueOnError: boolean;
  readonly maxPageSize: number | undefined;
  /** Whether the annotation was asked for. */
  wants(annotation: string): boolean;
  /** What was honoured, for `Preference-Applied`. */
  readonly applied: readonly string[];
};

const largestPage = 5000;

/** Parses a `Prefer` header. Preferences are wishes: those unknown to Dataverse are left out, as HTTP has it. */
export function parsePreferences(header: string | undefined): Preferences {
  let representation = false;
  let continueOnError = false;
  let maxPageSize: number | undefined;
  let patterns: string[] = [];
  const applied: string[] = [];
  for (const item of splitHeader(header ?? '')) {
    const at = item.indexOf('=');
    const name = (at < 0 ? item : item.slice(0, at)).trim().toLowerCase();
    const value = (at < 0 ? '' : item.slice(at + 1)).trim().replace(/^"(.*)"$/, '$1');
    if (name === 'return' && value === 'representation') representation = true;
    else if (name === 'odata.continue-on-error') continueOnError = value !== 'false';
    else if (name === 'odata.maxpagesize') maxPageSize = parsePageSize(value);
    else if (name === 'odata.include-annotations')
      patterns = value.split(',').map((pattern) => pattern.trim());
    else if (name === 'odata.track-changes') throw notSupportedHere("the preference 'odata.track-changes'");
    else continue;
    applied.push(item.trim());
  }
  return { representation, continueOnError, maxPageSize, applied, wants: annotationTest(patterns) };
}

function parsePageSize(value: string): number {
  if (!/^\d{1,9}$/.test(value) || Number(value) === 0)
    throw badRequest(`Invalid value '${value}' for the preference odata.maxpagesize.`);
  return Math.min(Number(value), largestPage);
}

/** Splits at commas outside double quotes. */
function splitHeader(header: string): string[] {
  return (header.match(/(?:[^,"]|"[^"]*"?)+/g) ?? []).filter((item) => item.trim() !== '');
}

/** Patterns are names, names ending in `.*`, or `*`; a minus sign before one takes it out again. */
function annotationTest(patterns: readonly string[]): (annotation: string) => boolean {
  if (patterns.length === 0) return () => false;
  const answers = new Map<string, boolean>();
  return (annotation) => {
    let answer = answers.get(annotation);
    if (answer === undefined) {
      const matching = patterns.filter((pattern) => matches(pattern.replace(/^-/, ''), annotation));
      answer = matching.length > 0 && !matching.some((pattern) => pattern.startsWith('-'));
      answers.set(annotation, answer);
    }
    return answer;
  };
}

function matches(pattern: string, annotation: string): boolean {
  if (pattern === '*' || pattern === annotation) return true;
  return pattern.endsWith('.*') && annotation.startsWith(pattern.slice(0, -1));
}
