import type { SignInTrouble, SignInTroubleKind } from './signInFailure.ts';

/** The numbers of Entra ID (AADSTS…) that one meets, in plain words. */
export const signInTroubles: Readonly<Record<number, SignInTrouble>> = Object.fromEntries(
  (
    [
      [
        [65001],
        'consent',
        'Nobody has allowed this application yet to reach the organisation in your name.',
        'Sign in again in the browser and accept what it asks for. Where it says that an administrator has to approve, send him the application’s id, or register an application of your own.',
      ],
      [
        [90094, 900941, 90095],
        'consent',
        'Only an administrator may allow this application in your tenant.',
        'Ask an administrator to grant consent to the application, or use an application registration that your tenant already allows.',
      ],
      [
        [65004],
        'declined',
        'The permission that the application needs was declined, or the sign-in page was left.',
        'Sign in again and accept, if you meant to.',
      ],
      [
        [53003, 530034, 53009, 530021, 530031, 530032, 530035, 53002, 53011],
        'conditionalAccess',
        'A rule of your company (conditional access) blocks this sign-in: the device, the place or the application is not allowed.',
        'Sign in with the system browser on a computer that your company manages, or on its network. If it stays, give your administrator the report: the sign-in log names the rule.',
      ],
      [
        [500021, 500022],
        'conditionalAccess',
        'The network lets nobody sign in to this tenant: your company restricts which tenants may be reached from it.',
        'Use another network, or ask your company to allow the tenant.',
      ],
      [
        [53000, 53001, 530003, 50097, 50129, 50131, 50187, 700003, 135011],
        'conditionalAccess',
        'A rule of your company asks for a device that it manages, and this sign-in did not show one.',
        'Sign in with the system browser, where the device shows itself. Device code, password and some browsers cannot.',
      ],
      [
        [50076, 50079, 50072, 50074, 50078, 50158],
        'secondFactor',
        'A second factor (MFA) is asked for, and this way of signing in cannot show one.',
        'Sign in through the browser or with a device code.',
      ],
      [
        [53004],
        'secondFactor',
        'The second factor (MFA) has to be set up first, and your company does not allow that from here.',
        'Set it up at https://mysignins.microsoft.com from a place that is trusted, then sign in again.',
      ],
      [
        [50126, 50056],
        'password',
        'The user name or the password is wrong.',
        'Type it again. For accounts that sign in at the company’s own server or with a second factor, use the browser.',
      ],
      [
        [50055, 50144],
        'password',
        'The password has expired.',
        'Set a new one, for example at https://myaccount.microsoft.com, then sign in again.',
      ],
      [
        [50053],
        'password',
        'The account is locked for a while, after too many wrong passwords or because the network address looks dangerous.',
        'Wait some minutes. If it stays, ask your administrator.',
      ],
      [
        [50034, 500341],
        'noUser',
        'There is no such user in this tenant.',
        'Check the spelling of the user name, and whether the tenant is the right one.',
      ],
      [
        [50020, 50177, 90072],
        'guest',
        'The account belongs to another tenant and is no guest in this one.',
        'Sign in with an account of this tenant, or have yours invited as a guest. Name the organisation’s tenant when you sign in as a guest.',
      ],
      [
        [50105],
        'guest',
        'The account is not assigned to the application in this tenant.',
        'Ask an administrator to assign you to the enterprise application, or to lift the need for assignment.',
      ],
      [
        [50057],
        'disabled',
        'The user account is disabled.',
        'Ask your administrator, or use another account.',
      ],
      [
        [50194],
        'tenant',
        'The app registration is for its own tenant alone, and the sign-in did not name one.',
        'Give the tenant: its id is on the registration’s page “Overview”, as Directory (tenant) ID.',
      ],
      [
        [90002, 50059, 900023, 50128, 90019, 90010, 900382, 900439],
        'tenant',
        'The tenant could not be found.',
        'Check the tenant’s id or domain, and whether the right cloud is chosen: GCC High, DoD and China have sign-in pages of their own. An application that signs in by itself has to name its tenant.',
      ],
      [
        [51000, 500014],
        'tenant',
        'The tenant or the service in it is switched off or was deleted.',
        'Check that it is the right tenant; if it is, ask its administrator.',
      ],
      [
        [700016, 700011, 7000112, 65002],
        'application',
        'The application’s id is not known in this tenant, or is blocked there.',
        'Check the client id and the tenant. A new registration needs a minute or two until it is known everywhere. If the tenant blocks the standard application, register one of your own.',
      ],
      [
        [7000218, 700025],
        'publicClient',
        'The registration does not fit this way of signing in: either it does not allow public clients, or it does not expect a secret.',
        'For browser, device code and password: in the app registration, under Authentication, set “Allow public client flows” to Yes, and have http://localhost under “Mobile and desktop applications”.',
      ],
      [
        [50011, 500112, 500117, 90102],
        'redirect',
        'The app registration does not know the address to which the browser brings the answer.',
        'Add http://localhost to it, as a redirect of the kind “Mobile and desktop applications”; or set the redirect address here to the one that is registered.',
      ],
      [
        [9002327, 9002326, 900971],
        'redirect',
        'The redirect address is registered for another kind of application.',
        'Register http://localhost under “Mobile and desktop applications”, not under “Web” or “Single-page application”.',
      ],
      [
        [7000215],
        'secret',
        'The client secret is wrong.',
        'Copy the secret’s value, not its id. It is shown only once, when it is made: if it is lost, make another one.',
      ],
      [
        [7000222],
        'secret',
        'The client secret has expired.',
        'Make a new one in the app registration, under Certificates & secrets, and put it in here.',
      ],
      [
        [700027, 700023, 700021, 7000214, 50012, 1000502],
        'certificate',
        'The certificate was not accepted: it is not registered with the application, or has expired.',
        'Upload its public part in the app registration, under Certificates & secrets, and check that its thumbprint is the same there and here.',
      ],
      [
        [700024],
        'clock',
        'By the authority’s time the proof of the certificate is not valid now: this computer’s clock is probably wrong.',
        'Set the computer’s clock right, best by letting it follow an internet time server, then try again.',
      ],
      [
        [70000, 54005, 501481, 70008, 700084],
        'signedOut',
        'The sign-in is used up or was not accepted any more.',
        'Sign in again.',
      ],
      [
        [700082, 70043, 700081, 50089, 500133, 50013],
        'signedOut',
        'The sign-in has expired: it was not used for too long, or your company asks for a fresh one.',
        'Sign in again. Nothing that you have typed is lost.',
      ],
      [
        [50173, 50132, 50133, 50140],
        'signedOut',
        'The sign-in was taken back: the password was changed, or an administrator has signed you out.',
        'Sign in again. Nothing that you have typed is lost.',
      ],
      [
        [50058, 16000, 16001, 16002, 50196],
        'signedOut',
        'The sign-in has to be renewed by you.',
        'Sign in again. Nothing that you have typed is lost.',
      ],
      [
        [70020, 70019],
        'codeExpired',
        'The code was not used in time, or is not valid.',
        'Start again and type the new code within its time.',
      ],
      [[70016], 'codeExpired', 'The code was not typed yet.', 'Open the page and type the code.'],
      [
        [70018],
        'declined',
        'The sign-in was declined on the other device.',
        'Start again if you meant to sign in.',
      ],
      [
        [500011, 50001, 650057, 650056, 650052, 65005],
        'resource',
        'The organisation is not known to the tenant that was asked, or the application does not list Dataverse among its permissions.',
        'Check the organisation’s address, tenant and cloud; and in the app registration, under API permissions, add Dynamics CRM: user_impersonation.',
      ],
      [
        [650053, 70011, 1002012, 28000],
        'permission',
        'The permission that was asked for does not exist there.',
        'In the app registration, under API permissions, add Dynamics CRM: user_impersonation. The address of the organisation has to be the plain one.',
      ],
      [
        [900144, 90013, 90014, 90004, 70003, 70005, 9002313, 50027],
        'request',
        'The authority did not understand the request.',
        'Check client id, tenant and redirect address for slips. A proxy that changes requests is another reason.',
      ],
      [
        [90033, 90006, 50000, 90024, 90036, 90055],
        'service',
        'The sign-in service has a passing trouble.',
        'Try again in a minute.',
      ],
    ] as const satisfies readonly (readonly [readonly number[], SignInTroubleKind, string, string])[]
  ).flatMap(([numbers, kind, sentence, advice]) =>
    numbers.map((number): [number, SignInTrouble] => [number, { kind, sentence, advice }]),
  ),
);
