import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NewConnection } from '../../../../src/shared/contract/calls/connections.ts';
import { ConnectionId } from '../../../../src/shared/domain/ids.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

let place: TestOrganisation;
let dataFolder: string;
let test: TestCore;

beforeAll(async () => {
  place = await startTestOrganisation();
});
afterAll(() => place.close());
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'registrar-connections-'));
  test = await openTestCore(place.addresses, { dataFolder });
});
afterEach(async () => {
  place.webApi.faults.clear();
  await test.close();
  await rm(dataFolder, { recursive: true, force: true });
});

function newConnection(change: Partial<NewConnection> = {}): NewConnection {
  return {
    name: 'Production',
    address: place.addresses.webApi,
    accessToken: place.addresses.accessToken,
    color: 'red',
    production: true,
    readOnly: false,
    ...change,
  };
}

describe('connections', () => {
  it('begin with the sandbox alone', async () => {
    const { connections } = await test.core.call('connection.list', {});
    expect(connections).toEqual([
      {
        id: 'sandbox',
        kind: 'sandbox',
        name: 'Sandbox',
        webApi: place.addresses.webApi,
        color: 'blue',
        production: false,
        readOnly: false,
        signedIn: true,
      },
    ]);
  });

  it('are kept after the organisation was asked who we are; the token is not in any file', async () => {
    const { connection, organization } = await test.core.call('connection.add', newConnection());
    expect(organization).toMatchObject({ friendlyName: 'Contoso Sandbox', userName: 'Nancy Davolio' });
    expect(connection).toMatchObject({ kind: 'token', webApi: place.addresses.webApi, signedIn: true });
    expect(test.told.map(({ name }) => name)).toContain('connections.changed');
    const file = await readFile(join(dataFolder, 'connections.json'), 'utf8');
    expect(file).toContain('Production');
    expect(file).not.toContain(place.addresses.accessToken);
    const { registrations } = await test.core.call('registrations.load', { connectionId: connection.id });
    // Who we are is known by now, so one request fewer.
    expect(registrations.report.requests).toBe(7);
  });

  it('are not kept when the token is refused or the address is none', async () => {
    await expect(
      test.core.call('connection.add', newConnection({ accessToken: 'wrong' })),
    ).rejects.toMatchObject({ failure: { code: 'signIn' } });
    await expect(
      test.core.call('connection.add', newConnection({ address: 'https://make.powerapps.com' })),
    ).rejects.toMatchObject({
      failure: { code: 'invalid', fields: { address: expect.stringContaining('portal') } },
    });
    expect((await test.core.call('connection.list', {})).connections).toHaveLength(1);
  });

  it('need their token again after a restart where secrets are in memory only', async () => {
    const { connection } = await test.core.call('connection.add', newConnection());
    await test.core.call('registrations.load', { connectionId: connection.id });
    await test.core.close();
    const again = await openTestCore(place.addresses, { dataFolder });
    try {
      const { connections } = await again.core.call('connection.list', {});
      expect(connections[1]).toMatchObject({ id: connection.id, signedIn: false, production: true });
      // What was loaded last is there all the same.
      const { registrations } = await again.core.call('registrations.cached', {
        connectionId: connection.id,
      });
      expect(registrations?.organization.friendlyName).toBe('Contoso Sandbox');
      await expect(
        again.core.call('registrations.load', { connectionId: connection.id }),
      ).rejects.toMatchObject({ failure: { code: 'signIn' } });
      const accessToken = place.addresses.accessToken;
      await again.core.call('connection.renew', { connectionId: connection.id, accessToken });
      expect((await again.core.call('connection.list', {})).connections[1]?.signedIn).toBe(true);
      await again.core.call('registrations.load', { connectionId: connection.id });
    } finally {
      await again.close();
    }
  });

  it('count as signed out once the organisation refuses the token', async () => {
    const { connection } = await test.core.call('connection.add', newConnection());
    test.told.length = 0;
    place.webApi.faults.next({ match: /serviceendpoints/, status: 401, message: 'Expired.' });
    await expect(test.core.call('registrations.load', { connectionId: connection.id })).rejects.toMatchObject(
      { failure: { code: 'signIn' } },
    );
    expect((await test.core.call('connection.list', {})).connections[1]?.signedIn).toBe(false);
    expect(test.told.map(({ name }) => name)).toContain('connections.changed');
    await expect(
      test.core.call('connection.renew', { connectionId: connection.id, accessToken: 'wrong' }),
    ).rejects.toMatchObject({ failure: { code: 'signIn' } });
    expect((await test.core.call('connection.list', {})).connections[1]?.signedIn).toBe(false);
  });

  it('go with all that was kept for them', async () => {
    const { connection } = await test.core.call('connection.add', newConnection());
    const { id: connectionId } = connection;
    await test.core.call('registrations.load', { connectionId });
    await test.core.call('connection.remove', { connectionId });
    expect((await test.core.call('connection.list', {})).connections).toHaveLength(1);
    expect((await test.core.call('activity.list', { connectionId })).entries).toEqual([]);
    await expect(test.core.call('registrations.cached', { connectionId })).rejects.toMatchObject({
      failure: { code: 'notFound' },
    });
  });

  it('can be of a user who may register nothing, which is said in words', async () => {
    const { connection } = await test.core.call(
      'connection.add',
      newConnection({ accessToken: place.restrictedToken }),
    );
    await expect(
      test.core.call('serviceEndpoint.create', {
        connectionId: connection.id,
        draft: {
          name: 'Not allowed',
          description: '',
          designationType: 'queue',
          namespaceAddress: 'sb://contoso.servicebus.windows.net/',
          path: 'q',
          authorization: { kind: 'sasKey', keyName: 'send' },
          messageFormat: 'json',
          userInformation: 'none',
        },
        secret: { kind: 'sasKey', key: 'pF3+secretKey01234567890abcdefghijABCDEFGHI=' },
      }),
    ).rejects.toMatchObject({
      failure: {
        code: 'forbidden',
        serverCode: '0x80040220',
        sentence: expect.stringContaining('lacks a privilege'),
        advice: expect.stringContaining('System Customizer'),
      },
    });
  });

  it('leave the sandbox where it is', async () => {
    await expect(test.core.call('connection.remove', { connectionId: test.sandbox })).rejects.toMatchObject({
      failure: { code: 'invalid' },
    });
  });

  it('do not lose each other when they are added at the same time', async () => {
    const names = ['A', 'B', 'C', 'D'];
    await Promise.all(names.map((name) => test.core.call('connection.add', newConnection({ name }))));
    const { connections } = await test.core.call('connection.list', {});
    expect(connections.map(({ name }) => name).sort()).toEqual([...names, 'Sandbox']);
    expect(new Set(connections.map(({ id }) => id)).size).toBe(5);
  });
});

