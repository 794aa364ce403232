/**
 * A stand-in for the `electron` module, for computers without its runtime: the built main and preload bundles run
 * unchanged under Node, and Chromium plays the window. It shows wiring and page. It does not show Electron's own
 * sandbox and context isolation, native menus and dialogs, the real safeStorage, or packaging.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type BrowserPage, openBrowserPage, toApp, toShown } from './browserPage.ts';
import type { FromStub, Seen, ToStub } from './control.ts';

type Handler = (request: Request) => Response | Promise<Response>;
interface Item {
  readonly label?: string;
  readonly submenu?: readonly Item[];
  readonly click?: () => void;
}
interface WindowOptions {
  readonly webPreferences: { readonly preload: string };
}

const seen = {
  opened: [] as string[],
  dialogs: [] as string[],
  windows: [] as Record<string, unknown>[],
  focused: 0,
  sandboxed: false as boolean,
  schemes: [] as unknown[],
} satisfies Seen;
const handlers = new Map<string, Handler>();
const windows = new Set<BrowserWindow>();
let menu: readonly Item[] = [];

/** An event of Electron, as far as it can be prevented. */
function preventable<Members extends object>(members: Members) {
  return {
    ...members,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
  };
}

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly #paths = new Map([['userData', join(homedir(), '.config', 'Registrar')]]);

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }
  getPath(name: string): string {
    return this.#paths.get(name) ?? join(this.#paths.get('userData') ?? '', name);
  }
  enableSandbox(): void {
    seen.sandboxed = true;
  }
  requestSingleInstanceLock(): boolean {
    return true;
  }
  async whenReady(): Promise<void> {
    // Electron is ready only after its entry has run through.
    await new Promise((resolve) => setImmediate(resolve));
  }
  quit(): void {
    this.emit('before-quit', preventable({}));
    for (const window of windows) window.close();
    const event = preventable({});
    this.emit('will-quit', event);
    if (!event.defaultPrevented) this.exit(0);
  }
  exit(code: number): void {
    void Promise.all([...windows].map((window) => window.webContents.end())).finally(() =>
      process.exit(code),
    );
  }
}
export const app = new App();

class WebContents extends EventEmitter {
  readonly mainFrame: { readonly url: string };
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
  #browser: BrowserPage | null = null;
  #address = '';
  #destroyed = false;

  constructor() {
    super();
    const address = (): string => this.#address;
    this.mainFrame = {
      get url() {
        return address();
      },
    };
    app.emit('web-contents-created', {}, this);
  }
  setWindowOpenHandler(handler: typeof this.openHandler): void {
    this.openHandler = handler;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  send(channel: string, message: unknown): void {
    this.#browser?.send(channel, structuredClone(message));
  }
  async load(address: string, preloadFile: string): Promise<void> {
    this.#browser = await openBrowserPage(join(app.getPath('userData'), 'chromium'), preloadFile, {
      request: async (request) => (await handlers.get('app')?.(request)) ?? new Response('', { status: 404 }),
      message: (channel, message) => {
        ipcMain.emit(channel, { sender: this, senderFrame: this.mainFrame }, message);
      },
      navigated: () => {
        this.#address = toApp(this.#browser?.page.url() ?? address);
        this.emit('did-navigate', {}, this.#address);
      },
      wantsToLeave: (url) => this.leave(url),
      wantsToOpen: (url) => this.openHandler({ url }),
      download: (url, fileName, save) => {
        let path = '';
        const event = preventable({});
        session.defaultSession.emit('will-download', event, {
          getURL: () => url,
          getFilename: () => fileName,
          setSaveDialogOptions: (options: { defaultPath: string }) => {
            path = options.defaultPath;
          },
        });
        // The user who is asked where to put it takes what is offered.
        if (!event.defaultPrevented) void save(path);
      },
      closed: () => undefined,
    });
    await this.#browser.page.goto(toShown(address));
    tell({ kind: 'page', cdpAddress: this.#browser.cdpAddress, pageAddress: toShown(address) });
  }
  /** Returns whether it was let go. */
  leave(url: string): boolean {
    const event = preventable({ url });
    this.emit('will-navigate', event, url);
    return !event.defaultPrevented;
  }
  async end(): Promise<void> {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.emit('destroyed');
    await this.#browser?.close();
  }
}

export class BrowserWindow extends EventEmitter {
  readonly webContents = new WebContents();
  readonly #options: WindowOptions;
  #closed = false;

  constructor(options: WindowOptions) {
    super();
    this.#options = options;
    seen.windows.push({ ...options });
    windows.add(this);
  }
  async loadURL(address: string): Promise<void> {
    await this.webContents.load(address, this.#options.webPreferences.preload);
    this.emit('ready-to-show');
  }
  close(): void {
    if (this.#closed) return;
    this.emit('close', preventable({}));
    this.#closed = true;
    windows.delete(this);
    this.emit('closed');
    void this.webContents.end().then(() => {
      if (windows.size === 0) app.emit('window-all-closed');
    });
  }
  show(): void {}
  focus(): void {
    seen.focused += 1;
  }
  maximize(): void {}
  restore(): void {}
  reload(): void {}
  isDestroyed(): boolean {
    return this.#closed;
  }
  isMinimized(): boolean {
    return false;
  }
  isMaximized(): boolean {
    return false;
  }
  isFullScreen(): boolean {
    return false;
  }
  getNormalBounds() {
    return { x: 10, y: 20, width: 1280, height: 800 };
  }
}

export const ipcMain = new EventEmitter();
export const nativeTheme = { shouldUseDarkColors: false };
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1040 } }] };

