import { signInTroubles } from './signInTroubles.ts';

/** What a sign-in authority answers when it refuses, in the words of OAuth and of Entra ID. */
export interface SignInRefusal {
  /** OAuth's `error`, such as `invalid_grant`. */
  readonly error: string | null;
  /** `error_description` as it came. */
  readonly description: string | null;
  /** `error_codes`, the numbers behind AADSTS. */
  readonly numbers?: readonly number[] | undefined;
  readonly suberror?: string | null | undefined;
}

/** What lies behind a failed sign-in: what a user can do differs by this. */
export type SignInTroubleKind =
  | 'consent'
  | 'conditionalAccess'
  | 'secondFactor'
  | 'password'
  | 'noUser'
  | 'disabled'
  | 'guest'
  | 'tenant'
  | 'application'
  | 'publicClient'
  | 'redirect'
  | 'secret'
  | 'certificate'
  | 'clock'
  | 'signedOut'
  | 'codeExpired'
  | 'declined'
  | 'resource'
  | 'permission'
  | 'request'
  | 'service'
  | 'unknown';

export interface SignInTrouble {
  readonly kind: SignInTroubleKind;
  /** What happened and what it means. */
  readonly sentence: string;
  /** What to do. */
  readonly advice: string;
}

export interface SignInExplanation extends SignInTrouble {
  /** `AADSTS50126`, or OAuth's word where the authority gave no number. */
  readonly code: string | null;
  /** Of the values that a failure may have. */
  readonly failure: 'signIn' | 'cancelled' | 'unavailable' | 'invalid';
}

/** Puts a refusal into plain words. Never fails: what is not known is said to be unknown, with its own code. */
export function explainSignIn(refusal: SignInRefusal): SignInExplanation {
  for (const number of numbersOf(refusal)) {
    const trouble = signInTroubles[number];
    if (trouble) return { ...trouble, code: `AADSTS${number}`, failure: failureOf(trouble.kind) };
  }
  const number = numbersOf(refusal)[0];
  const trouble = byWord(refusal);
  return {
    ...trouble,
    code: number === undefined ? refusal.error : `AADSTS${number}`,
    failure: failureOf(trouble.kind),
  };
}

/** The numbers in the order of their weight: those listed, then the one that the description begins with. */
function numbersOf({ numbers = [], description }: SignInRefusal): number[] {
  const found = [...numbers];
  const text = /AADSTS(\d{4,8})/.exec(description ?? '')?.[1];
  if (text !== undefined && !found.includes(Number(text))) found.push(Number(text));
  return found;
}

function byWord({ error, description, suberror }: SignInRefusal): SignInTrouble {
  // AD FS has MSIS numbers in place of AADSTS ones.
  const adfs = /MSIS(\d{4})/.exec(description ?? '')?.[1];
  if (adfs === '9605' || adfs === '9602' || adfs === '9223') return known(700016);
  if (adfs === '9659' || adfs === '9224') return known(50011);
  if (adfs === '9243' || adfs === '9602') return known(500011);
  switch (error) {
    case 'consent_required':
      return known(65001);
    case 'access_denied':
      return known(65004);
    case 'authorization_declined':
      return known(70018);
    case 'expired_token':
    case 'code_expired':
      return known(70020);
    case 'bad_verification_code':
      return known(70019);
    case 'invalid_client':
      return known(7000215);
    case 'unauthorized_client':
      return known(700016);
    case 'invalid_resource':
      return known(500011);
    case 'login_required':
    case 'interaction_required':
      return suberror === 'basic_action' ? known(50076) : known(50058);
    case 'invalid_grant':
      if (suberror === 'consent_required') return known(65001);
      if (suberror === 'message_only' || suberror === 'additional_action') return known(53003);
      return suberror === 'basic_action' ? known(50076) : known(70000);
    case 'temporarily_unavailable':
    case 'server_error':
      return known(90033);
    case 'invalid_scope':
      return known(70011);
    default:
      return {
        kind: 'unknown',
        sentence: 'The sign-in was refused, and this program does not know the reason behind it.',
        advice:
          'Look the code up at https://login.microsoftonline.com/error, or copy the report for your administrator.',
      };
  }
}

function known(number: number): SignInTrouble {
  const trouble = signInTroubles[number];
  if (!trouble) throw new Error(`AADSTS${number} is missing from the table.`);
  return trouble;
}

function failureOf(kind: SignInTroubleKind): SignInExplanation['failure'] {
  if (kind === 'declined') return 'cancelled';
  if (kind === 'service') return 'unavailable';
  return kind === 'redirect' || kind === 'publicClient' || kind === 'request' ? 'invalid' : 'signIn';
}
