import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSigningCertificate } from '../../../../src/main/identity/readSigningCertificate.ts';
import { isFailure } from '../../../../src/shared/contract/failure.ts';

const now = new Date('2026-11-21T00:00:00Z');
const fixture = (name: string): Promise<Buffer> =>
  readFile(new URL(`../../../fixtures/certificates/${name}`, import.meta.url));

let expected: X509Certificate;
beforeAll(async () => {
  expected = new X509Certificate(await fixture('certificate.pem'));
});

async function failureOf(name: string, password = '', at = now) {
  try {
    readSigningCertificate(await fixture(name), password, at);
  } catch (error) {
    if (isFailure(error)) return error.failure;
    throw error;
  }
  throw new Error('It was read.');
}

describe('certificates to sign in with', () => {
  it.each([
    ['modern.pfx', 'sesame', 'AES'],
    ['old.pfx', 'sesame', 'RC2 and triple DES'],
    ['open.pfx', '', 'no password'],
    ['plain.pem', '', 'PEM'],
    ['encrypted.pem', 'sesame', 'PEM with an encrypted key'],
  ])('are read from %s', async (name, password) => {
    const read = readSigningCertificate(await fixture(name), password, now);
    expect(read.thumbprintSha256).toBe(expected.fingerprint256.replaceAll(':', ''));
    expect(read.thumbprint).toBe(expected.fingerprint.replaceAll(':', ''));
    expect(new X509Certificate(read.chain).raw.equals(expected.raw)).toBe(true);
    expect(expected.checkPrivateKey(createPrivateKey(read.privateKey))).toBe(true);
    expect(read.privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect(read.subject).toBe('CN=Registrar test');
  });

  it('say what is wrong with them, beside the field', async () => {
    expect(await failureOf('modern.pfx', 'open')).toMatchObject({
      code: 'invalid',
      fields: { password: expect.stringContaining('does not open') },
    });
    expect(await failureOf('old.pfx')).toMatchObject({
      fields: { password: expect.stringContaining('protected') },
    });
    expect(await failureOf('encrypted.pem', 'open')).toMatchObject({
      fields: { password: expect.any(String) },
    });
    expect(await failureOf('encrypted.pem')).toMatchObject({ fields: { password: expect.any(String) } });
    for (const name of ['certificate.pem', 'certificate.der']) {
      expect((await failureOf(name)).sentence).toContain('without its private key');
    }
    expect((await failureOf('curve.pem')).sentence).toContain('RSA');
    expect((await failureOf('curve.pfx', 'sesame')).sentence).toContain('RSA');
    expect((await failureOf('mixed.pem')).sentence).toContain('does not belong');
    expect((await failureOf('plain.pem', '', new Date('2200-01-01'))).sentence).toContain('expired');
    expect((await failureOf('make.sh')).sentence).toContain('neither a PFX nor a PEM');
  });

  it('are read or refused with a sentence, however they are damaged', async () => {
    const [pfx, pem] = await Promise.all([fixture('modern.pfx'), fixture('plain.pem')]);
    fc.assert(
      fc.property(
        fc.constantFrom(pfx, pem),
        fc.array(fc.tuple(fc.nat({ max: 2500 }), fc.nat({ max: 255 })), { maxLength: 5 }),
        fc.nat({ max: 3000 }),
        (bytes, changes, length) => {
          const damaged = Buffer.from(bytes.subarray(0, length));
          for (const [at, value] of changes) if (at < damaged.length) damaged[at] = value;
          try {
            readSigningCertificate(damaged, 'sesame', now);
          } catch (error) {
            if (!isFailure(error)) throw error;
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
