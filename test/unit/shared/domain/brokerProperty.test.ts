import { describe, expect, it } from 'vitest';
import { isPostedByDataverse, nameBrokerProperty } from '../../../../src/shared/domain/brokerProperty.ts';

const claims = 'http://schemas.microsoft.com/xrm/2011/Claims/';

describe('nameBrokerProperty', () => {
  it.each([
    'Organization',
    'User',
    'InitiatingUser',
    'InitiatingUserAgent',
    'EntityLogicalName',
    'RequestName',
  ])('%s without its namespace, and with what it says', (name) => {
    expect(nameBrokerProperty(`${claims}${name}`)).toEqual({
      name,
      key: `${claims}${name}`,
      isClaim: true,
      meaning: expect.any(String),
    });
  });

  it('names claims that it does not know', () => {
    expect(nameBrokerProperty(`${claims}toString`)).toEqual({
      name: 'toString',
      key: `${claims}toString`,
      isClaim: true,
    });
  });

  it('leaves other properties as they are', () => {
    for (const key of ['Diagnostic-Id', claims, 'http://example.com/Claims/User', '']) {
      expect(nameBrokerProperty(key)).toEqual({ name: key, key, isClaim: false });
    }
  });
});

describe('isPostedByDataverse', () => {
  it('needs one of its properties', () => {
    expect(isPostedByDataverse(['x', `${claims}RequestName`])).toBe(true);
    expect(isPostedByDataverse(['x'])).toBe(false);
  });
});
