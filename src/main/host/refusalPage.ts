export type Refusal = 'host' | 'origin' | 'method' | 'token' | 'cookie' | 'reload';

const sentences: Readonly<Record<Refusal, string>> = {
  host: 'Registrar answers only to 127.0.0.1 and localhost, at the port that it printed. Where the port is forwarded, forward it to the same number.',
  origin: 'Registrar answers only to its own page, and this request came from another one.',
  method: 'Registrar only hands out its page here.',
  token:
    'This start address is no longer good. Registrar makes a new one each time it starts: open the address that it printed last.',
  cookie: 'This browser has not been let in. Open the whole address that Registrar printed, with its token.',
  reload: 'One moment …',
};

/** A plain page with one sentence, for a person who opened an address that is not good. No script, no style. */
export function refusalPage(refusal: Refusal): string {
  const again = refusal === 'reload' ? '<meta http-equiv="refresh" content="0;url=/">' : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Registrar</title>${again}</head><body><h1>Registrar</h1><p>${sentences[refusal]}</p></body></html>\n`;
}
