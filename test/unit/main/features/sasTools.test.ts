import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSasToken } from '../../../../src/shared/domain/sasToken.ts';
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

const stringOf = (policy: string) => organisation.broker.connectionString(policy, 'crm-orders');
const rightsOf = async (policy: string, entity: 'queue' | 'topic' = 'queue', path = '') => {
  const told: string[] = [];
  const report = await test.core.call(
    'sas.tryRights',
    { connectionString: stringOf(policy), path, entity },
    { onProgress: ({ lines }) => told.push(lines.at(-1)?.id ?? '') },
  );
  return { report, told };
};

describe('sas.tryRights', () => {
  it('tells what each policy may, over real sockets', async () => {
    expect((await rightsOf('send')).report).toMatchObject({ outcome: 'passed', sentence: 'It may send.' });
    expect((await rightsOf('listen')).report.sentence).toBe('It may listen.');
    const managing = await rightsOf('manage');
    expect(managing.report.sentence).toBe('It may send, listen, manage.');
    expect(managing.told).toContain('manage');
    expect((await rightsOf('manage', 'topic', 'crm-events')).report.sentence).toBe(
      'It may send, listen, manage.',
    );
  });

  it('tells a missing entity and a wrong key', async () => {
    const missing = await rightsOf('manage', 'queue', 'nowhere');
    expect(missing.report).toMatchObject({ outcome: 'failed' });
    expect(missing.report.sentence).toContain('nowhere');
    const wrongKey = stringOf('send').replace(/SharedAccessKey=./, 'SharedAccessKey=!');
    const report = await test.core.call('sas.tryRights', {
      connectionString: wrongKey.replace('SharedAccessKey=!', 'SharedAccessKey=A'),
      entity: 'queue',
    });
    expect(report.outcome).toBe('failed');
    expect(JSON.stringify(report)).not.toContain(/SharedAccessKey=([^;]+)/.exec(wrongKey)?.[1]);
  });
});

describe('sas.make', () => {
  it('makes a token that opens the entity and that the broker accepts', async () => {
    const made = await test.core.call('sas.make', {
      connectionId: test.sandbox,
      connectionString: stringOf('send'),
      lifeSeconds: 3600,
    });
    expect(made.policyName).toBe('send');
    expect(made.resource).toMatch(/\/crm-orders$/);
    const reading = parseSasToken(made.token);
    expect(reading).toMatchObject({ kind: 'token', token: { policyName: 'send' } });
    const report = await test.core.call('sas.tryRights', {
      connectionString: `Endpoint=${organisation.namespaceAddress};SharedAccessSignature=${made.token};EntityPath=crm-orders`,
      entity: 'queue',
    });
    expect(report.sentence).toBe('It may send.');
  });

  it('needs a key', async () => {
    const attempt = test.core.call('sas.make', {
      connectionId: test.sandbox,
      connectionString: `Endpoint=sb://contoso.servicebus.windows.net/;SharedAccessSignature=SharedAccessSignature sr=a&sig=b&se=1&skn=c`,
      lifeSeconds: 3600,
    });
    await expect(attempt).rejects.toMatchObject({ failure: { code: 'invalid' } });
  });
});

describe('sas.checkSignature', () => {
  it('takes a key or the connection string it stands in', async () => {
    const made = await test.core.call('sas.make', {
      connectionId: test.sandbox,
      connectionString: stringOf('send'),
      lifeSeconds: 3600,
    });
    const check = (key: string) => test.core.call('sas.checkSignature', { token: made.token, key });
    expect((await check(stringOf('send'))).verdict).toBe('signed');
    expect((await check(stringOf('listen'))).verdict).toBe('otherKey');
  });
});
