/** Writes the few kinds of DER values that a certificate is made of (X.690). Each function gives the whole value. */

function value(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 128) return Buffer.concat([Buffer.from([tag, length]), content]);
  const size: number[] = [];
  for (let left = length; left > 0; left = Math.floor(left / 256)) size.unshift(left % 256);
  return Buffer.concat([Buffer.from([tag, 128 + size.length, ...size]), content]);
}

export function sequence(...parts: readonly Uint8Array[]): Buffer {
  return value(0x30, ...parts);
}

export function set(...parts: readonly Uint8Array[]): Buffer {
  return value(0x31, ...parts);
}

/** @param bytes of a number that is not negative, most significant first */
export function integer(bytes: Uint8Array): Buffer {
  const negative = (bytes[0] ?? 0) >= 128;
  return value(0x02, negative ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

export function boolean(truth: boolean): Buffer {
  return value(0x01, Buffer.from([truth ? 0xff : 0]));
}

/** @param dotted such as `2.5.4.3` */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left % 128) + 128);
    bytes.push(...groups);
  }
  return value(0x06, Buffer.from(bytes));
}

export function utf8String(text: string): Buffer {
  return value(0x0c, Buffer.from(text, 'utf8'));
}

/** A moment until 2049, to the second. */
export function utcTime(moment: Date): Buffer {
  const digits = moment.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14);
  return value(0x17, Buffer.from(`${digits}Z`, 'ascii'));
}

export function octetString(content: Uint8Array): Buffer {
  return value(0x04, content);
}

/** @param unusedBits at the end of the last byte */
export function bitString(content: Uint8Array, unusedBits = 0): Buffer {
  return value(0x03, Buffer.from([unusedBits]), content);
}

export function empty(): Buffer {
  return value(0x05);
}

/** A context-specific value that holds others. */
export function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  return value(0xa0 + tag, ...parts);
}

/** A context-specific value of bytes. */
export function taggedBytes(tag: number, content: Uint8Array): Buffer {
  return value(0x80 + tag, content);
}
