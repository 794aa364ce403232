import { describe, expect, it } from 'vitest';
import { type CertificateFacts, validityOf } from '../../../../src/shared/domain/certificate.ts';
import { compareCertificates } from '../../../../src/shared/domain/compareCertificates.ts';

const now = new Date('2026-11-27T12:00:00Z');
const between = (validFrom: string, validTo: string) => validityOf({ validFrom, validTo }, now);

describe('validityOf', () => {
  it.each([
    ['2026-12-07T12:00:00Z', '2027-01-01T00:00:00Z', 'notYet', 'Becomes valid in 10 days.'],
    ['2020-01-01T00:00:00Z', '2030-01-01T00:00:00Z', 'valid', 'Ends in 1,130 days.'],
    ['2020-01-01T00:00:00Z', '2026-12-27T12:00:00Z', 'endsSoon', 'Ends in 30 days.'],
    ['2020-01-01T00:00:00Z', '2026-12-28T12:00:01Z', 'valid', 'Ends in 31 days.'],
    ['2020-01-01T00:00:00Z', '2026-11-27T20:00:00Z', 'endsSoon', 'Ends within a day.'],
    ['2020-01-01T00:00:00Z', '2026-11-27T11:00:00Z', 'expired', 'Ended today.'],
    ['2020-01-01T00:00:00Z', '2026-11-26T11:00:00Z', 'expired', 'Ended 1 day ago.'],
  ])('from %s to %s: %s', (from, to, state, sentence) => {
    expect(between(from, to)).toMatchObject({ state, sentence });
  });
});

const facts: CertificateFacts = {
  subject: 'CN=crm.contoso.example',
  issuer: 'CN=Issuing',
  serialNumber: '1',
  names: ['DNS:crm.contoso.example', 'DNS:old.contoso.example'],
  validFrom: '2025-01-01T00:00:00.000Z',
  validTo: '2027-01-01T00:00:00.000Z',
  thumbprintSha1: 'AA',
  thumbprintSha256: 'BB',
  keyAlgorithm: 'RSA',
  keyBits: 2048,
  signatureAlgorithm: 'sha256',
  selfSigned: false,
  authority: false,
  uses: ['Client authentication'],
  pem: '',
};
const renewed: CertificateFacts = {
  ...facts,
  thumbprintSha256: 'CC',
  validFrom: '2026-12-01T00:00:00.000Z',
  validTo: '2029-01-01T00:00:00.000Z',
};

describe('compareCertificates', () => {
  it('says how long both hold', () => {
    const { sentences, facts: compared } = compareCertificates(facts, renewed);
    expect(sentences).toEqual([
      'Both hold from 2026-12-01 to 2027-01-01, 31 days: change over in that time, and keep the old one until nothing is signed with it.',
    ]);
    expect(compared.filter(({ same }) => !same).map(({ name }) => name)).toEqual([
      'Valid from',
      'Valid until',
      'Thumbprint (SHA-256)',
    ]);
  });

  it('warns of a gap, of lost names and uses, of another subject and of the wrong order', () => {
    const late = {
      ...renewed,
      validFrom: '2027-02-01T00:00:00.000Z',
      names: ['DNS:crm.contoso.example'],
      uses: [],
    };
    const told = compareCertificates(facts, { ...late, subject: 'CN=other' }).sentences.join('\n');
    expect(told).toMatch(/no time in which both hold/);
    expect(told).toMatch(/lacks DNS:old/);
    expect(told).toMatch(/not made for: Client authentication/);
    expect(told).toMatch(/subject is another one/);
    expect(compareCertificates(renewed, facts).sentences[1]).toMatch(/right way round/);
    expect(compareCertificates(facts, facts).sentences).toEqual(['It is the same certificate twice.']);
  });
});
