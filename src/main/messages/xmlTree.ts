import { deepestNesting, mostNodes, type WireFault, WireFaultError } from './wireFault.ts';

/** A name with its namespace, as `i:type` points to one. */
export interface QualifiedName {
  readonly namespace: string;
  readonly local: string;
}

/** An element, as far as a data contract needs it. Text between child elements is only ever white space. */
export interface XmlElement extends QualifiedName {
  readonly prefix: string;
  readonly attributes: readonly XmlAttribute[];
  readonly declarations: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
  /** `i:nil="true"`. */
  readonly isNil: boolean;
  /** `i:type`, its prefix resolved with the declarations in scope, those on the element itself included. */
  readonly type?: QualifiedName;
  /** Whether its end was seen: only the elements around a fault stay open. */
  isClosed: boolean;
}

export interface XmlAttribute {
  readonly prefix: string;
  readonly local: string;
  readonly value: string;
}

/** What a reader of text XML and one of .NET binary XML both report. */
export interface XmlSink {
  /** `declarations`: prefix to namespace, '' for the default one, of this element alone. */
  open(
    prefix: string,
    local: string,
    attributes: readonly XmlAttribute[],
    declarations: ReadonlyMap<string, string>,
  ): void;
  text(text: string): void;
  close(): void;
}

export interface XmlTree {
  /** With a fault: what came before it. */
  readonly root?: XmlElement;
  readonly fault?: WireFault;
}

export const schemaInstanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance';

/** Namespaces in scope, innermost first: a chain, because copying them for each element could take for ever. */
interface Scope {
  readonly declared: ReadonlyMap<string, string>;
  readonly outer?: Scope;
}

const outermostScope: Scope = {
  declared: new Map([
    ['', ''],
    ['xml', 'http://www.w3.org/XML/1998/namespace'],
  ]),
};

const lookUp = (start: Scope, prefix: string): string | undefined => {
  for (let scope: Scope | undefined = start; scope; scope = scope.outer) {
    const namespace = scope.declared.get(prefix);
    if (namespace !== undefined) return namespace;
  }
  return undefined;
};

/** Builds the tree from a reader's events, and refuses what nests or multiplies beyond reason. */
export class XmlTreeBuilder implements XmlSink {
  root: XmlElement | undefined;
  private readonly stack: { element: XmlElement; scope: Scope; texts: string[] }[] = [];
  private nodes = 0;
  private readonly position: () => number;

  /** @param position where the reader is, for faults found here */
  constructor(position: () => number) {
    this.position = position;
  }

  get depth(): number {
    return this.stack.length;
  }

  /** Local names of the elements that are open, outermost first. */
  get path(): string[] {
    return this.stack.map(({ element }) => element.local);
  }

  open(
    prefix: string,
    local: string,
    attributes: readonly XmlAttribute[],
    declarations: ReadonlyMap<string, string>,
  ): void {
    this.nodes += 1 + attributes.length;
    if (this.depth >= deepestNesting)
      this.fail('limit', `The XML is nested more than ${deepestNesting} deep`);
    if (this.nodes > mostNodes) this.fail('limit', `The XML has more than ${mostNodes} elements`);
    const parent = this.stack.at(-1);
    const outer = parent?.scope ?? outermostScope;
    const scope: Scope = declarations.size === 0 ? outer : { declared: declarations, outer };
    const namespace = lookUp(scope, prefix);
    if (namespace === undefined) {
      this.fail('malformed', `The XML uses the prefix “${shorten(prefix)}” without saying what it means`);
    }
    const instanceAttribute = (name: string): string | undefined =>
      attributes.find(
        (attribute) =>
          attribute.local === name &&
          attribute.prefix !== '' &&
          lookUp(scope, attribute.prefix) === schemaInstanceNamespace,
      )?.value;
    const nil = instanceAttribute('nil')?.trim();
    const typeText = instanceAttribute('type')?.trim();
    const element: XmlElement = {
      prefix,
      local,
      namespace,
      attributes,
      declarations,
      children: [],
      text: '',
      isNil: nil === 'true' || nil === '1',
      ...(typeText ? { type: resolve(typeText, scope) } : {}),
      isClosed: false,
    };
    if (parent) parent.element.children.push(element);
    else this.root = element;
    this.stack.push({ element, scope, texts: [] });
  }

  text(text: string): void {
    this.stack.at(-1)?.texts.push(text);
  }

  close(): void {
    const closed = this.stack.pop();
    if (!closed) return;
    closed.element.text = closed.texts.join('');
    closed.element.isClosed = true;
  }

  private fail(kind: WireFault['kind'], sentence: string): never {
    throw new WireFaultError({ kind, sentence, index: this.position() });
  }
}

/** An unknown prefix leaves the name as it is: the type is then one that nobody knows, and the value is kept. */
const resolve = (text: string, scope: Scope): QualifiedName => {
  const colon = text.indexOf(':');
  const prefix = colon < 0 ? '' : text.slice(0, colon);
  return { namespace: lookUp(scope, prefix) ?? '', local: text.slice(colon + 1) };
};

/** ` of InputParameters`: the member of the context that was being read, for a sentence. */
export const whereIn = (path: readonly string[]): string => {
  const name = path[1];
  return name === undefined ? '' : ` of ${shorten(name)}`;
};

const shorten = (name: string): string => (name.length > 60 ? `${name.slice(0, 60)}…` : name);
