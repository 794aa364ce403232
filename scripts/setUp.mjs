import { existsSync, readFileSync } from 'node:fs';
import { inProject, projectNode, say, secondsSince } from './project.mjs';
import { run } from './run.mjs';

/** Brings node_modules to what package-lock.json says; does nothing where it is so already. */
export async function setUp() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new SetUpError(
      `Registrar needs Node 20.19 or newer, and this is ${process.version}. Get it from nodejs.org.`,
    );
  }
  if (packagesAreThere() && projectNode() !== null) return;
  const startedAt = Date.now();
  say(
    'Setting up: installing the packages that package-lock.json names. This is done once and takes a minute or two …',
  );
  const npm = npmCommand();
  const { code } = await run(
    npm.program,
    [...npm.args, 'ci', '--loglevel=error', '--no-audit', '--no-fund'],
    {
      output: 'stderr',
    },
  );
  if (code !== 0) {
    throw new SetUpError(
      `The packages could not be installed (npm ended with ${code}; what it said stands above). Check the network and run the same command again.`,
    );
  }
  if (projectNode() === null) await installNodeBinary();
  say(`Setting up: the packages are installed (${secondsSince(startedAt)}).`);
}

/** Something that the user has to know, said in a sentence; no stack is of use. */
export class SetUpError extends Error {}

/**
 * Runs a script's work, and says what went wrong as a sentence.
 * @param {() => Promise<number>} work returns the exit code
 */
export async function runScript(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}

/** npm leaves a list of what it installed; packages for other systems are named but not installed. */
function packagesAreThere() {
  const wanted = readPackages(inProject('package-lock.json'));
  const installed = readPackages(inProject('node_modules', '.package-lock.json'));
  if (wanted === null || installed === null) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    const there = installed[path];
    return there === undefined ? optional === true : there.version === version;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, {version?: string, optional?: boolean}> | null}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

/** Where npm runs no install scripts, by the user's own setting, the binary's one has to be run by hand. */
async function installNodeBinary() {
  const script = inProject('node_modules', 'node', 'installArchSpecificPackage.js');
  if (existsSync(script)) await run(process.execPath, [script], { output: 'stderr' });
  if (projectNode() === null) {
    throw new SetUpError(
      'The package "node", which brings the Node that Registrar runs on, could not be installed for this computer. Run "npm ci --ignore-scripts=false" and look at what it says.',
    );
  }
}

/** npm sets the path of itself for scripts; outside of it, the command is looked up. */
function npmCommand() {
  const npmScript = process.env.npm_execpath;
  if (npmScript?.endsWith('.js')) return { program: process.execPath, args: [npmScript] };
  return process.platform === 'win32'
    ? { program: process.env.ComSpec ?? 'cmd.exe', args: ['/d', '/s', '/c', 'npm'] }
    : { program: 'npm', args: [] };
}
