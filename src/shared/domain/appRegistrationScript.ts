import { defaultRedirect } from './account.ts';
import { type AppRegistrationPlan, dataverseApi, signInAudienceOf } from './appRegistration.ts';
import type { Cloud } from './cloud.ts';

export type ShellKind = 'bash' | 'powerShell';

/** What the Azure CLI calls a cloud. GCC and the commercial one are the same to it, DoD and GCC High too. */
const cliClouds: Readonly<Record<Cloud['id'], string | null>> = {
  commercial: 'AzureCloud',
  gcc: 'AzureCloud',
  gccHigh: 'AzureUSGovernment',
  dod: 'AzureUSGovernment',
  china: 'AzureChinaCloud',
  custom: null,
};

/** The registration as a script of the Azure CLI, to be pasted into a shell. */
export function azScriptOf(
  plan: AppRegistrationPlan,
  cloud: Pick<Cloud, 'id'>,
  tenant: string | null,
  shell: ShellKind,
): string {
  const quote = quoteFor(shell);
  const id = shell === 'bash' ? '"$APP_ID"' : '$appId';
  const cliCloud = cliClouds[cloud.id];
  const create = [
    'az ad app create',
    `--display-name ${quote(plan.name.trim())}`,
    `--sign-in-audience ${signInAudienceOf(plan)}`,
    ...(plan.purpose === 'people'
      ? [`--public-client-redirect-uris ${defaultRedirect}`, '--is-fallback-public-client true']
      : []),
    '--query appId --output tsv',
  ].join(' ');
  const lines = [
    ...(cliCloud === null ? [] : [`az cloud set --name ${cliCloud}`]),
    `az login --allow-no-subscriptions${tenant === null ? '' : ` --tenant ${quote(tenant)}`}`,
    shell === 'bash' ? `APP_ID=$(${create})` : `$appId = ${create}`,
    ...(plan.purpose === 'people'
      ? [
          `# ${dataverseApi.name}: ${dataverseApi.permission}`,
          `az ad app permission add --id ${id} --api ${dataverseApi.id} --api-permissions ${dataverseApi.permissionId}=Scope`,
        ]
      : []),
    `az ad sp create --id ${id}`,
    ...(plan.purpose === 'people'
      ? [
          '# For everybody of the tenant, as an administrator:',
          `# az ad app permission admin-consent --id ${id}`,
        ]
      : [
          '# Shows a client secret, this once:',
          `az ad app credential reset --id ${id} --append --display-name ${quote(plan.name.trim())} --years 1`,
        ]),
    shell === 'bash' ? 'echo "Application (client) id: $APP_ID"' : '"Application (client) id: $appId"',
  ];
  return `${lines.join('\n')}\n`;
}

/** The application user as a command of the Power Platform CLI. */
export function pacCommandOf(clientId: string, organization: string, role: string): string {
  const quote = quoteFor('bash');
  return `pac admin assign-user --environment ${quote(organization)} --user ${quote(clientId)} --role ${quote(role)} --application-user`;
}

/** The registration as AD FS takes it, on its own server. */
export function adfsScriptOf(plan: AppRegistrationPlan, organization: string | null): string {
  const quote = quoteFor('powerShell');
  const resource = organization === null ? "'https://organisation.example/'" : quote(organization);
  return `${[
    '$clientId = [guid]::NewGuid().ToString()',
    `Add-AdfsClient -ClientId $clientId -Name ${quote(plan.name.trim())} -RedirectUri ${defaultRedirect}`,
    `Grant-AdfsApplicationPermission -ClientRoleIdentifier $clientId -ServerRoleIdentifier ${resource} -ScopeNames openid`,
    '"Client id: $clientId"',
  ].join('\n')}\n`;
}

/** One word for the shell, whatever is in it: nothing of it is ever carried out. */
function quoteFor(shell: ShellKind): (text: string) => string {
  // Newlines and the like have no place in a name; PowerShell takes typographic quotes for quotes too.
  const plain = (text: string): string => text.replaceAll(/\p{Cc}/gu, ' ');
  return shell === 'bash'
    ? (text) => `'${plain(text).replaceAll("'", "'\\''")}'`
    : (text) => `'${plain(text).replaceAll(/['‘’‚‛]/g, (mark) => mark + mark)}'`;
}
