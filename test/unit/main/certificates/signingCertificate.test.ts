import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSigningCertificate } from '../../../../src/main/certificates/signingCertificate.ts';

const read = (name: string) =>
  readSigningCertificate(
    readFileSync(new URL(`../../../fixtures/certificates/${name}`, import.meta.url), 'utf8'),
  );

describe('a signing certificate', () => {
  it('is named as .NET names it: the last part first, its own short names, quotation marks where needed', () => {
    const { subject, issuer, subjectHash, selfSigned } = read('oddNames.pem');
    expect(subject).toBe(
      'E=sign@contoso.example, CN=Signing, OU="A ""quoted"" unit", O="Contoso, Inc.", S=Zürich, C=CH',
    );
    expect(issuer).toBe(subject);
    expect(subjectHash).toBe(createHash('sha256').update(subject, 'utf8').digest('base64url'));
    expect(subjectHash).toMatch(/^[\w-]{43}$/);
    expect(selfSigned).toBe(true);
  });

  it('that an authority issued did not sign itself', () => {
    expect(read('chain/leaf.pem')).toMatchObject({
      subject: 'CN=crm.contoso.example, O=Contoso, C=CH',
      issuer: 'CN=Contoso Issuing, O=Contoso, C=CH',
      selfSigned: false,
    });
  });

  it('is refused where there is none', () => {
    expect(() => readSigningCertificate('no certificate')).toThrow();
  });
});
