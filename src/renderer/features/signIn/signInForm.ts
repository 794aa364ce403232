import type { CallInput } from '../../../shared/contract/contract.ts';
import { type Account, readRedirect, type SignInMethod } from '../../../shared/domain/account.ts';
import { CloudChoice, type KnownCloudId, resolveCloud } from '../../../shared/domain/cloud.ts';
import { TenantName } from '../../../shared/domain/signInRequest.ts';

/** A certificate as it was chosen on the page, in base64: it holds a private key, which is a secret. */
export interface ChosenFile {
  readonly name: string;
  readonly content: string;
}

/** Everything that can be typed to sign in; what the chosen method does not need stays until it is chosen again. */
export interface SignInForm {
  readonly method: SignInMethod;
  readonly cloud: KnownCloudId | 'custom';
  /** Of a custom cloud. */
  readonly authority: string;
  /** Of a custom cloud; empty where it has no list of organisations. */
  readonly discovery: string;
  readonly tenant: string;
  readonly clientId: string;
  readonly redirect: string;
  readonly userName: string;
  readonly password: string;
  readonly secret: string;
  readonly certificate: ChosenFile | null;
  readonly certificatePassword: string;
}

export type SignInField = Exclude<keyof SignInForm, 'method' | 'cloud'> | 'address';
export type SignInProblems = Readonly<Partial<Record<SignInField, string>>>;
export type SignInRequestInput = CallInput<'account.signIn'>['request'];

export const freshSignIn: SignInForm = {
  method: 'browser',
  cloud: 'commercial',
  authority: '',
  discovery: '',
  tenant: '',
  clientId: '',
  redirect: '',
  userName: '',
  password: '',
  secret: '',
  certificate: null,
  certificatePassword: '',
};

/** Applications sign in by themselves, with a secret or a certificate. */
export function isApplication({ method }: Pick<SignInForm, 'method'>): boolean {
  return method === 'secret' || method === 'certificate';
}

/** Whether the organisation has to be named before the sign-in, because nobody lists organisations for it. */
export function needsAddress(form: SignInForm): boolean {
  return isApplication(form) || (form.cloud === 'custom' && form.discovery.trim() === '');
}

/** Whether the organisation is asked where one signs in for it, because nothing was typed. */
export function asksOrganization(form: SignInForm): boolean {
  return form.cloud === 'custom' && form.authority.trim() === '' && form.discovery.trim() === '';
}

/** Filled in with what the organisation said; what was typed stays. */
export function withLearned(form: SignInForm, cloud: CloudChoice, tenant: string | null): SignInForm {
  return {
    ...form,
    cloud: cloud.kind === 'known' ? cloud.id : 'custom',
    authority: cloud.kind === 'custom' ? cloud.authority : '',
    tenant: form.tenant.trim() === '' ? (tenant ?? '') : form.tenant,
  };
}

/** Whether what proves who one is goes to the authority itself, and not into a page of the browser. */
export function sendsSecret({ method }: Pick<SignInForm, 'method'>): boolean {
  return method === 'password' || method === 'secret' || method === 'certificate';
}

/** What still keeps the form from being sent, in sentences, by field. */
export function signInProblems(form: SignInForm): SignInProblems {
  const problems: Partial<Record<SignInField, string>> = {};
  if (form.cloud === 'custom') {
    if (form.authority.trim() === '') {
      problems.authority =
        'Enter the address where one signs in, or that of the organisation, which knows it.';
    } else if (!isHttps(form.authority)) problems.authority = beginsWithHttps;
    if (form.discovery.trim() !== '' && !isHttps(form.discovery)) problems.discovery = beginsWithHttps;
  }
  if (isApplication(form) && form.clientId.trim() === '') {
    problems.clientId = 'Enter the application (client) id of the app registration.';
  }
  const tenant = form.tenant.trim();
  if (tenant !== '' && !TenantName.safeParse(tenant).success) {
    problems.tenant = 'A tenant is given by its id, or by a domain such as contoso.onmicrosoft.com.';
  }
  if (form.method === 'browser' && form.redirect.trim() !== '') {
    const reading = readRedirect(form.redirect);
    if (reading.kind === 'problem') problems.redirect = `${reading.sentence} ${reading.advice}`;
  }
  if (form.method === 'password') {
    if (form.userName.trim() === '') problems.userName = 'Enter the user name, such as nancy@contoso.com.';
    if (form.password === '') problems.password = 'Enter the password.';
  }
  if (form.method === 'secret' && form.secret.trim() === '') {
    problems.secret = 'Paste the value of the client secret, not its id.';
  }
  if (form.method === 'certificate' && form.certificate === null) {
    problems.certificate = 'Choose the certificate with its private key: a PFX or a PEM file.';
  }
  return problems;
}

const beginsWithHttps = 'This has to be an address that begins with https://.';

function isHttps(text: string): boolean {
  return URL.canParse(text.trim()) && new URL(text.trim()).protocol === 'https:';
}

export function cloudChoiceOf(form: SignInForm): CloudChoice {
  if (form.cloud !== 'custom') return { kind: 'known', id: form.cloud };
  return CloudChoice.parse({
    kind: 'custom',
    authority: form.authority.trim(),
    discovery: form.discovery.trim() === '' ? null : form.discovery.trim(),
    graph: null,
  });
}

/** For what the first token is where the cloud lists organisations; nothing where it does not. */
export function discoveryOf(form: SignInForm): string | null {
  return resolveCloud(cloudChoiceOf(form)).discovery;
}

/**
 * @param resource for what the first token is
 * @param learnedTenant what the organisation named; what was typed goes before it
 */
export function signInRequestOf(
  form: SignInForm,
  resource: string,
  learnedTenant: string | null,
): SignInRequestInput {
  const orNothing = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  const common = {
    cloud: cloudChoiceOf(form),
    tenant: orNothing(form.tenant) ?? learnedTenant,
    clientId: orNothing(form.clientId),
    resource,
  };
  switch (form.method) {
    case 'browser':
      return {
        method: 'browser',
        ...common,
        redirect: orNothing(form.redirect),
        userName: orNothing(form.userName),
      };
    case 'deviceCode':
      return { method: 'deviceCode', ...common };
    case 'password':
      return { method: 'password', ...common, userName: form.userName.trim(), password: form.password };
    case 'secret':
      return { method: 'secret', ...common, secret: form.secret.trim() };
    case 'certificate':
      return {
        method: 'certificate',
        ...common,
        file: form.certificate?.content ?? '',
        password: form.certificatePassword,
      };
  }
}

/** After a sign-in: what was secret is let go, the rest is there for the next one. */
export function withoutSecrets(form: SignInForm): SignInForm {
  return { ...form, password: '', secret: '', certificate: null, certificatePassword: '' };
}

/** Filled in as the account signed in before, to do it again. */
export function signInFormOf(account: Account): SignInForm {
  return {
    ...signInFormFor(account.cloud, account.tenantId),
    method: account.method,
    clientId: account.clientId,
    userName: account.kind === 'user' ? account.userName : '',
  };
}

/** Filled in with where one signs in, as an organisation says it. */
export function signInFormFor(cloud: CloudChoice, tenant: string | null): SignInForm {
  return {
    ...freshSignIn,
    cloud: cloud.kind === 'known' ? cloud.id : 'custom',
    authority: cloud.kind === 'custom' ? cloud.authority : '',
    discovery: cloud.kind === 'custom' ? (cloud.discovery ?? '') : '',
    tenant: tenant ?? '',
  };
}
