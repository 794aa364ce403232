import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createSasToken,
  describeSasToken,
  isSasTokenExpired,
  isSignedBy,
  looksLikeSasToken,
  parseSasToken,
  type SasToken,
  sasStringToSign,
  tokenCovers,
} from '../../../../src/shared/domain/sasToken.ts';

const sign = (key: string, text: string) => createHmac('sha256', key).update(text).digest('base64');
const key = 'dGVzdC1rZXktbm90LXJlYWw=';
const expiry = 1_700_000_000;

function parsed(text: string): SasToken {
  const reading = parseSasToken(text);
  if (reading.kind !== 'token') throw new Error(reading.sentence);
  return reading.token;
}

describe('known tokens', () => {
  test.each([
    [
      'sb://contoso.servicebus.windows.net/crm',
      'RootManageSharedAccessKey',
      'SharedAccessSignature sr=sb%3A%2F%2Fcontoso.servicebus.windows.net%2Fcrm&sig=4oyayBXjq1kJlrF1LLV4kNBAPL5P94qS8XREq1PswnE%3D&se=1700000000&skn=RootManageSharedAccessKey',
    ],
    [
      'http://contoso.servicebus.windows.net/my queue',
      'send only',
      'SharedAccessSignature sr=http%3A%2F%2Fcontoso.servicebus.windows.net%2Fmy%20queue&sig=%2FFzYy9yryhzXwam%2FBD23Z9QignvrIUdZHuVFjH0XTDs%3D&se=1700000000&skn=send%20only',
    ],
  ])('%s by %s', (resource, policyName, text) => {
    expect(createSasToken({ resource, policyName, key, expiry }, sign)).toBe(text);
    const token = parsed(text);
    expect(token).toMatchObject({ resource, policyName, expiry });
    expect(token.expiresAt.toISOString()).toBe('2023-11-14T22:13:20.000Z');
    expect(isSignedBy(token, key, sign)).toBe(true);
  });

  test('a key whose base64 was decoded makes another signature', () => {
    const decoding = (secret: string, text: string) =>
      createHmac('sha256', Buffer.from(secret, 'base64')).update(text).digest('base64');
    const resource = 'sb://contoso.servicebus.windows.net/crm';
    const wrong = createSasToken(
      { resource, policyName: 'RootManageSharedAccessKey', key, expiry },
      decoding,
    );
    expect(parsed(wrong).signature).toMatch(/^OmdX6XQ8/);
    expect(isSignedBy(parsed(wrong), key, sign)).toBe(false);
  });

  test('the text to sign is the resource as spelled, a line feed and the expiry', () => {
    expect(sasStringToSign('sb%3A%2F%2Fa', 5)).toBe('sb%3A%2F%2Fa\n5');
  });
});

describe('reading tokens', () => {
  const valid = createSasToken({ resource: 'sb://a.b/c', policyName: 'p', key, expiry }, sign);
  const fields = valid.replace('SharedAccessSignature ', '').split('&');

  test.each([
    ['in any order', `SharedAccessSignature ${[...fields].reverse().join('&')}`],
    ['with spaces around', `  ${valid}\n`],
    ['with the first word in lower case', valid.replace('SharedAccessSignature', 'sharedaccesssignature')],
    ['with a field that is not known', `${valid}&x=y`],
    [
      'with a signature that was not encoded',
      valid.replace(/sig=([^&]*)/, (_, text) => `sig=${decodeURIComponent(text)}`),
    ],
  ])('%s', (_, text) => {
    const token = parsed(text);
    expect(token).toEqual(parsed(valid));
    expect(isSignedBy(token, key, sign)).toBe(true);
  });

  test('a resource encoded in lower case, or lower-cased before signing, keeps its own spelling', () => {
    const encodedResource = 'sb%3a%2f%2fa.b%2fmy+queue';
    const signature = encodeURIComponent(sign(key, sasStringToSign(encodedResource, expiry)));
    const token = parsed(`SharedAccessSignature sr=${encodedResource}&sig=${signature}&se=${expiry}&skn=p`);
    expect(token.resource).toBe('sb://a.b/my queue');
    expect(isSignedBy(token, key, sign)).toBe(true);
  });

  test.each([
    [
      'missingField',
      'SharedAccessSignature',
      'the resource (sr), the signature (sig), the expiry (se) and the policy name (skn)',
    ],
    ['missingField', valid.replace(/&skn=.*/, ''), 'lacks the policy name (skn)'],
    ['missingField', valid.replace(/sig=[^&]*/, 'sig='), 'lacks the signature (sig)'],
    ['doubleField', `${valid}${valid.replace('SharedAccessSignature ', '&')}`, 'twice'],
    ['expiryNotANumber', valid.replace(/se=\d+/, 'se=tomorrow'), 'not a number'],
    ['expiryInMilliseconds', valid.replace(/se=\d+/, 'se=1700000000000'), 'milliseconds'],
    ['signatureInvalid', valid.replace(/sig=[^&]*/, 'sig=abc'), 'signature'],
    ['noPrefix', fields.join('&'), 'SharedAccessSignature'],
  ])('says what is malformed: %s', (problem, text, words) => {
    const reading = parseSasToken(text);
    expect(reading).toMatchObject({ kind: 'malformed', problem });
    expect(reading.kind === 'malformed' && reading.sentence).toContain(words);
  });

  test('a missing first word is put back', () => {
    expect(parseSasToken(fields.join('&'))).toMatchObject({ correction: valid });
  });

  test('tells tokens from other texts', () => {
    expect(looksLikeSasToken(valid)).toBe(true);
    expect(looksLikeSasToken(fields.join('&'))).toBe(true);
    expect(looksLikeSasToken(key)).toBe(false);
    expect(looksLikeSasToken('Endpoint=sb://a.b/')).toBe(false);
  });
});

