/** Messages in the order of their sequence numbers, found by number without walking from the start. */
export class OrderedMessages<M extends { readonly sequenceNumber: number; removed: boolean }> {
  #messages: M[] = [];
  #removed = 0;
  /** No message before this index can be taken: saves walking over what is locked or gone. */
  #cursor = 0;

  get count(): number {
    return this.#messages.length - this.#removed;
  }

  /** The number must be higher than every earlier one. */
  append(message: M): void {
    this.#messages.push(message);
  }

  remove(message: M): void {
    if (message.removed) return;
    message.removed = true;
    this.#removed += 1;
    if (this.#removed > 64 && this.#removed * 2 > this.#messages.length) this.#compact();
  }

  #compact(): void {
    const gone = this.#messages.slice(0, this.#cursor).filter(({ removed }) => removed).length;
    this.#cursor -= gone;
    this.#messages = this.#messages.filter(({ removed }) => !removed);
    this.#removed = 0;
  }

  /** First message that is free, in order; the search goes on from there next time. */
  nextWhere(isFree: (message: M) => boolean): M | undefined {
    for (; this.#cursor < this.#messages.length; this.#cursor += 1) {
      const message = this.#messages[this.#cursor];
      if (message !== undefined && !message.removed && isFree(message)) return message;
    }
    return undefined;
  }

  /** Must be told when a message becomes free again, so that it is found again at its place. */
  rewindTo(message: M): void {
    this.#cursor = Math.min(this.#cursor, this.#indexOf(message.sequenceNumber));
  }

  find(sequenceNumber: number): M | undefined {
    const message = this.#messages[this.#indexOf(sequenceNumber)];
    return message?.sequenceNumber === sequenceNumber && !message.removed ? message : undefined;
  }

  /** Every message from a sequence number on. */
  *from(sequenceNumber: number): Generator<M> {
    const messages = this.#messages;
    for (let index = this.#indexOf(sequenceNumber); index < messages.length; index += 1) {
      const message = messages[index];
      if (message !== undefined && !message.removed) yield message;
    }
  }

  /** Index of the first message whose number is at least this. */
  #indexOf(sequenceNumber: number): number {
    let low = 0;
    let high = this.#messages.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const message = this.#messages[middle];
      if (message !== undefined && message.sequenceNumber < sequenceNumber) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
