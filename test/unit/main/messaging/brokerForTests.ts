import { randomBytes } from 'node:crypto';
import {
  defaultNamespace,
  type ServiceBusBroker,
  startServiceBusBroker,
} from '../../../../src/sandbox/serviceBus/serviceBusBroker.ts';

/** The sandbox's broker on a free port, with its namespace of the start. */
export function startBroker(): Promise<ServiceBusBroker> {
  return startServiceBusBroker({ namespace: defaultNamespace(() => randomBytes(32).toString('base64')) });
}

/** The key of a policy: tests need it to make wrong ones. */
export function keyOf(broker: ServiceBusBroker, policyName: string): string {
  const policy = broker.namespace.policies.find(({ name }) => name === policyName);
  if (!policy) throw new Error(`no policy ${policyName}`);
  return policy.key;
}

/** Waits until something holds, looking again and again. */
export async function eventually<T>(
  look: () => T | undefined | false,
  what: string,
  ms = 10_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const seen = look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > end) throw new Error(`not seen within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
