import { expect, test } from 'vitest';
import { type SasJudge, verifySasToken } from '../../../../src/sandbox/serviceBus/sasVerification.ts';

// Signatures that another implementation made, of a key that is base64 but is used as its text.
const KEY = 'dGVzdC1rZXktbm90LXJlYWw=';
const EXPIRY = 1_700_000_000;

function judge(policyName: string, now = (EXPIRY - 60) * 1000): SasJudge {
  return {
    findPolicies: (name) => (name === policyName ? [{ name, key: KEY, rights: ['Send'] }] : []),
    isOwnHost: ({ host }) => host === 'contoso.servicebus.windows.net',
    now,
  };
}

function token(resource: string, signature: string, policy: string): string {
  return (
    `SharedAccessSignature sr=${encodeURIComponent(resource)}&sig=${signature}` +
    `&se=${EXPIRY}&skn=${encodeURIComponent(policy)}`
  );
}

const ROOT = token(
  'sb://contoso.servicebus.windows.net/crm',
  '4oyayBXjq1kJlrF1LLV4kNBAPL5P94qS8XREq1PswnE%3D',
  'RootManageSharedAccessKey',
);

test('signatures made elsewhere are verified', () => {
  expect(
    verifySasToken(ROOT, 'sb://contoso.servicebus.windows.net/crm', judge('RootManageSharedAccessKey')),
  ).toEqual({ kind: 'granted', scope: 'crm', rights: new Set(['Send']), expiresAt: EXPIRY * 1000 });
  const spaces = token(
    'http://contoso.servicebus.windows.net/my queue',
    '%2FFzYy9yryhzXwam%2FBD23Z9QignvrIUdZHuVFjH0XTDs%3D',
    'send only',
  );
  const verdict = verifySasToken(spaces, 'sb://contoso.servicebus.windows.net/my queue', judge('send only'));
  expect(verdict.kind).toBe('granted');
});

test('the grant is for the audience, which may be below what the token names', () => {
  const audience = 'sb://contoso.servicebus.windows.net/crm/$management';
  expect(verifySasToken(ROOT, audience, judge('RootManageSharedAccessKey'))).toMatchObject({
    scope: 'crm/$management',
  });
  const beside = 'sb://contoso.servicebus.windows.net/crm2';
  expect(verifySasToken(ROOT, beside, judge('RootManageSharedAccessKey'))).toMatchObject({
    kind: 'refused',
    description: expect.stringContaining('InvalidAudience'),
  });
});

test('any change to the token makes it invalid', () => {
  const audience = 'sb://contoso.servicebus.windows.net/crm';
  const changed = [
    ROOT.replace('sig=4', 'sig=5'),
    ROOT.replace(`se=${EXPIRY}`, `se=${EXPIRY + 1}`),
    ROOT.replace('%2Fcrm', '%2Fcr'),
    ROOT.replace('%3A%2F%2F', '%3a%2f%2f'),
    ROOT.replace('sig=4oya', 'sig='),
  ];
  for (const one of changed) {
    expect(verifySasToken(one, audience, judge('RootManageSharedAccessKey'))).toEqual({
      kind: 'refused',
      description: 'InvalidSignature: The token has an invalid signature.',
    });
  }
});

test('a token holds until the second that it names', () => {
  const audience = 'sb://contoso.servicebus.windows.net/crm';
  const at = (now: number) => verifySasToken(ROOT, audience, judge('RootManageSharedAccessKey', now)).kind;
  expect(at(EXPIRY * 1000 - 1)).toBe('granted');
  expect(at(EXPIRY * 1000)).toBe('refused');
});

test('fields may come in any order and letter case', () => {
  const fields = ROOT.slice('SharedAccessSignature '.length).split('&').reverse();
  const audience = 'SB://CONTOSO.servicebus.windows.net/CRM/';
  const shuffled = `SharedAccessSignature ${fields.map((field) => field.replace('skn=', 'SKN=')).join('&')}`;
  expect(verifySasToken(shuffled, audience, judge('RootManageSharedAccessKey')).kind).toBe('granted');
});
