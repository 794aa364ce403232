import { z } from 'zod';
import { ConnectionId } from './ids.ts';
import type { ServiceEndpoint } from './registration.ts';
import { isSameNamespace, namespaceNameOf } from './serviceBusAddress.ts';

/**
 * A policy has two keys, and Azure accepts both. So its keys are renewed without losing a message: the endpoints go over
 * to the secondary key, the primary is renewed, they go back, and the secondary is renewed.
 */
export const RotationStep = z.enum(['secondary', 'renewPrimary', 'primary', 'renewSecondary', 'done']);
export type RotationStep = z.infer<typeof RotationStep>;

/** How far the rotation of one policy has come. Holds no key, and is kept on disk. */
export const KeyRotation = z.object({
  id: z.string(),
  connectionId: ConnectionId,
  namespaceAddress: z.string(),
  policyName: z.string(),
  /** Of a policy of one entity; null for a policy of the namespace. */
  path: z.string().nullable(),
  /** ISO time. */
  startedAt: z.string(),
  step: RotationStep,
  /** When all endpoints had been given the key of this step; the organisation's own time. */
  savedAt: z.string().nullable(),
  /** When each of them had posted with it. */
  provedAt: z.string().nullable(),
});
export type KeyRotation = z.infer<typeof KeyRotation>;

type RotatedPolicy = Pick<KeyRotation, 'namespaceAddress' | 'policyName' | 'path'>;

const order = RotationStep.options;

export function stepAfter(step: RotationStep): RotationStep {
  return order[Math.min(order.indexOf(step) + 1, order.length - 1)] ?? 'done';
}

/** Whether a step gives the endpoints a key, rather than renewing one in Azure. */
export function givesKey(step: RotationStep): step is 'secondary' | 'primary' {
  return step === 'secondary' || step === 'primary';
}

export const rotationStepLabels: Readonly<Record<RotationStep, string>> = {
  secondary: 'Go over to the secondary key',
  renewPrimary: 'Renew the primary key',
  primary: 'Go back to the primary key',
  renewSecondary: 'Renew the secondary key',
  done: 'Done',
};

/** The endpoints that a policy's key belongs to. */
export function endpointsOfPolicy(
  { namespaceAddress, policyName, path }: RotatedPolicy,
  endpoints: readonly ServiceEndpoint[],
): ServiceEndpoint[] {
  return endpoints.filter(
    (endpoint) =>
      endpoint.authorizationType === 'sasKey' &&
      endpoint.sasKeyName?.toLowerCase() === policyName.toLowerCase() &&
      endpoint.namespaceAddress !== null &&
      isSameNamespace(endpoint.namespaceAddress, namespaceAddress) &&
      (path === null || endpoint.path === path),
  );
}

/** Every policy that endpoints use, and beside one of a namespace those of its entities, where there are several. */
export function policiesIn(endpoints: readonly ServiceEndpoint[]): RotatedPolicy[] {
  const found: RotatedPolicy[] = [];
  for (const { authorizationType, namespaceAddress, sasKeyName: policyName } of endpoints) {
    if (authorizationType !== 'sasKey' || namespaceAddress === null || !policyName) continue;
    const policy = { namespaceAddress, policyName, path: null };
    if (found.some((other) => isSamePolicy(other, policy))) continue;
    found.push(policy);
    const paths = new Set(endpointsOfPolicy(policy, endpoints).map(({ path }) => path));
    if (paths.size > 1) for (const path of paths) if (path !== null) found.push({ ...policy, path });
  }
  return found;
}

export function isSamePolicy(one: RotatedPolicy, other: RotatedPolicy): boolean {
  return (
    isSameNamespace(one.namespaceAddress, other.namespaceAddress) &&
    one.policyName.toLowerCase() === other.policyName.toLowerCase() &&
    one.path === other.path
  );
}

export function policyInWords({ namespaceAddress, policyName, path }: RotatedPolicy): string {
  const place = path === null ? '' : ` of ${path}`;
  return `${policyName}${place} in ${namespaceNameOf(namespaceAddress)}`;
}

/** For the Azure CLI; what stands in angle brackets only the user knows. */
export function renewCommand(policy: RotatedPolicy, which: 'primary' | 'secondary'): string {
  const key = which === 'primary' ? 'PrimaryKey' : 'SecondaryKey';
  const rest = `--resource-group <resource group> --namespace-name ${namespaceNameOf(policy.namespaceAddress)} --name ${policy.policyName} --key ${key}`;
  return policy.path === null
    ? `az servicebus namespace authorization-rule keys renew ${rest}`
    : `az servicebus queue authorization-rule keys renew --queue-name ${policy.path} ${rest}`;
}

/** The whole way as a text, to be printed, sent round or kept with a change request. */
export function rotationText(policy: RotatedPolicy, endpointNames: readonly string[]): string {
  return [
    `Rotation of the keys of policy ${policyInWords(policy)}`,
    '',
    `Endpoints that use it (${endpointNames.length}):`,
    ...endpointNames.map((name) => `  - ${name}`),
    '',
    'Azure accepts both keys of a policy, so no message is lost if this order is kept.',
    'Other programs that use this policy have to go over and back with it.',
    '',
    '[ ] 1. Copy the SECONDARY connection string of the policy from the Azure portal.',
    '       Paste it in Tools > Keys > Rotation, check it from here, and save it to all endpoints.',
    '       Prove it: each endpoint has posted with it.',
    '[ ] 2. Renew the primary key:',
    `       ${renewCommand(policy, 'primary')}`,
    '[ ] 3. Copy the new PRIMARY connection string, paste, check, save, prove, as in 1.',
    '[ ] 4. Renew the secondary key, so that nobody holds an old one:',
    `       ${renewCommand(policy, 'secondary')}`,
    '',
    'For Event Hubs write az eventhubs, for Relay az relay; for a topic az servicebus topic with --topic-name.',
    '',
  ].join('\n');
}
