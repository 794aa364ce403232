import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServiceEndpointId, StepId } from '../../../../src/shared/domain/ids.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

let organisation: TestOrganisation;
let test: TestCore;
beforeAll(async () => {
  organisation = await startTestOrganisation();
  test = await openTestCore(organisation.addresses);
});
afterAll(async () => {
  await test.close();
  await organisation.close();
});

/** The endpoints as the page asks for them. */
async function listed() {
  const { registrations } = await test.core.call('registrations.load', { connectionId: test.sandbox });
  const endpoints = registrations.endpoints.map(({ id }) => ({
    id,
    stepIds: registrations.steps.flatMap((step) => (step.handler.id === id ? [step.id] : [])),
  }));
  const answer = await test.core.call('key.list', { connectionId: test.sandbox, endpoints });
  const nameOf = new Map(registrations.endpoints.map(({ id, name }) => [id, name]));
  return new Map(answer.endpoints.map((facts) => [nameOf.get(facts.id), facts]));
}

describe('key.list', () => {
  it('tells the newest success and failure of each endpoint, in one request', async () => {
    await listed();
    const before = (await test.core.call('activity.list', { connectionId: test.sandbox })).entries.length;
    const facts = await listed();
    const { entries } = await test.core.call('activity.list', { connectionId: test.sandbox });
    const asked = entries.slice(before).filter(({ operation }) => operation === 'systemJob.lastOutcomes');
    expect(asked).toHaveLength(1);

    const jobs = [...organisation.organisation.store.rows('asyncoperation')];
    const steps = new Map<unknown, string>();
    for (const row of organisation.organisation.store.rows('sdkmessageprocessingstep')) {
      steps.set(row.sdkmessageprocessingstepid, String((row.eventhandler as { id?: string } | null)?.id));
    }
    const newest = (endpointId: string, status: number) =>
      jobs
        .filter((job) => {
          const step = (job.owningextensionid as { id?: string } | null)?.id;
          return job.statuscode === status && steps.get(step) === endpointId;
        })
        .map((job) => String(job.completedon))
        .sort()
        .at(-1) ?? null;
    const queue = facts.get('Order queue');
    expect(queue?.lastSuccess).toBe(newest(queue?.id ?? '', 30));
    expect(queue?.lastSuccess).not.toBeNull();
    expect([...facts.values()].some(({ lastFailure }) => lastFailure !== null)).toBe(true);
  });

  it('tells what was tried with the key kept here, and when a token ends, never the secret', async () => {
    const id = ServiceEndpointId.parse(String((await listed()).get('Partner portal queue')?.id));
    const { endpoint, etag } = await test.core.call('serviceEndpoint.read', {
      connectionId: test.sandbox,
      id,
    });
    const manage = organisation.broker.connectionString('manage', 'crm-orders');
    const key = /SharedAccessKey=([^;]+)/.exec(manage)?.[1] ?? '';
    await test.core.call('serviceEndpoint.update', {
      connectionId: test.sandbox,
      id,
      etag,
      draft: {
        name: endpoint.name,
        description: endpoint.description ?? '',
        designationType: 'queue',
        namespaceAddress: endpoint.namespaceAddress ?? '',
        path: 'crm-orders',
        authorization: { kind: 'sasKey', keyName: 'manage' },
        messageFormat: 'json',
        userInformation: 'none',
      },
      secret: { kind: 'sasKey', key },
    });
    await expect
      .poll(async () => (await listed()).get('Partner portal queue')?.kept)
      .toEqual({ policyName: 'manage', canSend: true, canListen: true, expiresAt: null });
    expect(JSON.stringify([...(await listed()).values()])).not.toContain(key);
  });

  it('asks for more steps than one filter holds', async () => {
    const stepIds = Array.from({ length: 150 }, () => StepId.parse(crypto.randomUUID()));
    const id = ServiceEndpointId.parse(crypto.randomUUID());
    const answer = await test.core.call('key.list', {
      connectionId: test.sandbox,
      endpoints: [{ id, stepIds }],
    });
    expect(answer.endpoints).toEqual([{ id, kept: null, lastSuccess: null, lastFailure: null }]);
  });
});
