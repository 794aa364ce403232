import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron';
import { ipcChannels } from '../shared/contract/ipcChannels.ts';
import type { Bridge, FromCore } from '../shared/contract/wire.ts';

/** All that the page gets of Electron. Both ends check what comes: this is only the way. */
const bridge: Bridge = {
  send: (message) => ipcRenderer.send(ipcChannels.fromPage, message),
  // Electron refuses whatever is no File of the user's own choice.
  pathOf: (file) => webUtils.getPathForFile(file as File),
  receive(listener) {
    // The event itself would hand the page ipcRenderer.
    const pass = (_event: IpcRendererEvent, message: FromCore): void => listener(message);
    ipcRenderer.on(ipcChannels.fromCore, pass);
    return () => {
      ipcRenderer.off(ipcChannels.fromCore, pass);
    };
  },
};

contextBridge.exposeInMainWorld('bridge', bridge);
