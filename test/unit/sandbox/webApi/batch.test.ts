import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Reply, startApiUnderTest } from '../apiUnderTest.ts';

const { send, create, organisation, server } = await startApiUnderTest();

type Operation = readonly [method: string, url: string, body?: unknown, headers?: readonly string[]];

function operation([method, url, body, headers = []]: Operation, contentId?: number): string {
  return [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    '',
    `${method} ${url} HTTP/1.1`,
    ...(body === undefined ? [] : ['Content-Type: application/json; type=entry']),
    ...headers,
    '',
    body === undefined ? '' : JSON.stringify(body),
  ].join('\r\n');
}

function changeSet(operations: readonly Operation[]): string {
  return [
    'Content-Type: multipart/mixed; boundary="changeset_1"',
    '',
    ...operations.map((item, index) => `--changeset_1\r\n${operation(item, index + 1)}`),
    '--changeset_1--',
  ].join('\r\n');
}

function batch(parts: readonly string[], headers: Record<string, string> = {}): Promise<Reply> {
  const body = [...parts.map((part) => `--batch_1\r\n${part}`), '--batch_1--', ''].join('\r\n');
  return send('POST', '$batch', body, {
    headers: { 'Content-Type': 'multipart/mixed; boundary="batch_1"', ...headers },
  });
}

function statuses(reply: Reply): number[] {
  return [...reply.text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map((match) => Number(match[1]));
}

describe('a batch', () => {
  it('runs operations one after the other, whatever form their addresses have', async () => {
    const reply = await batch([
      operation(['POST', '/api/data/v9.2/accounts', { name: 'one' }]),
      operation(['GET', `${server.url}accounts?$select=name`]),
      operation(['GET', 'WhoAmI']),
    ]);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toMatch(/^multipart\/mixed; boundary=batchresponse_/);
    expect(statuses(reply)).toEqual([204, 200, 200]);
    expect(reply.text).toContain('"name":"one"');
    expect(reply.text).toMatch(/\r\nOData-EntityId: http.*accounts\([-0-9a-f]{36}\)\r\n/);
  });

  it('stops at the first failure with status 400, or goes on when told to', async () => {
    const parts = [
      operation(['GET', 'accounts?$select=nmae']),
      operation(['POST', 'accounts', { name: 'after the failure' }]),
    ];
    const stopped = await batch(parts);
    expect([stopped.status, statuses(stopped)]).toEqual([400, [400]]);
    expect(stopped.text).toContain('0x80060888');
    const continued = await batch(parts, { Prefer: 'odata.continue-on-error' });
    expect([continued.status, statuses(continued)]).toEqual([200, [400, 204]]);
  });

  it('keeps a change set together', async () => {
    const reply = await batch([
      changeSet([
        ['POST', 'accounts', { name: 'Set' }],
        ['POST', 'tasks', { subject: 'of the set', 'regardingobjectid_account_task@odata.bind': '$1' }],
        ['PATCH', '$1', { telephone1: '99' }],
        ['PUT', '$1/websiteurl', { value: 'https://contoso.example' }],
      ]),
    ]);
    expect([reply.status, statuses(reply)]).toEqual([200, [204, 204, 204, 204]]);
    expect([...reply.text.matchAll(/^Content-ID: (\d)/gm)].map((match) => match[1])).toEqual([
      '1',
      '2',
      '3',
      '4',
    ]);
    const found = await send('GET', "accounts?$filter=name eq 'Set'&$expand=Account_Tasks($select=subject)");
    expect(found.rows).toMatchObject([
      { telephone1: '99', websiteurl: 'https://contoso.example', Account_Tasks: [{ subject: 'of the set' }] },
    ]);
  });

  it('undoes a change set that fails, and answers with one part', async () => {
    const kept = await create('accounts', { name: 'Kept', telephone1: '1' });
    const before = organisation.store.snapshot();
    const reply = await batch([
      changeSet([
        ['POST', 'accounts', { name: 'Lost' }],
        ['PATCH', `accounts(${kept})`, { telephone1: '2' }],
        ['DELETE', `accounts(${kept})`],
        ['POST', 'accounts', { name: 'x'.repeat(200) }],
      ]),
    ]);
    expect([reply.status, statuses(reply)]).toEqual([400, [400]]);
    expect(reply.text).toContain('0x80044331');
    expect(organisation.store.snapshot().tables).toEqual(before.tables);
  });

  it('gives operations their own headers, and those of the batch that hold for all', async () => {
    const id = await create('accounts', { name: 'x' });
    const reply = await batch([operation(['PATCH', `accounts(${id})`, { name: 'y' }, ['If-Match: W/"1"']])]);
    expect(statuses(reply)).toEqual([412]);
  });

  it.each<[string, readonly string[], string]>([
    ['a GET in a change set', [changeSet([['GET', 'accounts']])], 'cannot hold a GET'],
    [
      'an unknown content id',
      [changeSet([['PATCH', '$7', {}]])],
      "Content-ID Reference: '$7' does not exist",
    ],
    ['a batch in a batch', [operation(['POST', '$batch'])], 'cannot hold another batch'],
    ['another service', [operation(['GET', '/elsewhere/accounts'])], 'not one of this service'],
    ['a strange method', [operation(['BREW', 'accounts'])], 'not a request line'],
    ['nothing', [], 'no operation'],
    ['a wrong part', ['Content-Type: text/plain\r\n\r\nhello'], 'application/http'],
    [
      'a content id used twice',
      [
        changeSet([['POST', 'accounts', {}]]).replace(
          '--changeset_1--',
          `--changeset_1\r\n${operation(['POST', 'accounts', {}], 1)}\r\n--changeset_1--`,
        ),
      ],
      'used twice',
    ],
    ['too many operations', Array.from({ length: 1001 }, () => operation(['GET', 'WhoAmI'])), 'at most 1000'],
  ])('refuses %s', async (_what, parts, words) => {
    const reply = await batch(parts);
    expect(reply.status).toBe(400);
    expect(reply.text).toContain(words);
  });

  it.each(['text/plain', 'multipart/mixed', 'multipart/form-data; boundary=b'])(
    'refuses the content type %s',
    async (type) => {
      const reply = await send('POST', '$batch', 'x', { headers: { 'Content-Type': type } });
      expect([reply.status, reply.code]).toEqual([400, '0x80060888']);
    },
  );

  it('answers a GET of $batch with 405', async () => {
    expect((await send('GET', '$batch')).status).toBe(405);
  });

  it('answers any rubbish with an error, never with silence', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '--b',
        '--b--',
        '\r\n',
        '\n',
        'Content-Type: application/http',
        'Content-Type: multipart/mixed; boundary=c',
        '--c',
        '--c--',
        'GET accounts HTTP/1.1',
        'PATCH accounts(1) HTTP/1.1',
        'Content-ID: 1',
        '{"name":1}',
      ),
      fc.string({ maxLength: 12 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 25 }), async (pieces) => {
        const reply = await send('POST', '$batch', pieces.join('\r\n'), {
          headers: { 'Content-Type': 'multipart/mixed; boundary=b' },
        });
        expect([200, 400]).toContain(reply.status);
        if (reply.status === 400 && !reply.text.startsWith('--batchresponse_'))
          expect(reply.json.error).toMatchObject({ code: '0x80060888', message: expect.any(String) });
      }),
      { numRuns: 400 },
    );
  });
});
