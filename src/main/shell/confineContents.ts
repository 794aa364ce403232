import type { App, Event } from 'electron';
import type { Log } from '../ports.ts';
import { isOurs } from './appAddress.ts';
import { openOutside } from './openOutside.ts';

/** No page of this app goes anywhere, opens a window, or holds another page. A link leads to the user's browser. */
export function confineContents(app: App, log: Log): void {
  app.on('web-contents-created', (_created, contents) => {
    const open = (address: string): void => {
      openOutside(address).then(
        (opened) => {
          if (!opened) log.info('The page wanted to open an address that Registrar does not link to.');
        },
        (error: unknown) => {
          log.error('An address could not be opened in the browser.', error);
        },
      );
    };
    const stay = (event: Event & { readonly url: string }): void => {
      if (isOurs(event.url)) return;
      event.preventDefault();
    };
    contents.setWindowOpenHandler(({ url }) => {
      open(url);
      return { action: 'deny' };
    });
    contents.on('will-navigate', (event) => {
      stay(event);
      if (!isOurs(event.url)) open(event.url);
    });
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', stay);
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}
