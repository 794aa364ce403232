/** Setting out a hostile body in lines can make it hundreds of times longer: then it is shown as it came. */
const mostCharacters = 16 * 1024 * 1024;

/** Collects text up to a limit. */
export class TextWriter {
  private readonly parts: string[] = [];
  private length = 0;

  get isFull(): boolean {
    return this.length > mostCharacters;
  }

  write(...texts: string[]): void {
    if (this.isFull) return;
    for (const text of texts) {
      this.parts.push(text);
      this.length += text.length;
    }
  }

  /** All that was written; undefined when it was too much. */
  finish(): string | undefined {
    return this.isFull ? undefined : this.parts.join('');
  }
}
