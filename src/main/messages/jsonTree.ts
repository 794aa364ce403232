import { deepestNesting, mostNodes, type WireFault, WireFaultError } from './wireFault.ts';

/**
 * JSON as it was written. Numbers keep their text, because a decimal has up to 29 digits and a long exceeds 2^53;
 * members keep their order and may repeat.
 */
export type JsonNode =
  | { readonly form: 'null' }
  | { readonly form: 'boolean'; readonly value: boolean }
  | { readonly form: 'string'; readonly text: string }
  /** Also NaN, INF, -INF, Infinity and -Infinity, which .NET writes bare. */
  | { readonly form: 'number'; readonly text: string }
  | { readonly form: 'array'; readonly items: JsonNode[] }
  | { readonly form: 'object'; readonly members: JsonMember[] };

export interface JsonMember {
  readonly name: string;
  readonly node: JsonNode;
}

export interface JsonTree {
  /** With a fault: what came before it. */
  readonly root?: JsonNode;
  readonly fault?: WireFault;
}

/**
 * Reads JSON of the dialect that DataContractJsonSerializer writes: standard JSON and bare NaN, INF and -INF.
 * `JSON.parse` refuses those and rounds long numbers. Never throws.
 */
export const readJsonTree = (text: string): JsonTree => {
  const reader = new JsonReader(text);
  try {
    reader.readDocument();
    return { root: reader.root };
  } catch (error) {
    if (error instanceof WireFaultError) return { root: reader.root, fault: error.fault };
    throw error;
  }
};

const specialNumbers = ['NaN', 'INF', '-INF', 'Infinity', '-Infinity'];
const words = ['null', 'true', 'false', ...specialNumbers];
const longestWord = Math.max(...words.map((word) => word.length));
const numberPattern = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordPattern = /-?[A-Za-z]+/y;

const simpleEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

class JsonReader {
  root: JsonNode | undefined;
  private index = 0;
  private nodes = 0;
  /** Names of the members being read, outermost first: a fault names the first of them. */
  private readonly path: string[] = [];
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  readDocument(): void {
    this.readValue((node) => {
      this.root = node;
    }, 0);
    this.skipSpace();
    if (this.index < this.text.length) {
      this.fail('malformed', 'There is more text after the end of the message');
    }
  }

  /** Hands a container over before filling it, so that a fault inside leaves what was read so far. */
  private readValue(accept: (node: JsonNode) => void, depth: number): void {
    if (depth > deepestNesting) this.fail('limit', `The JSON is nested more than ${deepestNesting} deep`);
    this.nodes += 1;
    if (this.nodes > mostNodes) this.fail('limit', `The JSON has more than ${mostNodes} values`);
    this.skipSpace();
    const character = this.text[this.index];
    if (character === undefined) this.failAtEnd();
    else if (character === '{') this.readObject(accept, depth);
    else if (character === '[') this.readArray(accept, depth);
    else if (character === '"') accept({ form: 'string', text: this.readString() });
    else accept(this.readWordOrNumber());
  }

  private readObject(accept: (node: JsonNode) => void, depth: number): void {
    const members: JsonMember[] = [];
    accept({ form: 'object', members });
    this.index += 1;
    for (;;) {
      this.skipSpace();
      if (this.take('}')) return;
      if (members.length > 0) {
        this.expect(',', 'a comma or }');
        this.skipSpace();
      }
      if (this.text[this.index] !== '"') this.failExpecting('a member’s name in quotation marks');
      const name = this.readString();
      this.path.push(name);
      this.skipSpace();
      this.expect(':', 'a colon');
      this.readValue((node) => {
        members.push({ name, node });
      }, depth + 1);
      this.path.pop();
    }
  }

  private readArray(accept: (node: JsonNode) => void, depth: number): void {
    const items: JsonNode[] = [];
    accept({ form: 'array', items });
    this.index += 1;
    for (;;) {
      this.skipSpace();
      if (this.take(']')) return;
      if (items.length > 0) this.expect(',', 'a comma or ]');
      this.readValue((node) => {
        items.push(node);
      }, depth + 1);
    }
  }

