/** Text content of an element with its .NET type: the binary format writes each type in its own record. */
export type XmlText =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'long'; readonly value: string }
  | { readonly kind: 'double'; readonly value: number }
  | { readonly kind: 'decimal'; readonly value: string }
  /** `text` is the XML form, `ticks` and `clock` what the binary form holds. */
  | {
      readonly kind: 'dateTime';
      readonly text: string;
      readonly ms: number;
      readonly clock: 'utc' | 'local' | 'unspecified';
    }
  | { readonly kind: 'bytes'; readonly value: Uint8Array };

/** A name and the namespace it is in. */
export type XmlName = { readonly name: string; readonly namespace: string };

/**
 * An element before prefixes are chosen. `type` is written as `i:type`, `nil` as `i:nil="true"`; `declares` are
 * the namespaces a collection announces for its items even when it is empty.
 */
export type XmlElement = {
  readonly name: XmlName;
  readonly type?: XmlName;
  readonly nil?: true;
  readonly declares?: readonly string[];
  readonly content: readonly XmlElement[] | XmlText;
};

export function isText(content: XmlElement['content']): content is XmlText {
  return 'kind' in content;
}

export const instanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance';

type Declaration = { readonly prefix: string; readonly namespace: string };

/**
 * Chooses prefixes as .NET's stream writers do: a namespace not yet in scope gets the first letter that is free,
 * in the order of use: element name, declared item namespaces, type name.
 */
export function declareNamespaces(
  element: XmlElement,
  outer: ReadonlyMap<string, string>,
): { readonly declarations: readonly Declaration[]; readonly scope: ReadonlyMap<string, string> } {
  const used = [element.name.namespace, ...(element.declares ?? [])];
  if (element.type !== undefined) used.push(element.type.namespace);
  const missing = used.filter((namespace, at) => !outer.has(namespace) && used.indexOf(namespace) === at);
  if (missing.length === 0) return { declarations: [], scope: outer };
  const scope = new Map(outer);
  const declarations: Declaration[] = [];
  for (const namespace of missing) {
    const prefix = firstFreeLetter(new Set(scope.values()));
    scope.set(namespace, prefix);
    declarations.push({ prefix, namespace });
  }
  return { declarations, scope };
}

function firstFreeLetter(taken: ReadonlySet<string>): string {
  for (const letter of 'abcdefghjklmnopqrstuvwxyz') if (!taken.has(letter)) return letter;
  throw new Error('More namespaces in scope than a context can have.');
}

/** `prefix:name`, or the bare name in the default namespace. */
export function qualify(name: XmlName, scope: ReadonlyMap<string, string>): string {
  const prefix = scope.get(name.namespace) ?? '';
  return prefix === '' ? name.name : `${prefix}:${name.name}`;
}
