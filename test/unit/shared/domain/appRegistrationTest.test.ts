import { describe, expect, it } from 'vitest';
import { linesOfToken, registrationTestOf } from '../../../../src/shared/domain/appRegistrationTest.ts';
import type { TokenContents } from '../../../../src/shared/domain/tokenContents.ts';

const now = new Date('2026-11-27T12:00:00Z');
const expected = {
  clientId: '11111111-2222-4333-8444-555555555555',
  resource: 'https://contoso.crm.dynamics.com',
  tenantId: '99999999-2222-4333-8444-555555555555',
};
const good: TokenContents = {
  audience: 'https://contoso.crm.dynamics.com',
  kind: 'user',
  tenantId: expected.tenantId,
  userName: 'nancy@contoso.example',
  name: 'Nancy Davolio',
  objectId: null,
  clientId: expected.clientId,
  scopes: ['user_impersonation'],
  roles: [],
  issuedAt: '2026-11-27T11:59:00.000Z',
  expiresAt: '2026-11-27T13:00:00.000Z',
  issuer: null,
};
const failedOf = (contents: TokenContents) =>
  linesOfToken(contents, expected, now).filter(({ state }) => state === 'failed');

describe('the token of a registration', () => {
  it('passes when it is for the organisation, by the application, with the permission', () => {
    const lines = linesOfToken(good, expected, now);
    expect(lines.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'signIn passed',
      'application passed',
      'audience passed',
      'scope passed',
    ]);
    expect(registrationTestOf(lines)).toMatchObject({
      outcome: 'passed',
      sentence: 'The registration works.',
    });
  });

  it.each([
    ['audience', { audience: 'https://other.crm.dynamics.com' }, 'not for https://contoso'],
    ['scope', { scopes: ['User.Read'] }, 'user_impersonation'],
    ['application', { clientId: '51f81489-12ee-4a9e-aaae-a2591f45987d' }, 'not to 11111111'],
    ['signIn', { tenantId: '00000000-2222-4333-8444-555555555555' }, 'belongs to'],
    ['signIn', { expiresAt: '2026-11-27T11:00:00.000Z' }, 'ended'],
  ] as const)('says what is missing: %s', (id, change, words) => {
    const failed = failedOf({
      ...good,
      ...change,
      scopes: [...('scopes' in change ? change.scopes : good.scopes)],
    });
    expect(failed).toEqual([
      expect.objectContaining({ id, sentence: expect.stringContaining(words), advice: expect.any(String) }),
    ]);
    expect(registrationTestOf(failed)).toMatchObject({
      outcome: 'failed',
      sentence: 'One thing is missing before it works.',
    });
  });

  it('counts what is missing', () => {
    expect(registrationTestOf(failedOf({ ...good, scopes: [], userName: 'x', audience: '' })).sentence).toBe(
      '2 things are missing before it works.',
    );
  });
});
