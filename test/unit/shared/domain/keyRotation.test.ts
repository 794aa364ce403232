import { describe, expect, it } from 'vitest';
import { ServiceEndpointId } from '../../../../src/shared/domain/ids.ts';
import {
  endpointsOfPolicy,
  policiesIn,
  policyInWords,
  renewCommand,
  rotationText,
  stepAfter,
} from '../../../../src/shared/domain/keyRotation.ts';
import type { ServiceEndpoint } from '../../../../src/shared/domain/registration.ts';

let number = 0;
function endpoint(path: string, sasKeyName: string | null, namespaceAddress: string): ServiceEndpoint {
  number += 1;
  return {
    id: ServiceEndpointId.parse(`00000000-0000-0000-0000-${String(number).padStart(12, '0')}`),
    name: `Endpoint ${number}`,
    authorizationType: 'sasKey',
    namespaceAddress,
    path,
    sasKeyName,
  } as ServiceEndpoint;
}
const contoso = 'sb://contoso.servicebus.windows.net/';
const endpoints = [
  endpoint('orders', 'send', contoso),
  endpoint('events', 'Send', 'sb://CONTOSO.servicebus.windows.net'),
  endpoint('orders', 'other', contoso),
  endpoint('orders', 'send', 'sb://fabrikam.servicebus.windows.net/'),
  endpoint('orders', null, contoso),
];

describe('policies that can be rotated', () => {
  it('are those of the namespace, and those of its entities where it has several', () => {
    expect(policiesIn(endpoints).map(policyInWords)).toEqual([
      'send in contoso',
      'send of orders in contoso',
      'send of events in contoso',
      'other in contoso',
      'send in fabrikam',
    ]);
  });

  it('have the endpoints of their namespace and name, and of their entity alone', () => {
    const policy = { namespaceAddress: contoso, policyName: 'send', path: null };
    expect(endpointsOfPolicy(policy, endpoints)).toEqual(endpoints.slice(0, 2));
    expect(endpointsOfPolicy({ ...policy, path: 'orders' }, endpoints)).toEqual(endpoints.slice(0, 1));
  });

  it('are renewed by a command, and go through their steps to the end', () => {
    const policy = { namespaceAddress: contoso, policyName: 'send', path: 'orders' };
    expect(renewCommand(policy, 'secondary')).toBe(
      'az servicebus queue authorization-rule keys renew --queue-name orders --resource-group <resource group> --namespace-name contoso --name send --key SecondaryKey',
    );
    expect(stepAfter('secondary')).toBe('renewPrimary');
    expect(stepAfter('done')).toBe('done');
    const text = rotationText({ ...policy, path: null }, ['A', 'B']);
    expect(text).toContain('az servicebus namespace authorization-rule keys renew');
    expect(text).toContain('Endpoints that use it (2):');
  });
});
