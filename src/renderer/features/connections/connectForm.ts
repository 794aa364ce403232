import type { ConnectionColor } from '../../../shared/contract/calls/connections.ts';
import type { AccountState } from '../../../shared/contract/calls/signIn.ts';
import type { AccountId } from '../../../shared/domain/account.ts';
import type { DiscoveredOrganization } from '../../../shared/domain/discoveredOrganization.ts';
import {
  asksOrganization,
  freshSignIn,
  needsAddress,
  type SignInForm,
  type SignInProblems,
  signInProblems,
  withoutSecrets,
} from '../signIn/signInForm.ts';
import { addressProblem } from './addressProblem.ts';
import type { Look } from './ConnectionLook.tsx';

export const connectPages = ['Sign in', 'Organisation', 'Name and colour'] as const;

/** Everything that can be typed to connect; nothing of it is lost by going back, by a failure, or by a cancel. */
export interface ConnectForm {
  readonly page: 0 | 1 | 2;
  /** An account that is signed in already, or another one; null until the user chooses. */
  readonly account: AccountId | 'another' | null;
  /** Pastes a token instead of signing in: then all is on one page. */
  readonly byToken: boolean;
  readonly signIn: SignInForm;
  /** Being pasted in place of the fields; null while the fields are shown. Holds a secret. */
  readonly connectionString: string | null;
  readonly address: string;
  readonly accessToken: string;
  /** Null where the user left it as suggested. */
  readonly name: string | null;
  readonly color: ConnectionColor | null;
  readonly production: boolean | null;
  readonly readOnly: boolean;
  /** The last one that was chosen in the list; holds while the address is its. */
  readonly organization: DiscoveredOrganization | null;
}

export const freshConnect: ConnectForm = {
  page: 0,
  account: null,
  byToken: false,
  signIn: freshSignIn,
  connectionString: null,
  address: '',
  accessToken: '',
  name: null,
  color: null,
  production: null,
  readOnly: false,
  organization: null,
};

/** The account to use; nothing where one has to sign in first. */
export function accountOf(form: ConnectForm, accounts: readonly AccountState[]): AccountState | null {
  if (form.account === 'another') return null;
  return accounts.find(({ id }) => id === form.account) ?? accounts[0] ?? null;
}

/** The organisation of the list that the address names; nothing when it was typed. */
export function chosenOrganization({ organization, address }: ConnectForm): DiscoveredOrganization | null {
  return organization && organization.url === address ? organization : null;
}

export function nameOf(form: ConnectForm): string {
  return form.name ?? chosenOrganization(form)?.name ?? '';
}

export function isProduction(form: ConnectForm): boolean {
  return form.production ?? chosenOrganization(form)?.kind === 'production';
}

/** Red is what production looks like, unless the user chose a colour. */
export function colorOf(form: ConnectForm): ConnectionColor {
  return form.color ?? (isProduction(form) ? 'red' : 'green');
}

export function lookOf(form: ConnectForm): Look {
  return { color: colorOf(form), production: isProduction(form), readOnly: form.readOnly };
}

/** Whether closing would lose something that was typed. */
export function isConnectDirty(form: ConnectForm): boolean {
  const { page: _page, account: _account, ...typed } = form;
  const { page: _freshPage, account: _freshAccount, ...fresh } = freshConnect;
  return JSON.stringify(typed) !== JSON.stringify(fresh);
}

export type ConnectField = 'name' | 'address' | 'accessToken';
export type ConnectProblems = Readonly<Partial<Record<ConnectField, string>>>;

export function addressProblems(address: string): ConnectProblems {
  if (address.trim() === '') return { address: 'Enter the address of the organisation.' };
  const problem = addressProblem(address);
  return problem === null ? {} : { address: problem };
}

export function nameProblem(text: string): string | null {
  const name = text.trim();
  if (name === '') return 'Give the organisation a name, as its tab should say it.';
  return name.length > 100 ? 'A name has up to 100 characters.' : null;
}

export function nameProblems(form: ConnectForm): ConnectProblems {
  const problem = nameProblem(nameOf(form));
  return problem === null ? {} : { name: problem };
}

export function tokenProblems(form: ConnectForm): ConnectProblems {
  return {
    ...nameProblems(form),
    ...addressProblems(form.address),
    ...(form.accessToken.trim() === '' ? { accessToken: 'Paste an access token for the organisation.' } : {}),
  };
}

/** What still keeps the sign-in from being sent. */
export function accountProblems({ signIn, address }: ConnectForm): SignInProblems {
  const { authority, ...problems } = signInProblems(signIn);
  const missing = needsAddress(signIn) ? addressProblems(address) : {};
  // An organisation that is named knows itself where one signs in.
  return authority === undefined || (asksOrganization(signIn) && missing.address === undefined)
    ? { ...problems, ...missing }
    : { ...problems, ...missing, authority };
}

/** On to the organisations, with nothing secret left of the sign-in. */
export function signedInAs(form: ConnectForm, account: AccountId): ConnectForm {
  return { ...form, page: 1, account, connectionString: null, signIn: withoutSecrets(form.signIn) };
}
