/** Names of what the stub puts into the page; nothing of the app knows them. */
export const pageSend = '__electronStubSend';
export const pageReceive = '__electronStubReceive';

/**
 * Runs the built preload in the page before anything else, with the few members of `electron` that a
 * sandboxed preload has. In Electron it runs in a world of its own: that is not shown here.
 */
export function preloadScript(preloadSource: string): string {
  return `(() => {
  if (window !== window.top) return;
  const listeners = new Map();
  const ipcRenderer = {
    send(channel, message) { window[${JSON.stringify(pageSend)}](channel, structuredClone(message)); },
    on(channel, listener) { listeners.set(channel, [...(listeners.get(channel) ?? []), listener]); },
    off(channel, listener) { listeners.set(channel, (listeners.get(channel) ?? []).filter((one) => one !== listener)); },
  };
  Object.defineProperty(window, ${JSON.stringify(pageReceive)}, {
    value: (channel, message) => { for (const listener of listeners.get(channel) ?? []) listener({}, message); },
  });
  // Nobody but Electron knows where a page's file is.
  const webUtils = { getPathForFile: () => '' };
  const contextBridge = {
    exposeInMainWorld(name, api) { Object.defineProperty(window, name, { value: Object.freeze({ ...api }) }); },
  };
  const require = (name) => {
    if (name !== 'electron') throw new Error('A sandboxed preload cannot load ' + name);
    return { contextBridge, ipcRenderer, webUtils };
  };
  const module = { exports: {} };
  (function (require, module, exports) {
${preloadSource}
  })(require, module, module.exports);
})();`;
}
