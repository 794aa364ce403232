import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectPluginFile } from '../src/main/assemblies/inspectPluginFile.ts';
import { codedTypes, planOfBigAssembly, planOfTypes } from '../test/support/assemblyPlans.ts';
import { buildAssembly } from '../test/support/buildAssembly.ts';
import { type BenchRow, compare, millisecondsOf } from './measure.ts';

const rounds = 9;
const size = 16 * 2 ** 20;

/** Reading an assembly of the largest size that Dataverse takes, against reading the same file and hashing it. */
export async function benchAssembly(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'registrar-bench-'));
  try {
    const rows: BenchRow[] = [];
    for (const { what, bytes } of [
      { what: 'reading a 16 MB assembly of 54,900 classes', bytes: buildAssembly(planOfBigAssembly()) },
      { what: 'reading a 16 MB assembly of 100 plug-ins', bytes: ofFewClasses() },
    ]) {
      const file = join(folder, 'assembly.dll');
      await writeFile(file, bytes);
      const figures = await compare(
        () =>
          millisecondsOf(async () => {
            const reading = inspectPluginFile(await readFile(file));
            if (reading.kind !== 'assembly') throw new Error('The assembly of the bench cannot be read.');
          }),
        () =>
          millisecondsOf(async () => {
            createHash('sha256')
              .update(await readFile(file))
              .digest();
          }),
        rounds,
      );
      rows.push({ what, against: 'read and SHA-256 the file', unit: 'ms', ...figures, goal: '<= 3' });
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function ofFewClasses(): Uint8Array {
  const types = Array.from({ length: 100 }, (_, index) => ({
    name: `Plugin${index}`,
    namespace: 'Contoso',
    interfaces: [codedTypes.pluginInterface],
  }));
  const code = { name: '#Code', bytes: new Uint8Array(size - 2 ** 16) };
  return buildAssembly({ tables: planOfTypes(types), streamsAfter: [code] });
}