  private readString(): string {
    const { text } = this;
    this.index += 1;
    const parts: string[] = [];
    let start = this.index;
    for (;;) {
      const code = text.charCodeAt(this.index);
      if (code === 0x22) {
        parts.push(text.slice(start, this.index));
        this.index += 1;
        return parts.length === 1 ? (parts[0] ?? '') : parts.join('');
      }
      if (code === 0x5c) {
        parts.push(text.slice(start, this.index), this.readEscape());
        start = this.index;
      } else if (Number.isNaN(code)) {
        this.failAtEnd();
      } else {
        this.index += 1;
      }
    }
  }

  private readEscape(): string {
    const letter = this.text[this.index + 1];
    if (letter === undefined) {
      this.index += 1;
      this.failAtEnd();
    }
    const simple = simpleEscapes[letter];
    if (simple !== undefined) {
      this.index += 2;
      return simple;
    }
    const digits = this.text.slice(this.index + 2, this.index + 6);
    if (letter === 'u' && /^[0-9a-fA-F]{4}$/.test(digits)) {
      this.index += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    if (letter === 'u' && this.index + 6 > this.text.length) {
      this.index = this.text.length;
      this.failAtEnd();
    }
    const name = nameCharacter(letter.charCodeAt(0));
    return this.fail('malformed', `The JSON is damaged: a backslash is followed by ${name}`);
  }

  private readWordOrNumber(): JsonNode {
    numberPattern.lastIndex = this.index;
    const number = numberPattern.exec(this.text)?.[0];
    if (number !== undefined) {
      this.index += number.length;
      // A number at the very end may have lost digits: only what follows a number ends it.
      const rest = this.text.slice(this.index, this.index + 3);
      if (this.path.length > 0 && /^([.eE]|[eE][+-])?$/.test(rest)) this.failAtEnd();
      return { form: 'number', text: number };
    }
    wordPattern.lastIndex = this.index;
    const node = nodeOfWord(wordPattern.exec(this.text)?.[0] ?? '');
    if (node) {
      this.index = wordPattern.lastIndex;
      return node;
    }
    const rest = this.text.slice(this.index, this.index + longestWord);
    if (this.index + rest.length === this.text.length && words.some((word) => word.startsWith(rest))) {
      this.failAtEnd();
    }
    return this.failExpecting('a value');
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.index);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09 && code !== 0xfeff) return;
      this.index += 1;
    }
  }

  private take(character: string): boolean {
    if (this.text[this.index] !== character) return false;
    this.index += 1;
    return true;
  }

  private expect(character: string, wanted: string): void {
    if (!this.take(character)) this.failExpecting(wanted);
  }

  private failExpecting(wanted: string): never {
    const found = this.text.codePointAt(this.index);
    if (found === undefined) this.failAtEnd();
    return this.fail(
      'malformed',
      `The JSON is damaged: ${wanted} should be here, but there is ${nameCharacter(found)}`,
    );
  }

  private failAtEnd(): never {
    const member = this.path[0];
    const where = member === undefined ? '' : ` of ${shorten(member)}`;
    this.index = this.text.length;
    return this.fail('end', `The message ends in the middle${where}`);
  }

  private fail(kind: WireFault['kind'], sentence: string): never {
    throw new WireFaultError({ kind, sentence, index: this.index });
  }
}

const nodeOfWord = (word: string): JsonNode | undefined => {
  if (word === 'null') return { form: 'null' };
  if (word === 'true' || word === 'false') return { form: 'boolean', value: word === 'true' };
  return specialNumbers.includes(word) ? { form: 'number', text: word } : undefined;
};

const nameCharacter = (code: number): string =>
  code < 0x20 || (code >= 0xd800 && code < 0xe000) || code === 0xfffd
    ? `the character U+${code.toString(16).toUpperCase().padStart(4, '0')}`
    : `“${String.fromCodePoint(code)}”`;

const shorten = (name: string): string => (name.length > 60 ? `${name.slice(0, 60)}…` : name);
