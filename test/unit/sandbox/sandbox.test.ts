import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ServiceBusClient, type ServiceBusReceivedMessage } from '@azure/service-bus';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/sandbox.ts';
import type { FromSandboxWorker } from '../../../src/sandbox/workerMessages.ts';

let folder: string;
const open: Sandbox[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registrar-sandbox-'));
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
  await rm(folder, { recursive: true, force: true });
});

async function start(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ dataFolder: folder, ...options });
  open.push(sandbox);
  return sandbox;
}

async function stop(sandbox: Sandbox): Promise<void> {
  open.splice(open.indexOf(sandbox), 1);
  await sandbox.close();
}

type Body = Record<string, unknown>;

/** Sends a request as a client of the Web API does; answers with the parsed body, or the new row's id. */
async function call(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: Body,
  token = sandbox.addresses.accessToken,
): Promise<{ status: number; body: Body; id: string }> {
  const response = await fetch(`${sandbox.addresses.webApi}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const [, id = ''] = /\(([0-9a-f-]{36})\)$/.exec(response.headers.get('odata-entityid') ?? '') ?? [];
  return { status: response.status, body: text === '' ? {} : JSON.parse(text), id };
}

async function rows(sandbox: Sandbox, query: string): Promise<Body[]> {
  const { body } = await call(sandbox, 'GET', query);
  return body.value as Body[];
}

async function receive(sandbox: Sandbox, queue = 'crm-orders'): Promise<ServiceBusReceivedMessage> {
  const client = new ServiceBusClient(sandbox.addresses.connectionStrings.listen);
  try {
    const receiver = client.createReceiver(queue, {
      receiveMode: 'receiveAndDelete',
      skipParsingBodyAsJson: true,
    });
    const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 5000 });
    if (message === undefined) throw new Error('No message came.');
    return message;
  } finally {
    await client.close();
  }
}

/** Registers an endpoint and a step on the creation of accounts, as a client does. */
async function register(sandbox: Sandbox, endpoint: Body = {}, step: Body = {}): Promise<string> {
  const address = /Endpoint=([^;]+)/.exec(sandbox.addresses.connectionStrings.send)?.[1] ?? '';
  const key = /SharedAccessKey=([^;]+)/.exec(sandbox.addresses.connectionStrings.send)?.[1] ?? '';
  const created = await call(sandbox, 'POST', 'serviceendpoints', {
    name: 'My queue',
    contract: 6,
    authtype: 2,
    connectionmode: 1,
    messageformat: 2,
    userclaim: 1,
    namespaceformat: 2,
    namespaceaddress: address,
    solutionnamespace: 'sandbox',
    path: 'crm-orders',
    saskeyname: 'send',
    saskey: key,
    ...endpoint,
  });
  expect(created.status).toBe(204);
  const [message] = await rows(sandbox, "sdkmessages?$select=name&$filter=name eq 'Create'");
  const [filter] = await rows(
    sandbox,
    `sdkmessagefilters?$select=name&$filter=_sdkmessageid_value eq ${message?.sdkmessageid} and primaryobjecttypecode eq 'account'`,
  );
  const registered = await call(sandbox, 'POST', 'sdkmessageprocessingsteps', {
    name: 'Post new accounts',
    stage: 40,
    mode: 1,
    rank: 1,
    asyncautodelete: false,
    supporteddeployment: 0,
    invocationsource: 0,
    'sdkmessageid@odata.bind': `/sdkmessages(${message?.sdkmessageid})`,
    'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${filter?.sdkmessagefilterid})`,
    'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${created.id})`,
    ...step,
  });
  expect(registered.status).toBe(204);
  return created.id;
}

