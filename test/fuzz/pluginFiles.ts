import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspectPluginFile } from '../../src/main/assemblies/inspectPluginFile.ts';
import { describePluginFile } from '../../src/main/commandLine/describePluginFile.ts';
import { PluginFile } from '../../src/shared/domain/pluginFile.ts';
import { codedTypes, planOfAllTables, planOfTypes } from '../support/assemblyPlans.ts';
import { buildAssembly } from '../support/buildAssembly.ts';
import { packZip } from '../support/packZip.ts';
import { below, mutate, pick, type Random } from './mutate.ts';

const fixtures = join(import.meta.dirname, '../fixtures/assemblies');
export const regressionFolder = join(fixtures, 'regressions');

const nuspec =
  '<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><id>c_P</id><version>1.0.0</version><dependencies><group targetFramework="net462"><dependency id="a" version="1"/></group></dependencies></metadata></package>';

/** Whole files to start from: those of compilers, of the tests' own writer, and packages of both. */
export function seedAssemblies(): Uint8Array[] {
  const built = readdirSync(fixtures).filter((name) => /\.(dll|exe|netmodule)$/.test(name));
  return [
    ...built.map((name) => readFileSync(join(fixtures, name))),
    buildAssembly(planOfAllTables('#-')),
    buildAssembly({ ...planOfAllTables('#~'), wideIndexes: true }),
    buildAssembly({
      tables: planOfTypes([
        { name: 'A', extends: codedTypes.definition(3) },
        { name: 'B', extends: codedTypes.definition(2), interfaces: [codedTypes.pluginInterface] },
        { name: 'C', within: 2 },
      ]),
    }),
  ];
}

/** One input: a damaged assembly, a damaged package, or a whole package of damaged content. */
export function makeInput(random: Random, assemblies: readonly Uint8Array[]): Buffer {
  const kind = below(random, 10);
  if (kind < 6) return mutate(random, pick(random, assemblies), assemblies);
  const damaged = mutate(random, pick(random, assemblies), assemblies);
  const manifest = kind === 6 ? mutate(random, Buffer.from(nuspec), assemblies) : nuspec;
  const archive = packZip([
    { name: 'c_P.nuspec', content: manifest },
    { name: 'lib/net462/A.dll', content: damaged, method: pick(random, [0, 8]) },
    { name: 'lib/net462/B.dll', content: pick(random, assemblies) },
  ]);
  return kind < 8 ? archive : mutate(random, archive, [archive, ...assemblies]);
}

/** What no input may do: throw, answer out of form, take more than its time. Returns what is wrong, or null. */
export function judge(
  input: Uint8Array,
  assemblies: readonly Uint8Array[],
  secondsAllowed: number,
): string | null {
  const before = process.cpuUsage();
  try {
    const reading = inspectPluginFile(input, (name) => assemblies[name.length % assemblies.length] ?? null);
    if (reading.kind === 'unreadable') {
      if (!/^[A-Z][^\n]{10,400}$/s.test(reading.sentence) || !reading.advice.endsWith('.')) {
        return `says ${JSON.stringify(reading)}`;
      }
    } else {
      const parsed = PluginFile.parse(JSON.parse(JSON.stringify(reading)));
      if (describePluginFile(parsed).length === 0) return 'tells nothing';
    }
  } catch (error) {
    return `throws ${error instanceof Error ? error.stack : String(error)}`;
  }
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  return seconds > secondsAllowed ? `takes ${seconds.toFixed(1)} s of the processor` : null;
}
