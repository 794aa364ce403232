/**
 * Every way in which the bytes of a secret may lie in a file, in memory or in a text: plain, in UTF-16, in base64 at
 * each of its three alignments, in hex, escaped for addresses and for JSON.
 */
export function secretSpellings(secret: string): readonly Buffer[] {
  const plain = Buffer.from(secret, 'utf8');
  const wide = Buffer.from(secret, 'utf16le');
  const texts = new Set([
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll('/', '\\/'),
    plain.toString('hex'),
    plain.toString('hex').toUpperCase(),
    ...base64Cores(plain),
    ...base64Cores(wide),
  ]);
  return [
    ...[...texts].flatMap((text) => [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')]),
    Buffer.from(wide).swap16(),
  ];
}

/** What base64 of something that holds the bytes has to hold, wherever in it they begin. */
function base64Cores(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    // The characters at both ends are shared with the neighbours.
    const core = text.slice(before === 0 ? 0 : before + 1, -2);
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** The secrets that are in there, by the first letters of how they are spelt; none when it is clean. */
export function secretsIn(content: Buffer, secrets: readonly string[]): readonly string[] {
  return secrets.flatMap((secret) =>
    secretSpellings(secret)
      .filter((spelling) => content.includes(spelling))
      .map((spelling) => `${secret.slice(0, 6)}… as ${spelling.toString('latin1').slice(0, 12)}…`),
  );
}
