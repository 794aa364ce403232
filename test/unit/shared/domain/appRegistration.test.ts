import { describe, expect, it } from 'vitest';
import {
  type AppRegistrationPlan,
  freshPlan,
  graphApplicationOf,
  planNameProblem,
} from '../../../../src/shared/domain/appRegistration.ts';
import {
  adfsScriptOf,
  azScriptOf,
  pacCommandOf,
} from '../../../../src/shared/domain/appRegistrationScript.ts';
import {
  applicationUserSteps,
  portalLinksOf,
  portalSteps,
} from '../../../../src/shared/domain/appRegistrationSteps.ts';
import { clouds, resolveCloud } from '../../../../src/shared/domain/cloud.ts';

const people = freshPlan;
const program: AppRegistrationPlan = { purpose: 'program', name: 'Nightly deployment', tenants: 'any' };
const sandbox = resolveCloud({
  kind: 'custom',
  authority: 'https://127.0.0.1:5001',
  discovery: null,
  graph: null,
});

describe('the body for Microsoft Graph', () => {
  it('asks for a public client that may act as the user in Dataverse', () => {
    expect(graphApplicationOf(people)).toEqual({
      displayName: 'Registrar',
      signInAudience: 'AzureADMyOrg',
      isFallbackPublicClient: true,
      publicClient: { redirectUris: ['http://localhost'] },
      requiredResourceAccess: [
        {
          resourceAppId: '00000007-0000-0000-c000-000000000000',
          resourceAccess: [{ id: '78ce3f0f-a1ce-49c2-8cde-64b5c0896db4', type: 'Scope' }],
        },
      ],
    });
    expect(graphApplicationOf({ ...people, tenants: 'any' })).toMatchObject({
      signInAudience: 'AzureADMultipleOrgs',
    });
  });

  it('asks for nothing but the name where a program signs in by itself', () => {
    expect(graphApplicationOf(program)).toEqual({
      displayName: 'Nightly deployment',
      signInAudience: 'AzureADMyOrg',
    });
  });

  it('takes names that the portal takes', () => {
    expect(planNameProblem('Registrar')).toBeNull();
    expect(planNameProblem('   ')).toContain('Give the registration a name');
    expect(planNameProblem('x'.repeat(121))).toContain('120');
  });
});

describe('the steps in the portal', () => {
  it.each(Object.values(clouds))('lead to the portal of $name', (cloud) => {
    const [first] = portalSteps(people, cloud);
    expect(first?.link?.address).toMatch(/^https:\/\/portal\.azure\.(com|us|cn)\/#view\//);
    expect(new URL(first?.link?.address ?? '').origin).toBe(cloud.portal);
    const [application] = applicationUserSteps('id', cloud);
    expect(new URL(application?.link?.address ?? '').origin).toBe(cloud.adminCenter);
  });

  it('have every value to copy, and the ids of the permission', () => {
    const values = portalSteps(people, clouds.commercial).flatMap((step) =>
      step.values.map(({ value }) => value),
    );
    expect(values).toEqual([
      'Registrar',
      'http://localhost',
      'Dynamics CRM',
      '00000007-0000-0000-c000-000000000000',
      'user_impersonation',
      '78ce3f0f-a1ce-49c2-8cde-64b5c0896db4',
    ]);
  });

  it('say for a program what its proof is, and nothing of redirects', () => {
    const text = JSON.stringify(portalSteps(program, clouds.commercial));
    expect(text).toContain('Certificates & secrets');
    expect(text).not.toContain('http://localhost');
    expect(text).not.toContain('Allow public client flows');
  });

  it('have no link where the cloud has no portal', () => {
    expect(portalLinksOf(sandbox)).toBeNull();
    expect(portalSteps(people, sandbox).every(({ link }) => link === null)).toBe(true);
  });

  it('cannot be led elsewhere by an id', () => {
    expect(portalLinksOf(clouds.commercial)?.application('a/../b?c#d')).toContain(
      '/appId/a%2F..%2Fb%3Fc%23d',
    );
  });
});

describe('the script', () => {
  it('does all of it in the cloud and tenant', () => {
    expect(azScriptOf(people, clouds.gccHigh, 'contoso.example', 'bash')).toBe(
      [
        'az cloud set --name AzureUSGovernment',
        "az login --allow-no-subscriptions --tenant 'contoso.example'",
        "APP_ID=$(az ad app create --display-name 'Registrar' --sign-in-audience AzureADMyOrg --public-client-redirect-uris http://localhost --is-fallback-public-client true --query appId --output tsv)",
        '# Dynamics CRM: user_impersonation',
        'az ad app permission add --id "$APP_ID" --api 00000007-0000-0000-c000-000000000000 --api-permissions 78ce3f0f-a1ce-49c2-8cde-64b5c0896db4=Scope',
        'az ad sp create --id "$APP_ID"',
        '# For everybody of the tenant, as an administrator:',
        '# az ad app permission admin-consent --id "$APP_ID"',
        'echo "Application (client) id: $APP_ID"',
        '',
      ].join('\n'),
    );
  });

  it('is written for PowerShell too, and for programs', () => {
    const script = azScriptOf(program, clouds.china, null, 'powerShell');
    expect(script).toContain('az cloud set --name AzureChinaCloud\naz login --allow-no-subscriptions\n');
    expect(script).toContain('$appId = az ad app create');
    expect(script).toContain('az ad app credential reset --id $appId --append');
    expect(script).not.toContain('permission add');
  });

  it.each(['bash', 'powerShell'] as const)('carries out nothing that is in a name (%s)', (shell) => {
    const name = `It's "$(reboot)" \`x\`; & echo ‘quoted’\nreboot`;
    const script = azScriptOf({ ...people, name }, clouds.commercial, null, shell);
    const quoted =
      shell === 'bash'
        ? `'It'\\''s "$(reboot)" \`x\`; & echo ‘quoted’ reboot'`
        : `'It''s "$(reboot)" \`x\`; & echo ‘‘quoted’’ reboot'`;
    expect(script).toContain(`--display-name ${quoted} --sign-in-audience`);
  });

  it('tells an organisation of an application, and AD FS of a client', () => {
    expect(pacCommandOf('id', 'https://contoso.crm.dynamics.com', 'System Customizer')).toBe(
      "pac admin assign-user --environment 'https://contoso.crm.dynamics.com' --user 'id' --role 'System Customizer' --application-user",
    );
    expect(adfsScriptOf(people, 'https://crm.contoso.example/')).toContain(
      "Add-AdfsClient -ClientId $clientId -Name 'Registrar' -RedirectUri http://localhost",
    );
  });
});
