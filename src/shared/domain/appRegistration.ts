import { z } from 'zod';
import { defaultRedirect } from './account.ts';

/** Dataverse’s own application, which the portal calls Dynamics CRM; the same in each cloud. */
export const dataverseApi = {
  name: 'Dynamics CRM',
  id: '00000007-0000-0000-c000-000000000000',
  permission: 'user_impersonation',
  permissionId: '78ce3f0f-a1ce-49c2-8cde-64b5c0896db4',
} as const;

/**
 * The public client of Microsoft Graph’s own command line. With it one signs in to make a registration: it may be given any
 * delegated permission of Graph, for the one time that the user consents.
 */
export const graphToolsClientId = '14d82eec-204b-4c2f-b7e8-296a70dab67e';
/** What making a registration takes. */
export const graphPermission = 'Application.ReadWrite.All';

/** What is to be registered. */
export const AppRegistrationPlan = z.object({
  /** People who sign in, or a program that signs in by itself with a secret or a certificate. */
  purpose: z.enum(['people', 'program']),
  name: z
    .string()
    .trim()
    .min(1, { error: 'Give the registration a name. People see it when they are asked for consent.' })
    .max(120, { error: 'The name may have up to 120 characters.' }),
  /** A program is always of its own tenant here. */
  tenants: z.enum(['one', 'any']),
});
export type AppRegistrationPlan = z.infer<typeof AppRegistrationPlan>;

export const freshPlan: AppRegistrationPlan = { purpose: 'people', name: 'Registrar', tenants: 'one' };

/** What is wrong with the name, in a sentence; nothing when it can be used. */
export function planNameProblem(name: string): string | null {
  const read = AppRegistrationPlan.shape.name.safeParse(name);
  return read.success ? null : (read.error.issues[0]?.message ?? null);
}

export function signInAudienceOf({ purpose, tenants }: AppRegistrationPlan): string {
  return purpose === 'people' && tenants === 'any' ? 'AzureADMultipleOrgs' : 'AzureADMyOrg';
}

/** The body of `POST /v1.0/applications` of Microsoft Graph. */
export function graphApplicationOf(plan: AppRegistrationPlan) {
  const common = { displayName: plan.name.trim(), signInAudience: signInAudienceOf(plan) };
  if (plan.purpose === 'program') return common;
  return {
    ...common,
    isFallbackPublicClient: true,
    publicClient: { redirectUris: [defaultRedirect] },
    requiredResourceAccess: [
      {
        resourceAppId: dataverseApi.id,
        resourceAccess: [{ id: dataverseApi.permissionId, type: 'Scope' }],
      },
    ],
  };
}

/** A registration that Graph has made, and how much of it. Holds no secret. */
export const MadeRegistration = z.object({
  name: z.string(),
  clientId: z.string(),
  /** Of the registration, where the client id is the application’s. */
  objectId: z.string(),
  tenantId: z.string().nullable(),
  madeBy: z.string().nullable(),
  /** The application’s presence in the tenant (enterprise application); what went wrong where it was not made. */
  enterpriseApplication: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('made') }),
    z.object({ kind: z.literal('missing'), sentence: z.string(), advice: z.string() }),
  ]),
});
export type MadeRegistration = z.infer<typeof MadeRegistration>;

/** Where the work on a registration is. */
export const RegistrationStage = z.enum(['application', 'enterpriseApplication', 'waiting', 'organization']);
export type RegistrationStage = z.infer<typeof RegistrationStage>;