describe('the loop', () => {
  it('goes from a registration over the Web API to a message that the real client receives', async () => {
    const sandbox = await start();
    await register(sandbox);
    const account = await call(sandbox, 'POST', 'accounts', { name: 'Fabrikam' });
    const message = await receive(sandbox);
    expect(JSON.parse(String(message.body))).toMatchObject({
      MessageName: 'Create',
      PrimaryEntityId: account.id,
    });
    await expect
      .poll(async () => {
        const [job] = await rows(
          sandbox,
          `asyncoperations?$select=statuscode&$filter=_regardingobjectid_value eq ${account.id}`,
        );
        return job?.statuscode;
      })
      .toBe(30);
  });

  it('works out of the box with the seeded queue', async () => {
    const sandbox = await start();
    const [account] = await rows(sandbox, 'accounts?$select=name&$top=1');
    await call(sandbox, 'PATCH', `accounts(${account?.accountid})`, { creditlimit: 5000 });
    const context = JSON.parse(String((await receive(sandbox)).body));
    expect(context).toMatchObject({ MessageName: 'Update', PrimaryEntityId: account?.accountid });
    expect(context.PreEntityImages.map(({ key }: { key: string }) => key)).toEqual(['PreImage']);
  });

  it('waits on a wrong key, and posts after the key was set and the job retried', async () => {
    const sandbox = await start();
    const endpoint = await register(sandbox, { saskey: 'd3Jvbmcga2V5IHdyb25nIGtleSB3cm9uZyBrZXkgISE=' });
    const account = await call(sandbox, 'POST', 'accounts', { name: 'Fabrikam' });
    const query = `asyncoperations?$filter=_regardingobjectid_value eq ${account.id}`;
    await expect.poll(async () => (await rows(sandbox, query))[0]?.statuscode).toBe(10);
    const [job] = await rows(sandbox, query);
    expect(job?.friendlymessage).toContain('(401) Unauthorized');
    const [, key] = /SharedAccessKey=([^;]+)/.exec(sandbox.addresses.connectionStrings.send) ?? [];
    expect((await call(sandbox, 'PATCH', `serviceendpoints(${endpoint})`, { saskey: key })).status).toBe(204);
    const retry = await call(sandbox, 'PATCH', `asyncoperations(${job?.asyncoperationid})`, {
      statecode: 0,
      statuscode: 0,
    });
    expect(retry.status).toBe(204);
    await receive(sandbox);
    await expect.poll(async () => (await rows(sandbox, query))[0]?.statuscode).toBe(30);
  });

  it('checks an endpoint by posting to it: a good one succeeds, one without a key waits', async () => {
    const sandbox = await start();
    const endpoints = await rows(sandbox, 'serviceendpoints?$select=name');
    const outcome = async (name: string): Promise<Body> => {
      const id = endpoints.find((row) => row.name === name)?.serviceendpointid;
      const answer = await call(
        sandbox,
        'POST',
        `serviceendpoints(${id})/Microsoft.Dynamics.CRM.TriggerServiceEndpointCheck`,
        {},
      );
      expect(answer.status).toBe(204);
      const query =
        `asyncoperations?$filter=_regardingobjectid_value eq ${id} ` +
        "and messagename eq 'TriggerServiceEndpointCheck' and (statecode eq 1 or statecode eq 3)";
      await expect.poll(async () => (await rows(sandbox, query)).length).toBe(1);
      return (await rows(sandbox, query))[0] ?? {};
    };
    expect(await outcome('Order queue')).toMatchObject({ statuscode: 30 });
    expect(JSON.parse(String((await receive(sandbox)).body)).MessageName).toBe('TriggerServiceEndpointCheck');
    expect(await outcome('Partner portal queue')).toMatchObject({
      statuscode: 10,
      friendlymessage: expect.stringContaining('(401) Unauthorized'),
    });
  });

  it('lets the restricted user work with rows, and register nothing', async () => {
    const sandbox = await start();
    const token = sandbox.restrictedAccessToken;
    expect((await call(sandbox, 'POST', 'accounts', { name: 'Fabrikam' }, token)).status).toBe(204);
    const refused = await call(sandbox, 'POST', 'serviceendpoints', { name: 'X', contract: 1 }, token);
    expect(refused).toMatchObject({ status: 403, body: { error: { code: '0x80040220' } } });
  });
});

