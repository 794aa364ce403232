import { isAbsolute, resolve } from 'node:path';
import { asSandboxScale, type SandboxScale, sandboxScales } from '../sandboxScale.ts';

/**
 * `port` is 0 to 65535, `folder` is made absolute, `milliseconds` is a whole number from 0, `scale` is one of
 * the sandbox's, `text` is taken as it is.
 */
export type FlagKind = 'switch' | 'port' | 'folder' | 'milliseconds' | 'scale' | 'text';
export type FlagDefinitions = Readonly<Record<string, FlagKind>>;
export type FlagValues<Definitions extends FlagDefinitions> = {
  readonly [Name in keyof Definitions]?: Definitions[Name] extends 'switch'
    ? boolean
    : Definitions[Name] extends 'folder' | 'text'
      ? string
      : Definitions[Name] extends 'scale'
        ? SandboxScale
        : number;
};
export type FlagReading<Definitions extends FlagDefinitions> =
  | { readonly kind: 'flags'; readonly values: FlagValues<Definitions> }
  | { readonly kind: 'wrong'; readonly sentence: string };

const largestPort = 65_535;
/** setTimeout takes no more. */
const largestDelay = 2_147_483_647;

/** Reads `--name value`, `--name=value` and `--switch`; the sentence says what is wrong and what is known. */
export function readFlags<const Definitions extends FlagDefinitions>(
  args: readonly string[],
  definitions: Definitions,
): FlagReading<Definitions> {
  const values: Record<string, string | number | boolean> = {};
  const wrong = (sentence: string) => ({ kind: 'wrong', sentence }) as const;
  const known = Object.keys(definitions).map((name) => `--${name}`);

  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? '';
    const [, name = '', , inline] = /^--([^=]+)(=(.*))?$/s.exec(argument) ?? [];
    const kind = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
    if (kind === undefined) return wrong(`${argument} is not known here. Known: ${known.join(', ')}.`);
    if (Object.hasOwn(values, name)) return wrong(`--${name} is given twice.`);
    if (kind === 'switch') {
      if (inline !== undefined) return wrong(`--${name} takes no value.`);
      values[name] = true;
      continue;
    }
    const text = inline ?? args[++index];
    if (text === undefined || text === '' || (inline === undefined && text.startsWith('--'))) {
      return wrong(`--${name} needs a value: ${expectations[kind]}.`);
    }
    const value = readValue(text, kind);
    if (value === null) return wrong(`--${name} ${text} cannot be used: it has to be ${expectations[kind]}.`);
    values[name] = value;
  }
  return { kind: 'flags', values: values as FlagValues<Definitions> };
}

const expectations: Readonly<Record<Exclude<FlagKind, 'switch'>, string>> = {
  port: `a port from 0 to ${largestPort}, where 0 takes a free one`,
  folder: 'a folder',
  text: 'a text',
  milliseconds: 'a whole number of milliseconds',
  scale: sandboxScales.join(' or '),
};

function readValue(text: string, kind: Exclude<FlagKind, 'switch'>): string | number | null {
  if (kind === 'text') return text;
  if (kind === 'folder') return absolute(text);
  return kind === 'scale' ? asSandboxScale(text) : wholeNumber(text, kind);
}

function wholeNumber(text: string, kind: 'port' | 'milliseconds'): number | null {
  const value = Number(text);
  const largest = kind === 'port' ? largestPort : largestDelay;
  return /^\d+$/.test(text) && value <= largest ? value : null;
}

function absolute(path: string): string {
  return isAbsolute(path) ? path : resolve(path);
}
