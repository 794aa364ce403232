import { beforeEach, describe, expect, it } from 'vitest';
import { guardedBridge } from '../../../../src/renderer/app/production/guardedBridge.ts';
import { useProductionQuestion } from '../../../../src/renderer/app/production/productionQuestion.ts';
import type { CoreBridge } from '../../../../src/renderer/bridge/connectBridge.ts';
import { ConnectionId, SystemJobId } from '../../../../src/shared/domain/ids.ts';

const live = ConnectionId.parse('live');
const other = ConnectionId.parse('other');
const id = SystemJobId.parse('3c6d6a1e-0000-4000-8000-000000000001');

function bridgeUnderTest() {
  const sent: string[] = [];
  const bridge = {
    call: async (name: string) => {
      sent.push(name);
      return {};
    },
  } as unknown as CoreBridge;
  const guarded = guardedBridge(bridge, (connectionId) => (connectionId === live ? 'Contoso Live' : null));
  return { guarded, sent };
}

const question = () => useProductionQuestion.getState().question;

beforeEach(() => useProductionQuestion.setState({ question: null }));

describe('the way to the core', () => {
  it('asks before something is changed in production, and sends it after a yes', async () => {
    const { guarded, sent } = bridgeUnderTest();
    const done = guarded.call('systemJob.retry', { connectionId: live, ids: [id] });
    await expect.poll(question).toMatchObject({
      title: 'Run the system job now in Contoso Live?',
      confirmLabel: 'Run',
    });
    expect(sent).toEqual([]);
    question()?.answer(true);
    await done;
    expect(sent).toEqual(['systemJob.retry']);
    expect(question()).toBeNull();
  });

  it('sends nothing after a no, nor when the call is cancelled meanwhile', async () => {
    const { guarded, sent } = bridgeUnderTest();
    const refused = guarded.call('systemJob.retry', { connectionId: live, ids: [id] });
    await expect.poll(question).not.toBeNull();
    question()?.answer(false);
    await expect(refused).rejects.toMatchObject({ failure: { code: 'cancelled' } });

    const abort = new AbortController();
    const aborted = guarded.call(
      'systemJob.retry',
      { connectionId: live, ids: [id] },
      { signal: abort.signal },
    );
    await expect.poll(question).not.toBeNull();
    abort.abort();
    await expect(aborted).rejects.toMatchObject({ failure: { code: 'cancelled' } });
    expect(question()).toBeNull();
    expect(sent).toEqual([]);
  });

  it('asks nothing elsewhere, nor about what changes nothing', async () => {
    const { guarded, sent } = bridgeUnderTest();
    await guarded.call('systemJob.retry', { connectionId: other, ids: [id] });
    await guarded.call('registrations.load', { connectionId: live });
    await guarded.call('connection.list', {});
    expect(sent).toEqual(['systemJob.retry', 'registrations.load', 'connection.list']);
  });
});
