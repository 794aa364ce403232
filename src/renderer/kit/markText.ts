export interface TextPart {
  /** Place in the text. */
  readonly at: number;
  readonly part: string;
  readonly marked: boolean;
}

/** Cuts a text into what the terms (lower case) found and what lies between. The parts make up the text again. */
export function markText(text: string, terms: readonly string[]): readonly TextPart[] {
  const lower = text.toLowerCase();
  // A few letters change their length in lower case: then places do not correspond, and nothing is marked.
  if (lower.length !== text.length) return [{ at: 0, part: text, marked: false }];
  const parts: TextPart[] = [];
  let at = 0;
  while (at < text.length) {
    let start = -1;
    let length = 0;
    for (const term of terms) {
      const found = term === '' ? -1 : lower.indexOf(term, at);
      if (found < 0) continue;
      if (start < 0 || found < start || (found === start && term.length > length)) {
        start = found;
        length = term.length;
      }
    }
    if (start < 0) break;
    if (start > at) parts.push({ at, part: text.slice(at, start), marked: false });
    parts.push({ at: start, part: text.slice(start, start + length), marked: true });
    at = start + length;
  }
  if (at < text.length) parts.push({ at, part: text.slice(at), marked: false });
  return parts;
}
