import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MultipartError,
  readMultipart,
  writeChangeSet,
  writeReads,
} from '../../../../src/main/dataverse/multipart.ts';

const root = new URL('http://127.0.0.1:1/api/data/v9.2/');
const type = 'multipart/mixed; boundary=batchresponse_1';

function lines(...all: string[]): string {
  return all.join('\r\n');
}

describe('writing a batch', () => {
  it('puts operations into one change set, numbered, with CRLF line ends', () => {
    const { contentType, text } = writeChangeSet(root, [
      { method: 'PATCH', path: 'accounts(1)', etag: '*', body: { name: 'Ä' } },
      { method: 'DELETE', path: 'accounts(2)' },
    ]);
    const batch = /boundary="(batch_[0-9a-f-]{36})"/.exec(contentType)?.[1] ?? '';
    const changeSet = /boundary="(changeset_[0-9a-f-]{36})"/.exec(text)?.[1] ?? '';
    expect(text).toBe(
      lines(
        `--${batch}`,
        `Content-Type: multipart/mixed; boundary="${changeSet}"`,
        '',
        `--${changeSet}`,
        'Content-Type: application/http',
        'Content-Transfer-Encoding: binary',
        'Content-ID: 1',
        '',
        'PATCH /api/data/v9.2/accounts(1) HTTP/1.1',
        'Accept: application/json',
        'If-Match: *',
        'Content-Type: application/json; type=entry',
        '',
        '{"name":"Ä"}',
        `--${changeSet}`,
        'Content-Type: application/http',
        'Content-Transfer-Encoding: binary',
        'Content-ID: 2',
        '',
        'DELETE /api/data/v9.2/accounts(2) HTTP/1.1',
        'Accept: application/json',
        '',
        '',
        `--${changeSet}--`,
        '',
        `--${batch}--`,
        '',
      ),
    );
  });

  it('asks several questions outside a change set', () => {
    const { text } = writeReads(root, ['WhoAmI', 'accounts?$top=1']);
    expect(text.match(/^GET .*$/gm)).toEqual([
      'GET /api/data/v9.2/WhoAmI HTTP/1.1',
      'GET /api/data/v9.2/accounts?$top=1 HTTP/1.1',
    ]);
    expect(text).not.toContain('changeset');
  });
});

describe('reading a batch’s answer', () => {
  it('takes the parts of change sets and the single ones in order', () => {
    const text = lines(
      'a preamble that means nothing',
      '--batchresponse_1',
      'Content-Type: multipart/mixed; boundary="changesetresponse_2"',
      '',
      '--changesetresponse_2',
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      'Content-ID: 1',
      '',
      'HTTP/1.1 204 No Content',
      'OData-Version: 4.0',
      'OData-EntityId: http://127.0.0.1:1/api/data/v9.2/accounts(1)',
      '',
      '',
      '--changesetresponse_2--',
      '',
      '--batchresponse_1',
      'Content-Type: application/http',
      '',
      'HTTP/1.1 200 OK',
      'Content-Type: application/json; odata.metadata=minimal',
      '',
      '{"value":["--batchresponse_1 inside"]}',
      '--batchresponse_1--',
      '',
    );
    const replies = readMultipart(type, text);
    expect(replies).toMatchObject([
      { status: 204, contentId: '1', body: '' },
      { status: 200, contentId: undefined, body: '{"value":["--batchresponse_1 inside"]}' },
    ]);
    expect(replies[0]?.headers.get('odata-entityid')).toContain('accounts(1)');
    // Some proxies change the line ends.
    expect(readMultipart(type, text.replaceAll('\r\n', '\n')).map(({ status }) => status)).toEqual([
      204, 200,
    ]);
  });

  it.each<[string, string, string]>([
    ['no boundary named', 'multipart/mixed', '--x\r\n--x--'],
    ['it ends too early', type, '--batchresponse_1\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 200 OK'],
    ['nothing at all', type, ''],
    [
      'a part that is no HTTP',
      type,
      '--batchresponse_1\r\nContent-Type: application/http\r\n\r\nhello\r\n--batchresponse_1--',
    ],
    [
      'an unknown type',
      type,
      '--batchresponse_1\r\nContent-Type: text/plain\r\n\r\nhello\r\n--batchresponse_1--',
    ],
    ['no header', type, '--batchresponse_1\r\nnonsense\r\n\r\nhello\r\n--batchresponse_1--'],
  ])('refuses what breaks the rules: %s', (_name, contentType, text) => {
    expect(() => readMultipart(contentType, text)).toThrow(MultipartError);
  });

  it('refuses parts nested without end', () => {
    let text = 'HTTP/1.1 200 OK';
    for (let depth = 0; depth < 6; depth += 1) {
      text = `--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${text}\r\n--b--\r\n`;
    }
    expect(() => readMultipart('multipart/mixed; boundary=b', text)).toThrow(MultipartError);
  });

  it('reads back whatever is written around any body', () => {
    const body = fc.string({ unit: 'binary', maxLength: 300 }).filter((text) => !/\n--b1|^--b1/.test(text));
    const part = fc.record({ status: fc.integer({ min: 100, max: 599 }), body });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const text = parts
          .map(
            (one) =>
              `--b1\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 ${one.status} X\r\nA: b\r\n\r\n${one.body}\r\n\r\n`,
          )
          .join('');
        const replies = readMultipart('multipart/mixed; boundary=b1', `${text}--b1--`);
        expect(replies.map((reply) => ({ status: reply.status, body: reply.body }))).toEqual(parts);
      }),
    );
  });

  it('never throws anything but its own error, and never takes long', () => {
    const pieces = fc.constantFrom(
      '--b1',
      '--b1--',
      '\r\n',
      '\n',
      'Content-Type: application/http',
      'Content-Type: multipart/mixed; boundary=b1',
      'HTTP/1.1 200 OK',
      ':',
      '{}',
      '--',
      'x'.repeat(1000),
      '-'.repeat(5000),
    );
    const text = fc
      .array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 60 })
      .map((all) => all.join(''));
    const contentType = fc.oneof(
      fc.constant('multipart/mixed; boundary=b1'),
      fc.string({ unit: 'binary', maxLength: 200 }),
    );
    fc.assert(
      fc.property(contentType, text, (given, content) => {
        const started = performance.now();
        try {
          readMultipart(given, content);
        } catch (error) {
          expect(error).toBeInstanceOf(MultipartError);
        }
        expect(performance.now() - started).toBeLessThan(500);
      }),
      { numRuns: 500 },
    );
  });
});
