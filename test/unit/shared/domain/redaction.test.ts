import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSecretMember, redactText, redactValue } from '../../../../src/shared/domain/redaction.ts';

const secret = fc
  .string({ unit: fc.constantFrom(...'ABCdefGHI0123456789+/'.split('')), minLength: 12, maxLength: 60 })
  .map((text) => `Zq${text}`);

describe('redaction', () => {
  it.each([
    ['Endpoint=sb://a/;sharedaccesskey = %;EntityPath=q', 'EntityPath=q'],
    ['{"SASKEY" : "%","name":"kept"}', 'kept'],
    ['[{"authvalue":"%', '[{"authvalue":'],
    ['Authorization: Bearer %\r\nAccept: x', 'Accept: x'],
    ['Authorization: SharedAccessSignature %', 'Authorization'],
    ['https://a.example/hook?code=%&x=kept', 'x=kept'],
    ['SharedAccessSignature sr=sb&sig=%&se=1', 'se=1'],
    ['AuthType=ClientSecret;ClientSecret=%;Url=https://a', 'Url=https://a'],
  ])('takes the secret out of %s', (template, kept) => {
    fc.assert(
      fc.property(secret, (value) => {
        const clean = redactText(template.replace('%', () => value));
        expect(clean).not.toContain(value);
        expect(clean).toContain(kept);
      }),
    );
  });

  it('takes members by name at any depth, and leaves the others', () => {
    const clean = redactValue({
      endpoint: { name: 'Orders', sasKey: 'a', saskeyname: 'send', issaskeyset: true, path: ['q'] },
      secret: { kind: 'sasKey', key: 'b' },
      nothing: null,
      password: null,
      count: 3,
    });
    expect(clean).toEqual({
      endpoint: { name: 'Orders', sasKey: '[removed]', saskeyname: 'send', issaskeyset: true, path: ['q'] },
      secret: '[removed]',
      nothing: null,
      password: null,
      count: 3,
    });
    expect(isSecretMember('Access-Token')).toBe(true);
    expect(isSecretMember('keyName')).toBe(false);
  });

  it('ends with cycles, and with anything at all', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(() => JSON.stringify(redactValue(circle))).not.toThrow();
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true }), (value) => {
        expect(() => JSON.stringify(redactValue(value))).not.toThrow();
      }),
    );
  });

  it('is quick on long texts that look like secrets and are none', () => {
    for (const text of [
      'SharedAccessKey'.repeat(20_000),
      '"key":"'.repeat(20_000),
      'Bearer '.repeat(40_000),
      'eyJ'.repeat(80_000),
      'A'.repeat(300_000),
      '\\'.repeat(200_000),
      ` ${'"saskey"   '.repeat(20_000)}`,
    ]) {
      const started = performance.now();
      redactText(text);
      expect(performance.now() - started).toBeLessThan(1500);
    }
  });
});
