import { readFileSync } from 'node:fs';
import { buildIfNeeded } from './build.mjs';
import { findElectron } from './electronRuntime.mjs';
import { inProject } from './project.mjs';
import { runNode } from './run.mjs';
import { runScript, SetUpError, setUp } from './setUp.mjs';

/**
 * `npm run dist`: installers for this computer's system into dist/, or for the ones named:
 * `npm run dist -- --linux deb --x64`. The words are electron-builder's own.
 */
await runScript(async () => {
  await setUp();
  await buildIfNeeded();
  const args = process.argv.slice(2);
  if (!namesRuntime(args)) {
    const electron = await findElectron();
    if (electron.kind === 'missing') {
      throw new SetUpError(
        `Installers cannot be made, because ${electron.reason}. Where a runtime lies on this disk, name it: npm run dist -- -c.electronDist=FOLDER.`,
      );
    }
  }
  if (makesPackages(args) && homepage() === null) {
    throw new SetUpError(
      'deb and rpm packages name a home page. Put "homepage" into package.json, or make others: npm run dist -- --linux AppImage.',
    );
  }
  const { code } = await runNode('node_modules/electron-builder/cli.js', [
    '--config',
    'build/electron-builder.yml',
    '--publish',
    'never',
    ...args,
  ]);
  return code;
});

/** @param {readonly string[]} args */
function namesRuntime(args) {
  return args.some(
    (argument) => argument.startsWith('-c.electronDist=') || argument.startsWith('--config.electronDist='),
  );
}

/** @param {readonly string[]} args */
function makesPackages(args) {
  const forLinux = args.some((argument) => argument === '--linux' || argument === '-l');
  const named = args.filter((argument) => ['AppImage', 'deb', 'rpm', 'dir'].includes(argument));
  if (named.length > 0) return named.includes('deb') || named.includes('rpm');
  return (
    forLinux ||
    (process.platform === 'linux' && !args.some((argument) => /^(--win|--mac|-w|-m|--dir)/.test(argument)))
  );
}

/** As electron-builder looks for it: package.json, else the remote of this clone where that is on GitHub. */
function homepage() {
  const { homepage, repository } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
  if (homepage ?? repository) return homepage ?? repository;
  try {
    return /github\.com[:/]\S+/.exec(readFileSync(inProject('.git', 'config'), 'utf8'))?.[0] ?? null;
  } catch {
    return null;
  }
}
