import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Log } from '../ports.ts';
import { createJsonFile } from '../storage/jsonFile.ts';
import { pageAddress } from './appAddress.ts';
import { placeWindow, smallestWindow, WindowPlace } from './windowPlace.ts';

export interface MainWindowOptions {
  readonly dataFolder: string;
  readonly preloadFile: string;
  /** Runs before the page is loaded. */
  readonly prepare: (window: BrowserWindow) => void;
  readonly developer: boolean;
  readonly log: Log;
}

const saveDelayMs = 500;

/** Opens the window where it was, shows it when there is something to see, and remembers where it goes. */
export async function openMainWindow(options: MainWindowOptions): Promise<BrowserWindow> {
  const { log } = options;
  const file = createJsonFile({
    path: join(options.dataFolder, 'window.json'),
    version: 1,
    schema: WindowPlace,
  });
  const remembered = await file.read().catch(() => null);
  const start = placeWindow(
    remembered,
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    ...start.size,
    ...(start.position ?? {}),
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: 'Registrar',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#1f1f1f' : '#fafafa',
    autoHideMenuBar: true,
    webPreferences: {
      preload: options.preloadFile,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: options.developer,
    },
  });
  if (start.maximized) window.maximize();

  let saving: ReturnType<typeof setTimeout> | undefined;
  const save = (): void => {
    clearTimeout(saving);
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return;
    const place: WindowPlace = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    file.write(place).catch((error: unknown) => {
      log.error('The place of the window could not be remembered.', error);
    });
  };
  const saveSoon = (): void => {
    clearTimeout(saving);
    saving = setTimeout(save, saveDelayMs);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('close', save);
  window.once('ready-to-show', () => window.show());
  window.webContents.on('render-process-gone', (_event, details) => {
    log.error('The page of the window ended.', new Error(`${details.reason}, ${details.exitCode}`));
    if (details.reason !== 'clean-exit' && !window.isDestroyed()) window.reload();
  });

  options.prepare(window);
  await window.loadURL(pageAddress);
  return window;
}
