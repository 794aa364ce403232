import { randomBytes } from 'node:crypto';

/** One message held by one consumer. */
export interface MessageLock<M> {
  /** 16 random bytes in network order, in hex. */
  readonly token: string;
  readonly message: M;
  /** The consumer's connection: locks go with it. */
  readonly owner: string;
  /** Milliseconds since 1970. */
  until: number;
}

/** The locks of one entity, by token. Whether a lock still holds is decided by the time, not by the sweep. */
export class LockTable<M> {
  readonly #locks = new Map<string, MessageLock<M>>();
  #earliest = Number.POSITIVE_INFINITY;

  add(message: M, owner: string, until: number): MessageLock<M> {
    const lock: MessageLock<M> = { token: randomBytes(16).toString('hex'), message, owner, until };
    this.#locks.set(lock.token, lock);
    this.#earliest = Math.min(this.#earliest, until);
    return lock;
  }

  find(token: string, now: number): MessageLock<M> | undefined {
    const lock = this.#locks.get(token);
    return lock !== undefined && lock.until > now ? lock : undefined;
  }

  remove(token: string): void {
    this.#locks.delete(token);
  }

  /** Takes out every lock whose time is over. */
  takeExpired(now: number): MessageLock<M>[] {
    if (now < this.#earliest) return [];
    const expired: MessageLock<M>[] = [];
    this.#earliest = Number.POSITIVE_INFINITY;
    for (const lock of this.#locks.values()) {
      if (lock.until <= now) expired.push(lock);
      else this.#earliest = Math.min(this.#earliest, lock.until);
    }
    for (const { token } of expired) this.#locks.delete(token);
    return expired;
  }

  /** Takes out every lock that a connection holds. */
  takeOwnedBy(owner: string): MessageLock<M>[] {
    const owned = [...this.#locks.values()].filter((lock) => lock.owner === owner);
    for (const { token } of owned) this.#locks.delete(token);
    return owned;
  }
}

/**
 * Turns a lock token into the delivery tag that carries it, and back: the tag is a GUID in .NET's byte order, whose
 * first three groups are little-endian.
 */
export function swapGuidByteOrder(token: string): Buffer {
  const bytes = Buffer.from(token, 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}
