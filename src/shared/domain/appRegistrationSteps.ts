import { defaultRedirect } from './account.ts';
import { type AppRegistrationPlan, dataverseApi } from './appRegistration.ts';
import type { Cloud } from './cloud.ts';

/** One step on the pages of a portal, with what is typed there. */
export interface PortalStep {
  readonly title: string;
  readonly sentence: string;
  /** To copy. */
  readonly values: readonly { readonly label: string; readonly value: string }[];
  readonly link: { readonly label: string; readonly address: string } | null;
}

export interface PortalLinks {
  readonly registrations: string;
  readonly newRegistration: string;
  application(clientId: string): string;
  credentials(clientId: string): string;
}

const blade = '#view/Microsoft_AAD_RegisteredApps';

/** Pages of the cloud’s portal; nothing where it has none. */
export function portalLinksOf({ portal }: Pick<Cloud, 'portal'>): PortalLinks | null {
  if (portal === null) return null;
  const pageOf = (page: string, clientId: string): string =>
    `${portal}/${blade}/ApplicationMenuBlade/~/${page}/appId/${encodeURIComponent(clientId)}`;
  return {
    registrations: `${portal}/${blade}/ApplicationsListBlade`,
    newRegistration: `${portal}/${blade}/CreateApplicationBlade/quickStartType~/null/isMSAApp~/false`,
    application: (clientId) => pageOf('Overview', clientId),
    credentials: (clientId) => pageOf('Credentials', clientId),
  };
}

/** How the registration is made by hand. The words in quotation marks are the portal’s. */
export function portalSteps(plan: AppRegistrationPlan, cloud: Cloud): PortalStep[] {
  const links = portalLinksOf(cloud);
  const step = (
    title: string,
    sentence: string,
    values: PortalStep['values'] = [],
    link: PortalStep['link'] = null,
  ): PortalStep => ({ title, sentence, values, link });
  const people = plan.purpose === 'people';
  return [
    step(
      'Open “New registration”',
      'Sign in with an account of the organisation’s own tenant; which tenant it is, the portal says at the top right. The role Application Developer is enough, and in many tenants everybody may.',
      [],
      links && { label: 'Open the page “Register an application”', address: links.newRegistration },
    ),
    step(
      'Name, and who may sign in',
      plan.tenants === 'any' && people
        ? 'Under “Supported account types” choose “Accounts in any organizational directory”.'
        : 'Under “Supported account types” choose “Accounts in this organizational directory only”.',
      [{ label: 'Name', value: plan.name }],
    ),
    ...(people
      ? [
          step(
            'Redirect URI',
            'Choose the platform “Public client/native (mobile & desktop)”, paste the address, and press “Register”. Any port is allowed with it.',
            [{ label: 'Redirect URI', value: defaultRedirect }],
          ),
          step(
            'Allow public client flows',
            'On the page “Authentication”, under “Advanced settings”, set “Allow public client flows” to Yes and save. Device code and password sign-ins need it.',
          ),
          step(
            'Permission for Dataverse',
            `On the page “API permissions”, press “Add a permission” and choose “${dataverseApi.name}”; where it is not shown, look for its id under “APIs my organization uses”. Choose “Delegated permissions”, tick ${dataverseApi.permission}, and press “Add permissions”.`,
            [
              { label: 'API', value: dataverseApi.name },
              { label: 'Id of the API', value: dataverseApi.id },
              { label: 'Permission', value: dataverseApi.permission },
              { label: 'Id of the permission', value: dataverseApi.permissionId },
            ],
          ),
          step(
            'Consent, if your tenant asks for it',
            'Each person is asked once at the first sign-in. Where people may not consent by themselves, an administrator presses “Grant admin consent” on the same page.',
          ),
        ]
      : [
          step('Register', 'Leave the redirect URI empty: no browser takes part. Press “Register”.'),
          step(
            'A secret or a certificate',
            'On the page “Certificates & secrets”, upload the public part of a certificate, or make a client secret. The secret’s value is shown once: put it where secrets are kept, and note when it ends.',
          ),
        ]),
    step(
      'Copy the ids',
      people
        ? 'On the page “Overview”, copy “Application (client) ID” and “Directory (tenant) ID”. The next page of this assistant tests them.'
        : 'On the page “Overview”, copy “Application (client) ID” and “Directory (tenant) ID”. The organisation has to be told of the application next.',
      [],
      links && { label: 'Open the list of app registrations', address: links.registrations },
    ),
  ];
}

/** How an organisation is told of an application that signs in by itself. */
export function applicationUserSteps(
  clientId: string | null,
  cloud: Pick<Cloud, 'adminCenter'>,
): PortalStep[] {
  const step = (
    title: string,
    sentence: string,
    values: PortalStep['values'] = [],
    link: PortalStep['link'] = null,
  ): PortalStep => ({ title, sentence, values, link });
  return [
    step(
      'Open the environment in the Power Platform admin center',
      'Under “Manage”, “Environments”, open the environment of the organisation, then “Settings”, “Users + permissions”, “Application users”.',
      [],
      cloud.adminCenter === null
        ? null
        : { label: 'Open the Power Platform admin center', address: `${cloud.adminCenter}/environments` },
    ),
    step(
      'New app user',
      'Press “New app user”, “Add an app”, and find the registration by its client id. Choose the business unit.',
      clientId === null ? [] : [{ label: 'Client id', value: clientId }],
    ),
    step(
      'Security roles',
      'Give it System Customizer, or System Administrator where it has to register what runs for everybody. Press “Create”.',
      [{ label: 'Role', value: 'System Customizer' }],
    ),
    step(
      'Check its rights',
      'Connect as the application, or with an account of your own, and choose Check rights: it names the roles, and each privilege that is missing.',
    ),
  ];
}
