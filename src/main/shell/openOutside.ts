import { shell } from 'electron';
import { mayOpenOutside } from './mayOpenOutside.ts';

/** The one door out: the user's browser. Says whether it opened. */
export async function openOutside(address: string): Promise<boolean> {
  if (!mayOpenOutside(address)) return false;
  await shell.openExternal(new URL(address).href);
  return true;
}
