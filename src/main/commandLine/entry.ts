import { productName, version } from '../version.ts';
import { inspectUsage, runInspect } from './runInspect.ts';
import { runSandbox, sandboxUsage } from './runSandbox.ts';
import { runWhoami, whoamiUsage } from './runWhoami.ts';

const usage = `registrar <command> [flags]

Commands
  inspect      tells what an assembly or a plug-in package holds
  sandbox      runs the organisation in a box alone, and prints its addresses and keys
  whoami       signs in to an organisation, and tells who that is and what the token holds

  --help       this text, or after a command what it takes
  --version    the version

${inspectUsage}
${sandboxUsage}
${whoamiUsage}`;

process.exitCode = await carryOut(process.argv.slice(2));

/** Returns the exit code: 0 done, 1 failed, 2 not understood. */
async function carryOut(args: readonly string[]): Promise<number> {
  const [command, ...rest] = args;
  if (command === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  if (command === '--help' || command === '-h' || command === 'help') {
    process.stdout.write(usage);
    return 0;
  }
  if (command === '--version' || command === '-v') {
    process.stdout.write(`${productName} ${version}\n`);
    return 0;
  }
  if (command === 'inspect') return runInspect(rest);
  if (command === 'sandbox') return await runSandbox(rest);
  if (command === 'whoami') return await runWhoami(rest);
  process.stderr.write(`There is no command ${command}.\n\n${usage}`);
  return 2;
}
