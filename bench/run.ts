import { benchAssembly } from './assembly.ts';
import { benchListener } from './listener.ts';
import { benchLoad } from './load.ts';
import { benchLoadLarge } from './loadLarge.ts';
import { type BenchRow, printRows } from './measure.ts';
import { benchMemory } from './memory.ts';
import { benchSignIn } from './signIn.ts';
import { benchTree } from './tree.ts';
import { benchViews } from './views.ts';

const benches: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  load: benchLoad,
  loadLarge: benchLoadLarge,
  tree: benchTree,
  views: benchViews,
  listener: async () => [await benchListener()],
  assembly: benchAssembly,
  signIn: benchSignIn,
  memory: benchMemory,
};

/** All benchmarks, or those that are named, one after the other: they would disturb each other side by side. */
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`,
  );
  process.exitCode = 2;
} else {
  const rows: BenchRow[] = [];
  for (const [name, bench] of Object.entries(benches))
    if (asked.length === 0 || asked.includes(name)) rows.push(...(await bench()));
  printRows(rows);
}
