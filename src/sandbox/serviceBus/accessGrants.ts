import { isWithinScope } from './entityAddress.ts';
import type { PolicyRight } from './namespaceDefinition.ts';

export interface AccessGrant {
  /** Path in lower case; empty for the whole namespace. */
  readonly scope: string;
  readonly rights: ReadonlySet<PolicyRight>;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** A connection may not collect more; far above what a client needs, which is one for each entity. */
const MAX_GRANTS = 1000;

/** What the tokens put on one connection allow. A token for the same audience replaces the earlier one. */
export class AccessGrants {
  readonly #byScope = new Map<string, AccessGrant>();

  /** False when there are too many. */
  add(grant: AccessGrant): boolean {
    if (!this.#byScope.has(grant.scope) && this.#byScope.size >= MAX_GRANTS) return false;
    this.#byScope.set(grant.scope, grant);
    return true;
  }

  /** Whether a token that is still valid allows it; without a right: whether any token covers the path. */
  allow(path: string, right: PolicyRight | undefined, now: number): boolean {
    for (const grant of this.#byScope.values()) {
      if (grant.expiresAt <= now || !isWithinScope(path, grant.scope)) continue;
      if (right === undefined || grant.rights.has(right)) return true;
    }
    return false;
  }

  /** Forgets what has expired; true when anything was forgotten, so that links must be looked at again. */
  dropExpired(now: number): boolean {
    let dropped = false;
    for (const [scope, grant] of this.#byScope) {
      if (grant.expiresAt > now) continue;
      this.#byScope.delete(scope);
      dropped = true;
    }
    return dropped;
  }
}
