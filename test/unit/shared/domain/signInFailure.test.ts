import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRedirect } from '../../../../src/shared/domain/account.ts';
import { explainSignIn } from '../../../../src/shared/domain/signInFailure.ts';
import { formatSignInReport } from '../../../../src/shared/domain/signInReport.ts';
import { signInTroubles } from '../../../../src/shared/domain/signInTroubles.ts';

const refused = (error: string | null, number?: number, more: object = {}) =>
  explainSignIn({
    error,
    description: number === undefined ? 'Something.' : `AADSTS${number}: Something happened. Trace ID: 1`,
    ...more,
  });

describe('why a sign-in failed', () => {
  it.each([
    [65001, 'consent', 'signIn'],
    [90094, 'consent', 'signIn'],
    [65004, 'declined', 'cancelled'],
    [53003, 'conditionalAccess', 'signIn'],
    [50076, 'secondFactor', 'signIn'],
    [50126, 'password', 'signIn'],
    [50034, 'noUser', 'signIn'],
    [50020, 'guest', 'signIn'],
    [90002, 'tenant', 'signIn'],
    [700016, 'application', 'signIn'],
    [7000218, 'publicClient', 'invalid'],
    [50011, 'redirect', 'invalid'],
    [7000215, 'secret', 'signIn'],
    [7000222, 'secret', 'signIn'],
    [700027, 'certificate', 'signIn'],
    [700024, 'clock', 'signIn'],
    [700082, 'signedOut', 'signIn'],
    [50173, 'signedOut', 'signIn'],
    [70020, 'codeExpired', 'signIn'],
    [500011, 'resource', 'signIn'],
    [90033, 'service', 'unavailable'],
  ])('AADSTS%i is of the kind %s', (number, kind, failure) => {
    const told = refused('invalid_grant', number);
    expect(told).toMatchObject({ kind, failure, code: `AADSTS${number}` });
    expect(told.sentence).toMatch(/^[A-Z].*\.$/);
    expect(told.advice.length).toBeGreaterThan(10);
  });

  it('takes the listed numbers before the text', () => {
    expect(refused('invalid_grant', 50079, { numbers: [50126] }).code).toBe('AADSTS50126');
    expect(refused('invalid_grant', 50126, { numbers: [1] }).code).toBe('AADSTS50126');
  });

  it('says what it does not know, with the code', () => {
    expect(refused('odd', 123456)).toMatchObject({ kind: 'unknown', code: 'AADSTS123456' });
    expect(refused(null)).toMatchObject({ kind: 'unknown', code: null });
  });

  it('understands the words where there is no number', () => {
    expect(refused('authorization_declined').kind).toBe('declined');
    expect(refused('expired_token').kind).toBe('codeExpired');
    expect(refused('invalid_grant', undefined, { suberror: 'consent_required' }).kind).toBe('consent');
    expect(refused('invalid_grant', undefined, { suberror: 'message_only' }).kind).toBe('conditionalAccess');
    expect(refused('interaction_required', undefined, { suberror: 'basic_action' }).kind).toBe(
      'secondFactor',
    );
    expect(explainSignIn({ error: 'invalid_request', description: 'MSIS9224: redirect' }).kind).toBe(
      'redirect',
    );
  });

  it('never fails, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.option(fc.string()),
        fc.option(fc.string()),
        fc.array(fc.integer()),
        (error, text, numbers) => {
          expect(explainSignIn({ error, description: text, numbers }).sentence).not.toBe('');
        },
      ),
    );
    for (const number of Object.keys(signInTroubles)) refused('x', Number(number));
  });

  it('is reported without secrets', () => {
    const report = formatSignInReport({
      sentence: 'The client secret is wrong.',
      serverCode: 'AADSTS7000215',
      serverMessage: 'AADSTS7000215: client_secret=abcdef\nTrace ID: 4711 Bearer eyJhbGciOi.eyJhdWQi.c2ln',
      application: 'Registrar 0.1.0',
      at: '2026-11-21T03:00:00Z',
      clientId: '',
    });
    expect(report.split('\n')).toHaveLength(5);
    expect(report).toContain('Trace ID: 4711');
    expect(report).not.toMatch(/eyJ|Application \(client\)|abcdef/);
  });
});

describe('redirect addresses', () => {
  it('are of this computer', () => {
    expect(readRedirect('http://localhost')).toEqual({ kind: 'loopback', port: null });
    expect(readRedirect(' http://localhost:8400/ ')).toEqual({ kind: 'loopback', port: 8400 });
  });
  it.each([
    'app://58145B91-0C36-4500-8554-080854F2AC97',
    'https://localhost',
    'http://127.0.0.1:1',
    'http://localhost:99999',
    '',
  ])('%s cannot be', (text) => {
    expect(readRedirect(text).kind).toBe('problem');
  });
});
