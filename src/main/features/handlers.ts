import type { CallName, CallOutput, CallProgress, HandlerInput } from '../../shared/contract/contract.ts';

export interface HandlerContext<Name extends CallName> {
  /** Aborted when the page cancels the call or goes away. */
  readonly signal: AbortSignal;
  readonly progress: (value: CallProgress<Name>) => void;
}

/** Carries out one call: gets input that is parsed already, rejects with a FailureError for what can be expected. */
export type Handler<Name extends CallName> = (
  input: HandlerInput<Name>,
  context: HandlerContext<Name>,
) => Promise<CallOutput<Name>>;

/** One handler for each call of the contract. */
export type Handlers = { readonly [Name in CallName]: Handler<Name> };
