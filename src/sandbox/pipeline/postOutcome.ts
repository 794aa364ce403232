/**
 * What became of a post. `external`: the other side's doing, so that it is worth trying again. `internal`: trying
 * again would change nothing. `friendly` is one sentence for people, `detail` what the other side said; neither
 * ever holds a key or a token. `code` is a Dataverse fault code.
 */
export type PostOutcome =
  | { readonly kind: 'posted' }
  | {
      readonly kind: 'external' | 'internal';
      readonly code: string;
      readonly friendly: string;
      readonly detail: string;
    };

export type PostFailure = Exclude<PostOutcome, { kind: 'posted' }>;

/** IsvUnExpected: what Dataverse gives jobs whose posts fail on the other side. Which code it really is was not confirmed. */
const unexpectedFromOutside = '0x80040224';

export function externalFailure(friendly: string, detail: string, code = unexpectedFromOutside): PostFailure {
  return { kind: 'external', code, friendly, detail };
}

export function internalFailure(friendly: string, detail: string, code = '0x80040216'): PostFailure {
  return { kind: 'internal', code, friendly, detail };
}

/** Signed 32-bit form of a fault code, as `errorcode` columns hold it. */
export function signedCode(code: string): number {
  return Number(code) | 0;
}

/** IsvAborted: a step stopped the operation. */
export const isvAborted = '0x80040265';