export const protocol = {
  registerSchemesAsPrivileged: (schemes: unknown[]) => void seen.schemes.push(...schemes),
  handle: (scheme: string, handler: Handler) => void handlers.set(scheme, handler),
};

type RequestHandler = (
  contents: unknown,
  permission: string,
  callback: (granted: boolean) => void,
  details: { requestingUrl: string },
) => void;
class Session extends EventEmitter {
  /** Electron's default is to grant. */
  requestHandler: RequestHandler = (_contents, _permission, callback) => callback(true);
  checkHandler: (contents: unknown, permission: string, origin: string) => boolean = () => true;

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.requestHandler = handler;
  }
  setPermissionCheckHandler(handler: typeof this.checkHandler): void {
    this.checkHandler = handler;
  }
  setDevicePermissionHandler(): void {}
  fetch(input: string | Request, init?: RequestInit): Promise<Response> {
    return fetch(input, init);
  }
}
const partitions = new Map<string, Session>();
export const session = {
  defaultSession: new Session(),
  fromPartition(name: string): Session {
    const found = partitions.get(name) ?? new Session();
    partitions.set(name, found);
    return found;
  },
};

export const Menu = {
  buildFromTemplate: (template: readonly Item[]) => template,
  setApplicationMenu: (template: readonly Item[]) => {
    menu = template;
  },
};

export const dialog = {
  showErrorBox: (title: string, content: string) => void seen.dialogs.push(`${title}: ${content}`),
  showMessageBox: async ({ message }: { message: string }) => {
    seen.dialogs.push(message);
    return { response: 0 };
  },
};

export const shell = {
  openExternal: async (address: string) => {
    seen.opened.push(address);
  },
};

const storageKey = Buffer.from(process.env.ELECTRON_STUB_KEY ?? randomBytes(32).toString('hex'), 'hex');
export const safeStorage = {
  isAsyncEncryptionAvailable: async () => true,
  getSelectedStorageBackend: () => process.env.ELECTRON_STUB_STORAGE ?? 'gnome_libsecret',
  encryptStringAsync: async (text: string) => {
    const iv = randomBytes(16);
    const cipher = createCipheriv('aes-256-ctr', storageKey, iv);
    return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]);
  },
  decryptStringAsync: async (bytes: Buffer) => {
    const decipher = createDecipheriv('aes-256-ctr', storageKey, bytes.subarray(0, 16));
    const result = Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString('utf8');
    return { result, shouldReEncrypt: false };
  },
};

function tell(message: FromStub): void {
  process.send?.(message);
}

function carryOut(order: ToStub): unknown {
  const contents = [...windows][0]?.webContents;
  switch (order.kind) {
    case 'click':
      return click(menu, order.path);
    case 'secondInstance':
      return app.emit('second-instance', {}, []);
    case 'closeWindow':
      for (const window of windows) window.close();
      return true;
    case 'permission': {
      let granted = false;
      session.defaultSession.requestHandler(
        contents,
        order.permission,
        (answer) => {
          granted = answer;
        },
        { requestingUrl: order.address },
      );
      return granted || session.defaultSession.checkHandler(contents, order.permission, order.address);
    }
    case 'navigate':
      return contents?.leave(order.address) ?? null;
    case 'openWindow':
      return contents?.openHandler({ url: order.address }).action ?? null;
    case 'foreignMessage':
      for (const name of ipcMain.eventNames()) {
        ipcMain.emit(name, { sender: contents, senderFrame: { url: 'app://registrar/' } }, order.message);
        ipcMain.emit(name, { sender: new EventEmitter(), senderFrame: contents?.mainFrame }, order.message);
      }
      return true;
    case 'seen':
      return seen;
  }
}

function click(items: readonly Item[], path: readonly string[]): boolean {
  const [label, ...rest] = path;
  const item = items.find((candidate) => candidate.label?.replace('&', '') === label);
  if (item === undefined) return false;
  if (rest.length > 0) return click(item.submenu ?? [], rest);
  item.click?.();
  return true;
}

process.on('message', ({ id, order }: { id: number; order: ToStub }) => {
  tell({ kind: 'answer', id, value: carryOut(order) });
});
