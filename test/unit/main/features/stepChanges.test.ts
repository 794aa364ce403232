import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from '../../../../src/sandbox/store/row.ts';
import { FailureError } from '../../../../src/shared/contract/failure.ts';
import { type Etag, StepId } from '../../../../src/shared/domain/ids.ts';
import type { Step } from '../../../../src/shared/domain/registration.ts';
import type { StepChange } from '../../../../src/shared/domain/stepChange.ts';
import { chooseMessageAndTable, seededType } from '../support/chooseStep.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

let place: TestOrganisation;
let test: TestCore;

beforeAll(async () => {
  place = await startTestOrganisation();
  test = await openTestCore(place.addresses);
});
afterAll(async () => {
  await test.close();
  await place.close();
});
afterEach(() => place.webApi.faults.clear());

const call = () => ({ connectionId: test.sandbox });
const disable: StepChange = { kind: 'state', enabled: false };

/** Steps as they stand in the organisation, put there behind the client's back. */
async function seedSteps(count: number, more: Row = {}): Promise<StepId[]> {
  const type = await seededType(test);
  const { messageId, messageFilterId } = await chooseMessageAndTable(test, 'Update', 'account');
  const ids: StepId[] = [];
  for (let number = 0; number < count; number += 1) {
    ids.push(
      StepId.parse(
        place.organisation.seed('sdkmessageprocessingstep', {
          name: `Seeded ${number}`,
          stage: 40,
          mode: 0,
          rank: number,
          supporteddeployment: 0,
          eventhandler: { table: 'plugintype', id: type.id },
          plugintypeid: { table: 'plugintype', id: type.id },
          sdkmessageid: { table: 'sdkmessage', id: messageId },
          sdkmessagefilterid: { table: 'sdkmessagefilter', id: messageFilterId },
          ...more,
        }),
      ),
    );
  }
  return ids;
}

async function read(ids: readonly StepId[]): Promise<{ step: Step; etag: Etag }[]> {
  return (await test.core.call('stepChange.read', { ...call(), ids: [...ids] })).steps;
}

async function rowsOf(ids: readonly StepId[]) {
  return (await read(ids)).map(({ step, etag }) => ({ id: step.id, etag }));
}

/** Somebody else, in another program. */
async function changeElsewhere(id: StepId): Promise<void> {
  const { webApi, accessToken } = place.addresses;
  const response = await fetch(`${webApi}sdkmessageprocessingsteps(${id})`, {
    method: 'PATCH',
    headers: { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ description: `Changed elsewhere ${Math.random()}` }),
  });
  expect(response.status).toBe(204);
}

function counts(results: readonly { outcome: string }[]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { outcome } of results) found[outcome] = (found[outcome] ?? 0) + 1;
  return found;
}

async function enabledCount(ids: readonly StepId[]): Promise<number> {
  return (await read(ids)).filter(({ step }) => step.enabled).length;
}

