/** A node of the broker, as an AMQP address or a token's audience names it. */
export interface EntityAddress {
  /** Queue, topic or `topic/Subscriptions/name`, as written, without slashes at either end. */
  readonly path: string;
  readonly deadLetter: boolean;
  readonly management: boolean;
}

const URI = /^([a-z][a-z0-9+.-]*):\/\/(\[[^\]]*\]|[^/:?#]*)(?::(\d{1,5}))?(\/[^?#]*)?$/i;

/** A resource URI, cut into its parts. Not `URL`, which would re-encode paths and lose default ports. */
export interface ResourceUri {
  /** Lower case. */
  readonly host: string;
  readonly port: number | undefined;
  /** Lower case, without slashes at either end; empty for the whole namespace. */
  readonly path: string;
}

export function parseResourceUri(text: string): ResourceUri | undefined {
  const match = URI.exec(text.trim());
  if (match === null || match[2] === undefined || match[2] === '') return undefined;
  return {
    host: match[2].toLowerCase(),
    port: match[3] === undefined ? undefined : Number(match[3]),
    path: trimSlashes(match[4] ?? '').toLowerCase(),
  };
}

function trimSlashes(text: string): string {
  return text.replace(/^\/+|\/+$/g, '');
}

/**
 * Reads a link's address: `queue`, `topic/Subscriptions/sub`, either followed by `/$DeadLetterQueue` and
 * `/$management`; letter case of the fixed parts varies between clients. Full URIs are accepted too.
 */
export function parseEntityAddress(address: string): EntityAddress {
  const inUri = /^[a-z][a-z0-9+.-]*:\/\/[^/]*\/?(.*)$/i.exec(address);
  let path = trimSlashes(inUri?.[1] ?? address);
  const management = /(^|\/)\$management$/i.test(path);
  if (management) path = trimSlashes(path.slice(0, -'$management'.length));
  const deadLetter = /\/\$deadletterqueue$/i.test(path);
  if (deadLetter) path = trimSlashes(path.slice(0, -'$deadletterqueue'.length));
  return { path, deadLetter, management };
}

/** Whether a token for `scope` speaks for `path`: the same, or a parent at a slash. Both are compared in lower case. */
export function isWithinScope(path: string, scope: string): boolean {
  const inner = path.toLowerCase();
  const outer = scope.toLowerCase();
  return outer === '' || inner === outer || inner.startsWith(`${outer}/`);
}
