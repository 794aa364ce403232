import { join } from 'node:path';
import type { App, Session } from 'electron';
import { appHost, appScheme } from './appAddress.ts';

/** A file that the page made is saved where the user says; nothing else is downloaded. */
export function saveDownloads(app: App, session: Session): void {
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${appScheme}://${appHost}/`)) {
      event.preventDefault();
      return;
    }
    item.setSaveDialogOptions({ defaultPath: join(app.getPath('downloads'), item.getFilename()) });
  });
}
