import type { Failure } from '../../../shared/contract/failure.ts';
import type { Account } from '../../../shared/domain/account.ts';
import type { SignInProgress } from '../../../shared/domain/signInRequest.ts';
import { useCall } from '../../app/core/useCall.ts';
import { discoveryOf, needsAddress, type SignInForm, signInRequestOf, withLearned } from './signInForm.ts';

export interface SignIn {
  /** Null when it failed or was cancelled; what was typed stays with the caller. */
  run(form: SignInForm, address: string): Promise<Account | null>;
  /** The form with where one signs in, as the organisation says it; null when it could not be asked. */
  learn(form: SignInForm, address: string): Promise<SignInForm | null>;
  readonly running: boolean;
  /** What goes on, for the line of progress. */
  readonly label: string;
  readonly failure: Failure | null;
  readonly progress: SignInProgress | null;
  cancel(): void;
  reset(): void;
}

/** Signs in; where nobody lists organisations, the organisation is asked first where one signs in for it. */
export function useSignIn(): SignIn {
  const learn = useCall('organization.learn');
  const signIn = useCall('account.signIn');
  return {
    async run(form, address) {
      signIn.reset();
      const discovery = discoveryOf(form);
      let resource = discovery;
      let tenant: string | null = null;
      if (resource === null || needsAddress(form)) {
        const learned = await learn.run({ address });
        if (learned.kind === 'failed') return null;
        ({ resource, tenant } = learned.output);
      }
      const outcome = await signIn.run({ request: signInRequestOf(form, resource, tenant) });
      return outcome.kind === 'done' ? outcome.output.account : null;
    },
    async learn(form, address) {
      signIn.reset();
      const learned = await learn.run({ address });
      return learned.kind === 'done' ? withLearned(form, learned.output.cloud, learned.output.tenant) : null;
    },
    running: learn.running || signIn.running,
    label: learn.running
      ? 'Asking the organisation where to sign in…'
      : (labels[signIn.progress?.kind ?? 'none'] ?? labels.none),
    failure: signIn.failure ?? learn.failure,
    progress: signIn.running ? signIn.progress : null,
    cancel() {
      learn.cancel();
      signIn.cancel();
    },
    reset() {
      learn.reset();
      signIn.reset();
    },
  };
}

const labels = {
  none: 'Signing in…',
  browser: 'Waiting for your browser…',
  deviceCode: 'Waiting for the code to be typed…',
} as const;
