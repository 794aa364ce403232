import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inProject } from '../scripts/project.mjs';
import { planOfBigAssembly } from '../test/support/assemblyPlans.ts';
import { buildAssembly } from '../test/support/buildAssembly.ts';
import { type BenchRow, median } from './measure.ts';

const run = promisify(execFile);
const megabyte = 1e6;

interface Figures {
  readonly milliseconds: number;
  readonly bytes: number;
}

/** The most memory of a process that does one thing alone, and how soon the large sandbox is ready. */
export async function benchMemory(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'registrar-bench-'));
  try {
    const file = join(folder, 'assembly.dll');
    await writeFile(file, buildAssembly(planOfBigAssembly()));
    const sandbox = await probe('sandbox');
    const core = await probe('core');
    const inspect = await probe('inspect', file);
    const hash = await probe('hash', file);
    const row = (what: string, against: string, unit: string, ours: number, floor: number, goal: string) => ({
      what,
      against,
      unit,
      ours,
      floor,
      ratio: ours / floor,
      goal,
    });
    return [
      row('large sandbox, until it is ready', 'three seconds', 'ms', sandbox.milliseconds, 3000, 'below 1'),
      row(
        'large sandbox, memory after all was read page by page',
        '600 MB',
        'MB',
        sandbox.bytes / megabyte,
        600,
        'below 1',
      ),
      row(
        'core with the large sandbox in one process, memory after a load',
        'the sandbox alone',
        'MB',
        core.bytes / megabyte,
        sandbox.bytes / megabyte,
        'at most 2',
      ),
      row(
        'reading a 16 MB assembly of 54,900 classes, memory',
        'a process that reads and hashes the file',
        'MB',
        inspect.bytes / megabyte,
        hash.bytes / megabyte,
        'at most 4',
      ),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Medians of three processes. */
async function probe(name: string, ...rest: string[]): Promise<Figures> {
  const all: Figures[] = [];
  for (let round = 0; round < 3; round += 1) {
    const { stdout } = await run(process.execPath, [inProject('bench', 'memoryProbe.ts'), name, ...rest]);
    all.push(JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Figures);
  }
  return {
    milliseconds: median(all.map(({ milliseconds }) => milliseconds)),
    bytes: median(all.map(({ bytes }) => bytes)),
  };
}
