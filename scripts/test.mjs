import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installBrowserIfNeeded } from './browser.mjs';
import { buildIfNeeded } from './build.mjs';
import { cacheFolder, say, secondsSince } from './project.mjs';
import { runNode } from './run.mjs';
import { runScript, SetUpError, setUp } from './setUp.mjs';

/**
 * `npm test`: sets up and runs everything. `npm test -- unit e2e` runs only the steps named.
 *
 * @typedef {{passed: number, failed: number, interrupted?: boolean}} Outcome
 * @typedef {{name: string, title: string, run: () => Promise<Outcome>}} Step
 */

/** @type {readonly Step[]} */
const steps = [
  {
    name: 'lint',
    title: 'Lint and format',
    run: () => command('node_modules/@biomejs/biome/bin/biome', ['check', '.']),
  },
  { name: 'types', title: 'Types', run: checkTypes },
  { name: 'unit', title: 'Unit tests', run: () => vitest('unit', ['test/unit']) },
  {
    name: 'architecture',
    title: 'Architecture',
    run: () => vitest('architecture', ['test/architecture.test.ts']),
  },
  { name: 'build', title: 'Build', run: build },
  { name: 'e2e', title: 'Browser tests', run: browserTests },
];

await runScript(async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    say(`There is no step ${unknown.join(', ')}. Steps: ${steps.map((step) => step.name).join(', ')}.`);
    return 2;
  }
  const startedAt = Date.now();
  await setUp();
  const chosen = steps.filter((step) => wanted.length === 0 || wanted.includes(step.name));
  if (chosen.some((step) => step.name === 'e2e')) await installBrowserIfNeeded();

  /** @type {string[]} */
  const summary = [];
  const total = { passed: 0, failed: 0 };
  for (const step of chosen) {
    process.stdout.write(`\n=== ${step.title} ===\n`);
    const stepStartedAt = Date.now();
    const outcome = await step.run();
    total.passed += outcome.passed;
    total.failed += outcome.failed;
    const word = outcome.failed === 0 ? 'passed' : 'FAILED';
    summary.push(
      `${word}  ${step.title}: ${outcome.passed} passed, ${outcome.failed} failed (${secondsSince(stepStartedAt)})`,
    );
    if (outcome.interrupted === true) return 130;
  }
  process.stdout.write(`\n=== Summary (${secondsSince(startedAt)}) ===\n${summary.join('\n')}\n`);
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  return total.failed === 0 ? 0 : 1;
});

/**
 * A program that passes or fails as one.
 * @param {string} file
 * @param {readonly string[]} args
 * @returns {Promise<Outcome>}
 */
async function command(file, args) {
  const { code } = await runNode(file, args);
  return { ...asOne(code === 0), interrupted: isInterrupt(code) };
}

/** @returns {Promise<Outcome>} */
async function checkTypes() {
  const node = await command('node_modules/typescript/bin/tsc', ['-p', 'tsconfig.node.json']);
  const web = await command('node_modules/typescript/bin/tsc', ['-p', 'tsconfig.web.json']);
  return { ...asOne(node.failed + web.failed === 0), interrupted: node.interrupted || web.interrupted };
}

/** @returns {Promise<Outcome>} */
async function build() {
  try {
    await buildIfNeeded();
    process.stdout.write('out/ is up to date.\n');
    return asOne(true);
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    say(error.message);
    return asOne(false);
  }
}

/**
 * @param {string} name
 * @param {readonly string[]} filters
 * @returns {Promise<Outcome>}
 */
async function vitest(name, filters) {
  const report = reportFile(name);
  const { code } = await runNode('node_modules/vitest/vitest.mjs', [
    'run',
    ...filters,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const counts = readReport(report, (json) => ({ passed: json.numPassedTests, failed: json.numFailedTests }));
  return { ...settle(counts, code), interrupted: isInterrupt(code) };
}

/** @returns {Promise<Outcome>} */
async function browserTests() {
  const report = reportFile('e2e');
  const { code } = await runNode('node_modules/@playwright/test/cli.js', ['test', '--reporter=list,json'], {
    environment: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  });
  const counts = readReport(report, (json) => ({
    passed: json.stats.expected + json.stats.flaky,
    failed: json.stats.unexpected,
  }));
  return { ...settle(counts, code), interrupted: isInterrupt(code) };
}

/** @param {boolean} passed @returns {Outcome} */
function asOne(passed) {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1 };
}

/**
 * A run can fail with no failed test: a file that cannot be loaded, an error after the last test.
 * @param {{passed: number, failed: number} | null} counts
 * @param {number} code
 */
function settle(counts, code) {
  const { passed, failed } = counts ?? { passed: 0, failed: 0 };
  return { passed, failed: code !== 0 || counts === null ? Math.max(failed, 1) : failed };
}

/** @param {number} code */
function isInterrupt(code) {
  return code === 130 || code === 143;
}

/** @param {string} name */
function reportFile(name) {
  mkdirSync(cacheFolder, { recursive: true });
  const file = join(cacheFolder, `test-${name}.json`);
  rmSync(file, { force: true });
  return file;
}

/**
 * @param {string} file
 * @param {(json: any) => {passed: number, failed: number}} count
 */
function readReport(file, count) {
  try {
    return count(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
