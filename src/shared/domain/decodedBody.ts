import type { ExecutionContext } from './executionContext.ts';

export type BodyFormat = 'json' | 'textXml' | 'binaryXml' | 'text' | 'unknown';

/** Why a body could not be read, or not to its end. */
export interface BodyProblem {
  /** What happened and what it means, ready to show. */
  readonly sentence: string;
  /** Where in the body, in bytes from its start. */
  readonly offset?: number;
}

/** What became of a message's body. Plain data: it crosses to the page. */
export interface DecodedBody {
  readonly format: BodyFormat;
  /** Also there beside a `problem`: then it holds what came before the fault. */
  readonly context?: ExecutionContext;
  readonly problem?: BodyProblem;
  /** The body as text: JSON and XML set out in lines, anything else as it is, bytes as a hex dump. */
  readonly rawText?: string;
  /** Size of the body as it came, in bytes. */
  readonly size: number;
}
