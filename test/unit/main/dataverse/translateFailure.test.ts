import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serverCodes } from '../../../../src/main/dataverse/serverCodes.ts';
import { translateCut, translateFailure } from '../../../../src/main/dataverse/translateFailure.ts';
import { Failure } from '../../../../src/shared/contract/failure.ts';

function translate(status: number, body: string): Failure {
  return translateFailure({ status, body, operation: 'test' });
}

function error(code: string, message: string): string {
  return JSON.stringify({ error: { code, message } });
}

describe('errors of Dataverse', () => {
  it.each<[number, string, Failure['code']]>([
    [404, '0x80040217', 'notFound'],
    [403, '0x80040220', 'forbidden'],
    [412, '0x80060882', 'conflict'],
    [412, '0x80040237', 'duplicate'],
    [405, '0x80040227', 'inUse'],
    [400, '0x8004F01F', 'inUse'],
    [400, '0x80044331', 'invalid'],
    [400, '0x80048d19', 'invalid'],
    [429, '0x80072322', 'throttled'],
    [403, '0x80040225', 'signIn'],
  ])('%i with %s is %s', (status, code, expected) => {
    const failure = translate(status, error(code, 'Server words.'));
    expect(failure).toMatchObject({
      code: expected,
      serverCode: code.toLowerCase(),
      serverMessage: 'Server words.',
      httpStatus: status,
      operation: 'test',
    });
    expect(failure.sentence).toMatch(/\.$/);
  });

  it('takes the status for what it says when the code is unknown', () => {
    expect(translate(403, error('0x12345678', 'No.'))).toMatchObject({ code: 'forbidden' });
    expect(translate(400, error('0x12345678', 'No.'))).toMatchObject({ code: 'invalid' });
    expect(translate(501, error('', 'Not here.'))).toMatchObject({ code: 'unsupported' });
    expect(translate(500, '')).toMatchObject({ code: 'unavailable' });
  });

  it('makes one code of all the ways to write it', () => {
    const body = JSON.stringify({ Message: 'Slow down.', ErrorCode: -2147015902 });
    expect(translate(429, body)).toMatchObject({ serverCode: '0x80072322', serverMessage: 'Slow down.' });
    expect(translate(400, JSON.stringify({ error: { code: '-2147220969', message: 'x' } })).serverCode).toBe(
      '0x80040217',
    );
  });

  it.each<[string, string]>([
    ['<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>', '502 Bad Gateway'],
    ['<h1>Service   Unavailable</h1><script>if (1<2) {}</script><p>Try later</p>', 'Service Unavailable'],
    ['HTTP Error 401 - Unauthorized: Access is denied', 'HTTP Error 401 - Unauthorized: Access is denied'],
    ['{"broken', '{"broken'],
  ])('finds words in what is no JSON', (body, words) => {
    expect(translate(502, body).serverMessage).toContain(words);
  });

  it('shows no secret that the server repeats', () => {
    const failure = translate(
      400,
      error('0x80040203', `Bad value {"saskey":"${'a'.repeat(43)}="} for saskey.`),
    );
    expect(JSON.stringify(failure)).not.toContain('aaaa');
  });

  it('is never lost for words, whatever comes', () => {
    const body = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3000 }),
      fc.json(),
      fc.json().map((value) => `{"error":${value}}`),
      fc.constantFrom(
        '<'.repeat(100_000),
        `<title>${'x'.repeat(5000)}`,
        '{'.repeat(50_000),
        'a '.repeat(50_000),
      ),
      fc.constantFrom(...Object.keys(serverCodes)).map((code) => error(code, 'x')),
    );
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 599 }), body, (status, text) => {
        const started = performance.now();
        const failure = translate(status, text);
        expect(performance.now() - started).toBeLessThan(500);
        expect(Failure.safeParse(failure).success).toBe(true);
        expect(failure.sentence.length).toBeGreaterThan(10);
        expect(failure.serverMessage?.length ?? 0).toBeLessThan(2100);
      }),
      { numRuns: 400 },
    );
  });

  it('gives every known code a whole sentence and says what to do', () => {
    for (const { sentence, advice } of Object.values(serverCodes)) {
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(advice).toMatch(/\.$/);
    }
  });
});

describe('connections that fail', () => {
  function fetchError(code: string, message = 'x'): Error {
    return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });
  }

  it.each<[string, 'notSent' | 'cut']>([
    ['ECONNREFUSED', 'notSent'],
    ['ENOTFOUND', 'notSent'],
    ['EAI_AGAIN', 'notSent'],
    ['UND_ERR_CONNECT_TIMEOUT', 'notSent'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'notSent'],
    ['ECONNRESET', 'cut'],
    ['UND_ERR_SOCKET', 'cut'],
    ['EPIPE', 'cut'],
    ['SOMETHING_NEW', 'cut'],
  ])('%s means %s', (code, kind) => {
    const result = translateCut(fetchError(code), 'test');
    expect(result.kind).toBe(kind);
    expect(result.failure.code).toBe('offline');
  });

  it('understands what Electron’s fetch says', () => {
    expect(translateCut(new Error('net::ERR_INTERNET_DISCONNECTED'), 'test').kind).toBe('notSent');
    expect(translateCut(new Error('net::ERR_CONNECTION_RESET'), 'test').kind).toBe('cut');
    expect(translateCut(new Error('Redirect was cancelled'), 'test')).toMatchObject({
      kind: 'notSent',
      failure: { code: 'unsupported' },
    });
    expect(translateCut(new Error('net::ERR_CERT_AUTHORITY_INVALID'), 'test').failure.sentence).toContain(
      'certificate',
    );
  });

  it('looks into the errors of several addresses', () => {
    const all = new AggregateError([fetchError('ECONNREFUSED').cause], '');
    expect(translateCut(new TypeError('fetch failed', { cause: all }), 'test').kind).toBe('notSent');
  });
});
