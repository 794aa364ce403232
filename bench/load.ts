import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BenchRow, compare, millisecondsOf } from './measure.ts';
import { type BenchCore, startCore } from './startCore.ts';

const latencyMs = 40;
const addedSteps = 3_000;

/** Loading an organisation, from the network and from this disk, each against the least that it can take. */
export async function benchLoad(): Promise<BenchRow[]> {
  const bench = await startCore(latencyMs);
  try {
    await addSteps(bench, addedSteps);
    const { core, connectionId } = bench;
    const before = await newestActivity(bench);
    const { registrations } = await core.call('registrations.load', { connectionId });
    const { entries } = await core.call('activity.list', { connectionId, after: before });
    const load = await compare(
      () => millisecondsOf(() => core.call('registrations.load', { connectionId })),
      () =>
        millisecondsOf(() =>
          fetchAndForget(
            bench,
            entries.map(({ path }) => path),
          ),
        ),
    );
    const file = await cacheFileOf(bench);
    const cached = await compare(
      () => fromColdCache(bench),
      () => millisecondsOf(async () => JSON.parse(await readFile(file, 'utf8'))),
    );
    const nodes = registrations.steps.length + registrations.types.length + registrations.images.length;
    return [
      {
        what: `load of ${nodes} nodes at ${latencyMs} ms latency, ${entries.length} requests`,
        against: 'the same responses fetched in parallel and thrown away',
        unit: 'ms',
        ...load,
        goal: 'at most 1.5',
      },
      {
        what: 'the same from the disk cache',
        against: 'reading and parsing the file',
        unit: 'ms',
        ...cached,
        goal: 'at most 2',
      },
    ];
  } finally {
    await bench.close();
  }
}

/** A core that has just started on the same data folder: nothing is in memory yet. */
async function fromColdCache(bench: BenchCore): Promise<number> {
  const core = await bench.openAnotherCore();
  try {
    const { connectionId } = bench;
    return await millisecondsOf(async () => {
      const { registrations } = await core.call('registrations.cached', { connectionId });
      if (!registrations) throw new Error('Nothing was kept.');
    });
  } finally {
    await core.close();
  }
}

export async function newestActivity({ core, connectionId }: BenchCore): Promise<number> {
  const { entries } = await core.call('activity.list', { connectionId });
  return entries.at(-1)?.number ?? 0;
}

/** The least that a load can cost: all answers at once, and nothing done with them. */
export async function fetchAndForget({ addresses }: BenchCore, paths: readonly string[]): Promise<void> {
  const headers = {
    Authorization: `Bearer ${addresses.accessToken}`,
    Accept: 'application/json',
    'OData-Version': '4.0',
    'OData-MaxVersion': '4.0',
    Prefer:
      'odata.maxpagesize=5000,odata.include-annotations="Microsoft.Dynamics.CRM.lookuplogicalname,OData.Community.Display.V1.FormattedValue"',
  };
  await Promise.all(
    paths.map(async (path) => {
      // Who we are is asked in a batch; one small answer is the least that it can cost.
      const url = new URL(path === '$batch' ? 'WhoAmI' : path, addresses.webApi);
      const response = await fetch(url, { headers });
      if (!response.ok) throw new Error(`${response.status} for ${path}`);
      await response.arrayBuffer();
    }),
  );
}

/** Copies of a step that is there, created in batches over HTTP like any client would. */
async function addSteps({ addresses }: BenchCore, count: number): Promise<void> {
  const headers = { Authorization: `Bearer ${addresses.accessToken}`, 'OData-Version': '4.0' };
  const url = new URL(
    'sdkmessageprocessingsteps?$select=_plugintypeid_value,_sdkmessageid_value,_sdkmessagefilterid_value,stage,mode&$filter=stage eq 40 and mode eq 0 and _sdkmessagefilterid_value ne null and _plugintypeid_value ne null&$top=1',
    addresses.webApi,
  );
  const { value } = (await (await fetch(url, { headers })).json()) as { value: Record<string, string>[] };
  const model = value[0];
  if (!model) throw new Error('The sandbox has no step to copy.');
  for (let start = 0; start < count; start += 500) {
    const boundary = 'batch_bench';
    const parts = Array.from({ length: Math.min(500, count - start) }, (_, index) =>
      [
        `--${boundary}`,
        'Content-Type: application/http',
        'Content-Transfer-Encoding: binary',
        '',
        'POST sdkmessageprocessingsteps HTTP/1.1',
        'Content-Type: application/json',
        '',
        JSON.stringify({
          name: `Bench step ${start + index}`,
          stage: 40,
          mode: 0,
          rank: index,
          supporteddeployment: 0,
          invocationsource: 0,
          asyncautodelete: false,
          'eventhandler_plugintype@odata.bind': `/plugintypes(${model._plugintypeid_value})`,
          'sdkmessageid@odata.bind': `/sdkmessages(${model._sdkmessageid_value})`,
          'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${model._sdkmessagefilterid_value})`,
        }),
      ].join('\r\n'),
    );
    const response = await fetch(new URL('$batch', addresses.webApi), {
      method: 'POST',
      headers: { ...headers, 'Content-Type': `multipart/mixed; boundary=${boundary}` },
      body: `${parts.join('\r\n')}\r\n--${boundary}--\r\n`,
    });
    if (!response.ok)
      throw new Error(
        `The steps could not be added: ${response.status} ${(await response.text()).slice(0, 500)}`,
      );
    await response.arrayBuffer();
  }
}

async function cacheFileOf({ dataFolder }: BenchCore): Promise<string> {
  const names = await readdir(dataFolder, { recursive: true });
  const name = names.find((one) => /registrations.*\.json$/.test(one));
  if (!name) throw new Error(`No cache among ${names.join(', ')}`);
  return join(dataFolder, name);
}