describe('what is kept', () => {
  it('lives through a stop and a start: rows, secrets, messages, jobs, ports, keys and token', async () => {
    const first = await start();
    const endpoint = await register(first);
    await call(first, 'POST', 'accounts', { name: 'Kept Account' });
    await expect.poll(() => first.broker.counts('crm-orders').active).toBe(1);
    const { addresses } = first;
    await stop(first);

    const second = await start();
    expect(second.addresses).toEqual(addresses);
    expect(second.notes).toEqual([]);
    const kept = await call(second, 'GET', `serviceendpoints(${endpoint})?$select=name,issaskeyset`);
    expect(kept.body).toMatchObject({ name: 'My queue', issaskeyset: true });
    expect(await rows(second, "accounts?$filter=name eq 'Kept Account'")).toHaveLength(1);
    expect(JSON.parse(String((await receive(second)).body)).MessageName).toBe('Create');
    await call(second, 'POST', 'accounts', { name: 'After' });
    expect(JSON.parse(String((await receive(second)).body)).MessageName).toBe('Create');
  });

  it('is written without being asked, and readable by its owner only', async () => {
    const sandbox = await start();
    await call(sandbox, 'POST', 'accounts', { name: 'Written By Itself' });
    await expect
      .poll(() => readFile(join(folder, 'sandbox-state.json'), 'utf8').catch(() => ''), { timeout: 5000 })
      .toContain('Written By Itself');
    for (const name of ['sandbox-state.json', 'sandbox-identity.json'])
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('is set aside when it is broken, with a note, and the endpoints still work', async () => {
    await stop(await start());
    await writeFile(join(folder, 'sandbox-state.json'), '{"version":1,"store":{"ver');
    await writeFile(join(folder, 'sandbox-messages.json'), 'null');
    await writeFile(join(folder, 'sandbox-identity.json'), '[]');
    const sandbox = await start();
    expect(sandbox.notes).toHaveLength(3);
    expect(sandbox.notes.join(' ')).toContain('sandbox-state.json');
    const names = await readdir(folder);
    expect(names.filter((name) => name.includes('.broken-'))).toHaveLength(3);
    expect((await rows(sandbox, 'accounts?$select=name')).length).toBe(30);
  });

  it('gets new keys when they alone were lost, and the seeded endpoints get them too', async () => {
    await stop(await start());
    await rm(join(folder, 'sandbox-identity.json'));
    const sandbox = await start();
    const [account] = await rows(sandbox, 'accounts?$select=name&$top=1');
    await call(sandbox, 'PATCH', `accounts(${account?.accountid})`, { creditlimit: 5000 });
    expect(JSON.parse(String((await receive(sandbox)).body)).MessageName).toBe('Update');
  });

  it('moves with the broker when another program has its port', async () => {
    const first = await start();
    const { port } = first.broker;
    await register(first);
    await stop(first);
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(port, '127.0.0.1', resolve));
    try {
      const second = await start();
      expect(second.broker.port).not.toBe(port);
      expect(second.notes.join()).toContain(`Another program has port ${port}`);
      await call(second, 'POST', 'accounts', { name: 'Moved' });
      expect(JSON.parse(String((await receive(second)).body)).MessageName).toBe('Create');
    } finally {
      squatter.close();
    }
  });

  it('says so when a port that was asked for is taken', async () => {
    const first = await start();
    await expect(startSandbox({ webApiPort: first.webApi.port })).rejects.toThrow(
      /in use by another program/,
    );
  });

  it('goes on when nothing can be written', async () => {
    const sandbox = await start();
    await rm(folder, { recursive: true });
    await writeFile(folder, 'No folder any more.');
    expect((await call(sandbox, 'POST', 'accounts', { name: 'Unwritten' })).status).toBe(204);
    await sandbox.flush();
    expect(sandbox.notes.join()).toContain('could not save its state');
    expect(await rows(sandbox, "accounts?$filter=name eq 'Unwritten'")).toHaveLength(1);
  });
});

describe('reset', () => {
  it('goes back to the first day on the same ports with the same keys', async () => {
    const sandbox = await start();
    const { addresses } = sandbox;
    await register(sandbox, { saskey: 'wrong' });
    await register(sandbox, { name: 'Second queue' });
    await call(sandbox, 'POST', 'accounts', { name: 'Gone Soon' });
    await expect.poll(() => sandbox.broker.counts('crm-orders').active).toBe(1);
    await sandbox.reset();
    expect(sandbox.addresses).toEqual(addresses);
    expect(sandbox.broker.counts('crm-orders').active).toBe(0);
    expect(await rows(sandbox, "accounts?$filter=name eq 'Gone Soon'")).toEqual([]);
    expect(await rows(sandbox, 'serviceendpoints?$select=name')).toHaveLength(8);
    await register(sandbox);
    await call(sandbox, 'POST', 'accounts', { name: 'New Start' });
    await receive(sandbox);
    await stop(sandbox);
    const again = await start();
    expect(await rows(again, "accounts?$filter=name eq 'New Start'")).toHaveLength(1);
    expect(await rows(again, "accounts?$filter=name eq 'Gone Soon'")).toEqual([]);
  });
});

describe('the thread', () => {
  it('tells where the sandbox is, resets it and stops', async () => {
    const worker = new Worker(new URL('../../../src/sandbox/worker.ts', import.meta.url), {
      workerData: { dataFolder: folder, latencyMs: 0 },
    });
    const messages: FromSandboxWorker[] = [];
    worker.on('message', (message: FromSandboxWorker) => messages.push(message));
    const exited = new Promise<number>((resolve) => worker.once('exit', resolve));
    const kinds = (): string[] => messages.map(({ kind }) => kind);
    try {
      await expect.poll(kinds, { timeout: 8000 }).toEqual(['ready']);
      const [ready] = messages;
      if (ready?.kind !== 'ready') throw new Error('Not ready.');
      const { webApi, accessToken, connectionStrings } = ready.addresses;
      const answer = await fetch(`${webApi}WhoAmI`, { headers: { authorization: `Bearer ${accessToken}` } });
      expect(answer.status).toBe(200);
      expect(connectionStrings.send).toMatch(
        /^Endpoint=sb:\/\/127\.0\.0\.1:\d+\/;SharedAccessKeyName=send;SharedAccessKey=[^;]{44};UseDevelopmentEmulator=true$/,
      );
      worker.postMessage({ kind: 'reset' });
      await expect.poll(kinds, { timeout: 8000 }).toContain('resetDone');
      worker.postMessage({ kind: 'stop' });
      expect(await exited).toBe(0);
      expect(kinds().at(-1)).toBe('stopped');
    } finally {
      await worker.terminate();
    }
  });

  it('tells what became of a broken state', async () => {
    await writeFile(join(folder, 'sandbox-state.json'), 'nonsense');
    const worker = new Worker(new URL('../../../src/sandbox/worker.ts', import.meta.url), {
      workerData: { dataFolder: folder },
    });
    const message = await new Promise<FromSandboxWorker>((resolve) => worker.once('message', resolve));
    expect(message).toEqual({ kind: 'note', sentence: expect.stringContaining('sandbox-state.json') });
    await worker.terminate();
  });

  it('says in a sentence why it cannot start', async () => {
    await writeFile(join(folder, 'file'), '');
    const worker = new Worker(new URL('../../../src/sandbox/worker.ts', import.meta.url), {
      workerData: { dataFolder: join(folder, 'file') },
    });
    const message = await new Promise<FromSandboxWorker>((resolve) => worker.once('message', resolve));
    expect(message.kind).toBe('failed');
    await worker.terminate();
  });
});
