import { UnreadableFile } from '../../src/sandbox/plugins/cliFile.ts';
import { pluginClassesOf } from '../../src/sandbox/plugins/pluginClasses.ts';
import { readAssembly } from '../../src/sandbox/plugins/readAssembly.ts';
import { readPluginPackage } from '../../src/sandbox/plugins/readPluginPackage.ts';

/**
 * What no input may do to the sandbox: make it throw anything but its refusal, or take more than its time. Returns what
 * is wrong, or null.
 */
export function judgeSandbox(input: Uint8Array, secondsAllowed: number): string | null {
  const bytes = Buffer.from(input);
  const before = process.cpuUsage();
  for (const read of [readPluginPackage, (file: Buffer) => pluginClassesOf([readAssembly(file)])])
    try {
      read(bytes);
    } catch (error) {
      if (!(error instanceof UnreadableFile))
        return `makes the sandbox throw ${error instanceof Error ? error.stack : String(error)}`;
    }
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  return seconds > secondsAllowed ? `takes ${seconds.toFixed(1)} s of the sandbox` : null;
}