describe('a connection that is edited', () => {
  it('has its new settings, also after a restart; the sandbox is not edited', async () => {
    const { connection } = await test.core.call('connection.add', newConnection());
    const settings = { name: 'Contoso Live', color: 'purple', production: false, readOnly: true } as const;
    test.told.length = 0;
    await test.core.call('connection.edit', { connectionId: connection.id, ...settings });
    expect(test.told.map(({ name }) => name)).toContain('connections.changed');
    await test.core.close();
    test = await openTestCore(place.addresses, { dataFolder });
    const { connections } = await test.core.call('connection.list', {});
    expect(connections[1]).toMatchObject({ id: connection.id, ...settings });
    await expect(
      test.core.call('connection.edit', { connectionId: test.sandbox, ...settings }),
    ).rejects.toMatchObject({ failure: { code: 'invalid' } });
    const gone = ConnectionId.parse('gone');
    await expect(
      test.core.call('connection.edit', { connectionId: gone, ...settings }),
    ).rejects.toMatchObject({ failure: { code: 'notFound' } });
  });

  it('is read from a file of before the switch', async () => {
    const { connection } = await test.core.call('connection.add', newConnection());
    await test.core.close();
    const path = join(dataFolder, 'connections.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace(`,"readOnly":false`, ''));
    test = await openTestCore(place.addresses, { dataFolder });
    const { connections } = await test.core.call('connection.list', {});
    expect(connections[1]).toMatchObject({ id: connection.id, readOnly: false });
  });
});

describe('a read-only connection', () => {
  const refusal = { failure: { code: 'forbidden', sentence: expect.stringContaining('read-only') } };

  it('is read as ever, and sends no change, whichever call it is', async () => {
    const { connection } = await test.core.call('connection.add', newConnection({ readOnly: true }));
    const connectionId = connection.id;
    const { registrations } = await test.core.call('registrations.load', { connectionId });
    const [step] = registrations.steps.filter(({ managed }) => !managed);
    const [endpoint] = registrations.endpoints;
    if (!step || !endpoint) throw new Error('There is no step, or no endpoint.');
    // Whatever is not read would be answered with this, and counted.
    place.webApi.faults.next({ match: /^(POST|PATCH|PUT|DELETE) /, status: 500, times: 50 });
    const before = place.webApi.faults.hits;
    await expect(
      test.core.call('step.setState', { connectionId, ids: [step.id], enabled: !step.enabled }),
    ).rejects.toMatchObject(refusal);
    await expect(
      test.core.call('serviceEndpoint.checkFromDataverse', { connectionId, id: endpoint.id }),
    ).rejects.toMatchObject(refusal);
    expect(place.webApi.faults.hits).toBe(before);
    place.webApi.faults.clear();
    const { entries } = await test.core.call('activity.list', { connectionId });
    expect(entries.at(-1)).toMatchObject({ write: true, status: null, attempts: 0 });
    await expect(
      test.core.call('listener.start', {
        connectionId,
        endpointId: endpoint.id,
        source: { entityPath: 'crm-orders', subscription: null, deadLetter: false },
        mode: 'receive',
        fromBeginning: true,
      }),
    ).rejects.toMatchObject(refusal);
  });

  it('can be written to as soon as the switch is off, and not any more when it is on again', async () => {
    const { connection } = await test.core.call('connection.add', newConnection());
    const connectionId = connection.id;
    const { registrations } = await test.core.call('registrations.load', { connectionId });
    const step = registrations.steps.find(({ managed }) => !managed);
    if (!step) throw new Error('There is no step.');
    const { name, color, production } = connection;
    const change = (enabled: boolean) =>
      test.core.call('step.setState', { connectionId, ids: [step.id], enabled });
    await change(!step.enabled);
    await test.core.call('connection.edit', { connectionId, name, color, production, readOnly: true });
    await expect(change(step.enabled)).rejects.toMatchObject(refusal);
    // Another connection to the same organisation has a switch of its own.
    await test.core.call('step.setState', {
      connectionId: test.sandbox,
      ids: [step.id],
      enabled: step.enabled,
    });
    await test.core.call('connection.edit', { connectionId, name, color, production, readOnly: false });
    await change(step.enabled);
  });
});

describe('a test run outside the sandbox', () => {
  it('needs the organisation’s name', async () => {
    const { connection } = await test.core.call('connection.add', newConnection());
    const { registrations } = await test.core.call('registrations.load', { connectionId: connection.id });
    const step = registrations.steps.find(
      ({ message, handler, table }) =>
        message === 'Create' && handler.kind === 'serviceEndpoint' && table === 'account',
    );
    if (!step) throw new Error('The seed has no step on Create of account.');
    const input = {
      connectionId: connection.id,
      stepId: step.id,
      operation: 'create' as const,
      values: { name: 'Not meant' },
    };
    for (const confirmedOrganization of [undefined, '', 'contoso sandbox', 'Production']) {
      await expect(
        test.core.call('testRun.start', { ...input, confirmedOrganization }),
      ).rejects.toMatchObject({
        failure: {
          code: 'invalid',
          fields: { confirmedOrganization: expect.stringContaining('Contoso Sandbox') },
        },
      });
    }
    const { rows } = await test.core.call('row.search', {
      connectionId: connection.id,
      table: 'account',
      text: 'Not meant',
    });
    expect(rows).toEqual([]);
    const run = await test.core.call('testRun.start', {
      ...input,
      confirmedOrganization: 'Contoso Sandbox',
    });
    expect(run.table).toBe('account');
  });
});
