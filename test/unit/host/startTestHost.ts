import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Core } from '../../../src/main/core.ts';
import { type Host, startHost } from '../../../src/main/host/host.ts';
import type { Log } from '../../../src/main/ports.ts';

export interface TestHost extends Host {
  readonly folder: string;
  readonly logged: string[];
  /** The cookie that a browser would have after opening the address. */
  letIn(): Promise<string>;
}

const index = `<!doctype html><html><head><title>Page</title>
<meta name="csp-nonce" content=""><script type="module" crossorigin src="/assets/index-abc.js"></script>
</head><body>page</body></html>`;

/** A host on a free port, over a folder with a small page in it and a file outside that must never be served. */
export async function startTestHost(core: Core, maxMessageBytes?: number): Promise<TestHost> {
  const folder = await mkdtemp(join(tmpdir(), 'registrar-host-'));
  const rendererFolder = join(folder, 'renderer');
  await mkdir(join(rendererFolder, 'assets'), { recursive: true });
  await writeFile(join(rendererFolder, 'index.html'), index);
  await writeFile(join(rendererFolder, 'assets', 'index-abc.js'), 'export {};');
  await writeFile(join(folder, 'secret.json'), '"secret"');
  const logged: string[] = [];
  const log: Log = {
    info: (sentence) => {
      logged.push(sentence);
    },
    error: (sentence) => {
      logged.push(sentence);
      return 'id';
    },
  };
  const host = await startHost({ core, log, rendererFolder, port: 0, maxMessageBytes });
  return {
    ...host,
    folder,
    logged,
    async letIn() {
      const response = await fetch(host.openAddress, { redirect: 'manual' });
      return response.headers.get('set-cookie')?.split(';')[0] ?? '';
    },
    async close() {
      await host.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