describe('a change of many steps', () => {
  it('disables 500 at once, and puts each back as it was', async () => {
    const ids = await seedSteps(500);
    const before = (await test.core.call('activity.list', call())).entries.length;
    const progress: number[] = [];
    const { results, kept } = await test.core.call(
      'stepChange.apply',
      { ...call(), change: disable, rows: await rowsOf(ids) },
      { onProgress: ({ done }) => progress.push(done) },
    );
    expect(counts(results)).toEqual({ changed: 500 });
    expect(kept).toMatchObject({ sentence: 'Disabled 500 steps', steps: 500, undone: false });
    expect(progress).toEqual([0, 100, 200, 300, 400, 500]);
    expect(await enabledCount(ids)).toBe(0);
    const { entries } = await test.core.call('activity.list', call());
    expect(entries.slice(before).filter(({ operation }) => operation === 'step.disable')).toHaveLength(5);

    const { changes } = await test.core.call('stepChange.list', call());
    expect(changes[0]).toEqual(kept);
    const undone = await test.core.call('stepChange.undo', { ...call(), id: kept?.id ?? '' });
    expect(counts(undone.results)).toEqual({ changed: 500 });
    expect(await enabledCount(ids)).toBe(500);
    expect((await test.core.call('stepChange.list', call())).changes[0]?.undone).toBe(true);
    await expect(test.core.call('stepChange.undo', { ...call(), id: kept?.id ?? '' })).rejects.toMatchObject({
      failure: { code: 'notFound' },
    });
  });

  it.each<[StepChange, Partial<Step>]>([
    [{ kind: 'rank', rank: 77 }, { rank: 77 }],
    [{ kind: 'stage', stage: 'preOperation' }, { stage: 'preOperation' }],
    [{ kind: 'mode', mode: 'asynchronous' }, { mode: 'asynchronous' }],
  ])('sets %o, and undoes it to what each step had', async (change, expected) => {
    const ids = await seedSteps(3);
    const before = await read(ids);
    const { kept } = await test.core.call('stepChange.apply', {
      ...call(),
      change,
      rows: await rowsOf(ids),
    });
    for (const { step } of await read(ids)) expect(step).toMatchObject(expected);
    await test.core.call('stepChange.undo', { ...call(), id: kept?.id ?? '' });
    const byId = new Map(before.map(({ step }) => [step.id, step]));
    for (const { step } of await read(ids)) {
      const was = byId.get(step.id);
      expect([step.rank, step.stage, step.mode]).toEqual([was?.rank, was?.stage, was?.mode]);
    }
  });

  it('lets steps run as another user, and as the calling user again', async () => {
    const ids = await seedSteps(2);
    const { users } = await test.core.call('user.search', { ...call(), text: 'Hanna' });
    const [hanna] = users;
    if (!hanna) throw new Error('The seed has Hanna.');
    const change: StepChange = { kind: 'runAs', userId: hanna.id, userName: hanna.fullName };
    const { kept } = await test.core.call('stepChange.apply', {
      ...call(),
      change,
      rows: await rowsOf(ids),
    });
    expect(kept?.sentence).toBe('Let 2 steps run as Hanna Lindqvist');
    for (const { step } of await read(ids)) expect(step.runAsUserName).toBe('Hanna Lindqvist');
    await test.core.call('stepChange.undo', { ...call(), id: kept?.id ?? '' });
    for (const { step } of await read(ids)) expect(step.runAsUserId).toBeNull();
  });

  it('leaves alone what somebody changed in between, then and when it is undone', async () => {
    const ids = await seedSteps(4);
    const [first, second] = ids;
    if (!first || !second) throw new Error('There are four.');
    const rows = await rowsOf(ids);
    await changeElsewhere(first);
    const { results, kept } = await test.core.call('stepChange.apply', { ...call(), change: disable, rows });
    expect(counts(results)).toEqual({ conflict: 1, changed: 3 });
    expect(results.find(({ id }) => id === first)).toMatchObject({
      outcome: 'conflict',
      sentence: expect.stringContaining('Somebody else'),
    });
    await changeElsewhere(second);
    const undone = await test.core.call('stepChange.undo', { ...call(), id: kept?.id ?? '' });
    expect(counts(undone.results)).toEqual({ conflict: 1, changed: 2 });
    expect(await enabledCount(ids)).toBe(3);
  });

  it('goes on without the one that the organisation refuses, and says which', async () => {
    const ids = await seedSteps(5);
    const rows = await rowsOf(ids);
    const [, , refused] = ids;
    place.webApi.faults.next({
      match: new RegExp(`PATCH .*sdkmessageprocessingsteps\\(${refused}\\)`),
      status: 400,
      code: '0x80040203',
      message: 'No.',
      times: 1,
    });
    const { results } = await test.core.call('stepChange.apply', { ...call(), change: disable, rows });
    expect(counts(results)).toEqual({ refused: 1, changed: 4 });
    expect(results.find(({ outcome }) => outcome === 'refused')?.id).toBe(refused);
    expect(await enabledCount(ids)).toBe(1);
  });

  it('refuses by the rules before anything is sent, and leaves what is so already', async () => {
    const [plain, disabled] = await seedSteps(2);
    if (!plain || !disabled) throw new Error('There are two.');
    await test.core.call('step.setState', { ...call(), ids: [disabled], enabled: false });
    const [locked] = await seedSteps(1, {
      ismanaged: true,
      iscustomizable: { value: false, canBeChanged: false },
    });
    if (!locked) throw new Error('There is one.');
    const { results } = await test.core.call('stepChange.apply', {
      ...call(),
      change: disable,
      rows: await rowsOf([plain, disabled, locked]),
    });
    expect(new Map(results.map(({ id, outcome }) => [id, outcome]))).toEqual(
      new Map([
        [plain, 'changed'],
        [disabled, 'same'],
        [locked, 'refused'],
      ]),
    );
  });

  it.each<['before' | 'after']>([['before'], ['after']])(
    'is made once though the connection was cut %s the server had it, and can be undone',
    async (cutSocket) => {
      const ids = await seedSteps(3);
      const rows = await rowsOf(ids);
      place.webApi.faults.next({ match: /\$batch/, cutSocket });
      const { results, kept } = await test.core.call('stepChange.apply', {
        ...call(),
        change: disable,
        rows,
      });
      expect(counts(results)).toEqual({ changed: 3 });
      expect(await enabledCount(ids)).toBe(0);
      const undone = await test.core.call('stepChange.undo', { ...call(), id: kept?.id ?? '' });
      expect(counts(undone.results)).toEqual({ changed: 3 });
    },
  );

  it('stops when the organisation cannot be reached any more, and knows what had been done', async () => {
    const ids = await seedSteps(250);
    const rows = await rowsOf(ids);
    let done = 0;
    const { results, kept } = await test.core.call(
      'stepChange.apply',
      { ...call(), change: disable, rows },
      {
        onProgress: (value) => {
          done = value.done;
          if (done === 100) place.webApi.faults.next({ match: /\$batch/, status: 503, times: 50 });
        },
      },
    );
    expect(counts(results)).toEqual({ changed: 100, notTried: 150 });
    expect(kept?.steps).toBe(100);
    place.webApi.faults.clear();
    expect(await enabledCount(ids)).toBe(150);
    const undone = await test.core.call('stepChange.undo', { ...call(), id: kept?.id ?? '' });
    expect(counts(undone.results)).toEqual({ changed: 100 });
  });

  it('can be stopped, and what was done before can be undone', async () => {
    const ids = await seedSteps(250);
    const rows = await rowsOf(ids);
    const stop = new AbortController();
    const outcome = await test.core
      .call(
        'stepChange.apply',
        { ...call(), change: disable, rows },
        { signal: stop.signal, onProgress: ({ done }) => done === 100 && stop.abort() },
      )
      .then(
        () => 'done',
        (error: unknown) => (error instanceof FailureError ? error.failure.code : 'odd'),
      );
    expect(['done', 'cancelled']).toContain(outcome);
    const { changes } = await test.core.call('stepChange.list', call());
    expect(changes[0]).toMatchObject({ steps: 100, undone: false });
    expect(await enabledCount(ids)).toBe(150);
    await test.core.call('stepChange.undo', { ...call(), id: changes[0]?.id ?? '' });
    expect(await enabledCount(ids)).toBe(250);
  });
});
