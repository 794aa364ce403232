/** A body as text, with the way back from a place in the text to a place in the bytes. */
export interface BodyText {
  readonly text: string;
  /** Byte offset in the body of the character at an index of `text`. */
  readonly offsetOf: (index: number) => number;
  /** Set when some bytes were no valid text and show as `�`. */
  readonly fault?: string;
}

/**
 * Reads bytes as text. UTF-8 unless a byte order mark, the content type's charset or the bytes themselves say
 * otherwise: an endpoint's message charset can be Windows-1252. Never throws.
 */
export const readBodyText = (body: Uint8Array, contentType?: string): BodyText => {
  if (body[0] === 0xff && body[1] === 0xfe) return utf16(body, 'utf-16le');
  if (body[0] === 0xfe && body[1] === 0xff) return utf16(body, 'utf-16be');
  const markSize = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0;
  const bytes = body.subarray(markSize);
  try {
    return utf8(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
      markSize,
      body.length,
    );
  } catch {
    // Not valid UTF-8 throughout: a cut-off character at the end, another charset, or damage.
  }
  const tolerant = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (!isDamaged(tolerant)) return utf8(tolerant, markSize, body.length);
  if (markSize === 0 && (namesWindows1252(contentType) || !hasMultiByteCharacter(tolerant))) {
    return { text: new TextDecoder('windows-1252').decode(bytes), offsetOf: (index) => index };
  }
  return {
    ...utf8(tolerant, markSize, body.length),
    fault: 'Some bytes of the message are not valid UTF-8 text; they show as “�”.',
  };
};

/** Whether something other than the last character, which may be cut off, is not valid. */
const isDamaged = (text: string): boolean => {
  const first = text.indexOf('�');
  return first >= 0 && first < text.length - 3;
};

const utf8 = (text: string, markSize: number, size: number): BodyText => ({
  text,
  // A character that was cut off counts three bytes as `�`, so the sum can go beyond the end.
  offsetOf: (index) => Math.min(size, markSize + Buffer.byteLength(text.slice(0, index))),
});

const utf16 = (body: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): BodyText => ({
  text: new TextDecoder(encoding).decode(body),
  offsetOf: (index) => 2 + index * 2,
});

const namesWindows1252 = (contentType: string | undefined): boolean =>
  /charset\s*=\s*"?(windows-1252|iso-8859-1|latin1)/i.test(contentType ?? '');

/** Whether anything beyond ASCII was understood as UTF-8: then it is UTF-8 with damage, not another charset. */
const hasMultiByteCharacter = (text: string): boolean => /[^\0-\x7f�]/.test(text);
