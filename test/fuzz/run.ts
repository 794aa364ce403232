import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { randomFrom } from './mutate.ts';
import { judge, makeInput, regressionFolder, seedAssemblies } from './pluginFiles.ts';
import { judgeSandbox } from './sandboxReader.ts';

/** `npm run fuzz -- [MINUTES] [SEED]`: damaged assemblies and packages until the time is over. */
const [minutes = '10', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
const assemblies = seedAssemblies();
const random = randomFrom(Number(seed));
const end = Date.now() + Number(minutes) * 60_000;
const largestGrowth = 300 * 2 ** 20;
let inputs = 0;
let failures = 0;
let nextWord = Date.now() + 30_000;
console.log(`Seed ${seed}, ${minutes} minutes.`);
while (Date.now() < end && failures < 20) {
  const input = makeInput(random, assemblies);
  inputs += 1;
  // Node gives back the memory of buffers between turns of its loop only.
  if (inputs % 20 === 0) await setImmediate();
  const before = process.memoryUsage.rss();
  const wrong =
    judge(input, assemblies, 2) ??
    judgeSandbox(input, 2) ??
    (process.memoryUsage.rss() - before > largestGrowth ? 'takes more than 300 MB at once' : null);
  if (wrong !== null) {
    failures += 1;
    mkdirSync(regressionFolder, { recursive: true });
    const name = `${createHash('sha256').update(input).digest('hex').slice(0, 12)}.bin`;
    writeFileSync(join(regressionFolder, name), input);
    console.log(`${name} ${wrong}`);
  }
  if (Date.now() > nextWord) {
    console.log(`${inputs} inputs, ${failures} failures`);
    nextWord = Date.now() + 30_000;
  }
}
console.log(`${inputs} inputs, ${failures} failures. What failed is in ${regressionFolder}.`);
process.exitCode = failures === 0 ? 0 : 1;
