import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemsOfToken, readToken } from '../../../../src/shared/domain/tokenContents.ts';

const now = new Date('2026-11-21T03:00:00Z');
const seconds = (offset: number): number => now.getTime() / 1000 + offset;

function tokenOf(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.signature`;
}

const claims = {
  aud: 'https://contoso.crm.dynamics.com/',
  tid: 'a-tenant',
  upn: 'zoë@contoso.example',
  name: 'Zoë Müller 🦊',
  oid: 'an-object',
  appid: 'an-app',
  scp: 'user_impersonation other',
  iat: seconds(-60),
  exp: seconds(3600),
  iss: 'https://sts.windows.net/a-tenant/',
};

function contentsOf(more: object = {}) {
  const reading = readToken(tokenOf({ ...claims, ...more }));
  if (reading.kind !== 'contents') throw new Error(reading.sentence);
  return reading.contents;
}

describe('what a token holds', () => {
  it('is read from its claims', () => {
    expect(contentsOf()).toEqual({
      audience: 'https://contoso.crm.dynamics.com',
      kind: 'user',
      tenantId: 'a-tenant',
      userName: 'zoë@contoso.example',
      name: 'Zoë Müller 🦊',
      objectId: 'an-object',
      clientId: 'an-app',
      scopes: ['user_impersonation', 'other'],
      roles: [],
      issuedAt: '2026-11-21T02:59:00.000Z',
      expiresAt: '2026-11-21T04:00:00.000Z',
      issuer: 'https://sts.windows.net/a-tenant/',
    });
  });

  it('tells applications from users', () => {
    expect(contentsOf({ scp: undefined, upn: undefined, roles: ['Some.Role'] }).kind).toBe('application');
    expect(contentsOf({ idtyp: 'app' }).kind).toBe('application');
  });

  it('is not there in what is no token, and the sentence repeats nothing of it', () => {
    for (const text of ['', 'opaque-secret', 'a.b.c', `${tokenOf(claims)}.more.parts`]) {
      const reading = readToken(text);
      expect(reading.kind).toBe('unreadable');
      if (text !== '') expect(JSON.stringify(reading)).not.toContain(text);
    }
  });

  it('is read from anything without failing', () => {
    fc.assert(fc.property(fc.string(), (text) => void readToken(text)));
    fc.assert(
      fc.property(fc.jsonValue(), (value) => void readToken(tokenOf({ iat: value, exp: value, aud: value }))),
    );
    expect(contentsOf({ exp: 9e15 }).expiresAt).toBeNull();
  });

  it('is held against what is needed', () => {
    const expected = {
      resource: 'https://contoso.crm.dynamics.com/',
      tenantId: 'a-tenant',
      scope: 'user_impersonation',
    };
    expect(problemsOfToken(contentsOf(), expected, now)).toEqual([]);
    const kinds = (more: object, change: object = {}): string[] =>
      problemsOfToken(contentsOf(more), { ...expected, ...change }, now).map(({ kind }) => kind);
    expect(kinds({ aud: 'https://fabrikam.crm.dynamics.com' })).toEqual(['audience']);
    expect(kinds({ exp: seconds(-1) })).toEqual(['expired']);
    expect(kinds({ iat: seconds(301) })).toEqual(['notYet']);
    expect(kinds({ iat: seconds(200) })).toEqual([]);
    expect(kinds({ tid: 'another' })).toEqual(['tenant']);
    expect(kinds({ scp: 'openid' })).toEqual(['scope']);
    expect(kinds({ aud: undefined, exp: seconds(-5) })).toEqual(['audience', 'expired']);
  });
});