describe('what a token opens', () => {
  test.each([
    ['sb://ns.servicebus.windows.net/crm', 'sb://ns.servicebus.windows.net/crm', true],
    ['sb://ns.servicebus.windows.net/crm', 'sb://ns.servicebus.windows.net/crm/Subscriptions/all', true],
    ['sb://ns.servicebus.windows.net', 'sb://ns.servicebus.windows.net/crm', true],
    ['http://ns.servicebus.windows.net/', 'sb://ns.servicebus.windows.net/crm', true],
    ['SB://NS.servicebus.windows.net/CRM', 'sb://ns.servicebus.windows.net/crm', true],
    ['sb://127.0.0.1:51234/crm', 'sb://127.0.0.1/crm', true],
    ['sb://ns.servicebus.windows.net/crm/', 'sb://ns.servicebus.windows.net/crm', true],
    ['sb://ns.servicebus.windows.net/crm', 'sb://ns.servicebus.windows.net/crm2', false],
    ['sb://ns.servicebus.windows.net/crm', 'sb://ns.servicebus.windows.net', false],
    ['sb://other.servicebus.windows.net', 'sb://ns.servicebus.windows.net', false],
    ['', 'sb://ns.servicebus.windows.net', false],
  ])('%s → %s: %s', (resource, wanted, covers) => {
    expect(tokenCovers({ resource }, wanted)).toBe(covers);
  });

  test('a token is valid until its last second and no longer', () => {
    const expiresAt = new Date('2026-03-01T12:00:00Z');
    expect(isSasTokenExpired({ expiresAt }, new Date('2026-03-01T11:59:59Z'))).toBe(false);
    expect(isSasTokenExpired({ expiresAt }, expiresAt)).toBe(true);
  });

  test('a description names policy, resource and time, and not the signature', () => {
    const token = parsed(createSasToken({ resource: 'sb://a.b/c', policyName: 'p', key, expiry }, sign));
    expect(describeSasToken(token, new Date('2023-01-01T00:00:00Z'))).toBe(
      'Policy p on sb://a.b/c, valid until 2023-11-14 22:13 UTC',
    );
    expect(describeSasToken(token, new Date('2024-01-01T00:00:00Z'))).toBe(
      'Policy p on sb://a.b/c, expired 2023-11-14 22:13 UTC',
    );
  });
});

describe('any token', () => {
  test('is read as it was made', () => {
    fc.assert(
      fc.property(
        fc.record({
          resource: fc.string({ unit: 'grapheme', minLength: 1 }),
          policyName: fc.string({ unit: 'grapheme', minLength: 1 }),
          key: fc.string({ minLength: 1 }),
          expiry: fc.integer({ min: 0, max: 100_000_000_000 }),
        }),
        (wanted) => {
          const token = parsed(createSasToken(wanted, sign));
          expect(token).toMatchObject({
            resource: wanted.resource,
            policyName: wanted.policyName,
            expiry: wanted.expiry,
          });
          expect(isSignedBy(token, wanted.key, sign)).toBe(true);
          expect(isSignedBy(token, `${wanted.key}x`, sign)).toBe(false);
          expect(isSignedBy({ ...token, expiry: token.expiry + 1 }, wanted.key, sign)).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('any text is read without an exception', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constantFrom(
              'SharedAccessSignature ',
              'sr=',
              'sig=',
              'se=',
              'skn=',
              '&',
              '%',
              '%zz',
              '=',
              '9',
            ),
            fc.string({ unit: 'binary' }),
          ),
        ),
        (pieces) => {
          expect(['token', 'malformed']).toContain(parseSasToken(pieces.join('')).kind);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
