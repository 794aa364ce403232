import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { randomFrom } from '../../../fuzz/mutate.ts';
import { judge, makeInput, regressionFolder, seedAssemblies } from '../../../fuzz/pluginFiles.ts';

/** A slice of `npm run fuzz`, and all that it ever found. */

const assemblies = seedAssemblies();
const secondsAllowed = 5;

test('damaged files are read or refused, in time', { timeout: 60_000 }, () => {
  const random = randomFrom(4);
  for (let count = 0; count < 4000; count += 1) {
    expect(judge(makeInput(random, assemblies), assemblies, secondsAllowed), `input ${count}`).toBeNull();
  }
});

test.each(readdirSync(regressionFolder).filter((name) => name.endsWith('.bin')))('%s stays fixed', (name) => {
  expect(judge(readFileSync(join(regressionFolder, name)), assemblies, secondsAllowed)).toBeNull();
});
