import type { CallInput } from '../../../shared/contract/contract.ts';
import {
  type AppRegistrationPlan,
  freshPlan,
  type MadeRegistration,
  planNameProblem,
} from '../../../shared/domain/appRegistration.ts';
import type { ShellKind } from '../../../shared/domain/appRegistrationScript.ts';
import { type Cloud, resolveCloud } from '../../../shared/domain/cloud.ts';
import { cloudChoiceOf, freshSignIn, type SignInForm, signInProblems } from '../signIn/signInForm.ts';

/** Ways to a registration. */
export type Way = 'forMe' | 'portal' | 'script' | 'graph';

export const wayLabels: Readonly<Record<Way, string>> = {
  forMe: 'Do it for me',
  portal: 'In the portal',
  script: 'By script',
  graph: 'Microsoft Graph',
};

/** Everything that can be chosen and typed in the assistant; nothing of it is lost by going back. */
export interface AssistantForm {
  readonly page: 0 | 1 | 2;
  readonly plan: AppRegistrationPlan;
  readonly way: Way;
  readonly shell: ShellKind;
  /** Cloud, tenant, client id and how to sign in, as the connect dialog has them. */
  readonly signIn: SignInForm;
  /** Of the organisation that it is for. */
  readonly address: string;
  readonly made: MadeRegistration | null;
}

type AssistantField = 'name' | 'authority' | 'tenant' | 'clientId' | 'address';
export type AssistantProblems = Readonly<Partial<Record<AssistantField, string>>>;

export const assistantPages = {
  people: ['What it is for', 'Register', 'Test'],
  program: ['What it is for', 'Register', 'Application user'],
} as const;

/** What is known where the assistant is opened from. */
export interface AssistantStart {
  readonly signIn?: SignInForm | undefined;
  readonly address?: string | undefined;
}

export function freshAssistant({ signIn = freshSignIn, address = '' }: AssistantStart): AssistantForm {
  const program = signIn.method === 'secret' || signIn.method === 'certificate';
  return {
    page: 0,
    plan: program ? { ...freshPlan, purpose: 'program' } : freshPlan,
    way: 'forMe',
    shell: 'bash',
    signIn: {
      ...freshSignIn,
      cloud: signIn.cloud,
      authority: signIn.authority,
      discovery: signIn.discovery,
      tenant: signIn.tenant,
      method: signIn.method === 'deviceCode' ? 'deviceCode' : 'browser',
    },
    address,
    made: null,
  };
}

/** Whether closing would lose something. */
export function isAssistantDirty({ plan, signIn, made }: AssistantForm): boolean {
  return made !== null || signIn.clientId !== '' || plan.name !== freshPlan.name;
}

/** What keeps the first page from being left. */
export function planProblems({ plan, signIn }: AssistantForm): AssistantProblems {
  const { authority, tenant } = signInProblems(signIn);
  const name = planNameProblem(plan.name);
  return {
    ...(name === null ? {} : { name }),
    ...(authority === undefined ? {} : { authority }),
    ...(tenant === undefined ? {} : { tenant }),
  };
}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What keeps the test from being made. */
export function testProblems({ signIn, address }: AssistantForm): AssistantProblems {
  const { tenant } = signInProblems(signIn);
  const clientId = signIn.clientId.trim();
  return {
    ...(clientId === ''
      ? { clientId: 'Paste the Application (client) ID of the registration.' }
      : guid.test(clientId)
        ? {}
        : { clientId: 'This is no id. It looks like 00000000-0000-0000-0000-000000000000.' }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(address.trim() === '' ? { address: 'Enter the address of the organisation.' } : {}),
  };
}

/** The cloud that is chosen; asked for only after the first page was found complete. */
export function cloudOf({ signIn }: AssistantForm): Cloud {
  return resolveCloud(cloudChoiceOf(signIn));
}

/** AD FS has neither portal nor Graph. */
export function waysOf(cloud: Pick<Cloud, 'authorityKind' | 'portal'>): readonly Way[] {
  if (cloud.authorityKind === 'adfs') return ['script'];
  return cloud.portal === null ? ['forMe', 'script', 'graph'] : ['forMe', 'portal', 'script', 'graph'];
}

function signInInputOf({ signIn }: AssistantForm) {
  return {
    cloud: cloudChoiceOf(signIn),
    tenant: signIn.tenant.trim() === '' ? null : signIn.tenant.trim(),
    method: signIn.method === 'deviceCode' ? ('deviceCode' as const) : ('browser' as const),
  };
}

export function createInputOf(form: AssistantForm): CallInput<'appRegistration.create'> {
  return { ...signInInputOf(form), plan: form.plan };
}

export function testInputOf(form: AssistantForm): CallInput<'appRegistration.test'> {
  return { ...signInInputOf(form), clientId: form.signIn.clientId.trim(), address: form.address.trim() };
}

/** With the ids of what was made, ready for its test. */
export function withMade(form: AssistantForm, made: MadeRegistration): AssistantForm {
  return {
    ...form,
    made,
    signIn: {
      ...form.signIn,
      clientId: made.clientId,
      tenant: form.signIn.tenant.trim() === '' ? (made.tenantId ?? '') : form.signIn.tenant,
    },
  };
}
