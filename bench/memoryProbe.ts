import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '../src/sandbox/sandbox.ts';

/**
 * A process of its own for each thing whose memory is measured, so that nothing else is in the figure. It prints how
 * long it took and the most memory that the process ever had, in bytes. Each loads the code that it needs, and no other.
 */

const registrationTables = [
  'pluginassemblies?$select=name,version',
  'plugintypes?$select=typename',
  'sdkmessageprocessingsteps?$select=name,rank,stage',
  'sdkmessageprocessingstepimages?$select=name',
  'sdkmessagefilters?$select=primaryobjecttypecode',
  'systemusers?$select=fullname',
];

const probes: Readonly<Record<string, (file: string) => Promise<number>>> = {
  hash: (file) =>
    timed(async () =>
      createHash('sha256')
        .update(await readFile(file))
        .digest(),
    ),
  async inspect(file) {
    const { inspectPluginFile } = await import('../src/main/assemblies/inspectPluginFile.ts');
    return timed(async () => inspectPluginFile(await readFile(file)));
  },
  async sandbox() {
    const { startSandbox } = await import('../src/sandbox/sandbox.ts');
    const folder = await mkdtemp(join(tmpdir(), 'registrar-bench-'));
    let sandbox: Sandbox | undefined;
    const milliseconds = await timed(async () => {
      sandbox = await startSandbox({ dataFolder: folder, scale: 'large' });
    });
    if (sandbox) {
      for (const table of registrationTables) await readAllPages(sandbox, table);
      await sandbox.close();
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    return milliseconds;
  },
  async core() {
    const { startCore } = await import('./startCore.ts');
    const bench = await startCore(0, 'large');
    const milliseconds = await timed(() =>
      bench.core.call('registrations.load', { connectionId: bench.connectionId }),
    );
    await bench.close();
    return milliseconds;
  },
};

const [name = '', file = ''] = process.argv.slice(2);
const probe = probes[name];
if (!probe) throw new Error(`There is no probe ${name}.`);
const milliseconds = await probe(file);
console.log(JSON.stringify({ milliseconds, bytes: process.resourceUsage().maxRSS * 1024 }));
process.exit(0);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function readAllPages({ addresses }: Sandbox, table: string): Promise<void> {
  let next: string | undefined = `${addresses.webApi}${table}`;
  while (next !== undefined) {
    const response: Response = await fetch(next, {
      headers: { authorization: `Bearer ${addresses.accessToken}` },
    });
    if (!response.ok) throw new Error(`${table}: ${response.status}`);
    const page = (await response.json()) as { readonly '@odata.nextLink'?: string };
    next = page['@odata.nextLink'];
  }
}
