import type { Session } from 'electron';
import { isOurs } from './appAddress.ts';

/** All that a page may have. What stands here is asked by our own page; whatever Chromium adds some day is denied. */
const allowed: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

export function mayHave(permission: string, address: string): boolean {
  return allowed.has(permission) && isOurs(address);
}

/** Denies camera, places, devices, notifications and the rest, whoever asks. */
export function denyByDefault(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(mayHave(permission, details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => mayHave(permission, origin));
  session.setDevicePermissionHandler(() => false);
}
