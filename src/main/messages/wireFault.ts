/**
 * Why reading stopped. `index` counts in the units of what was read: characters for JSON and XML, bytes for
 * .NET binary. The sentence has no place in it: the caller adds it, in bytes of the body.
 */
export interface WireFault {
  /** `end`: the body stops too early. `malformed`: it breaks the format. `limit`: it goes beyond what is read. */
  readonly kind: 'end' | 'malformed' | 'limit';
  readonly sentence: string;
  readonly index: number;
}

/** Thrown inside a reader to leave it from any depth; caught at its entry, never seen outside. */
export class WireFaultError extends Error {
  readonly fault: WireFault;
  constructor(fault: WireFault) {
    super(fault.sentence);
    this.fault = fault;
  }
}

/** Depth to which containers nest: a genuine context with its parents stays under 100. */
export const deepestNesting = 250;

/** How many values or elements one body may have: 256 KB, the most that Dataverse posts, stays under 130,000. */
export const mostNodes = 500_000;
