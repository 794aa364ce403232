import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CertificateFault } from '../../../../src/main/certificates/certificateFault.ts';
import { readCertificateFile } from '../../../../src/main/certificates/readCertificateFile.ts';
import { isWrongPassword, readPfx } from '../../../../src/main/identity/readPfx.ts';
import type { CertificateFile } from '../../../../src/shared/domain/certificate.ts';

const folder = new URL('../../../fixtures/certificates/', import.meta.url);
const bytesOf = (name: string): Buffer => readFileSync(new URL(name, folder));
const readBytes = (bytes: Uint8Array, name: string, password = ''): CertificateFile =>
  readCertificateFile(bytes, name, password, { open: readPfx, isWrongPassword });
const read = (name: string, password = ''): CertificateFile => readBytes(bytesOf(name), name, password);

/** What OpenSSL said of each, by subject and serial number. */
const openssl = new Map(
  bytesOf('chain/facts.txt')
    .toString()
    .trim()
    .split(/(?=^subject=)/m)
    .map((block) => {
      const facts = new Map(
        block
          .trim()
          .split('\n')
          .map((line): [string, string] => [
            line.slice(0, line.indexOf('=')),
            line.slice(line.indexOf('=') + 1),
          ]),
      );
      return [facts.get('serial') ?? '', facts];
    }),
);

describe('a chain', () => {
  it.each([
    ['chain/shuffled.pem', 'pem', ''],
    ['chain/chain.p7b', 'p7b', ''],
    ['chain/chain-pem.p7b', 'p7b', ''],
    ['chain/chain.pfx', 'pfx', 'sesame'],
  ])('of %s is read whole and put in order', (name, format, password) => {
    const file = read(name, password);
    expect(file.format).toBe(format);
    expect(file.certificates.map(({ serialNumber }) => serialNumber)).toEqual(['1003', '1002', '1001']);
    expect(file.hasPrivateKey).toBe(format === 'pfx');
    expect(file.endsAtTrusted).toBe(false);
  });

  it('agrees with what OpenSSL says of each certificate', () => {
    const all = ['shuffled', 'renewed', 'expired', 'later'].flatMap(
      (name) => read(`chain/${name}.pem`).certificates,
    );
    expect(all.length).toBe(openssl.size);
    for (const facts of all) {
      const told = openssl.get(facts.serialNumber.toUpperCase());
      expect(facts.subject.replaceAll(', ', ',')).toBe(told?.get('subject'));
      expect(facts.issuer.replaceAll(', ', ',')).toBe(told?.get('issuer'));
      expect(Date.parse(facts.validFrom)).toBe(Date.parse(told?.get('notBefore') ?? ''));
      expect(Date.parse(facts.validTo)).toBe(Date.parse(told?.get('notAfter') ?? ''));
      expect(facts.thumbprintSha1).toBe(told?.get('sha1 Fingerprint')?.replaceAll(':', ''));
      expect(facts.thumbprintSha256).toBe(told?.get('sha256 Fingerprint')?.replaceAll(':', ''));
    }
  });
});

describe('one certificate', () => {
  it.each([
    ['chain/leaf.cer', 'der'],
    ['chain/leaf.base64', 'base64'],
    ['chain/leaf.pem', 'pem'],
  ])('is the same from %s', (name, format) => {
    const file = read(name);
    expect(file.format).toBe(format);
    expect(file.certificates).toEqual(read('chain/leaf.pem').certificates);
  });

  it('tells names, key and uses', () => {
    expect(read('chain/leaf.cer').certificates[0]).toMatchObject({
      subject: 'CN=crm.contoso.example, O=Contoso, C=CH',
      names: [
        'DNS:crm.contoso.example',
        'DNS:*.crm.contoso.example',
        'IP Address:192.0.2.7',
        'email:ops@contoso.example',
      ],
      keyAlgorithm: 'RSA',
      keyBits: 2048,
      selfSigned: false,
      authority: false,
      uses: ['Digital signature', 'Key encipherment', 'Server authentication', 'Client authentication'],
    });
    expect(read('chain/shuffled.pem').certificates[2]).toMatchObject({
      selfSigned: true,
      authority: true,
      uses: ['Certificate signing', 'CRL signing'],
    });
    expect(read('curve.pem').certificates[0]).toMatchObject({ keyAlgorithm: 'EC', keyBits: 256 });
  });

  it('is given as PEM that reads back as itself, without any key', () => {
    const { certificates } = read('chain/chain.pfx', 'sesame');
    for (const { pem, thumbprintSha256 } of certificates) {
      expect(pem).not.toMatch(/PRIVATE/);
      expect(readBytes(Buffer.from(pem), 'again').certificates[0]?.thumbprintSha256).toBe(thumbprintSha256);
    }
  });
});

describe('a PFX', () => {
  it.each(['old.pfx', 'modern.pfx', 'curve.pfx'])('%s is opened with its password alone', (name) => {
    expect(read(name, 'sesame')).toMatchObject({ format: 'pfx', hasPrivateKey: true });
    expect(() => read(name)).toThrow(/protected with a password/);
    expect(() => read(name, 'simsim')).toThrow(/does not open the file/);
  });
});

describe('what cannot be read', () => {
  const said = (bytes: Uint8Array): string => {
    try {
      readBytes(bytes, 'a file');
    } catch (error) {
      if (error instanceof CertificateFault) return error.message;
      throw error;
    }
    return 'it was read';
  };
  it.each([
    ['nothing', Buffer.alloc(0), /is empty/],
    ['a text', Buffer.from('Dear reader'), /none of CER/],
    [
      'a key alone',
      Buffer.from('-----BEGIN PRIVATE KEY-----\nMA==\n-----END PRIVATE KEY-----'),
      /a private key and no/,
    ],
    ['half a PEM', bytesOf('chain/leaf.pem').subarray(0, 600), /cut off/],
    [
      'a damaged PEM',
      Buffer.from('-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----'),
      /damaged or cut/,
    ],
    ['half a certificate', bytesOf('chain/leaf.cer').subarray(0, 400), /none of CER/],
    ['too much', Buffer.alloc(2_000_000, 0x30), /too large/],
  ])('%s', (_name, bytes, sentence) => {
    expect(said(bytes)).toMatch(sentence);
  });

  it('answers whatever the bytes with certificates or a sentence', () => {
    const files = [
      'chain/leaf.cer',
      'chain/chain.p7b',
      'chain/chain.pfx',
      'chain/shuffled.pem',
      'old.pfx',
    ].map(bytesOf);
    const change = fc.record({
      file: fc.constantFrom(...files),
      cut: fc.double({ min: 0, max: 1, noNaN: true }),
      flips: fc.array(
        fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.integer({ min: 1, max: 255 })),
        {
          maxLength: 6,
        },
      ),
      whole: fc.boolean(),
    });
    fc.assert(
      fc.property(change, ({ file, cut, flips, whole }) => {
        const bytes = Buffer.from(whole ? file : file.subarray(0, Math.floor(file.length * cut)));
        for (const [at, mask] of flips) {
          const place = Math.floor(at * bytes.length);
          if (place < bytes.length) bytes[place] = (bytes[place] ?? 0) ^ mask;
        }
        expect(typeof said(bytes)).toBe('string');
      }),
      { numRuns: 300 },
    );
  });
});
