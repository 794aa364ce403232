import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extractAll } from '@electron/asar';
import { inProject, projectNode } from '../../scripts/project.mjs';

export interface PackedApp {
  /** The packed app, as it would lie on a user's disk. */
  readonly folder: string;
  readonly executable: string;
  readonly asar: string;
}

/** Marks the place in Electron's executable at which its fuses lie: https://github.com/electron/fuses */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/**
 * Has the real electron-builder pack a project with the real configuration around a stand-in for Electron's runtime:
 * a file with fuses in it, all set the other way. The result cannot be started; what lies in it can be examined.
 */
export async function packApp(project: string, scratch: string): Promise<PackedApp> {
  const runtime = join(scratch, 'runtime');
  await mkdir(join(runtime, 'resources'), { recursive: true });
  await mkdir(join(runtime, 'locales'));
  const wire = Buffer.from([1, 8, ...Buffer.from('10110011')]);
  const body = Buffer.alloc(4096, 1);
  await writeFile(join(runtime, 'electron'), Buffer.concat([body, Buffer.from(fuseSentinel), wire, body]));
  await chmod(join(runtime, 'electron'), 0o755);
  for (const name of ['version', 'LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox']) {
    await writeFile(join(runtime, name), name);
  }
  const output = join(scratch, 'dist');
  await promisify(execFile)(
    projectNode() ?? process.execPath,
    [
      inProject('node_modules', 'electron-builder', 'cli.js'),
      '--linux',
      'dir',
      '--x64',
      `--projectDir=${project}`,
      `--config=${inProject('build', 'electron-builder.yml')}`,
      `-c.electronDist=${runtime}`,
      `-c.directories.output=${output}`,
      '-c.electronVersion=45.4.1',
    ],
    { cwd: project },
  );
  const folder = join(output, 'linux-unpacked');
  return { folder, executable: join(folder, 'registrar'), asar: join(folder, 'resources', 'app.asar') };
}

/** What is in the packed app, as files, far from any node_modules. */
export function unpack(app: PackedApp, folder: string): void {
  extractAll(app.asar, folder);
}
