import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { explainSignature, type Signers } from '../../../../src/shared/domain/sasSignature.ts';
import { createSasToken, parseSasToken, type SasToken } from '../../../../src/shared/domain/sasToken.ts';

const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text, 'utf8').digest('base64');
const signers: Signers = {
  withText: (key, text) => hmac(Buffer.from(key, 'utf8'), text),
  withDecoded: (key, text) => hmac(Buffer.from(key, 'base64'), text),
};
const key = 'dGVzdC1rZXktbm90LXJlYWw=';
const resource = 'sb://Contoso.servicebus.windows.net/crm';
const encoded = encodeURIComponent(resource);
const expiry = 1_700_000_000;

function tokenSigned(signature: string): SasToken {
  const reading = parseSasToken(
    `SharedAccessSignature sr=${encoded}&sig=${encodeURIComponent(signature)}&se=${expiry}&skn=send`,
  );
  if (reading.kind !== 'token') throw new Error(reading.sentence);
  return reading.token;
}

describe('explainSignature', () => {
  it('knows a signature that Service Bus would accept', () => {
    const made = parseSasToken(
      createSasToken({ resource, policyName: 'send', key, expiry }, signers.withText),
    );
    if (made.kind !== 'token') throw new Error(made.sentence);
    expect(explainSignature(made.token, key, signers).kind).toBe('signed');
  });

  it('agrees with the published vector, and with the mistake beside it', () => {
    const vector = 'sb://contoso.servicebus.windows.net/crm';
    const text = `${encodeURIComponent(vector)}\n${expiry}`;
    expect(signers.withText(key, text)).toBe(
      decodeURIComponent('4oyayBXjq1kJlrF1LLV4kNBAPL5P94qS8XREq1PswnE%3D'),
    );
    expect(signers.withDecoded(key, text)).toMatch(/^OmdX6XQ8/);
  });

  it.each([
    ['keyDecoded', signers.withDecoded(key, `${encoded}\n${expiry}`)],
    ['resourceNotEncoded', signers.withText(key, `${resource}\n${expiry}`)],
    ['resourceLowerCased', signers.withText(key, `${encoded.toLowerCase()}\n${expiry}`)],
    ['resourceLowerCased', signers.withText(key, `${encodeURIComponent(resource.toLowerCase())}\n${expiry}`)],
    ['lineFeedAtTheEnd', signers.withText(key, `${encoded}\n${expiry}\n`)],
    ['windowsLineEnd', signers.withText(key, `${encoded}\r\n${expiry}`)],
  ])('tells the mistake %s apart', (mistake, signature) => {
    expect(explainSignature(tokenSigned(signature), key, signers)).toMatchObject({
      kind: 'mistake',
      mistake,
    });
  });

  it('says that it is another key otherwise', () => {
    const other = signers.withText('another key', `${encoded}\n${expiry}`);
    expect(explainSignature(tokenSigned(other), key, signers).kind).toBe('otherKey');
  });
});
