import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSignInChallenge } from '../../../../src/shared/domain/signInChallenge.ts';

const tenant = '72f988bf-86f1-41af-91ab-2d7cd011db47';

describe('the challenge of an organisation', () => {
  it.each([
    [
      `Bearer authorization_uri=https://login.microsoftonline.com/${tenant}/oauth2/authorize, resource_id=https://contoso.crm.dynamics.com/`,
      {
        authority: 'https://login.microsoftonline.com',
        tenant,
        resource: 'https://contoso.crm.dynamics.com',
      },
    ],
    [
      `Negotiate, Bearer resource_id="https://contoso.crm.dynamics.com/",authorization_uri="https://127.0.0.1:5001/${tenant.toUpperCase()}/oauth2/authorize"`,
      { authority: 'https://127.0.0.1:5001', tenant, resource: 'https://contoso.crm.dynamics.com' },
    ],
    [
      'bearer authorization_uri=https://sts.contoso.com/adfs/oauth2/authorize,resource_id=https://crm.contoso.com/',
      { authority: 'https://sts.contoso.com/adfs', tenant: null, resource: 'https://crm.contoso.com' },
    ],
    [
      'Bearer authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize',
      { authority: 'https://login.microsoftonline.com', tenant: null, resource: null },
    ],
  ])('is read from %s', (header, challenge) => {
    expect(readSignInChallenge(header)).toEqual(challenge);
  });

  it.each([
    null,
    '',
    'NTLM',
    'Basic realm="x"',
    'Bearer realm="x"',
    'Bearer authorization_uri=http://login.example/x/oauth2/authorize',
    'Bearer authorization_uri=nonsense',
  ])('is none in %s', (header) => {
    expect(readSignInChallenge(header)).toBeNull();
  });

  it('never fails and never hangs', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5000 }), (text) => {
        readSignInChallenge(`Bearer ${text}`);
        readSignInChallenge(text);
      }),
    );
  });
});
