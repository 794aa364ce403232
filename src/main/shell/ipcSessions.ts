import type { IpcMain, WebContents } from 'electron';
import type { EventName, EventValue } from '../../shared/contract/contract.ts';
import { ipcChannels } from '../../shared/contract/ipcChannels.ts';
import type { Core } from '../core.ts';
import type { Log } from '../ports.ts';
import { openWireSession, type WireSession } from '../wireSession.ts';
import { isOurs } from './appAddress.ts';

export interface IpcSessions {
  /** From now on this page is listened to; until it is destroyed. */
  trust(contents: WebContents): void;
  /** Tells every page. */
  tell<Name extends EventName>(name: Name, value: EventValue<Name>): void;
  close(): void;
}

/**
 * Only pages that we made are listened to, only their top frame, and only while it shows our page.
 * One load of a page is one session: a reload cancels what the old one had under way.
 */
export function openIpcSessions(options: { ipcMain: IpcMain; core: Core; log: Log }): IpcSessions {
  const { ipcMain, core, log } = options;
  const sessions = new Map<WebContents, WireSession>();

  function open(contents: WebContents): void {
    sessions.get(contents)?.close();
    sessions.set(
      contents,
      openWireSession({
        core,
        log,
        send: (message) => {
          if (!contents.isDestroyed()) contents.send(ipcChannels.fromCore, message);
        },
      }),
    );
  }

  ipcMain.on(ipcChannels.fromPage, (event, message: unknown) => {
    const session = sessions.get(event.sender);
    const frame = event.senderFrame;
    const trusted =
      session !== undefined && frame !== null && frame === event.sender.mainFrame && isOurs(frame.url);
    if (trusted) session.receive(message);
    else log.info('A message from a page that is not ours was dropped.');
  });

  return {
    trust(contents) {
      open(contents);
      contents.on('did-navigate', () => open(contents));
      contents.on('render-process-gone', () => open(contents));
      contents.once('destroyed', () => {
        sessions.get(contents)?.close();
        sessions.delete(contents);
      });
    },
    tell(name, value) {
      for (const session of sessions.values()) session.tell(name, value);
    },
    close() {
      ipcMain.removeAllListeners(ipcChannels.fromPage);
      for (const session of sessions.values()) session.close();
      sessions.clear();
    },
  };
}
