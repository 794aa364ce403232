import { type Failure, FailureError } from '../../shared/contract/failure.ts';

/** A request that failed, with what the caller must know to judge whether it was carried out all the same. */
export class RequestFailure extends FailureError {
  /** True when the request, or an earlier attempt of it, may have been carried out although no good answer came. */
  readonly maybeExecuted: boolean;
  constructor(failure: Failure, options: { maybeExecuted: boolean; cause?: unknown }) {
    super(failure, options.cause === undefined ? undefined : { cause: options.cause });
    this.maybeExecuted = options.maybeExecuted;
  }
}
