/** Service Bus allows a few minutes of difference at the most; from one minute on, the user should know. */
const worthSaying = 60_000;

/**
 * Says that this computer's clock is wrong, measured against a server's; undefined when it is right enough.
 * @param ahead milliseconds by which the server is ahead of us.
 */
export function describeClockSkew(ahead: number): string | undefined {
  if (Math.abs(ahead) < worthSaying) return undefined;
  const minutes = Math.round(Math.abs(ahead) / 60_000);
  const amount = minutes === 1 ? 'a minute' : `${minutes.toLocaleString('en')} minutes`;
  return `This computer’s clock is ${amount} ${ahead > 0 ? 'behind' : 'ahead of'} that of the organisation. A token ends by Azure’s clock: set this one right first.`;
}
