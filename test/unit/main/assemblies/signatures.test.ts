import { describe, expect, test } from 'vitest';
import { inspectPluginFile } from '../../../../src/main/assemblies/inspectPluginFile.ts';
import { asAssembly, inspectFixture, readFixture } from './fixtureFiles.ts';

/** Changes the first byte of a text in the file. */
function change(name: string, text: string, from = 0): Buffer {
  const bytes = readFixture(name);
  const at = bytes.indexOf(text, from, 'latin1');
  expect(at).toBeGreaterThan(0);
  bytes[at] = (bytes[at] ?? 0) ^ 0x20;
  return bytes;
}
const inspect = (bytes: Buffer) => asAssembly(inspectPluginFile(bytes));

describe('the strong name', () => {
  test.each([
    ['Contoso.Signed.dll', 'signed', true],
    ['Contoso.Authenticode.dll', 'signed', true],
    ['Contoso.DelaySigned.dll', 'delaySigned', false],
    ['Contoso.Unsigned.dll', 'none', false],
  ])('of %s is %s', (name, strongName, strongNamed) => {
    expect(inspectFixture(name)).toMatchObject({ strongName, strongNamed });
  });

  test('is broken when the file was changed since', () => {
    expect(inspect(change('Contoso.Signed.dll', 'OnlyPlugin'))).toMatchObject({
      strongName: 'broken',
      strongNamed: true,
      publicKeyToken: inspectFixture('Contoso.Signed.dll').publicKeyToken,
    });
  });

  test('is only announced when its room is empty', () => {
    const bytes = readFixture('Contoso.DelaySigned.dll');
    const signed = readFixture('Contoso.Signed.dll');
    // The flags of the CLI header are where the two files differ first by that one bit.
    const at = bytes.findIndex((byte, index) => byte === 1 && signed[index] === 9);
    bytes[at] = 9;
    expect(inspect(bytes).strongName).toBe('publicSigned');
  });
});

describe('Authenticode', () => {
  const told = readFixture('Contoso.Authenticode.certificate.txt').toString('utf8');
  const line = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(told)?.[1] ?? '';

  test('is told as OpenSSL tells the certificate', () => {
    expect(inspectFixture('Contoso.Authenticode.dll').authenticode).toEqual({
      state: 'intact',
      subject: 'CN=Contoso Plug-in Signing, O=Contoso Fixtures, C=NL',
      issuer: 'CN=Contoso Plug-in Signing, O=Contoso Fixtures, C=NL',
      serialNumber: line('serial').toLowerCase(),
      thumbprint: line('sha1 Fingerprint').replaceAll(':', '').toLowerCase(),
      validFrom: new Date(line('notBefore')).toISOString(),
      validTo: new Date(line('notAfter')).toISOString(),
      pem: expect.stringMatching(/^-----BEGIN CERTIFICATE-----\n/),
      digestAlgorithm: 'sha256',
      hashMatches: true,
      signatureValid: true,
      signedOn: expect.stringMatching(/^20\d\d-\d\d-\d\dT.*Z$/),
    });
  });

  test('is missing where there is none', () => {
    expect(inspectFixture('Contoso.Signed.dll').authenticode).toBeNull();
  });

  test('tells a file that was changed since', () => {
    expect(inspect(change('Contoso.Authenticode.dll', 'OnlyPlugin')).authenticode).toMatchObject({
      state: 'fileChanged',
      hashMatches: false,
      signatureValid: true,
    });
  });

  test('tells a signature that was changed', () => {
    const bytes = readFixture('Contoso.Authenticode.dll');
    const at = bytes.length - 40;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    expect(inspect(bytes).authenticode).toMatchObject({ state: 'signatureBroken', signatureValid: false });
  });

  test('that makes no sense is told so, and the assembly is read all the same', () => {
    const bytes = readFixture('Contoso.Authenticode.dll');
    const start = readFixture('Contoso.Signed.dll').length;
    bytes.fill(0xff, start + 8, start + 40);
    expect(inspect(bytes)).toMatchObject({
      types: [{ typeName: 'Contoso.Small.OnlyPlugin' }],
      authenticode: { state: 'unreadable', sentence: expect.stringContaining('Authenticode') },
    });
  });

  test('that lies beyond the end of the file is told so', () => {
    const bytes = readFixture('Contoso.Authenticode.dll').subarray(0, -8);
    expect(inspect(bytes).authenticode).toMatchObject({ state: 'unreadable' });
  });
});
