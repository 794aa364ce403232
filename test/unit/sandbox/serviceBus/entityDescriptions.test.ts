import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startBroker } from './brokerFixture.ts';

function tokenFor(resource: string, policy: { name: string; key: string }): string {
  const sr = encodeURIComponent(resource);
  const se = Math.floor(Date.now() / 1000) + 60;
  const sig = createHmac('sha256', policy.key).update(`${sr}\n${se}`).digest('base64');
  return `SharedAccessSignature sr=${sr}&sig=${encodeURIComponent(sig)}&se=${se}&skn=${policy.name}`;
}

async function ask(path: string, policyName: string | null): Promise<{ status: number; text: string }> {
  const { broker } = await startBroker();
  const policy = broker.namespace.policies.find(({ name }) => name === policyName);
  const address = `http://${broker.host}:${broker.port}/${path}`;
  const response = await fetch(`${address}?api-version=2021-05`, {
    headers: policy ? { Authorization: tokenFor(address, policy) } : {},
  });
  return { status: response.status, text: await response.text() };
}

describe('the description of an entity over HTTP', () => {
  it('is for who may manage', async () => {
    const queue = await ask('orders', 'manage');
    expect(queue.status).toBe(200);
    expect(queue.text).toContain('<QueueDescription');
    expect((await ask('events', 'manage')).text).toContain('<TopicDescription');
  });

  it('is refused to who may only send or listen', async () => {
    const refused = await ask('orders', 'send');
    expect(refused.status).toBe(401);
    expect(refused.text).toContain('Manage,EntityRead');
    expect((await ask('orders', 'listen')).status).toBe(401);
  });

  it('is refused without a token, before existence is told', async () => {
    expect((await ask('nothing-here', null)).status).toBe(401);
    expect((await ask('nothing-here', 'manage')).status).toBe(404);
  });
});
