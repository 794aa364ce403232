import { join } from 'node:path';
import {
  app,
  type BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  protocol,
  safeStorage,
  session,
  shell,
} from 'electron';
import { defaultDataFolder } from '../dataFolder.ts';
import { type DataFolderLock, type LockOwner, lockDataFolder } from '../dataFolderLock.ts';
import { createFileLog } from '../log/fileLog.ts';
import { type Program, startProgram } from '../program.ts';
import { asSandboxScale } from '../sandboxScale.ts';
import { startProblem } from '../startProblem.ts';
import { stopOnSignals } from '../stopOnSignals.ts';
import { argumentOf } from './argumentOf.ts';
import { confineContents } from './confineContents.ts';
import { dataFolderOf } from './dataFolderOf.ts';
import { type IpcSessions, openIpcSessions } from './ipcSessions.ts';
import { openMainWindow } from './mainWindow.ts';
import { menuTemplate } from './menu.ts';
import { openOutside } from './openOutside.ts';
import { openSignInPage } from './openSignInPage.ts';
import { denyByDefault } from './permissions.ts';
import { openSecretBox } from './safeStorageSecretBox.ts';
import { saveDownloads } from './saveDownloads.ts';
import { declareAppScheme, serveApp } from './serveApp.ts';

export interface DesktopFiles {
  readonly preloadFile: string;
  readonly rendererFolder: string;
  readonly workerFile: URL;
}

/** How long the core may take to stop before the app ends regardless. */
const closePatienceMs = 8000;

/** The desktop shell. Returns at once: Electron becomes ready only after the entry has run through. */
export function runDesktop(files: DesktopFiles): void {
  const developer = !app.isPackaged;
  const dataFolder = dataFolderOf(process.argv) ?? defaultDataFolder();
  // Chromium's profile lies beside our files, so that two data folders are two apps.
  app.setPath('userData', join(dataFolder, 'electron'));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.enableSandbox();
  declareAppScheme();
  app
    .whenReady()
    .then(() => start(files, dataFolder, developer))
    .catch((error: unknown) => {
      dialog.showErrorBox('Registrar could not start', startProblem(error, dataFolder));
      app.exit(1);
    });
}

async function start(files: DesktopFiles, dataFolder: string, developer: boolean): Promise<void> {
  const attempt = await lockDataFolder(dataFolder, 'electron');
  if (attempt.kind === 'inUse') {
    await offerRunning(attempt.owner, dataFolder);
    app.exit(0);
    return;
  }
  const log = createFileLog({ folder: join(dataFolder, 'logs'), clock: { now: () => Date.now() } });
  confineContents(app, log);
  const ours = session.defaultSession;
  denyByDefault(ours);
  saveDownloads(app, ours);
  serveApp(protocol, files.rendererFolder);

  const program = await startProgram({
    dataFolder,
    shell: 'electron',
    secretBox: await openSecretBox(dataFolder, log, safeStorage),
    workerFile: files.workerFile,
    sandboxScale: asSandboxScale(argumentOf(process.argv, '--scale') ?? ''),
    log,
    fetch: systemFetch(),
    openBrowser: openSignInPage,
  });
  const pages = openIpcSessions({ ipcMain, core: program.core, log });
  closeBeforeQuit(program, pages, attempt.lock);

  let window: BrowserWindow | null = null;
  const open = async (): Promise<void> => {
    window = await openMainWindow({
      dataFolder,
      preloadFile: files.preloadFile,
      developer,
      log,
      prepare: (opening) => {
        pages.trust(opening.webContents);
        opening.once('closed', () => {
          window = null;
        });
      },
    });
  };
  const openAgain = (): void => {
    if (window !== null) {
      if (window.isMinimized()) window.restore();
      window.focus();
      return;
    }
    open().catch((error: unknown) => {
      log.error('The window could not be opened.', error);
    });
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      menuTemplate({
        platform: process.platform,
        developer,
        command: (command) => pages.tell('menu.command', { command }),
        openOutside: (address) => void openOutside(address),
      }),
    ),
  );
  app.on('second-instance', openAgain);
  app.on('activate', openAgain);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  void stopOnSignals().then(() => app.quit());
  await open();
}

/** The core's requests go through Chromium's network, which knows the system's proxy and certificates; apart from the page's. */
function systemFetch(): typeof fetch {
  const network = session.fromPartition('core', { cache: false });
  return (input, init) =>
    network.fetch(input instanceof URL ? input.href : input, { credentials: 'omit', ...init });
}

/** Electron does not wait for promises when it quits: the first quit is held back until everything is written. */
function closeBeforeQuit(program: Program, pages: IpcSessions, lock: DataFolderLock): void {
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    closed = true;
    pages.close();
    const patience = new Promise<void>((resolve) => setTimeout(resolve, closePatienceMs));
    Promise.race([program.close(), patience])
      .catch((error: unknown) => {
        program.log.error('Registrar could not stop cleanly.', error);
      })
      .then(() => lock.release())
      .finally(() => app.quit())
      .catch(() => app.exit(1));
  });
}

async function offerRunning(owner: LockOwner, dataFolder: string): Promise<void> {
  if (owner.openAddress === null) {
    dialog.showErrorBox(
      'Registrar is already running',
      `Process ${owner.pid} is using ${dataFolder}. Stop it first, or start with another folder: --data-dir DIR.`,
    );
    return;
  }
  const { response } = await dialog.showMessageBox({
    type: 'info',
    message: 'Registrar is already running in your browser.',
    detail: `It uses ${dataFolder}. Open its page, or stop it first.`,
    buttons: ['Open its page', 'Cancel'],
    defaultId: 0,
    cancelId: 1,
  });
  // The lock file lies in the user's own folder, and lockDataFolder has seen that somebody answers there.
  if (response === 0) await shell.openExternal(owner.openAddress);
}
