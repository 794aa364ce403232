import { fileURLToPath } from 'node:url';
import { runDesktop } from './shell/runDesktop.ts';

/** Electron's entry, bundled as out/main/index.js: what lies beside it is named here and nowhere else. */
const beside = (path: string): URL => new URL(path, import.meta.url);

runDesktop({
  preloadFile: fileURLToPath(beside('../preload/index.cjs')),
  rendererFolder: fileURLToPath(beside('../renderer')),
  workerFile: beside('./sandbox.js'),
});
