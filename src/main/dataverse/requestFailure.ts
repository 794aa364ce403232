import { type Failure, FailureError } from '../../shared/contract/failure.ts';

/** A request that failed, with what the caller must know to judge whether it was carried out all the same. */
export class RequestFailure extends FailureError {
  /** True when the request, or an earlier attempt of it, may have been carried out although no good answer came. */
  readonly maybeExecuted: boolean;
  /** Which operation of a change set was refused, counted from 0, where the answer says so. */
  readonly refusedOperation: number | undefined;
  constructor(
    failure: Failure,
    options: { maybeExecuted: boolean; cause?: unknown; refusedContentId?: string | undefined },
  ) {
    super(failure, options.cause === undefined ? undefined : { cause: options.cause });
    this.maybeExecuted = options.maybeExecuted;
    const number = Number(options.refusedContentId);
    this.refusedOperation = Number.isInteger(number) && number > 0 ? number - 1 : undefined;
  }
}
