import { z } from 'zod';
import { AppRegistrationPlan, MadeRegistration, RegistrationStage } from '../../domain/appRegistration.ts';
import { RegistrationTest } from '../../domain/appRegistrationTest.ts';
import { CloudChoice } from '../../domain/cloud.ts';
import { SignInProgress, TenantName } from '../../domain/signInRequest.ts';
import { call } from '../call.ts';

const signIn = z.object({
  cloud: CloudChoice,
  /** Nothing: the tenant where the account is at home. */
  tenant: TenantName.nullable(),
  method: z.enum(['browser', 'deviceCode']),
});

/** What the user has to do, and then what goes on by itself. */
export const RegistrationProgress = z.union([
  SignInProgress,
  z.object({ kind: z.literal('stage'), stage: RegistrationStage }),
]);
export type RegistrationProgress = z.infer<typeof RegistrationProgress>;

export const appRegistrationCalls = {
  /** Makes an app registration through Microsoft Graph, in the name of the user who signs in for it. Nothing of the sign-in is kept. */
  'appRegistration.create': call(
    signIn.extend({ plan: AppRegistrationPlan }),
    z.object({ made: MadeRegistration }),
    RegistrationProgress,
  ),
  /** Signs in with a registration and looks at what its token holds. Nothing of the sign-in is kept. */
  'appRegistration.test': call(
    signIn.extend({
      clientId: z.guid({
        error: 'The id of an application has the form 00000000-0000-0000-0000-000000000000.',
      }),
      /** Of the organisation that it is for. */
      address: z.string().trim().min(1).max(2000),
    }),
    RegistrationTest,
    RegistrationProgress,
  ),
};
