import { describe, expect, it } from 'vitest';
import { freshConnect } from '../../../../src/renderer/features/connections/connectForm.ts';
import {
  understoodParts,
  withConnectionString,
} from '../../../../src/renderer/features/connections/connectionStringForm.ts';
import { parseDataverseConnectionString } from '../../../../src/shared/domain/dataverseConnectionString.ts';

const filled = (text: string) =>
  withConnectionString({ ...freshConnect, connectionString: text }, parseDataverseConnectionString(text));

describe('a connection string of the SDK fills in the form', () => {
  it('for a sign-in in the browser', () => {
    const form = filled(
      'AuthType=OAuth;Url=https://contoso.crm9.dynamics.com;Username=nancy@contoso.com;ClientId=51f81489-12ee-4a9e-aaae-a2591f45987d;RedirectUri=app://58145B91-0C36-4500-8554-080854F2AC97;LoginPrompt=Auto',
    );
    expect(form).toMatchObject({
      account: 'another',
      byToken: false,
      connectionString: null,
      address: 'https://contoso.crm9.dynamics.com',
    });
    // The sample client is what an empty field means, and its redirect cannot be waited at.
    expect(form.signIn).toMatchObject({
      method: 'browser',
      cloud: 'gcc',
      userName: 'nancy@contoso.com',
      clientId: '',
      redirect: '',
    });
  });

  it('for an application with its secret, of which the user is told only that it is there', () => {
    const text =
      'AuthType=ClientSecret;Url=https://contoso.crm4.dynamics.com;ClientId={11111111-2222-3333-4444-555555555555};ClientSecret=very~secret';
    const form = filled(text);
    expect(form.signIn).toMatchObject({
      method: 'secret',
      cloud: 'commercial',
      clientId: '11111111-2222-3333-4444-555555555555',
      secret: 'very~secret',
    });
    const parts = JSON.stringify(understoodParts(parseDataverseConnectionString(text)));
    expect(parts).toContain('Secret');
    expect(parts).not.toContain('very~secret');
  });

  it('of a server in the own house, which knows itself where one signs in', () => {
    const form = filled(
      'AuthType=OAuth;Url=https://crm.contoso.example/prod;Username=nancy@contoso.com;Password=pass;RedirectUri=http://localhost:8400;RequireNewInstance=true',
    );
    expect(form.signIn).toMatchObject({
      method: 'password',
      cloud: 'custom',
      authority: '',
      password: 'pass',
      redirect: 'http://localhost:8400',
    });
    expect(understoodParts(parseDataverseConnectionString('RequireNewInstance=true'))).toEqual([
      { name: 'Left out', value: 'RequireNewInstance' },
    ]);
  });
});
