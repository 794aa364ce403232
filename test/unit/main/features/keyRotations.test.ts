import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServiceEndpointId, type StepId } from '../../../../src/shared/domain/ids.ts';
import { endpointStepSetting } from '../../../../src/shared/domain/stepProblem.ts';
import { chooseMessageAndTable } from '../support/chooseStep.ts';
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

const ofConnection = () => ({ connectionId: test.sandbox });
const rows = (table: string) => [...organisation.organisation.store.rows(table)];
const policy = () => ({ namespaceAddress: organisation.namespaceAddress, policyName: 'send', path: null });

/** Accounts made one after the other, which posts each of them through the steps of the organisation. */
function startSender(): { stop(): Promise<number> } {
  let running = true;
  let made = 0;
  const work = (async () => {
    const { webApi, accessToken } = organisation.addresses;
    while (running) {
      const answer = await fetch(new URL('accounts', webApi), {
        method: 'POST',
        headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name: `Sent ${made}` }),
      });
      if (answer.status !== 204) throw new Error(`The account was not made: ${answer.status}`);
      made += 1;
    }
  })();
  return {
    async stop() {
      running = false;
      await work;
      return made;
    },
  };
}

async function give(id: string, text: string): Promise<void> {
  const plan = await test.core.call('rotation.plan', { ...ofConnection(), id, text });
  const rowIds = plan.rows.map((row) => row.id);
  expect(plan.rows.length).toBeGreaterThan(2);
  const checked = await test.core.call('rekey.check', { planId: plan.planId, rowIds });
  expect(checked.rows.map(({ check }) => check?.outcome)).toEqual(rowIds.map(() => 'passed'));
  const saved = await test.core.call('rekey.apply', { planId: plan.planId, rowIds });
  expect(saved.results.map(({ outcome }) => outcome)).toEqual(rowIds.map(() => 'saved'));
}
async function prove(id: string): Promise<void> {
  const { endpoints } = await test.core.call('rotation.prove', { ...ofConnection(), id });
  expect(endpoints.map(({ outcome }) => outcome)).toEqual(endpoints.map(() => 'passed'));
}
const advance = async (id: string) =>
  (await test.core.call('rotation.advance', { ...ofConnection(), id })).step;

describe('a rotation of keys', () => {
  it('loses no message while a sender runs, and both keys are others at its end', async () => {
    const orders = rows('serviceendpoint').find(({ name }) => name === 'Order queue');
    const stepId = await makeStep(String(orders?.serviceendpointid));
    const first = organisation.broker.connectionString('send');
    const before = organisation.broker.counts('crm-orders').active;

    const sender = startSender();
    const secondary = organisation.broker.renewKey('send', 'secondary');
    const rotation = await test.core.call('rotation.begin', { ...ofConnection(), ...policy() });
    expect(rotation.step).toBe('secondary');
    // Nothing can be proved, and nothing goes on, before the key is saved.
    await expect(advance(rotation.id)).rejects.toMatchObject({ failure: { code: 'invalid' } });
    await expect(prove(rotation.id)).rejects.toMatchObject({ failure: { code: 'invalid' } });
    await give(rotation.id, secondary);
    await prove(rotation.id);
    expect(await advance(rotation.id)).toBe('renewPrimary');
    // As after a restart: what is remembered is what counts.
    const { rotations } = await test.core.call('rotation.list', ofConnection());
    expect(rotations).toMatchObject([{ id: rotation.id, step: 'renewPrimary' }]);
    await settled(stepId);
    const primary = organisation.broker.renewKey('send', 'primary');
    expect(await advance(rotation.id)).toBe('primary');
    await expect(
      test.core.call('rotation.plan', { ...ofConnection(), id: rotation.id, text: secondary }),
    ).rejects.toMatchObject({ failure: { sentence: 'The endpoints use this key already.' } });
    await give(rotation.id, primary);
    await prove(rotation.id);
    expect(await advance(rotation.id)).toBe('renewSecondary');
    await settled(stepId);
    organisation.broker.renewKey('send', 'secondary');
    expect(await advance(rotation.id)).toBe('done');
    const made = await sender.stop();
    expect(made).toBeGreaterThan(5);

    await expect.poll(() => jobsOf(stepId).filter(({ statuscode }) => statuscode === 30).length).toBe(made);
    expect(jobsOf(stepId).every(({ retrycount }) => (retrycount ?? 0) === 0)).toBe(true);
    expect(organisation.broker.counts('crm-orders').active - before).toBeGreaterThanOrEqual(made);
    const report = await test.core.call('sas.tryRights', {
      connectionString: `${first};EntityPath=crm-orders`,
      entity: 'queue',
    });
    expect(report.outcome).toBe('failed');
    await test.core.call('rotation.forget', { ...ofConnection(), id: rotation.id });
    expect((await test.core.call('rotation.list', ofConnection())).rotations).toEqual([]);
  }, 60_000);

  it('takes only a key of its policy', async () => {
    const { id } = await test.core.call('rotation.begin', { ...ofConnection(), ...policy() });
    for (const text of [organisation.broker.connectionString('manage'), 'nonsense;Endpoint=']) {
      await expect(test.core.call('rotation.plan', { ...ofConnection(), id, text })).rejects.toMatchObject({
        failure: { code: 'invalid' },
      });
    }
  });
});

const jobsOf = (stepId: StepId) =>
  rows('asyncoperation').filter(
    ({ owningextensionid }) => (owningextensionid as { id?: string } | null)?.id === stepId,
  );

/** Jobs that were made with the former key have ended: until then it must stay. */
async function settled(stepId: StepId): Promise<void> {
  const now = jobsOf(stepId).map(({ asyncoperationid }) => asyncoperationid);
  await expect
    .poll(() =>
      jobsOf(stepId).every(
        ({ asyncoperationid, statecode }) => !now.includes(asyncoperationid) || statecode === 3,
      ),
    )
    .toBe(true);
}

/** Each account that is made is posted to the queue. */
async function makeStep(endpointId: string): Promise<StepId> {
  const chosen = await chooseMessageAndTable(test, 'Create', 'account');
  const { id } = await test.core.call('step.create', {
    ...ofConnection(),
    draft: {
      handler: { kind: 'serviceEndpoint', id: ServiceEndpointId.parse(endpointId) },
      ...endpointStepSetting,
      ...chosen,
      name: 'Each account',
      description: '',
      message: 'Create',
      table: 'account',
      filteringAttributes: null,
      runAsUserId: null,
      rank: 1,
      deleteJobWhenSuccessful: false,
      enabled: true,
    },
  });
  return id;
}
